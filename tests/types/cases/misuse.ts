// Mistakes that the compiler must notice: each line after a mark does not compile.

import { AgentClient, AgentError, backupFromJson, platforms, ready, resultsToCsv } from "agent-delete";
import type { ClientOptions, Deletion, DeletionResult, ErrorCode } from "agent-delete";

declare const client: AgentClient;
declare const deletion: Deletion;
declare const result: DeletionResult;
declare const error: AgentError;

// @ts-expect-error: options are needed
new AgentClient();
// @ts-expect-error: a backend is needed
new AgentClient({});
// @ts-expect-error: no such backend
new AgentClient({ backend: "salesforce" });
// @ts-expect-error: no such option
new AgentClient({ backend: "charm", timeout: 5 });
// @ts-expect-error: a credential has a kind
new AgentClient({ backend: "charm", auth: "token" });
// @ts-expect-error: a credential is a text or a function
new AgentClient({ backend: "charm", auth: { bearer: 5 } });
// @ts-expect-error: milliseconds are a number
new AgentClient({ backend: "charm", timeoutMs: "5s" });
// @ts-expect-error: not to be called without new
AgentClient({ backend: "charm" });

// @ts-expect-error: an id is needed
void client.deleteAgent();
// @ts-expect-error: an id is a text
void client.deleteAgent(5);
// @ts-expect-error: no such option
void client.deleteAgent("a", { forced: true });
// @ts-expect-error: neither
void client.deleteAgent("a", { ifMissing: "skip" });
// @ts-expect-error: no such dependents
void client.deleteAgent("a", { cascade: ["runs"] });
// @ts-expect-error: an answer is needed
void client.deleteAgent("a", { confirm: () => {} });
// @ts-expect-error: ids are texts
void client.deleteAgents([1, 2]);
// @ts-expect-error: an agent has an id
void client.deleteAgents([{ name: "a" }]);
// @ts-expect-error: an answer is needed
void client.deleteAgents(["a"], { confirmAll: () => {} });
// @ts-expect-error: a plan is not planned again
void client.planDeletions({ backend: "charm", plans: [] });
// @ts-expect-error: for many only
void client.deleteAgent("a", { concurrency: 4 });
// @ts-expect-error: for backups only
void client.getAgent("a", { includeSecrets: true });
// @ts-expect-error: not a promise
void client.listAgents().then();

// @ts-expect-error: what an agent's backend is does not change
client.backend = "charm";
// @ts-expect-error: no such outcome
void (deletion.outcome === "gone");
// @ts-expect-error: not there before the error is ruled out
void result.deletion.outcome;
// @ts-expect-error: not there before it is asked for
void result.error.code;
// @ts-expect-error: an error does not change
error.code = "network";
// @ts-expect-error: no such code
void (error.code === "unknown");
// @ts-expect-error: it may be null
void error.status.toFixed();

// @ts-expect-error: no source of WebAssembly
void ready({ wasm: 5 });
// @ts-expect-error: no such option
void ready({ url: "x" });

// @ts-expect-error: langchain's own is the only default that the types can't see, but a number it is not
export const options: ClientOptions = { backend: "langchain", baseUrl: 5 };
// @ts-expect-error: no such code
export const code: ErrorCode = "gone";

// @ts-expect-error: a backup is read from a text
backupFromJson(new Uint8Array());
// @ts-expect-error: results are collected first
resultsToCsv(client.deleteAgents(["a"]));
// @ts-expect-error: what platforms there are does not change
platforms.push(platforms[0]);
