// A platform by a description, in a program that has declared its name.

import { AgentClient, AgentError, describePlatform } from "agent-delete";
import { routeOf } from "agent-delete/proxy";
import { createSandbox } from "agent-delete/sandbox";
import type { BackendName, ClientOptions, Deletion, DescribedPlatform, KnownBackend, PlatformDescription } from "agent-delete";

declare module "agent-delete" {
  interface DescribedPlatforms {
    acme: true;
  }
}

const acme: PlatformDescription = {
  name: "acme",
  baseUrl: "https://api.acme.example/v1",
  auth: { header: "X-Acme-Key", scheme: "Token" },
  id: { kind: "uuid", reserved: ["create"] },
  delete: { path: "/agents/{id}", force: "cascade" },
  agent: { in: "agent", id: "id" },
  list: { path: "/agents", size: { parameter: "limit", default: 100 }, next: { by: "cursor", in: "meta.next", parameter: "from" } },
  backup: [{ name: "flows", path: "/agents/{id}/flows" }],
  proof: [{ status: 204 }, { status: 200, body: { deleted: true, agent: { id: "{id}" } } }],
  missing: [{ status: 404, notFound: "agent" }],
  failures: [{ status: 423, code: "conflict", retry: true }],
  hints: { conflict: "Unpin it first." },
};

export async function use(known: KnownBackend): Promise<BackendName> {
  const options: ClientOptions = { backend: acme, auth: { apiKey: "k" } };
  const client = new AgentClient(options);
  const deletion: Deletion = await client.deleteAgent("a");
  const platform: DescribedPlatform = await describePlatform(acme);
  routeOf(platform, { method: "DELETE", path: "/agents/a" });
  createSandbox().create(known);
  routeOf(known, { method: "DELETE", path: "/agents/a" });
  const name: BackendName = "acme";
  if (client.backend === name || deletion.backend === "acme" || deletion.backend === "eliza") return deletion.backend;
  return (await client.getAgent("a").catch((error: unknown) => (error instanceof AgentError ? error : null))) instanceof AgentError ? name : known;
}

// @ts-expect-error: its name alone says nothing
new AgentClient({ backend: "acme" });
// @ts-expect-error: what proves a deletion must be said
new AgentClient({ backend: { name: "acme", delete: { path: "/agents/{id}" } } });
// @ts-expect-error: no such member
new AgentClient({ backend: { ...acme, delte: {} } });
// @ts-expect-error: what is missing is no failure
acme.failures = [{ status: 404, code: "not-found" }];
// @ts-expect-error: a success misses nothing
acme.proof = [{ status: 200, notFound: "agent" }];
// @ts-expect-error: a cursor has a place
acme.list = { path: "/agents", next: { by: "cursor", parameter: "c" } };
