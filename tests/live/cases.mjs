// @ts-check
// What holds on every real server. What only one can show stands in its own file.

import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../scripts/lib/run.mjs";
import { installed } from "../package/support/project.mjs";
import { freePort } from "./support/server.mjs";

/**
 * @param {import("./support/types.mjs").LiveServer} server
 * @returns {import("./support/types.mjs").Case[]}
 */
export function commonCases(server) {
  const { options = {}, verifies = true, missingExisted = false, deletable = true } = server;
  /** @param {object} [more] @returns {import("./support/types.mjs").Case["call"]} */
  const deleting = (more) => (client, id) => client.deleteAgent(id, { ...options, ...more });
  /** @type {import("./support/types.mjs").Case[]} */
  const cases = [
    { name: "deletes", agent: "fresh", call: deleting(), result: { outcome: "deleted", error: undefined }, there: false },
    {
      name: "deletes, waits and verifies", agent: "fresh", call: deleting({ waitMs: 5_000, verify: true }),
      result: { outcome: "deleted", verified: verifies }, there: false,
    },
    {
      name: "backs up before it deletes", agent: "fresh",
      call: async (client, id, origin) => {
        let backup = null;
        const backedUp = async (/** @type {unknown} */ taken) => {
          backup = taken;
          assert.ok(await server.exists(origin, id), "the agent is there while it is backed up");
        };
        await client.deleteAgent(id, { ...options, backup: backedUp });
        return backup;
      },
      result: {}, there: false,
      also: (backup, id) => assert.ok(JSON.stringify(backup).includes(id)),
    },
    {
      name: "deletes none where the backup fails", agent: "fresh",
      call: deleting({ backup: () => { throw new Error("the disk is full"); } }),
      error: { code: "backup-failed", outcomeUnknown: false }, there: true,
    },
    {
      name: "deletes none where confirm says no", agent: "fresh", call: deleting({ confirm: () => false }),
      error: { code: "cancelled", outcomeUnknown: false }, there: true,
    },
    {
      name: "plans and changes nothing", agent: "fresh", call: (client, id) => client.planDeletion(id, options),
      result: { deletable }, there: true,
    },
    {
      name: "from a shell", agent: "fresh",
      call: (_, id, origin) => shell(server, origin, ["delete", id, "--json", "--yes", "--force", "--no-backup"]),
      result: { code: 0 }, there: false,
      also: ({ output }, id) => assert.ok(output.includes(id) && output.includes('"deleted"'), output),
    },
    {
      name: "a plan from a shell", agent: "fresh",
      call: (_, id, origin) => shell(server, origin, ["delete", id, "--dry-run", "--force"]), result: { code: 0 }, there: true,
    },
    {
      name: "a missing agent, ignored", agent: "missing", call: deleting({ ifMissing: "ignore" }),
      result: { outcome: "absent", existed: missingExisted }, there: false,
    },
    {
      name: "a missing agent", agent: "missing", call: deleting(),
      error: { code: "not-found", outcomeUnknown: false }, there: false,
    },
    {
      name: "a second deletion", agent: "fresh",
      call: async (client, id) => {
        await client.deleteAgent(id, options);
        return client.deleteAgent(id, options);
      },
      error: { code: "not-found" }, there: false,
    },
    {
      name: "two deletions at once", agent: "fresh",
      call: (client, id) => Promise.all([1, 2].map(() => client.deleteAgent(id, { ...options, ifMissing: "ignore" }))),
      result: {}, there: false,
      also: (/** @type {{ outcome: string }[]} */ both) => {
        assert.ok(both.every(({ outcome }) => outcome === "deleted" || outcome === "absent"), JSON.stringify(both));
        assert.ok(both.some(({ outcome }) => outcome === "deleted"), JSON.stringify(both));
      },
    },
    {
      name: "many at once, a missing one and a repetition among them", agent: "fresh",
      call: async (client, id, origin) => {
        const others = await Promise.all(["many 1", "many 2"].map((name) => server.make(origin, name)));
        return client.deleteAgents([id, server.missing, ...others, id], { ...options, concurrency: 2 });
      },
      result: { deleted: 3, failed: 1 }, there: false,
    },
    {
      name: "reads and lists", agent: "fresh",
      call: async (client, id) => {
        const listed = [];
        for await (const agent of client.listAgents()) listed.push(agent);
        return { agent: await client.getAgent(id), listed: listed.filter((agent) => agent.id === id) };
      },
      result: {}, there: true,
      also: ({ agent, listed }, id) => {
        assert.equal(agent.id, id);
        assert.equal(listed.length, 1);
        assert.equal(listed[0].name, agent.name);
      },
    },
    {
      name: "each agent comes once where it is deleted as soon as it is listed", agent: "fresh",
      call: async (client, id, origin) => {
        const made = [id, ...(await Promise.all(["page 1", "page 2", "page 3", "page 4"].map((name) => server.make(origin, name))))];
        const met = [];
        for await (const { id } of client.listAgents({ pageSize: 2 })) {
          if (!made.includes(id)) continue;
          met.push(id);
          await client.deleteAgent(id, options);
        }
        const there = await Promise.all(made.map((one) => server.exists(origin, one)));
        return { missed: made.filter((one) => !met.includes(one)), calls: met.length, left: there.filter(Boolean).length };
      },
      result: { missed: [], calls: 5, left: 0 }, there: false,
    },
    {
      name: "another address of the server", agent: "fresh", call: deleting(),
      as: (origin) => server.wrongBaseUrls(origin).map((baseUrl) => ({ baseUrl })),
      error: { code: "wrong-endpoint" }, there: true,
    },
    {
      name: "nobody listens", agent: "fresh",
      call: async (client, id) => {
        const { AgentClient } = await import("./support/package.mjs");
        const unheard = { ...server.client(`http://127.0.0.1:${await freePort()}`), maxRetries: 0 };
        return new AgentClient(/** @type {any} */ (unheard)).deleteAgent(id, options);
      },
      error: { code: "network", outcomeUnknown: false }, there: true,
    },
  ];
  if (server.wrongAuth) {
    cases.push({
      name: "a wrong credential, and none", agent: "fresh", call: deleting(),
      as: () => [{ auth: server.wrongAuth }, { auth: undefined }],
      error: { code: "unauthenticated", outcomeUnknown: false }, there: true,
      also: (error) => {
        const said = JSON.stringify(error) + error.stack + error.message + error.hint;
        for (const secret of Object.values(server.wrongAuth ?? {})) assert.ok(!said.includes(secret));
      },
    });
  }
  return cases;
}

/**
 * The command line that the package brings along.
 * @param {import("./support/types.mjs").LiveServer} server
 * @param {string} origin
 * @param {string[]} args
 */
function shell(server, origin, args) {
  const { backend, baseUrl, auth } = server.client(origin);
  const { apiKey, bearer } = /** @type {Record<string, string>} */ (auth ?? {});
  return run(process.execPath, [
    join(installed(), "node_modules", "agent-delete", "bin", "agent-delete.js"), ...args, "--backend", backend, "--base-url", baseUrl,
  ], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, ...(apiKey && { AGENT_DELETE_API_KEY: apiKey }), ...(bearer && { AGENT_DELETE_BEARER: bearer }) },
  });
}
