// @ts-check
// The WebAssembly part stops at any place where it and JavaScript meet: every call under way ends, in an error that says
// so, and the next call works. What is left of the part that stopped does nothing more.

import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { altered, installed } from "./support/project.mjs";

/** The package's own glue, but that one of the calls from WebAssembly to JavaScript traps, as a panic does. */
const trapping = `
import { createGlue as real } from "./real.js";
let left = Infinity;
/** Traps at so many calls from here; whether it did that so far. */
export const trapAt = (count) => (left = count);
export const trapped = () => left < 1;
const names = /^__wb(g_(?!set_wasm)|indgen_)/;
export const createGlue = (surroundings) =>
  Object.fromEntries(Object.entries(real(surroundings)).map(([name, member]) => [name, !names.test(name) ? member : (...args) => {
    left -= 1;
    if (left === 0) throw new WebAssembly.RuntimeError("unreachable");
    return member(...args);
  }]));
`;

const folder = altered({
  "core_bg.js": trapping,
  "real.js": readFileSync(join(installed(), "node_modules", "agent-delete", "core_bg.js")),
});
after(() => rmSync(folder, { recursive: true }));
/** @param {string} name */
const load = (name) => import(pathToFileURL(join(folder, name)).href);
/** @type {typeof import("../../pkg/index.js")} */
const { AgentClient, AgentError, ready } = await load("node.js");
const { trapAt, trapped } = await load("core_bg.js");

/**
 * Each a call that takes many crossings, and whether it may have changed something: null where that depends on the place.
 *
 * @type {Record<string, [boolean | null, (client: any, sandbox: ReturnType<typeof createSandbox>) => Promise<unknown>]>}
 */
const calls = {
  "a deletion": [true, (client, sandbox) => client.deleteAgent(sandbox.agents.eliza.running, { force: true })],
  "a plan": [false, (client, sandbox) => client.planDeletion(sandbox.agents.eliza.running)],
  "a backup": [false, (client, sandbox) => client.backupAgent(sandbox.agents.eliza.running)],
  "a list": [false, (client) => all(client.listAgents())],
  "a bulk": [null, (client, sandbox) => all(client.deleteAgents([sandbox.agents.eliza.running, "no id"], { force: true }))],
  "an awaited bulk": [null, (client, sandbox) => client.deleteAgents([sandbox.agents.eliza.running, "no id"], { force: true })],
  "a plan of many": [false, (client, sandbox) => client.planDeletions([sandbox.agents.eliza.running, "no id"])],
};

/** From one place to the next: every place would take minutes. */
const stride = 7;

/** @param {AsyncIterable<unknown>} results */
async function all(results) {
  const found = [];
  for await (const result of results) found.push(result);
  return found;
}

/** Deletes an agent with whatever runs now. */
async function works() {
  const sandbox = createSandbox();
  const client = new AgentClient(sandbox.clientOptions("charm"));
  assert.equal((await client.deleteAgent(sandbox.agents.charm.plain)).outcome, "deleted");
}

for (const [name, [changes, call]] of Object.entries(calls)) {
  test(`a trap in ${name}, wherever it comes`, async () => {
    let ended = 0;
    for (let place = 1; ; place += stride) {
      await ready();
      const sandbox = createSandbox();
      // The timer of an instance that stopped keeps Node until it fires: so a short one.
      const options = { ...sandbox.clientOptions("eliza"), timeoutMs: 5000 };
      const client = new AgentClient(options);
      // What waits beside it for an answer that never comes.
      const waiting = new AgentClient({ ...options, fetch: () => new Promise(() => {}) })
        .getAgent(sandbox.agents.eliza.running)
        .catch((error) => error);
      await turn();
      trapAt(place);
      const result = await call(client, sandbox).catch((/** @type {unknown} */ error) => error);
      const hasTrapped = trapped();
      trapAt(Infinity);
      if (!hasTrapped) {
        assert.ok(!(result instanceof Error), String(result));
        break;
      }
      for (const [error, isUnknown] of [[result, changes], [await waiting, false]]) {
        assert.ok(error instanceof AgentError, `${place}: ${error}`);
        assert.equal(error.code, "unexpected-response");
        if (isUnknown !== null) assert.equal(error.outcomeUnknown, isUnknown);
        assert.ok(error.cause instanceof WebAssembly.RuntimeError);
      }
      await works();
      ended += 1;
    }
    assert.ok(ended > 5, `${ended} places`);
  });
}

describe("what is left of an instance that stopped", () => {
  test("sends nothing, whatever comes to it later", async () => {
    await ready();
    const sandbox = createSandbox();
    /** @type {(() => void)[]} */
    const answers = [];
    let sent = 0;
    const { fetch, ...options } = sandbox.clientOptions("eliza");
    const client = new AgentClient({
      ...options,
      timeoutMs: 5000,
      fetch: (/** @type {any} */ ...args) => {
        sent += 1;
        return new Promise((resolve) => answers.push(() => resolve(fetch(...args))));
      },
    });
    const call = client.planDeletion(sandbox.agents.eliza.running);
    await turn();
    trapAt(1);
    await assert.rejects(client.getAgent(sandbox.agents.eliza.running), AgentError);
    trapAt(Infinity);
    await assert.rejects(call, AgentError);
    const before = sent;
    assert.ok(before > 0);
    for (const answer of answers) answer();
    for (let left = 20; left > 0; left -= 1) await turn();
    assert.equal(sent, before);
  });

  test("is collected without harm", async () => {
    setFlagsFromString("--expose-gc");
    const gc = runInNewContext("gc");
    for (let left = 5; left > 0; left -= 1) {
      gc();
      await turn();
    }
    await works();
  });
});

test("at the end of JavaScript's stack every call settles, and the next one works", async () => {
  const sandbox = createSandbox();
  const client = new AgentClient(sandbox.clientOptions("charm"));
  /** @type {Promise<unknown>[]} */
  const made = [];
  const deeper = () => {
    try {
      deeper();
    } catch {
      // It is the end of the stack.
    }
    if (made.length < 50) {
      try {
        made.push(client.getAgent(sandbox.agents.charm.plain));
      } catch {
        // It is still too near.
      }
    }
  };
  deeper();
  assert.equal((await Promise.allSettled(made)).length, 50);
  await works();
});
