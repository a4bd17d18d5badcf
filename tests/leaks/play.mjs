// @ts-check
// Plays the corpora through a built package, wherever JavaScript runs: answers and thrown values that repeat the credential. No
// string that is reachable from what comes back may hold it.

/**
 * @typedef {import("../../pkg/types.js").BackendName} BackendName
 * @typedef {{ credential: string, forms: Record<string, string>, never: string[] }} Echoes
 * @typedef {{ name: string, of?: string, status: number, headers?: Record<string, string>, body: any }} Answer
 * @typedef {{ name: string, places: string[] }} Played
 */

/** @type {Record<BackendName, { baseUrl: string, id: string }>} */
export const platforms = {
  charm: { baseUrl: "https://charm.test", id: "agent_123" },
  langchain: { baseUrl: "https://langchain.test/v1/deepagents", id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301" },
  foundry: { baseUrl: "https://foundry.test/api/projects/demo", id: "support-bot" },
  eliza: { baseUrl: "https://eliza.test/api", id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301" },
  kortix: { baseUrl: "https://kortix.test/v1", id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301" },
};
export const backends = /** @type {BackendName[]} */ (Object.keys(platforms));

/** @param {any} value @param {string} form @param {string} id @returns {any} */
export function filled(value, form, id) {
  if (typeof value === "string") return value.replaceAll("{id}", id).replaceAll("{}", form);
  if (Array.isArray(value)) return value.map((item) => filled(item, form, id));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [filled(name, form, id), filled(member, form, id)]));
}

/** @param {Answer} answer @param {string} form @param {string} id */
function responseOf({ status, headers = {}, body }, form, id) {
  const made = filled(body, form, id);
  const text = typeof made === "string" ? made : JSON.stringify(made);
  return new Response(status === 204 ? null : text, {
    status,
    headers: { "content-type": "application/json", ...filled(headers, form, id) },
  });
}

/**
 * Every string that can be reached from a value: its own members and those of its classes, by name or by symbol, shown or not,
 * what getters give, and what it becomes as text.
 *
 * @param {any} value
 * @param {(value: any) => string[]} more What this runtime prints of a value.
 */
export function stringsOf(value, more = () => []) {
  /** @type {Set<string>} */
  const strings = new Set();
  const seen = new Set();
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === "string") strings.add(next);
    if (typeof next === "symbol") strings.add(String(next));
    if ((typeof next !== "object" && typeof next !== "function") || next === null || seen.has(next)) continue;
    seen.add(next);
    if (ArrayBuffer.isView(next)) continue;
    for (let holder = next; holder && holder !== Object.prototype && holder !== Function.prototype; holder = Object.getPrototypeOf(holder)) {
      for (const name of Reflect.ownKeys(holder)) {
        left.push(name);
        try {
          left.push(next[name]);
        } catch {
          // A member of the class, asked for of the class.
        }
      }
    }
    if (/Map|Set|Headers|Params/.test(Object.prototype.toString.call(next))) {
      try {
        left.push(...next);
      } catch {
        // Only called so, as a prototype is.
      }
    }
  }
  for (const print of [String, JSON.stringify, (/** @type {any} */ error) => error?.stack]) {
    try {
      left.push(print(value));
    } catch {
      // Not every value can be printed so.
    }
  }
  for (const text of [...left, ...more(value)]) if (typeof text === "string") strings.add(text);
  return strings;
}

/**
 * The first string that holds the credential.
 *
 * @param {Iterable<string>} strings
 * @param {Echoes} echoes
 */
export function leak(strings, { never }) {
  const needles = never.map((needle) => needle.toLowerCase());
  for (const string of strings) {
    const lower = string.toLowerCase();
    if (needles.some((needle) => lower.includes(needle))) return string;
  }
  return undefined;
}

/**
 * Makes every call there is, and gives what came of them.
 *
 * @param {any} AgentClient
 * @param {BackendName} backend
 * @param {any} options
 * @param {string} [id]
 */
export async function callAll(AgentClient, backend, options, id = platforms[backend].id) {
  /** @type {any[]} */
  const shown = [];
  const { baseUrl } = platforms[backend];
  const onStep = (/** @type {any} */ step) => shown.push(step);
  let client;
  try {
    client = new AgentClient({ backend, baseUrl, maxRetries: 0, timeoutMs: 1000, onStep, ...options });
  } catch (error) {
    return [error];
  }
  const list = async () => {
    const agents = [];
    for await (const agent of client.listAgents()) if (agents.push(agent) === 3) break;
    return agents;
  };
  const calls = [
    () => client.deleteAgent(id, { force: true, verify: true }),
    () => client.deleteAgent(id, { backup: true, ifMissing: "ignore" }),
    () => client.deleteAgent(id, { confirm: (/** @type {any} */ plan) => (shown.push(plan), true) }),
    () => client.planDeletion(id),
    () => client.getAgent(id),
    () => client.backupAgent(id),
    () => client.stopAgent(id),
    () => client.planDeletions([id, id]),
    () => client.deleteAgents([id, id], { force: true }),
    list,
  ];
  shown.push(client);
  for (const call of calls) {
    try {
      shown.push(await call());
    } catch (error) {
      shown.push(error);
    }
  }
  return shown;
}

/**
 * What a caller's fetch may throw, with the credential somewhere in it.
 *
 * @type {Record<string, (text: string) => any>}
 */
export const thrown = {
  "an error that says it": (text) => new TypeError(`could not send ${text}`),
  "a text": (text) => text,
  "an error with it behind it": (text) => new TypeError("fetch failed", { cause: new Error(text) }),
  "an error far behind": (text) => new Error("a", { cause: new Error("b", { cause: new Error("c", { cause: { code: text } }) }) }),
  "several errors": (text) => new AggregateError([new Error("a"), new Error(text)], "all failed"),
  "the configuration of the request, as axios adds it": (text) =>
    Object.assign(new Error("Network Error"), { config: { method: "delete", headers: { Authorization: text } } }),
  "options that don't show": (text) => Object.defineProperty(new Error("no"), "options", { value: { headers: { "x-api-key": text } } }),
  "a Request, as ky adds it": (text) =>
    Object.assign(new Error("no"), { request: new Request("https://e.test/", { headers: { "x-key": text } }) }),
  "a Headers": (text) => Object.assign(new Error("no"), { headers: new Headers({ "x-key": text }) }),
  "a Map": (text) => Object.assign(new Error("no"), { sent: new Map([["authorization", [text]]]) }),
  "a member named by it": (text) => Object.assign(new Error("no"), { [text]: 1 }),
  "a symbol": (text) => Object.assign(new Error("no"), { [Symbol("sent")]: text }),
  "a symbol called so": (text) => Object.assign(new Error("no"), { sent: Symbol(text) }),
  "a getter": (text) => Object.defineProperty(new Error("no"), "sent", { get: () => text }),
  "a getter of its class": (text) => {
    class Failed extends Error {
      get sent() {
        return { text };
      }
    }
    return new Failed("no");
  },
  "its stack": (text) => Object.assign(new Error("no"), { stack: `Error: no\n    at ${text}` }),
  "its name": (text) => Object.assign(new Error("no"), { name: text }),
  "a plain object": (text) => ({ status: 1, sent: [[text]] }),
  "a function": (text) => Object.assign(() => {}, { sent: text }),
  "more than can be searched": (text) => Object.assign(new Error("no"), { all: [...Array(5000).keys(), text] }),
  "a circle": (text) => {
    const error = /** @type {any} */ (new Error("no"));
    return Object.assign(error, { self: { error, text } });
  },
};

/**
 * @param {{ AgentClient: any, echoes: Echoes[], answers: Answer[], more?: (value: any) => string[] }} given
 * @returns {Promise<{ played: number, leaks: string[] }>}
 */
export async function playAnswers({ AgentClient, echoes, answers, more }) {
  /** @type {string[]} */
  const leaks = [];
  let played = 0;
  for (const all of echoes) {
    for (const answer of answers) {
      for (const [form, text] of Object.entries(all.forms)) {
        played += 1;
        const backend = /** @type {BackendName} */ (answer.of ?? backends[played % backends.length]);
        const fetch = async () => responseOf(answer, text, platforms[backend].id);
        const auth = [{ apiKey: all.credential }, { bearer: async () => all.credential }][played % 2];
        const shown = await callAll(AgentClient, backend, { fetch, auth });
        note(leaks, shown, all, `${backend}, ${answer.name}, ${form}`, more);
      }
    }
  }
  return { played, leaks };
}

/**
 * @param {{ AgentClient: any, echoes: Echoes[], more?: (value: any) => string[] }} given
 * @returns {Promise<{ played: number, leaks: string[] }>}
 */
export async function playThrown({ AgentClient, echoes, more }) {
  /** @type {string[]} */
  const leaks = [];
  let played = 0;
  for (const all of echoes) {
    for (const [kind, [name, make]] of Object.entries(thrown).entries()) {
      for (const [number, [form, text]] of Object.entries(all.forms).entries()) {
        // Every disguise in an error's words; elsewhere a few of them, in turn.
        if (kind > 0 && number % 8 !== kind % 8) continue;
        played += 1;
        const backend = backends[played % backends.length];
        const auth = [{ bearer: all.credential }, { apiKey: () => all.credential }][played % 2];
        const fails = () => {
          throw make(text);
        };
        const shown = [
          await callAll(AgentClient, backend, { auth, fetch: fails }),
          await callAll(AgentClient, backend, { auth, fetch: async () => ({ status: 200, text, headers: { text } }) }),
          // One that is renewed, by a function that fails and tells of the old one.
          await callAll(AgentClient, backend, { auth: { bearer: fails }, headers: { "x-old-key": all.credential } }),
        ];
        note(leaks, shown, all, `${backend}, ${name}, ${form}`, more);
      }
    }
  }
  return { played, leaks };
}

/**
 * Places other than answers where the credential may stand by mistake, or by somebody's wish.
 *
 * @param {{ AgentClient: any, echoes: Echoes[], more?: (value: any) => string[] }} given
 * @returns {Promise<{ played: number, leaks: string[] }>}
 */
export async function playPlaces({ AgentClient, echoes, more }) {
  /** @type {string[]} */
  const leaks = [];
  let played = 0;
  const answer = async () => new Response(null, { status: 204 });
  for (const all of echoes) {
    const { credential } = all;
    const inUrl = encodeURIComponent(credential);
    for (const backend of backends) {
      const { baseUrl, id } = platforms[backend];
      const fixed = { auth: { apiKey: credential }, fetch: answer };
      const asked = { auth: { apiKey: () => credential }, fetch: answer };
      const aborted = AbortSignal.abort(new Error(`stop ${credential}`));
      /** @type {Record<string, () => Promise<any>>} */
      const places = {
        "an id": () => callAll(AgentClient, backend, fixed, credential),
        "a longer id": () => callAll(AgentClient, backend, fixed, `a-${credential}-b`),
        "an id in base64": () => callAll(AgentClient, backend, fixed, all.forms["in base64url"]),
        // What breaks its platform's rule is refused before a function is asked, and told as it is.
        "an id, asked for": () => callAll(AgentClient, "charm", asked, all.forms["in base64url"]),
        "an id that is percent-encoded": () => callAll(AgentClient, backend, fixed, all.forms["every byte percent-encoded"]),
        "the base URL's user": () => callAll(AgentClient, backend, { ...fixed, baseUrl: `https://${inUrl}@e.test` }),
        "the base URL's query": () => callAll(AgentClient, backend, { ...fixed, baseUrl: `https://e.test/?key=${inUrl}` }),
        "the base URL's path": () => callAll(AgentClient, backend, { ...fixed, baseUrl: `${baseUrl}/${inUrl}` }),
        "no base URL": () => callAll(AgentClient, backend, { ...fixed, baseUrl: credential }),
        "another base URL over http": () => callAll(AgentClient, backend, { ...fixed, baseUrl: `http://e.test/${inUrl}` }),
        "the API's version": () => callAll(AgentClient, backend, { ...fixed, apiVersion: credential }),
        "a header": () => callAll(AgentClient, backend, { ...fixed, headers: { "x-other": credential } }),
        "a header that it can't be": () => callAll(AgentClient, backend, { ...fixed, headers: { "x-other": `${credential}\n` } }),
        "the header that it is for": () => callAll(AgentClient, backend, { fetch: answer, headers: { authorization: `Bearer ${credential}` } }),
        "with its scheme": () => callAll(AgentClient, backend, { ...fixed, auth: { bearer: `Bearer ${credential}` } }),
        "with a line break": () => callAll(AgentClient, backend, { ...fixed, auth: { bearer: `${credential}\n` } }),
        "with what is beyond Latin-1": () => callAll(AgentClient, backend, { ...fixed, auth: { bearer: () => `${credential}…` } }),
        "in the wrong option": () => callAll(AgentClient, backend, { fetch: answer, auth: credential }),
        "as the kind of credential": () => callAll(AgentClient, backend, { fetch: answer, auth: { [credential]: "x" } }),
        "in a list": () => callAll(AgentClient, backend, { fetch: answer, auth: { apiKey: [credential] } }),
        "given by a function in an object": () => callAll(AgentClient, backend, { fetch: answer, auth: { apiKey: () => ({ credential }) } }),
        "a reason to abort": () => attempt(() => new AgentClient({ backend, baseUrl, ...fixed }).deleteAgent(id, { signal: aborted })),
        "what confirm throws": () =>
          attempt(() =>
            new AgentClient({ backend, baseUrl, ...fixed, fetch: reading(backend) }).deleteAgent(id, {
              force: true,
              confirm: () => Promise.reject(Object.assign(new Error("no"), { sent: { credential } })),
            }),
          ),
        "what the backup's function throws": () =>
          attempt(() =>
            new AgentClient({ backend, baseUrl, ...fixed, fetch: reading(backend) }).deleteAgent(id, {
              force: true,
              backup: () => Promise.reject(new Error(credential)),
            }),
          ),
        "what gives the ids throws": () =>
          attempt(async () => {
            const ids = async function* () {
              yield id;
              throw new Error("no", { cause: credential });
            };
            await new AgentClient({ backend, baseUrl, ...fixed }).deleteAgents(ids());
          }),
      };
      for (const [name, play] of Object.entries(places)) {
        played += 1;
        note(leaks, await play(), all, `${backend}, ${name}`, more);
      }
    }
  }
  return { played, leaks };
}

/** A fetch that reads an idle agent, and deletes nothing. @param {BackendName} backend */
function reading(backend) {
  const { id } = platforms[backend];
  const agent = { id, name: id, agent_id: id, is_default: false, object: "agent", revision: "1", versions: {} };
  const data = { success: true, data: { ...agent, status: "inactive", enabled: true } };
  return async () => new Response(JSON.stringify(backend === "eliza" ? data : agent), { headers: { "content-type": "application/json" } });
}

/** @param {() => Promise<any>} call */
const attempt = (call) => call().then((value) => [value], (error) => [error]);

/**
 * @param {string[]} leaks
 * @param {any[]} shown
 * @param {Echoes} echoes
 * @param {string} name
 * @param {(value: any) => string[]} [more]
 */
function note(leaks, shown, echoes, name, more) {
  for (const value of shown.flat()) {
    const found = leak(stringsOf(value, more), echoes);
    if (found !== undefined) {
      leaks.push(`${name}: ${found.slice(0, 300)}`);
      return;
    }
  }
}
