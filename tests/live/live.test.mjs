// @ts-check
// The packed package against real servers, as child processes on loopback: `npm run test:live` chooses them.

import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { commonCases } from "./cases.mjs";
import { folderOf } from "./support/install.mjs";
import { AgentClient, isAgentError } from "./support/package.mjs";
import { start } from "./support/server.mjs";

const names = (process.env.AGENT_DELETE_LIVE ?? "").split(",").filter(Boolean);
assert.ok(names.length > 0, "AGENT_DELETE_LIVE names the servers; npm run test:live sets it");

for (const name of names) {
  /** @type {import("./support/types.mjs").LiveServer} */
  const server = (await import(`./servers/${name}.mjs`)).default;
  suite(server.title, () => {
    /** @type {import("./support/server.mjs").Started} */
    let running;
    before(async () => (running = await start(server, folderOf(server))));
    after(() => running?.stop());

    for (const one of [...commonCases(server), ...server.cases]) {
      test(one.name, { timeout: 180_000 }, async () => {
        for (const other of one.as?.(running.origin) ?? [{}]) await check(server, running, one, other);
      });
    }
  });
}

/**
 * @param {import("./support/types.mjs").LiveServer} server
 * @param {import("./support/server.mjs").Started} running
 * @param {import("./support/types.mjs").Case} one
 * @param {object} other Options of the client.
 */
async function check(server, { origin, seeds }, one, other) {
  const id = await idOf(server, origin, seeds, one);
  const options = { ...server.client(origin), ...other };
  const client = new AgentClient(/** @type {any} */ (options));
  const [value, error] = await Promise.resolve(one.call(client, id, origin)).then(
    (result) => [result, null], (reason) => [null, reason],
  );
  const where = ` (${JSON.stringify(options, ["backend", "baseUrl"])})`;
  if (one.error) {
    assert.ok(isAgentError(error), `no AgentError but ${error?.stack ?? shown(value)}${where}`);
    has(error, one.error, where);
  } else {
    assert.equal(error, null, `${error?.code}: ${error?.stack}${where}`);
    has(value, one.result, where);
  }
  await one.also?.(value ?? error, id, origin);
  assert.equal(await server.exists(origin, id), one.there, `whether the agent is there afterwards${where}`);
}

/**
 * @param {import("./support/types.mjs").LiveServer} server
 * @param {string} origin
 * @param {Record<string, string>} seeds
 * @param {import("./support/types.mjs").Case} one
 */
async function idOf(server, origin, seeds, { name, agent }) {
  if (agent === "missing") return server.missing;
  if (agent === "fresh") return server.make(origin, name);
  return seeds[agent.slice("seed:".length)] ?? assert.fail(`${server.title} began without ${agent}`);
}

/** What is named is equal; the rest may be anything. @param {any} actual @param {any} expected @param {string} where */
function has(actual, expected, where) {
  for (const [name, value] of Object.entries(expected)) {
    assert.deepEqual(actual?.[name], value, `${name} of ${shown(actual)}${where}`);
  }
}

/** The beginning of what an object holds. @param {unknown} value */
const shown = (value) => (JSON.stringify(value) ?? String(value)).slice(0, 1_000);
