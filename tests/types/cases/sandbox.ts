// The sandbox as a user's own test uses it.

import { AgentClient } from "agent-delete";
import type { BackendName, ClientOptions } from "agent-delete";
import { createSandbox } from "agent-delete/sandbox";
import type { Fault } from "agent-delete/sandbox";
import { serveSandbox } from "agent-delete/sandbox/node";

export async function tryOut(backend: BackendName): Promise<string> {
  const sandbox = createSandbox({ variants: { langchain: "unnamed" } });
  const proxies: Fault[] = [
    { kind: "query-dropped", path: "/threads" },
    { kind: "query-dropped", keep: ["page_size"] },
    { kind: "path-resolved", backend },
    { kind: "status-replaced" },
    { kind: "status-replaced", status: 201, method: "DELETE", times: 1 },
    { kind: "html-page", status: 404, carriedOut: true },
  ];
  for (const fault of proxies) sandbox.inject(fault).remove();
  const options: ClientOptions = { backend, fetch: sandbox.fetch };
  const { outcome } = await new AgentClient(options).deleteAgent("a");

  const server = await serveSandbox(sandbox, { port: 0 });
  const client = new AgentClient(server.clientOptions(backend, { maxRetries: 0 }));
  await client.deleteAgent("a");
  await server.close();
  return outcome;
}
