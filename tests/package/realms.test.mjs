// @ts-check
// Values of another realm than the package's: options, credentials, ids, signals, errors, promises.

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { deleted, recording } from "./support/fetches.mjs";
import { everyPlatform } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient, AgentError, ready } = await importPackage();
await ready();

/** What a program says in a realm of its own, whose Object, Array, Promise and Error are others. */
const realm = createContext({ Response, AbortController, setTimeout });
/** @param {string} program @returns {any} */
const there = (program) => runInContext(`(${program})`, realm);

assert.ok(!(there("{}") instanceof Object) && !(there("[]") instanceof Array));

for (const [backend, { baseUrl, id }] of everyPlatform) {
  describe(backend, () => {
    /** Kortix is asked first what the agent is. @param {{ method: string }} request */
    const answer = ({ method }) => (method === "GET" ? Response.json({ agent_id: id, name: "a", is_default: false }) : deleted());
    /** @param {any} [more] */
    const client = (more) => {
      const fetch = recording(answer);
      const make = there("(backend, baseUrl, fetch, more) => ({ backend, baseUrl, fetch, maxRetries: 0, auth: { apiKey: async () => 'planted-credential-5e1f' }, headers: { 'x-team': 'a' }, ...more })");
      return { fetch, client: new AgentClient(make(backend, baseUrl, fetch, more)) };
    };

    test("options, a credential's function and its promise", async () => {
      const { client: made, fetch } = client();
      assert.equal((await made.deleteAgent(id, there("{ force: true, timeoutMs: 5000 }"))).outcome, "deleted");
      const [{ headers }] = fetch.requests;
      assert.equal(headers.get("x-team"), "a");
      assert.ok([...headers.values()].some((value) => value.includes("planted-credential-5e1f")));
    });

    test("a list of ids, and a generator of them", async () => {
      for (const ids of [there("[]"), there("(function* () {})()"), there("(async function* () {})()"), there("new Set()")]) {
        assert.equal((await client().client.deleteAgents(ids)).results.length, 0);
      }
      for (const make of ["(id) => [id]", "function* (id) { yield id; }", "async function* (id) { yield id; }", "(id) => new Set([id])"]) {
        const summary = await client().client.deleteAgents(there(make)(id), there("{ force: true }"));
        assert.deepEqual([summary.results.length, summary.deleted], [1, 1], make);
      }
    });

    test("an error that fetch throws is the cause", async () => {
      const thrown = there("new TypeError('no way there')");
      const { client: made } = client({ fetch: () => Promise.reject(thrown) });
      const error = await made.deleteAgent(id, { force: true }).catch((reason) => reason);
      assert.ok(error instanceof AgentError);
      assert.deepEqual([error.code, error.cause], ["network", thrown]);
    });

    test("a promise of what fetch gives, and a then of its own", async () => {
      for (const make of ["async (answer) => answer", "(answer) => ({ then: (give) => give(answer) })", "(answer) => new Promise((give) => setTimeout(give, 0, answer))"]) {
        const give = there(make);
        const { client: made } = client({ fetch: (/** @type {any} */ _, /** @type {any} */ init) => give(answer(init)) });
        assert.equal((await made.deleteAgent(id, { force: true })).outcome, "deleted", make);
      }
    });

    test("a signal that only looks like one", async () => {
      const signal = there("{ aborted: false, reason: undefined, listeners: new Set(), addEventListener(_, listener) { this.listeners.add(listener); }, removeEventListener(_, listener) { this.listeners.delete(listener); } }");
      const { client: made } = client({ fetch: () => new Promise(() => {}) });
      const call = made.deleteAgent(id, { force: true, signal }).catch((reason) => reason);
      await new Promise((resolve) => setTimeout(resolve, 5));
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
