// @ts-check
// A caller's functions that interfere with the call that calls them: it settles, and what it says is so.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { withTwins } from "./support/descriptions.mjs";
import { deletionMethod, further } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient, AgentError, platforms, ready } = await importPackage();
await ready();

/** @typedef {import("../../pkg/types.js").KnownBackend} BackendName */

/** Where a function of the caller's can be: what becomes of the options that have it. @type {Record<string, (call: () => unknown) => { client?: any, call?: any }>} */
const places = {
  confirm: (call) => ({ call: { confirm: async () => (await call(), true) } }),
  backup: (call) => ({ call: { backup: async () => void (await call()) } }),
  "auth's function": (call) => ({ client: { auth: call } }),
  onStep: (call) => ({ client: { onStep: () => void call() } }),
};

/**
 * A call whose function interferes the first time that it is called.
 *
 * @param {{ kind: BackendName, given: object }} platform
 * @param {string} place
 * @param {(it: { again: () => Promise<string>, abort: () => void }) => unknown} interfere
 */
async function play({ kind, given }, place, interfere) {
  const sandbox = createSandbox();
  const id = sandbox.create(kind);
  const switched = new AbortController();
  let called = 0;
  /** @type {Promise<string> | undefined} */
  let inner;
  const options = /** @type {any} */ ({ ...sandbox.clientOptions(kind), ...given });
  const again = () => (inner = ended(new AgentClient(options).deleteAgent(id, { force: true })));
  const { client = {}, call = {} } = places[place](() => {
    called += 1;
    return called > 1 ? undefined : interfere({ again, abort: () => switched.abort(new Error("enough")) });
  });
  if (client.auth) {
    const [[means, secret]] = Object.entries(options.auth);
    const { auth } = client;
    client.auth = { [means]: async (/** @type {any} */ request) => (await auth(), means === "sign" ? secret(request) : secret) };
  }
  const outer = await ended(new AgentClient({ ...options, ...client }).deleteAgent(id, { force: true, signal: switched.signal, ...call }));
  const said = { outer, inner: await inner };
  const deletions = sandbox.requests.filter(({ method }) => method === deletionMethod(kind)).length;
  // What was only accepted is carried out once somebody has looked, and is seen by the second look.
  for (const look of ["first", "second"]) await new AgentClient(options).getAgent(id).catch(() => look);
  return { ...said, isThere: sandbox.has(kind, id), deletions, called };
}

/** @param {Promise<import("../../pkg/types.js").Deletion>} call */
const ended = (call) =>
  call.then(
    ({ outcome }) => outcome,
    (error) => {
      assert.ok(error instanceof AgentError, error);
      return `${error.code}${error.outcomeUnknown ? ", perhaps done" : ""}`;
    },
  );

for (const { name, ...platform } of withTwins(platforms.map(({ name }) => name))) {
  const { kind } = platform;
  const onlyAccepts = further.get(kind)?.onlyAccepts ?? false;
  const done = onlyAccepts ? "accepted" : "deleted";
  // Where the answer is the same for an agent that is gone, or going, both say so.
  const saysSoTwice = onlyAccepts || kind === "langchain";
  /** @param {(string | undefined)[]} said */
  const one = (said) => said.filter((outcome) => outcome === done).length === 1 || (saysSoTwice && said.every((outcome) => outcome === done));
  describe(name, () => {
    for (const place of Object.keys(places)) {
      test(`${place} deletes the agent itself, and is waited for: one of both says that it did`, async () => {
        const { outer, inner, isThere, called } = await play(platform, place, ({ again }) => again());
        assert.ok(called > 0);
        assert.equal(isThere, false);
        assert.ok(one([outer, inner]), `${outer}, ${inner}`);
      });

      test(`${place} deletes the agent itself, and is not waited for: no more than one says that it did`, async () => {
        const { outer, inner, isThere } = await play(platform, place, ({ again }) => void again());
        assert.equal(isThere, false);
        assert.ok(one([outer, inner]), `${outer}, ${inner}`);
      });

      test(`${place} aborts its own call`, async () => {
        const { outer, isThere, deletions } = await play(platform, place, ({ abort }) => abort());
        if (deletions === 0) assert.deepEqual([outer, isThere], ["aborted", true]);
        // onStep is told of a deletion that has been answered.
        else assert.deepEqual([place, outer, isThere], ["onStep", done, false]);
      });

      test(`${place} aborts its own call, and throws`, async () => {
        const { outer, isThere, deletions } = await play(platform, place, ({ abort }) => {
          abort();
          throw new Error("and throws");
        });
        if (deletions === 0) assert.deepEqual([/^(aborted|auth|confirm-failed|backup-failed|invalid-input)/.test(outer) ? "" : outer, isThere], ["", true]);
        else assert.deepEqual([place, outer, isThere], ["onStep", done, false]);
      });

      test(`${place} never settles, and the call is aborted`, async () => {
        const { outer, isThere, deletions } = await play(platform, place, ({ abort }) => {
          setImmediate(abort);
          return new Promise(() => {});
        });
        if (place !== "onStep") assert.deepEqual([outer, isThere, deletions], ["aborted", true, 0]);
        // Nobody waits for an observer.
        else assert.ok(outer === done ? !isThere : outer.startsWith("aborted"), outer);
      });
    }
  });
}
