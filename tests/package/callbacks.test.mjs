// @ts-check
// The caller's functions: what they are given, what they give, and what they break, which is nothing.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { deleted, recording } from "./support/fetches.mjs";
import { clientOptions, platforms } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";
import { countListeners } from "./support/signals.mjs";

const { AgentClient, AgentError, ready } = await importPackage();
await ready();

/** @param {Promise<unknown>} promise @returns {Promise<any>} */
const reason = (promise) =>
  promise.then(
    () => assert.fail("it resolved"),
    (error) => error,
  );

/** @param {any} [options] */
const sandboxed = (options) => {
  const sandbox = createSandbox();
  return { sandbox, id: sandbox.agents.charm.plain, client: new AgentClient(sandbox.clientOptions("charm", options)) };
};

test("they are called with no this", async () => {
  /** @type {Record<string, unknown>} */
  const seen = {};
  /** @param {string} name */
  const note = (name) =>
    /** @this {unknown} */
    function () {
      seen[name] = this;
      return name;
    };
  const fetch = recording(deleted);
  const client = new AgentClient(clientOptions("charm", { fetch, onStep: note("onStep"), auth: { bearer: note("bearer") } }));
  const options = { confirm: note("confirm"), backup: note("backup"), onProgress: note("onProgress") };
  for await (const _ of client.deleteAgents(["a"], /** @type {any} */ (options)));
  for (const name of ["onStep", "bearer", "onProgress"]) assert.ok(name in seen && seen[name] === undefined, name);
  const { client: other, id } = sandboxed();
  const { onProgress, ...ofOne } = options;
  await other.deleteAgent(id, /** @type {any} */ (ofOne));
  for (const name of ["confirm", "backup"]) assert.ok(name in seen && seen[name] === undefined, name);
});

describe("an observer", () => {
  for (const [kind, call] of Object.entries({
    throws: () => { throw new Error("broken"); },
    "throws nothing": () => { throw undefined; },
    rejects: () => Promise.reject(new Error("broken, too")),
    "gives what is no promise, though it says so": () => ({ then() { throw undefined; } }),
    "gives what can't be read": () => new Proxy({}, { get() { throw new Error("hands off"); } }),
  })) {
    test(`that ${kind} breaks nothing`, async () => {
      const { client, id } = sandboxed({ onStep: call });
      const results = [];
      for await (const result of client.deleteAgents([id], { onProgress: call })) results.push(result);
      assert.deepEqual(results.map(({ deletion }) => deletion?.outcome), ["deleted"]);
    });
  }

  test("is told of every step, in order, in plain objects", async () => {
    /** @type {any[]} */
    const steps = [];
    const { client, id } = sandboxed({ onStep: (/** @type {any} */ step) => void steps.push(step) });
    const deletion = await client.deleteAgent(id, { verify: true });
    assert.deepEqual(steps, deletion.steps);
    assert.deepEqual(structuredClone(deletion), deletion);
  });
});

describe("a function that is waited for", () => {
  for (const [kind, call] of Object.entries({
    throws: () => { throw undefined; },
    rejects: () => Promise.reject(undefined),
    "gives what is no promise, though it says so": () => ({ then() { throw undefined; } }),
  })) {
    test(`fails the call with the very value that it ${kind}`, async () => {
      for (const options of [{ confirm: call }, { backup: call }]) {
        const { client, id, sandbox } = sandboxed();
        const error = await reason(client.deleteAgent(id, /** @type {any} */ (options)));
        assert.ok(error instanceof AgentError && "cause" in error);
        assert.equal(error.cause, undefined);
        assert.ok(sandbox.has("charm", id));
      }
    });
  }

  test("is waited for, whatever its promise's own then does", async () => {
    const { client, id } = sandboxed();
    const confirm = () => Object.defineProperty(Promise.resolve(true), "then", { get() { throw new Error("hands off"); } });
    assert.equal((await client.deleteAgent(id, { confirm })).outcome, "deleted");
  });
});

test("without a timer a pause is over at once", async (t) => {
  const fetch = recording((_, attempt) => (attempt === 1 ? new Response("", { status: 503 }) : deleted()));
  t.mock.method(globalThis, "setTimeout", () => {
    throw new Error("no timers here");
  });
  const client = new AgentClient(clientOptions("charm", { fetch, maxRetries: 1 }));
  const failed = await reason(client.deleteAgent(platforms.charm.id));
  // Each attempt's own time is over at once as well.
  assert.ok(failed instanceof AgentError);
});

test("an abort is listened for only while something is under way that it could end", async () => {
  const { signal } = new AbortController();
  const listeners = countListeners(signal);
  const fetch = recording((request) => {
    assert.equal(listeners(), 1);
    const page = Number(new URL(request.url).searchParams.get("cursor") ?? 0);
    return Response.json({ items: [{ id: `${page}`, name: "a" }], next_cursor: `${page + 1}` });
  });
  const client = new AgentClient(clientOptions("langchain", { fetch }));
  const list = client.listAgents({ signal });
  for (let page = 0; page < 2; page += 1) {
    assert.equal((await list.next()).value?.id, `${page}`);
    // Whoever reads no further leaves nothing behind.
    assert.equal(listeners(), 0);
  }
});

test("all calls under way with one signal share one listener", async () => {
  const { signal } = new AbortController();
  const listeners = countListeners(signal);
  const client = new AgentClient(clientOptions("charm", { fetch: async () => deleted() }));
  const calls = Array.from({ length: 20 }, (_, call) => client.deleteAgent(`a${call}`, { signal }));
  assert.equal(listeners(), 1);
  await Promise.all(calls);
  assert.equal(listeners(), 0);
});
