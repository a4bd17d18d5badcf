// @ts-check
// Values of another realm than the package's: options, credentials, ids, signals, errors, promises.

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { withTwins } from "./support/descriptions.mjs";
import { deleted } from "./support/fetches.mjs";
import { further } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient, AgentError, platforms, ready } = await importPackage();
await ready();

/** What a program says in a realm of its own, whose Object, Array, Promise and Error are others. */
const realm = createContext({ Response, AbortController, setTimeout });
/** @param {string} program @returns {any} */
const there = (program) => runInContext(`(${program})`, realm);

assert.ok(!(there("{}") instanceof Object) && !(there("[]") instanceof Array));

for (const { kind, name, given } of withTwins(platforms.map(({ name }) => name))) {
  describe(name, () => {
    const done = further.get(kind)?.onlyAccepts ? "accepted" : "deleted";
    /**
     * A client with an agent of its own, all of whose options come from there.
     *
     * @param {(answer: typeof fetch) => (url: string, init: RequestInit) => unknown} [fetching]
     */
    const world = (fetching = (answer) => answer) => {
      const sandbox = createSandbox();
      const id = sandbox.create(kind);
      const { backend, baseUrl, auth, fetch } = /** @type {any} */ ({ ...sandbox.clientOptions(kind), ...given });
      const [[means, secret]] = Object.entries(auth);
      const make = there(`(backend, baseUrl, fetch, means, give) => ({
        backend, baseUrl, fetch, maxRetries: 0, auth: { [means]: async (request) => give(request) }, headers: { "x-team": "a" },
      })`);
      const copied = typeof backend === "string" ? backend : there(JSON.stringify(backend));
      const give = (/** @type {any} */ request) => (means === "sign" ? secret(request) : secret);
      const client = new AgentClient(make(copied, baseUrl, fetching(fetch), means, give));
      return { id, client, sandbox };
    };
    const forced = there("{ force: true, timeoutMs: 5000 }");

    test("options, a credential's function and its promise", async () => {
      /** @type {any[]} */
      const sent = [];
      const { client, id, sandbox } = world((answer) => (url, init) => (sent.push(init.headers), answer(url, init)));
      assert.equal((await client.deleteAgent(id, forced)).outcome, done);
      assert.ok(sent.length > 0 && sent.every((headers) => new Headers(headers).get("x-team") === "a"));
      assert.ok(sandbox.requests.every(({ credential }) => credential === "right"));
    });

    test("a list of ids, and a generator of them", async () => {
      for (const ids of [there("[]"), there("(function* () {})()"), there("(async function* () {})()"), there("new Set()")]) {
        assert.equal((await world().client.deleteAgents(ids)).results.length, 0);
      }
      for (const make of ["(id) => [id]", "function* (id) { yield id; }", "async function* (id) { yield id; }", "(id) => new Set([id])"]) {
        const { client, id } = world();
        const summary = await client.deleteAgents(there(make)(id), forced);
        assert.deepEqual([summary.results.length, summary[done]], [1, 1], make);
      }
    });

    test("an error that fetch throws is the cause", async () => {
      const thrown = there("new TypeError('no way there')");
      const { client, id } = world(() => () => Promise.reject(thrown));
      const error = await client.deleteAgent(id, forced).catch((reason) => reason);
      assert.ok(error instanceof AgentError);
      assert.deepEqual([error.code, error.cause], ["network", thrown]);
    });

    test("a promise of what fetch gives, and a then of its own", async () => {
      for (const make of [
        "async (answer) => await answer",
        "(answer) => ({ then: (give, fail) => void answer.then(give, fail) })",
        "(answer) => new Promise((give) => setTimeout(give, 0, answer))",
      ]) {
        const given = there(make);
        const { client, id } = world((answer) => (url, init) => given(answer(url, init)));
        assert.equal((await client.deleteAgent(id, forced)).outcome, done, make);
      }
    });

    test("a signal that only looks like one", async () => {
      const signal = there("{ aborted: false, reason: undefined, listeners: new Set(), addEventListener(_, listener) { this.listeners.add(listener); }, removeEventListener(_, listener) { this.listeners.delete(listener); } }");
      let asked = () => {};
      const isAsked = new Promise((resolve) => (asked = () => resolve(undefined)));
      const { client, id } = world(() => () => (asked(), new Promise(() => {})));
      const call = client.deleteAgent(id, { force: true, signal }).catch((reason) => reason);
      await isAsked;
      signal.aborted = true;
      signal.reason = there("new Error('enough')");
      for (const listener of [...signal.listeners]) typeof listener === "function" ? listener({ type: "abort" }) : listener.handleEvent({ type: "abort" });
      const error = await call;
      assert.deepEqual([error.code, error.cause, signal.listeners.size], ["aborted", signal.reason, 0]);
    });
  });
}

test("one signal for ten thousand calls: nobody listens afterwards, and Node does not warn", async (t) => {
  /** @type {Error[]} */
  const warnings = [];
  const warned = (/** @type {Error} */ warning) => void warnings.push(warning);
  process.on("warning", warned);
  t.after(() => process.off("warning", warned));
  const { signal } = new AbortController();
  const client = new AgentClient({ backend: "charm", baseUrl: "https://charm.test", auth: { apiKey: "planted-credential-5e1f" }, fetch: async () => deleted() });
  for (let round = 0; round < 100; round += 1) {
    const ended = await Promise.all(Array.from({ length: 50 }, (_, call) => client.deleteAgent(`a-${round}-${call}`, { signal })));
    assert.ok(ended.every(({ outcome }) => outcome === "deleted"));
  }
  const summary = await client.deleteAgents(Array.from({ length: 5000 }, (_, call) => `b-${call}`), { signal, concurrency: 64 });
  assert.equal(summary.deleted, 5000);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(getEventListeners(signal, "abort"), []);
  assert.deepEqual(warnings, []);
});
