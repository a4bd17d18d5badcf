// @ts-check
// What the hand-written part does: forwarding, the error class, iteration, and an end for every call even
// when the WebAssembly part stops. The WebAssembly part is a stand-in here.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { stream } from "../../src/js/stream.js";
import { glue, wasm } from "./support/fake-core.mjs";
import { altered } from "./support/project.mjs";

/**
 * A copy of the package upon the stand-in, and what the stand-in was asked for.
 *
 * @param {import("node:test").TestContext} t
 * @returns {Promise<typeof import("../../pkg/index.js") & { log: string[], folder: string }>}
 */
async function faked(t) {
  const folder = altered({ "core_bg.js": glue, "core_bg.wasm": wasm, "wasm-inline.js": null });
  t.after(() => rmSync(folder, { recursive: true }));
  const [entry, core] = await Promise.all(
    ["node.js", "core_bg.js"].map((name) => import(pathToFileURL(join(folder, name)).href)),
  );
  return { ...entry, log: core.log, folder };
}

/** @type {any} What the stand-in hands back does not fit the types. */
const options = { backend: "charm", baseUrl: "http://127.0.0.1:1" };

/** @param {Promise<unknown>} promise @returns {Promise<any>} */
const reason = (promise) =>
  promise.then(
    () => assert.fail("it resolved"),
    (error) => error,
  );

describe("the client", () => {
  test("knows backend and capabilities at once", async (t) => {
    const { AgentClient, log } = await faked(t);
    const client = new AgentClient(options);
    assert.equal(client.backend, "charm");
    assert.equal(client.capabilities.force, "none");
    assert.throws(() => client.capabilities.destroys.push("more"), TypeError);
    assert.throws(() => Object.assign(client, { backend: "eliza" }), TypeError);
    assert.deepEqual(log, []);
  });

  test("starts at the first call, once for all clients", async (t) => {
    const { AgentClient, log } = await faked(t);
    const [client, other] = [new AgentClient(options), new AgentClient(options)];
    assert.deepEqual(
      await Promise.all([client.deleteAgent("a"), client.getAgent("b"), other.stopAgent("c")]),
      ["a", "b", "c"],
    );
    assert.equal(await client.planDeletion("d"), "d");
    assert.equal(await client.backupAgent("e"), "e");
    assert.deepEqual(log, ["start"]);
  });

  test("keeps the options as they were", async (t) => {
    const { AgentClient } = await faked(t);
    const fetch = () => {};
    const given = {
      ...options,
      baseUrl: new URL("http://127.0.0.1:1/x"),
      headers: { a: "1" },
      auth: { bearer: "b" },
      fetch,
    };
    const client = new AgentClient(given);
    given.baseUrl.pathname = "/y";
    given.headers.a = "2";
    given.auth.bearer = "c";
    given.fetch = () => assert.fail();
    assert.deepEqual({ ...(await client.deleteAgent("options")) }, {
      ...options,
      baseUrl: "http://127.0.0.1:1/x",
      headers: { a: "1" },
      auth: { bearer: "b" },
      fetch,
    });
  });

  test("fails in the same way at every call for options that the WebAssembly part refuses", async (t) => {
    const { AgentClient, AgentError } = await faked(t);
    const client = new AgentClient({ ...options, baseUrl: "bad" });
    for (const call of [client.deleteAgent("a"), client.deleteAgent("a"), client.listAgents().next()]) {
      const error = await reason(call);
      assert.ok(error instanceof AgentError);
      assert.equal(error.code, "invalid-input");
    }
  });

  test("refuses what is no set of options", async (t) => {
    const { AgentClient, AgentError, isAgentError } = await faked(t);
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
  test("is an AgentError with every field", async (t) => {
    const { AgentClient, AgentError, isAgentError } = await faked(t);
    const error = await reason(new AgentClient(options).deleteAgent("fail"));
    assert.ok(error instanceof AgentError && error instanceof Error && isAgentError(error));
    assert.equal(error.name, "AgentError");
    assert.equal(error.cause, "the cause");
    const fields = {
      name: "AgentError",
      message: "no",
      code: "conflict",
      backend: "charm",
      agentId: "a",
      status: 409,
      backendCode: "B",
      backendMessage: "busy",
      requestId: "r",
      details: [{ path: "p", message: "m", type: null }],
      retryable: true,
      retryAfterMs: 5,
      outcomeUnknown: true,
      hint: "h",
      steps: [{ purpose: "delete" }],
    };
    assert.deepEqual(error.toJSON(), fields);
    assert.deepEqual(JSON.parse(JSON.stringify(error)), fields);
    for (const [name, value] of Object.entries(fields))
      assert.deepEqual(Reflect.get(error, name), value, name);
  });

  test("shows where the call was made", async (t) => {
    const { AgentClient } = await faked(t);
    const client = new AgentClient(options);
    const callTheClient = async () => await client.deleteAgent("fail");
    assert.match((await reason(callTheClient())).stack, /AgentError: no\n[^]*callTheClient/);
  });

  test("is told from other values", async (t) => {
    const { AgentError, isAgentError } = await faked(t);
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

  test("has no cause where there is none", async (t) => {
    const { AgentError } = await faked(t);
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
  test("comes in order, and nothing before it is asked for", async (t) => {
    const { AgentClient, log } = await faked(t);
    const client = new AgentClient(options);
    const reader = client.listAgents();
    assert.equal(reader[Symbol.asyncIterator](), reader);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(log, []);
    const seen = [];
    for await (const { id } of reader) seen.push(id);
    assert.deepEqual(seen, ["one", "two"]);
    assert.deepEqual(log, ["start", "open", "next", "next", "next"]);
    assert.deepEqual(await reader.next(), { value: undefined, done: true });
    assert.deepEqual(log.length, 5);
  });

  test("ends when the loop is left", async (t) => {
    const { AgentClient, log } = await faked(t);
    for await (const _ of new AgentClient(options).listAgents()) break;
    assert.deepEqual(log, ["start", "open", "next", "return"]);
  });

  test("can be ended before it starts", async (t) => {
    const { AgentClient, log } = await faked(t);
    const reader = new AgentClient(options).deleteAgents(["a"]);
    assert.deepEqual(await reader.return(), { value: undefined, done: true });
    assert.deepEqual(await reader.next(), { value: undefined, done: true });
    assert.deepEqual(log, []);
  });

  test("can be ended while it starts", async (t) => {
    const { AgentClient, log } = await faked(t);
    const reader = new AgentClient(options).deleteAgents(["a"]);
    const [next, end] = await Promise.all([reader.next(), reader.return()]);
    assert.deepEqual(
      [next, end],
      [
        { value: undefined, done: true },
        { value: undefined, done: true },
      ],
    );
    assert.ok(!log.includes("next"), log.join());
  });

  test("can be asked for ahead", async (t) => {
    const { AgentClient } = await faked(t);
    const reader = new AgentClient(options).listAgents();
    const results = await Promise.all([reader.next(), reader.next(), reader.next(), reader.next()]);
    assert.deepEqual(
      results.map(({ done }) => done),
      [false, false, true, true],
    );
  });

  test("holds errors as results", async (t) => {
    const { AgentClient, AgentError } = await faked(t);
    const reader = new AgentClient(options).deleteAgents(["fail", "next"]);
    const { value } = await reader.next();
    assert.ok(value?.error instanceof AgentError);
    assert.equal(value.error.cause, "the cause");
    assert.equal((await reader.next()).done, false);
  });

  test("is over after an error of its own", async (t) => {
    const { AgentClient, AgentError } = await faked(t);
    const reader = new AgentClient(options).deleteAgents(["throw", "next"]);
    assert.ok((await reason(reader.next())) instanceof AgentError);
    assert.deepEqual(await reader.next(), { value: undefined, done: true });
  });

  test("is disposed of with its block, where the runtime can", async (t) => {
    const { AgentClient, log } = await faked(t);
    const dispose = /** @type {any} */ (Symbol).asyncDispose;
    assert.equal(typeof dispose, "symbol");
    const reader = new AgentClient(options).listAgents();
    await reader.next();
    assert.equal(await Reflect.get(reader, dispose).call(reader), undefined);
    assert.deepEqual(log, ["start", "open", "next", "return"]);
  });
});

describe("when the WebAssembly part stops", () => {
  for (const id of ["trap", "trap in a promise", "trap in a timer"]) {
    test(`in a call (${id}), every call under way ends, and the next one works`, async (t) => {
      const { AgentClient, AgentError, log } = await faked(t);
      const [one, other] = [new AgentClient(options), new AgentClient(options)];
      await one.deleteAgent("a");
      const reader = other.deleteAgents(["first", "wait"]);
      await reader.next();
      const reading = [one.getAgent("wait"), other.planDeletion("wait")];
      const changing = [one.deleteAgent("wait"), other.stopAgent("wait"), reader.next()];
      await new Promise((resolve) => setImmediate(resolve));
      changing.push(one.deleteAgent(id));
      for (const [calls, outcomeUnknown] of /** @type {const} */ ([
        [changing, true],
        [reading, false],
      ])) {
        for (const error of await Promise.all(calls.map(reason))) {
          assert.ok(error instanceof AgentError, String(error));
          assert.equal(error.code, "unexpected-response");
          assert.equal(error.outcomeUnknown, outcomeUnknown);
          assert.ok(error.cause instanceof WebAssembly.RuntimeError);
        }
      }
      assert.deepEqual(await reader.next(), { value: undefined, done: true });
      const before = log.filter((entry) => entry === "start").length;
      assert.deepEqual(await Promise.all([one.deleteAgent("a"), other.getAgent("b")]), ["a", "b"]);
      assert.equal((await one.listAgents().next()).done, false);
      assert.equal(log.filter((entry) => entry === "start").length, before + 1);
    });
  }

  test("while the client is made, the call ends", async (t) => {
    const { AgentClient, AgentError } = await faked(t);
    const trapping = new AgentClient({ ...options, baseUrl: "trap" });
    for (const call of [trapping.getAgent("a"), trapping.listAgents().next()]) {
      assert.ok((await reason(call)) instanceof AgentError);
    }
    assert.equal(await new AgentClient(options).getAgent("a"), "a");
  });

  test("while results are read, the reading ends", async (t) => {
    const { AgentClient, AgentError } = await faked(t);
    const reader = new AgentClient(options).deleteAgents(["first", "trap", "last"]);
    assert.equal((await reader.next()).done, false);
    assert.ok((await reason(reader.next())) instanceof AgentError);
    assert.deepEqual(await reader.next(), { value: undefined, done: true });
  });

  test("a stream of it is at its end, and does not ask on and on", async () => {
    let asked = 0;
    const stopped = stream(() => {
      asked += 1;
      if (asked > 9) throw new Error("asked on and on");
      return /** @type {any} */ ([]);
    });
    assert.deepEqual(await stopped.next(), { value: undefined, done: true });
  });

  test("between two results, the reading ends", async (t) => {
    const { AgentClient, AgentError } = await faked(t);
    const client = new AgentClient(options);
    const [one, other] = [client.deleteAgents(["first", "last"]), client.deleteAgents(["first", "last"])];
    await Promise.all([one.next(), other.next()]);
    await reason(client.getAgent("trap"));
    assert.equal(await client.getAgent("a"), "a");
    assert.equal((await reason(one.next())).outcomeUnknown, true);
    assert.ok((await reason(other.return())) instanceof AgentError);
    assert.deepEqual(await other.next(), { value: undefined, done: true });
  });

  test("another takes its place though the file is gone since", async (t) => {
    const { AgentClient, folder } = await faked(t);
    const client = new AgentClient(options);
    await client.getAgent("a");
    rmSync(join(folder, "core_bg.wasm"));
    await reason(client.getAgent("trap"));
    assert.equal(await client.getAgent("a"), "a");
  });
});
