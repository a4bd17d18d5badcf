// The sandbox as a user's own test uses it.

import { AgentClient } from "agent-delete";
import type { BackendName, ClientOptions } from "agent-delete";
import { createSandbox } from "agent-delete/sandbox";
import { serveSandbox } from "agent-delete/sandbox/node";

export async function tryOut(backend: BackendName): Promise<string> {
  const sandbox = createSandbox();
  const options: ClientOptions = { backend, fetch: sandbox.fetch };
  const { outcome } = await new AgentClient(options).deleteAgent("a");

  const server = await serveSandbox(sandbox, { port: 0 });
  const client = new AgentClient(server.clientOptions(backend, { maxRetries: 0 }));
  await client.deleteAgent("a");
  await server.close();
  return outcome;
}
