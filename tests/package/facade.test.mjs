// @ts-check
// What the hand-written part does: one start for all calls, options as they were, the error class, and results one by one.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { deleted, recording, response } from "./support/fetches.mjs";
import { clientOptions, platforms } from "./support/platforms.mjs";
import { altered, importPackage } from "./support/project.mjs";

const { AgentClient, AgentError, isAgentError } = await importPackage();

/**
 * A copy of the package in which nothing has started yet.
 *
 * @param {import("node:test").TestContext} t
 * @returns {Promise<typeof import("../../pkg/index.js")>}
 */
async function fresh(t) {
  const folder = altered({});
  t.after(() => rmSync(folder, { recursive: true }));
  return import(pathToFileURL(join(folder, "node.js")).href);
}

/** @param {Promise<unknown>} promise @returns {Promise<any>} */
const reason = (promise) =>
  promise.then(
    () => assert.fail("it resolved"),
    (error) => error,
  );

const soon = () => new Promise((resolve) => setImmediate(resolve));

/** A client whose `fetch` is recorded. @param {(request: Request, attempt: number) => unknown} [answer] */
function recorded(answer = deleted) {
  const fetch = recording(answer);
  return { client: new AgentClient(clientOptions("charm", { fetch })), requests: fetch.requests };
}

describe("the client", () => {
  test("knows backend and capabilities at once", () => {
    const client = new AgentClient({ backend: "charm" });
    assert.equal(client.backend, "charm");
    assert.equal(client.capabilities.force, "none");
    assert.throws(() => client.capabilities.destroys.push("more"), TypeError);
    assert.throws(() => Object.assign(client, { backend: "eliza" }), TypeError);
  });

  test("starts at the first call, once for all clients", async (t) => {
    const { AgentClient } = await fresh(t);
    const start = t.mock.method(WebAssembly, "instantiate");
    const options = clientOptions("charm", { fetch: recording(deleted) });
    const [client, other] = [new AgentClient(options), new AgentClient(options)];
    assert.equal(start.mock.callCount(), 0);
    const calls = [client.deleteAgent("a"), client.deleteAgent("b"), other.deleteAgent("c")];
    assert.deepEqual((await Promise.all(calls)).map(({ agentId }) => agentId), ["a", "b", "c"]);
    await client.deleteAgent("d");
    assert.equal(start.mock.callCount(), 1);
  });

  test("keeps the options as they were", async (t) => {
    const { AgentClient } = await fresh(t);
    const fetch = recording(deleted);
    const given = {
      backend: /** @type {const} */ ("charm"),
      baseUrl: new URL("https://charm.test/x"),
      headers: { "x-a": "1" },
      auth: { apiKey: "b" },
      fetch,
    };
    const client = new AgentClient(given);
    given.baseUrl.pathname = "/y";
    given.headers["x-a"] = "2";
    given.auth.apiKey = "c";
    given.fetch = /** @type {any} */ (() => assert.fail());
    await client.deleteAgent("a");
    const [{ url, headers }] = fetch.requests;
    assert.deepEqual([url, headers.get("x-a"), headers.get("x-api-key")], ["https://charm.test/x/v1/agents/a", "1", "b"]);
  });

  test("takes options of a class, by its getters too", async (t) => {
    const { AgentClient } = await fresh(t);
    const fetch = recording(() => new Response("", { status: 500 }));
    class Settings {
      #backend = "eliza";
      get backend() {
        return this.#backend;
      }
      baseUrl = platforms.eliza.baseUrl;
      maxRetries = 0;
      fetch = fetch;
    }
    class Force {
      #force = true;
      get force() {
        return this.#force;
      }
    }
    const client = new AgentClient(/** @type {any} */ (new Settings()));
    await reason(client.deleteAgent(platforms.eliza.id, new Force()));
    assert.equal(fetch.requests.at(-1)?.method, "DELETE");
  });

  test("fails in the same way at every call for options that the WebAssembly part refuses", async () => {
    const client = new AgentClient({ backend: "charm", baseUrl: "bad" });
    for (const call of [client.deleteAgent("a"), client.deleteAgent("a"), client.listAgents().next()]) {
      const error = await reason(call);
      assert.ok(error instanceof AgentError);
      assert.equal(error.code, "invalid-input");
    }
  });

  test("refuses what is no set of options", () => {
    const secret = "planted";
    const wrong = [
      undefined,
      null,
      5,
      true,
      "charm",
      Symbol("charm"),
      [],
      {},
      () => {},
      { backend: undefined },
      { backend: "CHARM" },
      { backend: "toString" },
      { backend: "__proto__" },
      { backend: ["charm"] },
      { backend: { toString: () => "charm" } },
      {
        get backend() {
          throw new Error(secret);
        },
      },
      new Proxy(
        {},
        {
          ownKeys() {
            throw new Error(secret);
          },
        },
      ),
      new Proxy(
        {},
        {
          getOwnPropertyDescriptor() {
            throw new Error(secret);
          },
          ownKeys: () => ["backend"],
        },
      ),
    ];
    const wrongOfCharm = [
      {
        backend: "charm",
        get auth() {
          throw new Error(secret);
        },
      },
      {
        backend: "charm",
        auth: {
          get bearer() {
            throw new Error(secret);
          },
        },
      },
    ];
    for (const options of [...wrong, ...wrongOfCharm]) {
      const backend = wrongOfCharm.includes(/** @type {any} */ (options)) ? "charm" : null;
      assert.throws(
        () => new AgentClient(/** @type {any} */ (options)),
        (error) => {
          assert.ok(isAgentError(error) && error instanceof AgentError, String(error));
          assert.equal(error.code, "invalid-input");
          assert.equal(error.backend, backend);
          assert.ok(!JSON.stringify(error).includes(secret));
          return true;
        },
      );
    }
  });
});

describe("an error", () => {
  const body = JSON.stringify({
    error: { code: "conflict", message: "busy", details: [{ target: "a", message: "m", code: "c" }] },
  });
  const busy = () => response({ status: 409, headers: { "content-type": "application/json", "x-request-id": "r" }, body });

  test("is an AgentError with every field", async () => {
    const error = await reason(recorded(busy).client.deleteAgent("a"));
    assert.ok(error instanceof AgentError && error instanceof Error && isAgentError(error));
    const { message, details, steps, hint, ...fields } = error.toJSON();
    assert.deepEqual(fields, {
      name: "AgentError",
      code: "conflict",
      backend: "charm",
      agentId: "a",
      status: 409,
      backendCode: "conflict",
      backendMessage: "busy",
      requestId: "r",
      retryable: false,
      retryAfterMs: null,
      outcomeUnknown: false,
    });
    assert.match(/** @type {string} */ (message), /busy/);
    assert.deepEqual([Array.isArray(details), /** @type {any[]} */ (steps).length], [true, 1]);
    assert.deepEqual(JSON.parse(JSON.stringify(error)), { message, details, steps, hint, ...fields });
    for (const [name, value] of Object.entries(fields)) assert.deepEqual(Reflect.get(error, name), value, name);
  });

  test("shows where the call was made", async () => {
    const { client } = recorded(busy);
    const callTheClient = async () => await client.deleteAgent("a");
    assert.match((await reason(callTheClient())).stack, /^AgentError: [^]*callTheClient/);
  });

  test("is told from other values", () => {
    class Mine extends AgentError {}
    const fields = /** @type {const} */ ({ message: "m", code: "network", backend: "charm" });
    const [theirs, mine] = [AgentError, Mine].map((Class) => Reflect.construct(Class, [fields]));
    assert.ok(mine instanceof Mine && mine instanceof AgentError && isAgentError(mine));
    assert.ok(!(theirs instanceof Mine));
    const others = [
      undefined,
      null,
      0,
      "",
      Symbol(),
      {},
      [],
      new Error("AgentError"),
      { name: "AgentError" },
      () => {},
    ];
    for (const other of others) {
      assert.ok(!isAgentError(other));
      assert.ok(!(/** @type {unknown} */ (other) instanceof AgentError));
    }
  });

  test("has no cause where there is none", () => {
    const error = Reflect.construct(AgentError, [{ message: "m", code: "network", backend: "charm" }]);
    assert.ok(!("cause" in error));
    assert.deepEqual(error.toJSON(), {
      name: "AgentError",
      message: "m",
      code: "network",
      backend: "charm",
      agentId: null,
      status: null,
      backendCode: null,
      backendMessage: null,
      requestId: null,
      details: [],
      retryable: false,
      retryAfterMs: null,
      outcomeUnknown: false,
      hint: null,
      steps: [],
    });
  });
});

describe("what is read one by one", () => {
  /** Pages of one agent each, until there are no more. @param {number} pages */
  const listed = (pages) => {
    const fetch = recording((request) => {
      const page = Number(new URL(request.url).searchParams.get("cursor") ?? 0);
      const next = page + 1 < pages ? { next_cursor: String(page + 1) } : {};
      return Response.json({ items: [{ id: `${page}`, name: "a" }], ...next });
    });
    return { client: new AgentClient(clientOptions("langchain", { fetch })), requests: fetch.requests };
  };
  const over = { value: undefined, done: true };

  test("comes in order, and no page before it is asked for", async () => {
    const { client, requests } = listed(2);
    const reader = client.listAgents();
    assert.equal(reader[Symbol.asyncIterator](), reader);
    await soon();
    assert.equal(requests.length, 0);
    assert.equal((await reader.next()).value?.id, "0");
    await soon();
    assert.equal(requests.length, 1);
    const seen = [];
    for await (const { id } of reader) seen.push(id);
    assert.deepEqual([seen, requests.length], [["1"], 2]);
    assert.deepEqual([await reader.next(), requests.length], [over, 2]);
  });

  test("ends when the loop is left", async () => {
    const { client, requests } = listed(9);
    const reader = client.listAgents();
    for await (const _ of reader) break;
    assert.deepEqual([await reader.next(), requests.length], [over, 1]);
  });

  test("can be ended before it starts", async () => {
    const { client, requests } = recorded();
    const reader = client.deleteAgents(["a"]);
    assert.deepEqual(await reader.return(), over);
    assert.deepEqual(await reader.next(), over);
    assert.equal(requests.length, 0);
  });

  test("can be ended while it starts", async (t) => {
    const { AgentClient } = await fresh(t);
    const fetch = recording(deleted);
    const reader = new AgentClient(clientOptions("charm", { fetch })).deleteAgents(["a"]);
    assert.deepEqual(await Promise.all([reader.next(), reader.return()]), [over, over]);
    assert.equal(fetch.requests.length, 0);
  });

  test("can be ended while a page is waited for, at once", async () => {
    /** @type {AbortSignal | undefined} */
    let signal;
    const fetch = /** @type {any} */ (async (/** @type {any} */ _, /** @type {any} */ init) => {
      ({ signal } = init);
      return new Promise(() => {});
    });
    const reader = new AgentClient(clientOptions("langchain", { fetch })).listAgents();
    const next = reader.next();
    await soon();
    assert.deepEqual(await reader.return(), over);
    assert.deepEqual(await next, over);
    assert.equal(signal?.aborted, true);
  });

  test("can be asked for ahead", async () => {
    const reader = listed(2).client.listAgents();
    const results = await Promise.all([reader.next(), reader.next(), reader.next(), reader.next()]);
    assert.deepEqual(results.map(({ value, done }) => [value?.id, done]), [
      ["0", false], ["1", false], [undefined, true], [undefined, true],
    ]);
  });

  test("holds errors as results, each with its cause", async () => {
    const fetch = recording(deleted);
    const thrown = [{ a: 1 }, { b: 2 }];
    const rest = [...thrown];
    const client = new AgentClient(clientOptions("charm", { fetch }));
    const causes = [];
    for await (const { error } of client.deleteAgents(["a", "b"], { backup: () => Promise.reject(rest.shift()) })) {
      assert.ok(error instanceof AgentError);
      causes.push(error.cause);
    }
    assert.deepEqual(causes.length, 2);
  });

  test("comes before the error that ends it, which comes once", async () => {
    const { client } = recorded();
    const broken = new Error("no more ids");
    const reader = client.deleteAgents((function* () {
      yield "a";
      throw broken;
    })());
    assert.equal((await reader.next()).value?.deletion?.outcome, "deleted");
    const error = await reason(reader.next());
    assert.ok(error instanceof AgentError);
    assert.deepEqual([error.code, error.cause], ["invalid-input", broken]);
    assert.deepEqual(await reader.next(), over);
  });

  test("that is left waits for what is under way", async () => {
    /** @type {(response: Response) => void} */
    let answer = () => {};
    const { client } = recorded((_, attempt) =>
      attempt === 1 ? deleted() : new Promise((resolve) => (answer = resolve)),
    );
    const reader = client.deleteAgents(["a", "b"], { concurrency: 2 });
    await reader.next();
    let isLeft = false;
    const left = reader.return().then(() => (isLeft = true));
    await soon();
    assert.equal(isLeft, false);
    answer(deleted());
    await left;
    assert.deepEqual(await reader.next(), over);
  });

  test("is disposed of with its block, where the runtime can", async () => {
    const dispose = /** @type {any} */ (Symbol).asyncDispose;
    assert.equal(typeof dispose, "symbol");
    const { client, requests } = listed(9);
    const reader = client.listAgents();
    await reader.next();
    assert.equal(await Reflect.get(reader, dispose).call(reader), undefined);
    assert.deepEqual([await reader.next(), requests.length], [over, 1]);
  });
});
