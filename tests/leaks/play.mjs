// @ts-check
// Plays the corpora through a built package, wherever JavaScript runs: answers and thrown values that repeat the credential. No
// string that is reachable from what comes back may hold it.

/**
 * @typedef {import("../../pkg/types.js").KnownBackend} BackendName
 * @typedef {{ credential: string, forms: Record<string, string>, never: string[] }} Echoes
 * @typedef {{ status: number, headers?: Record<string, string>, body: any }} Reply
 * @typedef {Reply & { name: string, of?: string, others?: (Reply & { to: string })[] }} Answer What is asked is answered by the first of
 *   the others that it is meant for, and else by the answer itself.
 * @typedef {object} Platform
 * @property {string} name
 * @property {string} of Whose answers are played on it: its own name, or that of the platform of which it is a twin.
 * @property {BackendName | import("../../pkg/types.js").PlatformDescription} backend
 * @property {string} baseUrl
 * @property {string} id
 * @property {Kind[]} [auth] The kinds of credential that it is asked with, in turn.
 */

const uuid = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

/**
 * The platforms, and the kinds of credential that each is asked with, in turn.
 *
 * @type {Record<BackendName, { baseUrl: string, id: string, auth?: Kind[] }>}
 */
export const platforms = {
  charm: { baseUrl: "https://charm.test", id: "agent_123" },
  langchain: { baseUrl: "https://langchain.test/v1/deepagents", id: uuid },
  foundry: { baseUrl: "https://foundry.test/api/projects/demo", id: "support-bot" },
  eliza: { baseUrl: "https://eliza.test/api", id: uuid },
  kortix: { baseUrl: "https://kortix.test/v1", id: uuid },
  openai: { baseUrl: "https://openai.test/v1", id: "agent_0123456789abcdef" },
  flowise: { baseUrl: "https://flowise.test/api/v1", id: uuid },
  langgraph: { baseUrl: "https://langgraph.test", id: uuid },
  letta: { baseUrl: "https://letta.test/v1", id: `agent-${uuid}` },
  vertex: { baseUrl: "https://vertex.test/v1/projects/demo/locations/us-central1", id: "1234567890123456789" },
  bedrock: { baseUrl: "https://bedrock.test", id: "ABCDE12345", auth: ["signature", "token"] },
  agentcore: { baseUrl: "https://agentcore.test", id: "support_bot-Ab12Cd34Ef", auth: ["signature", "token"] },
  retell: { baseUrl: "https://retell.test", id: "agent_0a1b2c3d4e5f60718293a4b5c6" },
  elevenlabs: { baseUrl: "https://elevenlabs.test/v1/convai", id: "agent_0123456789abcdefghjkmnpqrs" },
  vapi: { baseUrl: "https://vapi.test", id: uuid },
  mistral: { baseUrl: "https://mistral.test/v1", id: "ag_0123456789abcdef0123456789abcdef" },
};
export const backends = /** @type {BackendName[]} */ (Object.keys(platforms));

/** What the corpora are played on: those, and some that are described. @param {Platform[]} described @returns {Platform[]} */
const playedOn = (described) => [...backends.map((name) => ({ ...platforms[name], name, of: name, backend: name })), ...described];

/** Those that take a credential as it is, without a signature. */
export const unsigned = backends.filter((backend) => !platforms[backend].auth);

/** What AWS calls a signature, with a credential in it or beside it. @param {string} signature @param {Record<string, string>} [more] */
const signed = (signature, more) => ({
  Authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20240306/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  "X-Amz-Date": "20240306T000000Z",
  ...more,
});

/** @typedef {keyof typeof kinds} Kind */

/** Ways of giving a credential. @satisfies {Record<string, (credential: string) => any>} */
const kinds = {
  key: (/** @type {string} */ credential) => ({ apiKey: credential }),
  bearer: (/** @type {string} */ credential) => ({ bearer: async () => credential }),
  fixed: (/** @type {string} */ credential) => ({ bearer: credential }),
  asked: (/** @type {string} */ credential) => ({ apiKey: () => credential }),
  signature: (/** @type {string} */ credential) => ({ sign: () => signed(credential) }),
  token: (/** @type {string} */ credential) => ({ sign: async () => signed("0a1b2c3d4e5f", { "X-Amz-Security-Token": credential }) }),
};

/** How a credential is given to a platform. @param {Platform} platform @param {string} credential @param {number} turn @param {Kind[]} usual */
function authOf({ auth }, credential, turn, usual) {
  const ways = auth ?? usual;
  return kinds[ways[turn % ways.length]](credential);
}

/** @param {any} value @param {string} form @param {string} id @returns {any} */
export function filled(value, form, id) {
  if (typeof value === "string") return value.replaceAll("{id}", id).replaceAll("{}", form);
  if (Array.isArray(value)) return value.map((item) => filled(item, form, id));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [filled(name, form, id), filled(member, form, id)]));
}

/** @param {Reply} answer @param {string} form @param {string} id */
function responseOf({ status, headers = {}, body }, form, id) {
  const made = filled(body, form, id);
  const text = typeof made === "string" ? made : JSON.stringify(made);
  return new Response(status === 204 ? null : text, {
    status,
    headers: { "content-type": "application/json", ...filled(headers, form, id) },
  });
}

/** What a request gets for an answer. @param {Answer} answer @param {string} method @param {string} path @returns {Reply} */
export const replyTo = (answer, method, path) => answer.others?.find(({ to }) => `${method} ${path}`.includes(to)) ?? answer;

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

/** @param {Platform} platform */
const hasThreads = ({ name }) => name === "langchain" || name === "langgraph";

/**
 * Makes every call there is, and gives what came of them.
 *
 * @param {any} AgentClient
 * @param {Platform} platform
 * @param {any} options
 * @param {string} [id]
 */
async function callAll(AgentClient, platform, options, id = platform.id) {
  /** @type {any[]} */
  const shown = [];
  const { backend, baseUrl } = platform;
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
    () => client.deleteAgent(id, { force: true, waitMs: 1, verify: true, cascade: hasThreads(platform) ? ["threads"] : [] }),
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
 * @param {{ AgentClient: any, echoes: Echoes[], answers: Answer[], described: Platform[], more?: (value: any) => string[] }} given
 * @returns {Promise<{ played: number, leaks: string[] }>}
 */
export async function playAnswers({ AgentClient, echoes, answers, described, more }) {
  /** @type {string[]} */
  const leaks = [];
  let played = 0;
  const everyone = playedOn(described);
  for (const [number, answer] of answers.entries()) {
    for (const [which, all] of echoes.entries()) {
      for (const [at, [form, text]] of Object.entries(all.forms).entries()) {
        // What one platform alone says is played with every fourth of them, and on its twin with every other fourth.
        const turn = (number + at) % 4;
        const own = everyone.find(({ of, name }) => of === answer.of && (of === name ? turn === which : turn === which + 2));
        if (answer.of && !own) continue;
        played += 1;
        const platform = own ?? everyone[played % everyone.length];
        const auth = authOf(platform, all.credential, played, ["key", "bearer"]);
        let asked = 0;
        const fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ { method = "" }) => {
          asked += 1;
          return responseOf(replyTo(answer, method, url), text, platform.id);
        };
        const shown = await callAll(AgentClient, platform, { fetch, auth });
        const name = `${platform.name}, ${answer.name}, ${form}`;
        if (asked < 10) leaks.push(`${name}: it was asked ${asked} times`);
        note(leaks, shown, all, name, more);
      }
    }
  }
  return { played, leaks };
}

/**
 * @param {{ AgentClient: any, echoes: Echoes[], described: Platform[], more?: (value: any) => string[] }} given
 * @returns {Promise<{ played: number, leaks: string[] }>}
 */
export async function playThrown({ AgentClient, echoes, described, more }) {
  /** @type {string[]} */
  const leaks = [];
  let played = 0;
  const everyone = playedOn(described);
  for (const all of echoes) {
    for (const [kind, [name, make]] of Object.entries(thrown).entries()) {
      for (const [number, [form, text]] of Object.entries(all.forms).entries()) {
        // Every disguise in an error's words; elsewhere a few of them, in turn.
        if (kind > 0 && number % 8 !== kind % 8) continue;
        played += 1;
        const platform = everyone[played % everyone.length];
        const auth = authOf(platform, all.credential, played, ["fixed", "asked"]);
        const fails = () => {
          throw make(text);
        };
        const shown = [
          await callAll(AgentClient, platform, { auth, fetch: fails }),
          await callAll(AgentClient, platform, { auth, fetch: async () => ({ status: 200, text, headers: { text } }) }),
          // One that is renewed, by a function that fails and tells of the old one.
          await callAll(AgentClient, platform, {
            auth: platform.auth ? { sign: fails } : { bearer: fails },
            headers: { "x-old-key": all.credential },
          }),
        ];
        note(leaks, shown, all, `${platform.name}, ${name}, ${form}`, more);
      }
    }
  }
  return { played, leaks };
}

/**
 * Places other than answers where the credential may stand by mistake, or by somebody's wish.
 *
 * @param {{ AgentClient: any, echoes: Echoes[], described: Platform[], more?: (value: any) => string[] }} given
 * @returns {Promise<{ played: number, leaks: string[] }>}
 */
export async function playPlaces({ AgentClient, echoes, described, more }) {
  /** @type {string[]} */
  const leaks = [];
  let played = 0;
  const answer = async () => new Response(null, { status: 204 });
  const [charm] = playedOn([]);
  for (const all of echoes) {
    const { credential } = all;
    const inUrl = encodeURIComponent(credential);
    for (const platform of playedOn(described)) {
      const { backend, baseUrl, id } = platform;
      const fixed = { auth: authOf(platform, credential, played, ["key"]), fetch: answer };
      const asked = { auth: { apiKey: () => credential }, fetch: answer };
      const aborted = AbortSignal.abort(new Error(`stop ${credential}`));
      /** @type {Record<string, () => Promise<any>>} */
      const places = {
        // Where requests are signed, nothing is known of a signature before it is made.
        ...(platform.auth ? {} : {
          "an id": () => callAll(AgentClient, platform, fixed, credential),
          "a longer id": () => callAll(AgentClient, platform, fixed, `a-${credential}-b`),
          "an id in base64": () => callAll(AgentClient, platform, fixed, all.forms["in base64url"]),
          "an id that is percent-encoded": () => callAll(AgentClient, platform, fixed, all.forms["every byte percent-encoded"]),
          "a reason to abort": () => attempt(() => new AgentClient({ backend, baseUrl, ...fixed }).deleteAgent(id, { signal: aborted })),
          "what gives the ids throws": () =>
            attempt(async () => {
              const ids = async function* () {
                yield id;
                throw new Error("no", { cause: credential });
              };
              await new AgentClient({ backend, baseUrl, ...fixed }).deleteAgents(ids());
            }),
        }),
        // What breaks its platform's rule is refused before a function is asked, and told as it is.
        "an id, asked for": () => callAll(AgentClient, charm, asked, all.forms["in base64url"]),
        "the base URL's user": () => callAll(AgentClient, platform, { ...fixed, baseUrl: `https://${inUrl}@e.test` }),
        "the base URL's query": () => callAll(AgentClient, platform, { ...fixed, baseUrl: `https://e.test/?key=${inUrl}` }),
        "the base URL's path": () => callAll(AgentClient, platform, { ...fixed, baseUrl: `${baseUrl}/${inUrl}` }),
        "no base URL": () => callAll(AgentClient, platform, { ...fixed, baseUrl: credential }),
        "another base URL over http": () => callAll(AgentClient, platform, { ...fixed, baseUrl: `http://e.test/${inUrl}` }),
        "the API's version": () => callAll(AgentClient, platform, { ...fixed, apiVersion: credential }),
        "a header": () => callAll(AgentClient, platform, { ...fixed, headers: { "x-other": credential } }),
        "a header that it can't be": () => callAll(AgentClient, platform, { ...fixed, headers: { "x-other": `${credential}\n` } }),
        "the header that it is for": () => callAll(AgentClient, platform, { fetch: answer, headers: { authorization: `Bearer ${credential}` } }),
        ...Object.fromEntries(ownHeaders.map((name) => [`the header ${name}, repeated everywhere`, () =>
          callAll(AgentClient, platform, { headers: { [name]: credential }, fetch: repeating(platform, credential) })])),
        "the wrong kind of credential": () => callAll(AgentClient, platform, { fetch: answer, auth: { apiKey: credential } }),
        "a signature that is none": () => callAll(AgentClient, platform, { fetch: answer, auth: { sign: () => ({ Authorization: `V4 Signature=${credential}\n` }) } }),
        "what a signature's function throws": () =>
          callAll(AgentClient, platform, { fetch: answer, headers: { "x-api-key": credential }, auth: { sign: () => Promise.reject(new Error(`no ${credential}`)) } }),
        "with its scheme": () => callAll(AgentClient, platform, { ...fixed, auth: { bearer: `Bearer ${credential}` } }),
        "with a line break": () => callAll(AgentClient, platform, { ...fixed, auth: { bearer: `${credential}\n` } }),
        "with what is beyond Latin-1": () => callAll(AgentClient, platform, { ...fixed, auth: { bearer: () => `${credential}…` } }),
        "in the wrong option": () => callAll(AgentClient, platform, { fetch: answer, auth: credential }),
        "as the kind of credential": () => callAll(AgentClient, platform, { fetch: answer, auth: { [credential]: "x" } }),
        "as an option": () => callAll(AgentClient, platform, { ...fixed, [credential]: "x" }),
        "as an option of a call": () => attempt(() => new AgentClient({ backend, baseUrl, ...fixed }).deleteAgent(id, { [credential]: true })),
        "as a header's name": () => callAll(AgentClient, platform, { ...fixed, headers: { [credential]: "x" } }),
        "as the platform's name": () => callAll(AgentClient, { ...platform, backend: /** @type {any} */ (credential) }, fixed),
        "in a list": () => callAll(AgentClient, platform, { fetch: answer, auth: { apiKey: [credential] } }),
        "given by a function in an object": () => callAll(AgentClient, platform, { fetch: answer, auth: { apiKey: () => ({ credential }) } }),
        "what confirm throws": () =>
          attempt(() =>
            new AgentClient({ backend, baseUrl, ...fixed, fetch: reading(platform) }).deleteAgent(id, {
              force: true,
              confirm: () => Promise.reject(Object.assign(new Error("no"), { sent: { credential } })),
            }),
          ),
        "what the backup's function throws": () =>
          attempt(() =>
            new AgentClient({ backend, baseUrl, ...fixed, fetch: reading(platform) }).deleteAgent(id, {
              force: true,
              backup: () => Promise.reject(new Error(credential)),
            }),
          ),
      };
      for (const [name, play] of Object.entries(places)) {
        played += 1;
        note(leaks, await play(), all, `${platform.name}, ${name}`, more);
      }
    }
  }
  return { played, leaks };
}

/** Descriptions into which a credential has come by mistake. @param {string} credential @returns {Record<string, object>} */
export const mistaken = (credential) => {
  const inUrl = encodeURIComponent(credential);
  const within = { path: `/agents/{id}/${inUrl}` };
  return {
    "the base URL": { baseUrl: credential },
    "the base URL's user": { baseUrl: `https://${inUrl}@acme.test/v1` },
    "the base URL's query": { baseUrl: `https://acme.test/v1?key=${inUrl}` },
    "the base URL's fragment": { baseUrl: `https://acme.test/v1#${inUrl}` },
    "the base URL's path": { baseUrl: `https://acme.test/${inUrl}` },
    "a base URL over http": { baseUrl: `http://acme.test/${inUrl}` },
    "its header": { headers: { "X-Acme-Pass": credential } },
    "the header Authorization": { headers: { Authorization: `Bearer ${credential}` } },
    "the header of a key": { headers: { "X-Api-Key": credential } },
    "a header of another name": { headers: { "X-Team": credential } },
    "a header that it can't be": { headers: { "X-Team": `${credential}\n` } },
    "a header's name": { headers: { [credential]: "x" } },
    "the headers": { headers: credential },
    "the deletion's path": { delete: within },
    "its query": { delete: { path: `/agents/{id}?hard=${inUrl}` } },
    "its query, as a key": { delete: { path: `/agents/{id}?api_key=${inUrl}` } },
    "its path, without an id": { delete: { path: `/agents/${inUrl}` } },
    "its path, as it is": { delete: { path: credential } },
    "its method": { delete: { path: "/agents/{id}", method: credential } },
    "in place of the deletion": { delete: credential },
    "what forces it": { delete: { path: "/agents/{id}", force: credential } },
    "the read's path": { get: within },
    "the stop's path": { stop: within },
    "the list's path": { list: { path: `/agents/${inUrl}` } },
    "the body of a list": { list: { method: "POST", path: "/agents/search", body: { team: credential } } },
    "the body of a list, as a key": { list: { method: "POST", path: "/agents/search", body: { apiKey: credential } } },
    "the pages": { list: { path: "/agents", next: { by: credential } } },
    "a part's path": { backup: [{ name: "runs", ...within }] },
    "where the credential goes": { auth: credential },
    "the credential's header": { auth: { header: credential } },
    "the credential's scheme": { auth: { header: "Authorization", scheme: `Bearer ${credential}` } },
    "a credential": { auth: { bearer: credential } },
    "a kind of credential": { auth: { [credential]: "x" } },
    "a member that there is not": { token: credential },
    "a member's name": { [credential]: "x" },
    "a member's name, deeper": { list: { path: "/agents", next: { by: "offset", [credential]: "x" } } },
    "a value that no JSON holds": { headers: { [credential]: () => credential } },
    "an object of a class": { agent: { [credential]: new Date(0) } },
    "the kind of ids": { id: credential },
    "a word that is no id": { id: { reserved: [`${credential}/`] } },
    "a proof": { proof: [{ status: 200, body: { token: credential } }] },
    "a proof's status": { proof: [{ status: credential }] },
    "a proof's member": { proof: [{ status: 204, [credential]: "x" }] },
    "a pattern that is none": { missing: [{ status: 404, message: credential }] },
    "a pattern's body": { missing: [{ status: 404, body: { [credential]: { a: [credential] } } }] },
    "a failure's code": { failures: [{ status: 400, code: credential }] },
    "a hint of no error": { hints: { [credential]: "x" } },
  };
};

/**
 * Descriptions with the credential in them: what refuses them does not repeat it, and what goes on with them does not either.
 *
 * @param {{ AgentClient: any, describePlatform: any, echoes: Echoes[], described: Platform[], more?: (value: any) => string[] }} given
 * @returns {Promise<{ played: number, refused: number, leaks: string[] }>}
 */
export async function playDescriptions({ AgentClient, describePlatform, echoes, described: [acme], more }) {
  /** @type {string[]} */
  const leaks = [];
  let played = 0;
  let refused = 0;
  for (const all of echoes) {
    for (const [name, mistake] of Object.entries(mistaken(all.credential))) {
      played += 1;
      const backend = /** @type {any} */ ({ .../** @type {object} */ (acme.backend), ...mistake });
      const error = await attempt(async () => describePlatform(backend)).then(([result]) => (result.code === "invalid-input" ? result : null));
      const platform = { ...acme, backend, ...("baseUrl" in mistake && { baseUrl: /** @type {any} */ (undefined) }) };
      const fetch = repeating(platform, all.credential);
      const other = { auth: { apiKey: "another-of-these-9c1e" }, fetch };
      // Who does not know that it is one can't keep quiet about it, once it is a part of a platform.
      if (error) {
        refused += 1;
        note(leaks, [error, await callAll(AgentClient, platform, other)], all, `a description, ${name}`, more);
      }
      for (const auth of [{ apiKey: all.credential }, { bearer: async () => all.credential }]) {
        note(leaks, await callAll(AgentClient, platform, { auth, fetch }), all, `a description and its client, ${name}`, more);
      }
    }
  }
  return { played, refused, leaks };
}

/**
 * @typedef {{ of: string | null, why: string, setting: any, goes: string[], becomes?: Record<string, string> }} Setting
 * @param {{ AgentClient: any, answers: Answer[], described: Platform[], settings: Setting[] }} given
 * @returns {Promise<{ played: number, faults: string[] }>}
 */
export async function playSettings({ AgentClient, answers, described, settings }) {
  /** @type {string[]} */
  const faults = [];
  const everyone = playedOn(described);
  for (const [number, { of, why, setting, goes, becomes = {} }] of settings.entries()) {
    const { name, of: kind, backend, baseUrl, id } = everyone.find(({ name }) => name === of) ?? everyone[number % everyone.length];
    const agent = filled(answers.find(({ name, of }) => name === "an agent" && of === kind)?.body, "x", id);
    const envelope = envelopes[/** @type {keyof typeof envelopes} */ (kind)];
    inside(agent, envelope).setting = setting;
    const fetch = async (/** @type {string} */ url) =>
      url.endsWith("/export") ? new Response("{}", { status: 500 }) : new Response(JSON.stringify(agent), { headers: { "content-type": "application/json" } });
    const client = new AgentClient({ backend, baseUrl, fetch, maxRetries: 0 });
    const { content, redacted } = await client.backupAgent(id);
    const [part, whole] = Object.entries(content)[0];
    const place = `/${part}/${whole[envelope] ? `${envelope}/` : ""}setting`;
    const left = structuredClone({ setting });
    for (const pointer of goes) put(left.setting, pointer, becomes[pointer] ?? "[redacted]");
    const found = redacted.filter((/** @type {string} */ pointer) => pointer.startsWith(place));
    const kept = inside(whole, envelope).setting;
    // Whatever the order is of what JavaScript puts in order.
    const same = [...found].sort().join() === goes.map((pointer) => place + pointer).sort().join() && JSON.stringify(kept) === JSON.stringify(left.setting);
    if (!same) faults.push(`${name}, ${why}: ${found} ${JSON.stringify(kept)}`);
  }
  return { played: settings.length, faults };
}

/** Puts a value where a JSON Pointer leads. @param {any} document @param {string} pointer @param {string} value */
function put(document, pointer, value) {
  const names = pointer.slice(1).split("/").map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = /** @type {string} */ (names.pop());
  names.reduce((place, name) => place[name], document)[last] = value;
}

/** The member in which a platform puts an agent, where it does not stand alone. */
const envelopes = { eliza: "data", bedrock: "agent", acme: "agent" };

/** @param {any} whole @param {string | undefined} envelope */
const inside = (whole, envelope) => (envelope && whole[envelope]) || whole;

/** A fetch that reads an idle agent, and deletes nothing. @param {Platform} platform */
function reading({ of, id }) {
  const ids = { id, agent_id: id, agentId: id, assistant_id: id, agentRuntimeId: id };
  const agent = { ...ids, name: id, is_default: false, object: "agent", revision: "1", versions: {}, orgId: "o", createdAt: "2024-03-06T00:00:00Z" };
  const envelope = envelopes[/** @type {keyof typeof envelopes} */ (of)];
  const running = of === "eliza" ? { status: "inactive", enabled: true } : {};
  const body = envelope ? { success: true, [envelope]: { ...agent, ...running } } : agent;
  return async () => new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });
}

/** Every header that carries a credential on one platform or another, whatever the platform is that is asked. */
const ownHeaders = ["x-api-key", "api-key", "xi-api-key", "x-amz-security-token", "x-bare-password", "x-goog-api-key", "x-vapi-secret", "cookie"];

/** A fetch that says the same in every place of an agent, a list and an error. @param {Platform} platform @param {string} text */
function repeating({ id }, text) {
  const agent = { id, name: text, agent_id: id, object: "agent", description: text, message: text, error: text, detail: text, data: [{ id, name: text }] };
  return async () => new Response(JSON.stringify(agent), { headers: { "content-type": "application/json", "x-request-id": text } });
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
