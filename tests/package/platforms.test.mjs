// @ts-check
// Every method on every platform: the packed client against the packed sandbox, in memory and over real HTTP.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { everyPlatform } from "./support/platforms.mjs";
import { importPackage, installed } from "./support/project.mjs";

const { AgentClient, AgentError } = await importPackage();
const entry = join(installed(), `sandbox-${process.pid}.mjs`);
writeFileSync(entry, 'export * from "agent-delete/sandbox";\nexport * from "agent-delete/sandbox/node";\n');
/** @type {typeof import("../../pkg/sandbox/index.js") & typeof import("../../pkg/sandbox/node.js")} */
const { createSandbox, serveSandbox, SECRET_MARK } = await import(pathToFileURL(entry).href);

/** @typedef {import("../../pkg/types.js").KnownBackend} BackendName */

/** An agent that can be deleted without force. @type {Record<BackendName, string>} */
const { charm, langchain, foundry, eliza, kortix } = /** @type {any} */ (createSandbox().agents);
const deletable = {
  charm: charm.plain,
  langchain: langchain.plain,
  foundry: foundry.withSecrets,
  eliza: eliza.stopped,
  kortix: kortix.plain,
};

/**
 * @param {import("node:test").TestContext} t
 * @param {boolean} http
 * @param {BackendName} backend
 */
async function connect(t, http, backend) {
  const sandbox = createSandbox();
  if (!http) return { sandbox, client: new AgentClient(sandbox.clientOptions(backend)) };
  const server = await serveSandbox(sandbox);
  t.after(() => server.close());
  return { sandbox, client: new AgentClient(server.clientOptions(backend)) };
}

for (const [backend] of everyPlatform) {
  for (const http of [false, true]) {
    const id = deletable[backend];
    describe(`${backend}, ${http ? "over HTTP" : "in memory"}`, () => {
      test("deletes one agent, and this one only", async (t) => {
        const { sandbox, client } = await connect(t, http, backend);
        const before = sandbox.list(backend);
        const deletion = await client.deleteAgent(id);
        assert.equal(deletion.outcome, "deleted");
        assert.equal(deletion.agentId, id);
        assert.equal(deletion.steps.at(-1)?.purpose, "delete");
        assert.deepEqual(
          sandbox.list(backend),
          before.filter((other) => other !== id),
        );
        assert.ok(sandbox.requests.every(({ dangerous }) => !dangerous));
      });

      test("plans without a change, and then does what was planned", async (t) => {
        const { sandbox, client } = await connect(t, http, backend);
        const plan = await client.planDeletion(id);
        assert.notEqual(plan.deletable, false);
        assert.deepEqual(plan.blockers, []);
        assert.ok(sandbox.requests.every(({ method }) => method === "GET"));
        assert.ok(sandbox.has(backend, id));
        const { steps } = await client.deleteAgent(id, {
          confirm: (asked) => asked.agentId === id && sandbox.has(backend, id),
        });
        const changes = steps.filter(({ method }) => method !== "GET");
        const planned = plan.requests.filter(({ method }) => method !== "GET");
        assert.deepEqual(
          changes.map(({ purpose, method, path }) => ({ purpose, method, path })),
          planned,
        );
      });

      test("changes nothing when declined", async (t) => {
        const { sandbox, client } = await connect(t, http, backend);
        const error = await client.deleteAgent(id, { confirm: () => false }).catch((reason) => reason);
        assert.ok(error instanceof AgentError);
        assert.equal(error.code, "cancelled");
        assert.ok(sandbox.has(backend, id));
        assert.ok(sandbox.requests.every(({ method }) => method === "GET"));
      });

      test("reads, lists and saves", async (t) => {
        const { sandbox, client } = await connect(t, http, backend);
        assert.equal((await client.getAgent(id)).id, id);
        const ids = [];
        for await (const agent of client.listAgents({ pageSize: 2 })) ids.push(agent.id);
        assert.ok(ids.includes(id), ids.join());
        assert.equal(new Set(ids).size, ids.length);
        const backup = await client.backupAgent(id);
        assert.equal(backup.agentId, id);
        assert.ok(!JSON.stringify(backup).includes(SECRET_MARK), "a secret is in the backup");
        assert.ok(sandbox.requests.every(({ method }) => method === "GET"));
      });

      test("stops where the platform can, and says so where it can't", async (t) => {
        const { client } = await connect(t, http, backend);
        const running = { charm: charm.daemon, foundry: foundry.live, eliza: eliza.running };
        if (client.capabilities.stop) {
          assert.equal(await client.stopAgent(Reflect.get(running, backend)), undefined);
        } else {
          const error = await client.stopAgent(id).catch((reason) => reason);
          assert.ok(error instanceof AgentError);
          assert.equal(error.code, "invalid-input");
        }
      });

      test("saves before it deletes", async (t) => {
        const { sandbox, client } = await connect(t, http, backend);
        let saved = "";
        const deletion = await client.deleteAgent(id, {
          backup: async (backup) => {
            assert.ok(sandbox.has(backend, id));
            saved = backup.agentId;
          },
        });
        assert.equal(saved, id);
        assert.equal(deletion.outcome, "deleted");
        const other = sandbox.create(backend);
        const shut = () => Promise.reject(new Error("disk is full"));
        const refusal = await client
          .deleteAgent(other, { force: true, backup: shut })
          .catch((reason) => reason);
        assert.equal(refusal.code, "backup-failed");
        assert.equal(refusal.cause.message, "disk is full");
        assert.ok(sandbox.has(backend, other));
      });

      test("tells a missing agent as the platform allows", async (t) => {
        const { client } = await connect(t, http, backend);
        await client.deleteAgent(id);
        const again = await client.deleteAgent(id).catch((reason) => reason);
        if (backend === "langchain") assert.equal(again.existed, null);
        else assert.equal(again.code, "not-found");
        assert.notEqual((await client.deleteAgent(id, { ifMissing: "ignore" })).outcome, "accepted");
      });

      test("deletes many: one result for each id, whatever becomes of it", async (t) => {
        const { sandbox, client } = await connect(t, http, backend);
        const many = sandbox.createMany(backend, 60);
        const kept = sandbox.list(backend).filter((other) => !many.includes(other));
        let last;
        const results = [];
        const ids = [...many, "..", many[0]];
        for await (const result of client.deleteAgents(ids, {
          concurrency: 8,
          force: true,
          onProgress: (progress) => (last = progress),
        })) {
          results.push(result);
        }
        assert.equal(results.length, ids.length);
        assert.equal(new Set(results.map(({ agentId }) => agentId)).size, many.length + 1);
        const failed = results.filter(({ error }) => error);
        assert.deepEqual(
          [...new Set(failed.map(({ agentId, error }) => `${agentId} ${error?.code}`))],
          [".. invalid-input"],
        );
        assert.ok(failed.every(({ error }) => error instanceof AgentError));
        assert.deepEqual(sandbox.list(backend), kept);
        const again = results.filter(({ duplicate }) => duplicate);
        assert.deepEqual(again.map(({ agentId, deletion }) => [agentId, deletion?.outcome]), [[many[0], "deleted"]]);
        assert.equal(/** @type {any} */ (last).deleted >= many.length, true);
        const deletions = sandbox.requests
          .filter(({ method }) => method === "DELETE")
          .map(({ path }) => path.split("?")[0].split("/").at(-1));
        assert.deepEqual(deletions.sort(), [...many].sort());
      });
    });
  }
}
