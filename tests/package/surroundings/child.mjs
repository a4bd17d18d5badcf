// @ts-check
// Plays one program in surroundings that are made before or after the package is loaded, and prints what came of it. What it
// uses itself is taken aside first.

import { writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { surroundings, tick } from "./surroundings.mjs";

const [, , folder, when, name] = process.argv;
const { stringify } = JSON;
const { setTimeout: later, setImmediate: soon, Response: Reply, AbortController: Switch } = globalThis;
const exit = process.exit.bind(process);

/** @type {Record<string, string>} */
const said = Object.create(null);
for (const event of ["unhandledRejection", "uncaughtException"]) {
  process.on(event, (error) => (said[event] = `${error?.message ?? error}`));
}

/** @type {(value: unknown) => boolean} */
let isError;

/** An agent that runs. @param {string} id */
const agent = (id) => ({
  success: true,
  data: { id, name: "A", status: "active", enabled: true, bio: "knows", settings: { constructor: "c", toString: "t", valueOf: ["v"] } },
});
const ids = ["3f2504e0-4f89-41d3-9a0c-0305e82c3301", "3f2504e0-4f89-41d3-9a0c-0305e82c3302"];
const [id] = ids;
const texts = {
  agent: stringify(agent(id)),
  list: stringify({ success: true, data: { agents: ids.map((id) => agent(id).data) } }),
  stopped: stringify({ success: true, data: { message: "Agent stopped" } }),
  assistant: stringify({ assistant_id: id, graph_id: "agent", name: "A", metadata: { created_by: "user" } }),
  threads: stringify([{ thread_id: "t1", metadata: { assistant_id: id } }]),
  noAssistant: stringify({ detail: `Assistant with ID ${id} not found` }),
};
const begun = { name: "projects/1/locations/us-central1/operations/77", metadata: { "@type": "type.googleapis.com/google.cloud.aiplatform.v1.DeleteOperationMetadata" } };
const operation = { begun: stringify(begun), done: stringify({ ...begun, done: true, response: { "@type": "type.googleapis.com/google.protobuf.Empty" } }) };

/** @typedef {[status: number, body: string, code?: string]} Answer */

/** What was asked for, and what the platform answers. @type {string[]} */
let requests = [];
/** @type {(line: string) => Answer} */
let answers = () => [500, ""];
/** @param {string} url @param {any} init */
const fetch = (url, init) => {
  const path = url.slice("https://a.test".length);
  const line = `${init.method} ${path}`;
  requests[requests.length] = line;
  const answer = answers(line);
  const status = answer[0];
  const body = answer[1];
  const code = answer[2] ?? "";
  return status === 0 ? new Promise(() => {}) : (async () => new Reply(status === 204 ? null : body, { status, headers: { "content-type": body[0] === "<" ? "text/html" : "application/json", "x-amzn-errortype": code } }))();
};
/** @type {(line: string) => Answer} */
const good = (line) => {
  if (line.startsWith("DELETE")) return [204, ""];
  if (line.includes("/stop")) return [200, texts.stopped];
  if (line === "GET /api/agents") return [200, texts.list];
  if (line.includes("/memories") || line.includes("/rooms")) return [404, "{}"];
  return [200, texts.agent];
};

/** @param {any} value */
const outcome = (value) => (value?.verified ? "proved" : value?.outcome) ?? (value?.agent ? "plan" : value?.content ? "backup" : value?.id ? `agent ${value.raw.data?.settings?.toString ?? value.raw.settings?.toString}` : String(value));

/** An Agent Server that knows its assistant until it is deleted. @param {string} line @returns {Answer} */
const server = (line) => {
  if (line.startsWith("DELETE")) return [204, ""];
  if (line.includes("/threads/search")) return [200, texts.threads];
  if (line.includes("/versions")) return [404, texts.noAssistant];
  const isGone = requests.length > 1;
  return isGone ? [404, `{"detail":"Not Found"}`] : [200, texts.assistant];
};

/** @param {any} module */
function program({ AgentClient }) {
  const options = { backend: "eliza", baseUrl: "https://a.test/api", auth: { apiKey: "planted-credential-5e1f" }, fetch, timeoutMs: 300, maxRetries: 0 };
  const client = () => new AgentClient(options);
  /** @param {any} other */
  const of = (other) => new AgentClient({ fetch, timeoutMs: 300, maxRetries: 0, auth: { bearer: async () => "planted-credential-5e1f" }, ...other });
  const signed = () => of({ backend: "bedrock", baseUrl: "https://a.test", auth: { sign: async (/** @type {any} */ { method, url }) => ({ Authorization: `V4 Signature=${method}-${url}` }) } });
  const vertex = () => of({ backend: "vertex", baseUrl: "https://a.test/v1/projects/demo/locations/us-central1" });
  const langgraph = () => of({ backend: "langgraph", baseUrl: "https://a.test" });
  /** @typedef {{ what: string, answer: (line: string) => Answer, call: () => Promise<any> }} Call */
  let stopped = switched();
  /** @type {Call[]} */
  const calls = [
    { what: "a forced deletion", answer: good, call: () => client().deleteAgent(id, { force: true }) },
    { what: "one of an agent that runs", answer: (line) => (line.startsWith("DELETE") ? [409, `{"success":false,"error":"running"}`] : good(line)), call: () => client().deleteAgent(id) },
    { what: "one that may not be", answer: () => [403, `{"success":false,"error":{"code":"FORBIDDEN","message":"no"}}`], call: () => client().deleteAgent(id, { force: true }) },
    { what: "one that breaks", answer: () => [500, `{"success":false,"error":"oops"}`], call: () => client().deleteAgent(id, { force: true }) },
    { what: "one that a page answers", answer: () => [200, "<!doctype html>"], call: () => client().deleteAgent(id, { force: true }) },
    { what: "one without an answer", answer: () => [0, ""], call: () => client().deleteAgent(id, { force: true }) },
    { what: "one that is tried again", answer: () => (requests.length < 2 ? [503, "{}"] : [204, ""]), call: () => client().deleteAgent(id, { force: true, maxRetries: 1, timeoutMs: 3000 }) },
    { what: "one that is aborted", answer: () => (soon(stopped.abort), [0, ""]), call: () => {
      stopped = switched();
      return client().deleteAgent(id, { force: true, signal: stopped.signal, timeoutMs: 3000 });
    } },
    { what: "one that is confirmed and backed up", answer: good, call: () => client().deleteAgent(id, { force: true, backup: true, confirm: () => true }) },
    { what: "a plan", answer: good, call: () => client().planDeletion(id) },
    { what: "a read", answer: good, call: () => client().getAgent(id) },
    { what: "a backup", answer: good, call: () => client().backupAgent(id) },
    { what: "a stop", answer: good, call: () => client().stopAgent(id) },
    { what: "a list", answer: good, call: async () => {
      let found = "";
      for await (const agent of client().listAgents()) found += outcome(agent);
      return found;
    } },
    { what: "many", answer: good, call: async () => {
      let found = "";
      for await (const { deletion, error } of client().deleteAgents(ids, { force: true })) {
        if (error) throw error;
        found += outcome(deletion);
      }
      return found;
    } },
    { what: "many, awaited", answer: good, call: async () => {
      const summary = await client().deleteAgents(ids, { force: true });
      if (summary.failed > 0) throw summary.results[0].error ?? summary.results[1].error;
      return `${summary.deleted} deleted`;
    } },
    { what: "one that is signed, and waited for", answer: (line) => (line.startsWith("DELETE") ? [202, `{"agentId":"ABCDE12345","agentStatus":"DELETING"}`] : [404, "{}", "ResourceNotFoundException"]), call: () => signed().deleteAgent("ABCDE12345", { waitMs: 20 }) },
    { what: "one that an operation carries out", answer: (line) => [200, line.startsWith("DELETE") ? operation.begun : operation.done], call: () => vertex().deleteAgent("1234567890123456789", { waitMs: 20 }) },
    { what: "one with its threads", answer: server, call: () => langgraph().deleteAgent(id, { cascade: ["threads"] }) },
    { what: "one that a second read proves", answer: server, call: () => langgraph().deleteAgent(id, { verify: true }) },
  ];
  play(calls, 0);
}

/**
 * One call after the other, without waiting for a promise: whatever belongs to promises may be broken.
 *
 * @param {Call[]} calls
 * @param {number} at
 */
function play(calls, at) {
  if (at === calls.length) return finish();
  const { what, answer, call } = calls[at];
  requests = [];
  answers = answer;
  /** @type {any} */
  let ended;
  (async () => {
    try {
      const value = await call();
      ended = outcome(value);
    } catch (error) {
      const known = /** @type {any} */ (error);
      ended = isError(error) ? `${known.code}${known.outcomeUnknown ? ", perhaps done" : ""}: ${known.message}` : `no AgentError: ${known?.stack ?? known}`;
    }
  })();
  let turns = 0;
  const look = () => {
    turns += 1;
    tick();
    if (ended === undefined && turns < 600) return later(look, turns < 50 ? 1 : 10);
    let sent = "";
    for (let at = 0; at < requests.length; at += 1) sent += `${requests[at]}\n`;
    said[what] = `${ended ?? "it hangs"}\u0001${sent}`;
    play(calls, at + 1);
  };
  later(look, 1);
}

/** As text by hand, for JSON may be broken: what, how it ended, what was sent. */
function finish() {
  let text = "";
  for (const what in said) text += `${what}\u0001${said[what]}\u0002`;
  writeSync(1, text);
  exit(0);
}

/** A switch whose parts are taken aside. */
const switched = () => {
  const made = new Switch();
  const { signal } = made;
  return { signal, abort: () => abortWith(made) };
};
const { abort } = AbortController.prototype;
const { apply } = Reflect;
/** @param {AbortController} made */
const abortWith = (made) => apply(abort, made, []);

const begin = async () => {
  try {
    if (when === "before") surroundings[name][1]();
    const module = await import(pathToFileURL(`${folder}/package.mjs`).href);
    isError = module.isAgentError;
    if (when === "after") await module.ready();
    if (when === "later") await new module.AgentClient({ backend: "charm", baseUrl: "https://charm.test", fetch: async () => new Reply(null, { status: 204 }) }).deleteAgent("a");
    if (when !== "before") surroundings[name][1]();
    program(module);
  } catch (error) {
    const known = /** @type {any} */ (error);
    said.loading = `${known?.name}: ${known?.message ?? error}`;
    finish();
  }
};
begin();
