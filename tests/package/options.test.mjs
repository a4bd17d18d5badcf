// @ts-check
// Options that a caller should not pass, and might: each is refused by name, before any request.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { deleted, recording } from "./support/fetches.mjs";
import { nonTexts } from "./support/hostile.mjs";
import { clientOptions, everyPlatform, platforms } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient, AgentError } = await importPackage();

const secret = "planted-credential";

/**
 * What must not be accepted, by option.
 *
 * @param {(value: unknown) => boolean} fits
 * @param {unknown[]} more
 */
const allBut = (fits, ...more) =>
  [...nonTexts, "", "text", ...more].filter((value) => value !== undefined && !fits(value));
const isFunction = (/** @type {unknown} */ value) => typeof value === "function";
const isCount = (/** @type {unknown} */ value) => Number.isInteger(value) && Number(value) >= 0;
const isTime = (/** @type {unknown} */ value) => Number.isFinite(value) && Number(value) >= 0;
const isPlain = (/** @type {unknown} */ value) =>
  typeof value === "object" &&
  value !== null &&
  !(Symbol.iterator in value) &&
  Object.keys(value).length === 0;
const isFlag = (/** @type {unknown} */ value) => typeof value === "boolean";

const callOptions = {
  timeoutMs: allBut((value) => isTime(value) && !Object.is(value, 0) && !Object.is(value, -0), -1, "30000"),
  maxRetries: allBut(isCount, -1, 1.5, "2", 2 ** 40),
  signal: allBut(() => false, new AbortController(), { aborted: false }, { aborted: "no" }),
};

const wrongClient = {
  baseUrl: allBut((value) => value instanceof URL, "charm.test", "/api", "ftp://charm.test",
    "https://u:p@charm.test", "https://charm.test/api/%2e%2e/", "https://charm.test/api/%252E./v1",
    "https://charm.test?x", "https://charm.test#x", "https://", "javascript:alert(1)"),
  auth: allBut(() => false, { bearer: 5 }, { bearer: null }, { bearer: "" }, { apiKey: {} },
    { bearer: "a", apiKey: "b" },
    { token: "a" }, { bearer: `${secret}\n` }, { bearer: `${secret}\u0000` },
    { apiKey: `${secret}\r\nx: y` }, { apiKey: "日本" }),
  headers: allBut(isPlain, { a: 5 }, { a: null }, { "a b": "c" }, { "": "c" }, { a: `${secret}\n` },
    { a: "日本" }, [["a", "b"]]),
  fetch: allBut(isFunction, {}),
  onStep: allBut(isFunction),
  allowInsecureHttp: allBut(isFlag, 1, "true"),
  timeoutMs: callOptions.timeoutMs,
  maxRetries: callOptions.maxRetries,
  apiVersion: allBut((value) => value === "text"),
  unknown: [1],
  timeout: [1000],
};

const wrongCall = {
  ...callOptions,
  force: allBut(isFlag, 1, "true"),
  ifMissing: allBut(() => false, "Ignore", true),
  backup: allBut((value) => isFlag(value) || isFunction(value), "true"),
  cascade: allBut((value) => Array.isArray(value) && value.length === 0, ["runs"], "threads", [["threads"]]),
  confirm: allBut(isFunction, true),
  waitMs: allBut(isTime, -1, "10"),
  verify: allBut(isFlag, 1, "true"),
  Force: [true],
  retries: [1],
};

const wrongBulk = {
  concurrency: allBut((value) => isCount(value) && Number(value) > 0, 0, -1, 1.5, "4"),
  stopOnError: allBut(isFlag, 1, "true"),
  onProgress: allBut(isFunction, true),
  confirmAll: allBut(isFunction, true),
  concurency: [1],
};

const wrongList = {
  ...callOptions,
  pageSize: allBut((value) => isCount(value) && Number(value) > 0, 0, -1, 1.5, "20"),
  search: nonTexts.filter((value) => value !== undefined),
  limit: [5],
};

/**
 * @param {(client: import("../../pkg/index.js").AgentClient) => Promise<unknown>} call
 * @param {any} [options]
 * @param {import("../../pkg/types.js").BackendName} [backend]
 */
async function refusal(call, options = {}, backend = "charm") {
  const fetch = recording(deleted);
  /** @type {any} */
  let error;
  try {
    await call(new AgentClient({ ...clientOptions(backend, { fetch }), ...options }));
  } catch (reason) {
    error = reason;
  }
  assert.ok(error instanceof AgentError, `${inspect(options)} was taken; error: ${inspect(error)}`);
  assert.equal(error.code, "invalid-input", error.message);
  assert.equal(error.outcomeUnknown, false);
  assert.equal(fetch.requests.length, 0);
  assert.ok(!inspect(error).includes(secret), "the error repeats a credential");
  return error;
}

const deleteOne = (/** @type {any} */ client) => client.deleteAgent(platforms.charm.id);

describe("a client's option", () => {
  for (const [name, values] of Object.entries(wrongClient)) {
    test(name, async () => {
      for (const value of values) {
        const backend = name === "apiVersion" ? "foundry" : "charm";
        const { id } = platforms[backend];
        const error = await refusal((client) => client.deleteAgent(id), { [name]: value }, backend);
        assert.ok(error.message.includes(name), `${error.message} does not name ${name}`);
      }
    });
  }

  test("baseUrl is needed where there is no public one", async () => {
    for (const [backend, { id }] of everyPlatform) {
      if (backend === "langchain") continue;
      const error = await refusal((client) => client.deleteAgent(id), { baseUrl: undefined }, backend);
      assert.match(error.message, /baseUrl/);
    }
  });

  test("baseUrl of langchain is never that of the other product on its host", async () => {
    const { id } = platforms.langchain;
    for (const baseUrl of ["https://langchain.test/api/v1", "https://langchain.test/api/v1/"]) {
      await refusal((client) => client.deleteAgent(id), { baseUrl }, "langchain");
    }
  });

  test("auth goes over plain http to loopback only, unless allowed", async () => {
    await refusal(deleteOne, { baseUrl: "http://charm.test" });
    for (const options of [
      { baseUrl: "http://charm.test", allowInsecureHttp: true }, { baseUrl: "http://localhost:1" },
      { baseUrl: "http://127.0.0.1:1" }, { baseUrl: "http://[::1]:1" }, { baseUrl: "http://charm.test",
    auth: undefined },
    ]) {
      const fetch = recording(deleted);
      const client = new AgentClient({ ...clientOptions("charm", { fetch }), ...options });
      assert.equal((await deleteOne(client)).outcome, "deleted");
    }
  });

  test("of undefined counts as not given", async () => {
    const names = ["auth", "apiVersion", "headers", "timeoutMs", "maxRetries", "allowInsecureHttp", "onStep"];
    const options = Object.fromEntries(names.map((name) => [name, undefined]));
    const client = new AgentClient({ ...clientOptions("charm", { fetch: recording(deleted) }), ...options });
    assert.equal((await deleteOne(client)).outcome, "deleted");
    const fetch = recording(deleted);
    const headers = /** @type {any} */ ({ "x-none": undefined, "x-some": "" });
    await deleteOne(new AgentClient(clientOptions("charm", { fetch, headers })));
    const sent = fetch.requests[0].headers;
    assert.deepEqual([sent.has("x-none"), sent.get("x-some")], [false, ""]);
  });

  test("that only the WebAssembly part can refuse is refused alike at every call", async () => {
    const fetch = recording(deleted);
    const client = new AgentClient(clientOptions("charm", { fetch, baseUrl: "ftp://charm.test" }));
    const messages = new Set();
    for (const call of [deleteOne, deleteOne, (/** @type {any} */ client) => client.getAgent("a")]) {
      await call(client).catch((/** @type {any} */ error) => messages.add(error.message));
    }
    assert.equal(messages.size, 1, [...messages].join("\n"));
    assert.equal(fetch.requests.length, 0);
  });
});

describe("a deletion's option", () => {
  for (const [name, values] of Object.entries(wrongCall)) {
    test(name, async () => {
      for (const value of values) {
        const options = { [name]: value };
        for (const call of [
          (/** @type {any} */ client) => client.deleteAgent("a", options),
          (/** @type {any} */ client) => client.planDeletion("a", options),
          (/** @type {any} */ client) => client.deleteAgents(["a"], options).next(),
        ]) {
          const error = await refusal(call);
          assert.ok(error.message.includes(name), `${error.message} does not name ${name}`);
        }
      }
    });
  }

  for (const [name, values] of Object.entries(wrongBulk)) {
    test(`${name} of many`, async () => {
      for (const value of values) {
        for (const call of [
          (/** @type {any} */ client) => client.deleteAgents(["a"], { [name]: value }).next(),
          (/** @type {any} */ client) => client.deleteAgents(["a"], { [name]: value }),
          (/** @type {any} */ client) => client.planDeletions(["a"], { [name]: value }),
        ]) {
          const error = await refusal(call);
          assert.ok(error.message.includes(name), `${error.message} does not name ${name}`);
        }
      }
    });
  }

  test("cascade is refused where there is nothing to cascade to", async () => {
    await refusal((client) => client.deleteAgent("a", { cascade: ["threads"] }));
  });
});

describe("a listing's option", () => {
  for (const [name, values] of Object.entries(wrongList)) {
    test(name, async () => {
      for (const value of values) {
        const options = /** @type {any} */ ({ [name]: value });
        const error = await refusal((client) => client.listAgents(options).next());
        assert.ok(error.message.includes(name), `${error.message} does not name ${name}`);
      }
    });
  }
});

describe("the options of a call", () => {
  /** @type {Record<string, (client: any, options: any) => Promise<unknown>>} */
  const calls = {
    deleteAgent: (client, options) => client.deleteAgent("a", options),
    planDeletion: (client, options) => client.planDeletion("a", options),
    getAgent: (client, options) => client.getAgent("a", options),
    backupAgent: (client, options) => client.backupAgent("a", options),
    stopAgent: (client, options) => client.stopAgent("a", options),
    listAgents: (client, options) => client.listAgents(options).next(),
    deleteAgents: (client, options) => client.deleteAgents(["a"], options).next(),
    planDeletions: (client, options) => client.planDeletions(["a"], options),
  };
  const thrown = new Error("hands off");
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const unreadable = [
    { get signal() { throw thrown; } },
    { get timeoutMs() { throw thrown; } },
    { get force() { throw thrown; } },
    new Proxy({}, { get() { throw thrown; } }),
    new Proxy({}, { ownKeys() { throw thrown; } }),
    new Proxy({}, { has() { throw thrown; } }),
    new Proxy({}, { ownKeys: () => ["force"], getOwnPropertyDescriptor() { throw thrown; } }),
    new Proxy({}, { getPrototypeOf() { throw null; }, ownKeys() { throw null; } }),
    revoked,
  ];

  for (const [name, call] of Object.entries(calls)) {
    test(`${name}: must be an object`, async () => {
      const wrong = [null, 5, 0, true, "force", "", 10n, Symbol("force"), [], () => ({}), new Map()];
      for (const options of wrong) {
        await refusal((client) => call(client, options));
      }
    });

    test(`${name}: must be readable`, async () => {
      for (const options of unreadable) {
        const fetch = recording(deleted);
        const client = new AgentClient(clientOptions("charm", { fetch }));
        const error = await call(client, options).then(() => null, (/** @type {unknown} */ reason) => reason);
        assert.ok(error instanceof AgentError, inspect(error));
        assert.equal(error.code, "invalid-input");
        assert.match(error.message, /must be|^reading |^unknown option/);
        assert.equal(fetch.requests.length, 0);
      }
    });
  }

  test("are the caller's, or those of the caller's own prototype, and not of every object", async (t) => {
    const polluted = /** @type {any} */ (Object.prototype);
    const cleanse = () => delete polluted.force && delete polluted.baseUrl;
    t.after(cleanse);
    polluted.force = true;
    polluted.baseUrl = "https://evil.test";
    const { id } = platforms.eliza;
    const fetch = recording(() => new Response("", { status: 500 }));
    const eliza = new AgentClient(clientOptions("eliza", { fetch }));
    for (const options of [undefined, {}]) await eliza.deleteAgent(id, options).catch(() => {});
    const langchain = new AgentClient({ backend: "langchain", auth: { apiKey: secret }, fetch });
    await langchain.getAgent(id, { maxRetries: 0 }).catch(() => {});
    assert.ok(fetch.requests.every(({ method, url }) => method === "GET" && !url.includes("evil")));
    assert.equal(fetch.requests.length, 3);
    cleanse();
    await eliza.deleteAgent(id, Object.create({ force: true })).catch(() => {});
    assert.equal(fetch.requests.at(-1)?.method, "DELETE");
  });
});

test("a client's options must be readable", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const evasive = new Proxy({}, { getPrototypeOf() { throw null; }, ownKeys() { throw null; } });
  for (const options of [proxy, evasive]) {
    assert.throws(
      () => new AgentClient(/** @type {any} */ (options)),
      { name: "AgentError", code: "invalid-input", message: /options/ },
    );
  }
});

test("a signal that can be asked only once, and not be left, harms nothing", async () => {
  let asked = 0;
  const signal = /** @type {any} */ ({
    get aborted() {
      if (asked++ > 0) throw new Proxy({}, { get() { throw null; } });
      return false;
    },
    addEventListener() {},
  });
  const { AgentClient } = await importPackage("inline.mjs");
  const client = new AgentClient(clientOptions("charm", { fetch: recording(deleted) }));
  assert.equal((await client.deleteAgent("a", { signal })).outcome, "deleted");
});
