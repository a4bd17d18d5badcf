// @ts-check
// What the data of a platform says (`tests/platforms/`), through the packed package: how its ids are spelled, and whole flows,
// exchange by exchange. And the same platforms emulated: the package against its own sandbox.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { withTwins } from "./support/descriptions.mjs";
import { clientOptions, further } from "./support/platforms.mjs";
import { importPackage, installed } from "./support/project.mjs";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { AgentClient, AgentError } = await importPackage();
const entry = join(installed(), `sandbox-flows-${process.pid}.mjs`);
writeFileSync(entry, 'export * from "agent-delete/sandbox";\n');
/** @type {typeof import("../../pkg/sandbox/index.js")} */
const { createSandbox, SECRET_MARK } = await import(pathToFileURL(entry).href);

/**
 * @typedef {import("../../pkg/types.js").KnownBackend} BackendName
 * @typedef {import("./support/platforms.mjs").Flow} Flow
 */

/** What came of a call, in the words of the data. @param {import("../../pkg/index.js").AgentClient} client
 * @param {string} id @param {Flow} flow */
async function shown(client, id, { call, options = {} }) {
  switch (call) {
    case "delete":
      return client.deleteAgent(id, options);
    case "plan": {
      const plan = await client.planDeletion(id, options);
      return {
        ...plan,
        blockers: plan.blockers.map(({ code }) => code),
        requests: plan.requests.map(({ method, path }) => `${method} ${path}`),
      };
    }
    case "get":
      return client.getAgent(id);
    case "backup": {
      const backup = await client.backupAgent(id);
      return { ...backup, parts: Object.keys(backup.content) };
    }
    case "list": {
      const ids = [];
      for await (const agent of client.listAgents(options)) ids.push(agent.id);
      return { ids };
    }
  }
}

for (const { kind: backend, name: shownName, given } of withTwins(further.keys())) {
  const data = /** @type {import("./support/platforms.mjs").Further} */ (further.get(backend));
  describe(shownName, () => {
    for (const flow of data.flows) {
      test(flow.name, async () => {
        const left = [...flow.exchanges];
        /** @type {string[]} */
        const sent = [];
        const client = new AgentClient(
          clientOptions(backend, {
            ...given,
            fetch: async (input, { method, body } = {}) => {
              const { pathname, search } = new URL(String(input));
              sent.push(`${method} ${pathname}${search}`);
              const exchange = left.shift();
              if (!exchange) return new Response(null, { status: 500 });
              const text = /** @type {string | undefined} */ (body ?? undefined);
              assert.deepEqual(text === undefined ? undefined : JSON.parse(text), exchange.body, exchange.request);
              const { status, headers, body: told } = exchange.reply;
              const json = typeof told === "string" || told === undefined ? told : JSON.stringify(told);
              return new Response(json ?? null, { status, headers });
            },
          }),
        );
        const made = await shown(client, data.id, flow).catch((/** @type {unknown} */ error) => {
          assert.ok(error instanceof AgentError, inspect(error));
          return error;
        });
        assert.deepEqual(sent, flow.exchanges.map(({ request }) => request));
        const { error, message, ...expect } = flow.expect;
        assert.equal(made instanceof AgentError ? made.code : undefined, error, inspect(made));
        if (message !== undefined) assert.ok(String(Reflect.get(made, "message")).includes(String(message)));
        for (const [name, value] of Object.entries(expect)) assert.deepEqual(Reflect.get(made, name), value, name);
      });
    }

    test("an id is sent as the platform spells it, or not at all", async () => {
      /** @type {string[]} */
      const sent = [];
      const fetch = async (/** @type {any} */ url) => (sent.push(String(url)), new Response(null, { status: 204 }));
      const client = new AgentClient(clientOptions(backend, { fetch, ...given }));
      for (const [given, id] of Object.entries(data.takes)) {
        await client.deleteAgent(given, { force: true }).catch(() => {});
        const { pathname } = new URL(String(sent.pop()));
        assert.equal(pathname, data.delete.replace(/^[A-Z]+ /, "").replace("{}", id), given);
      }
      sent.length = 0;
      for (const bad of [...data.refuses, "", ".", "..", "a/b", "%2e%2e", "a b", "\u200b"]) {
        await assert.rejects(client.deleteAgent(bad, { force: true }), { code: "invalid-input" }, inspect(bad));
      }
      assert.deepEqual(sent, []);
    });
  });

  describe(`${shownName}, emulated`, () => {
    const connect = (/** @type {import("../../pkg/types.js").ClientOptions | {}} */ more = {}) => {
      const sandbox = createSandbox();
      const client = new AgentClient({ ...sandbox.clientOptions(backend), maxRetries: 0, ...given, ...more });
      return { sandbox, client, ids: /** @type {Record<string, string>} */ (sandbox.agents[backend]) };
    };
    const proves = data.flows.some(({ expect }) => expect.verified === true);

    test("deletes one agent, and this one only", async () => {
      const { sandbox, client, ids } = connect();
      const deletion = await client.deleteAgent(ids.plain, { verify: true, waitMs: 10_000 });
      assert.deepEqual([deletion.outcome, deletion.verified], ["deleted", proves]);
      assert.deepEqual(sandbox.list(backend).sort(), Object.values(ids).filter((id) => id !== ids.plain).sort());
      assert.ok(sandbox.requests.every(({ dangerous }) => !dangerous));
      const again = await client.deleteAgent(ids.plain).catch((error) => error);
      // Where a missing agent can't be told, it is said so.
      assert.equal(again.code, proves ? "not-found" : "wrong-endpoint");
    });

    test("lists every agent once, in pages, reads one, and saves it without its secrets", async () => {
      const { sandbox, client, ids } = connect();
      sandbox.createMany(backend, 25, { name: "bulk" });
      const listed = [];
      for await (const { id } of client.listAgents({ pageSize: 10 })) listed.push(id);
      assert.deepEqual(listed.sort(), sandbox.list(backend).sort());
      assert.equal((await client.getAgent(ids.plain)).name, "Support");
      const backup = await client.backupAgent(ids.plain);
      assert.deepEqual(backup.missing, []);
      assert.ok(!JSON.stringify(backup.content).includes(SECRET_MARK), "what the emulation plants by secret() is in a member that is called like one");
      assert.ok(backup.redacted.length > 0);
    });

    test("deletes many, while they are listed", async () => {
      const { sandbox, client } = connect();
      const ids = sandbox.createMany(backend, 25, { name: "bulk" });
      const found = client.listAgents({ pageSize: 10, search: "bulk" });
      const { results } = await client.deleteAgents(found, { force: true, waitMs: 10_000 });
      assert.deepEqual(results.map(({ agentId }) => agentId).sort(), ids.sort());
      assert.ok(results.every(({ deletion }) => deletion?.outcome === "deleted"));
      assert.ok(ids.every((id) => !sandbox.has(backend, id)));
    });

    test("a wrong credential, none, and one without the right", async () => {
      for (const [kind, codes] of /** @type {const} */ ([
        ["wrong", ["unauthenticated"]],
        ["forbidden", ["forbidden", "unauthenticated"]],
      ])) {
        const { sandbox, client, ids } = connect({ auth: createSandbox().credential(backend, kind) });
        const error = await client.deleteAgent(ids.plain, { force: true }).catch((reason) => reason);
        assert.ok(codes.some((code) => code === error.code), error.message);
        assert.ok(sandbox.has(backend, ids.plain));
      }
      const { client, ids } = connect({ auth: undefined });
      await assert.rejects(client.deleteAgent(ids.plain, { force: true }), { code: "unauthenticated" });
    });

    test("a wrong base URL", async () => {
      const { sandbox, client, ids } = connect({ baseUrl: `${createSandbox().baseUrl(backend)}/x` });
      await assert.rejects(client.deleteAgent(ids.plain, { force: true }), { code: "wrong-endpoint" });
      assert.ok(sandbox.has(backend, ids.plain));
    });

    test("its own failures", async () => {
      const { sandbox, client, ids } = connect();
      sandbox.inject({ kind: "server-error", backend, times: 1 });
      await assert.rejects(client.deleteAgent(ids.plain, { force: true }), {
        code: "backend-failure",
        outcomeUnknown: true,
      });
      sandbox.inject({ kind: "rate-limit", backend, retryAfter: 7, times: 1 });
      await assert.rejects(client.deleteAgent(ids.plain, { force: true }), { code: "rate-limited", retryAfterMs: 7000 });
      assert.ok(sandbox.has(backend, ids.plain));
    });

    test("what only force deletes, only force deletes", async () => {
      const { sandbox, client, ids } = connect();
      if (!("guarded" in ids)) return;
      const error = await client.deleteAgent(ids.guarded).catch((reason) => reason);
      assert.ok(["conflict", "protected"].includes(error.code), error.message);
      assert.match(String(error.hint), /force: true/);
      assert.ok(sandbox.has(backend, ids.guarded));
      const deletion = await client.deleteAgent(ids.guarded, { force: true, waitMs: 10_000 });
      assert.deepEqual([deletion.outcome, deletion.force], ["deleted", "applied"]);
      assert.ok(!sandbox.has(backend, ids.guarded));
    });
  });
}

test("a slow deletion is asked after by its operation, and a stuck one stays accepted", async () => {
  const sandbox = createSandbox();
  const client = new AgentClient(sandbox.clientOptions("vertex"));
  const { plain, other } = sandbox.agents.vertex;
  sandbox.inject({ kind: "accepted", afterReads: 1, times: 1 });
  const deletion = await client.deleteAgent(plain, { waitMs: 10_000 });
  assert.equal(deletion.outcome, "deleted");
  assert.match(String(deletion.steps.at(-1)?.path), /\/operations\/\w+$/);
  sandbox.inject({ kind: "accepted", times: 1 });
  assert.equal((await client.deleteAgent(other, { waitMs: 700 })).outcome, "accepted");
  assert.ok(sandbox.has("vertex", other));
});

test("langgraph's threads go with cascade, and stay without", async () => {
  const sandbox = createSandbox();
  const client = new AgentClient(sandbox.clientOptions("langgraph"));
  const { withThreads } = sandbox.agents.langgraph;
  const { steps } = await client.deleteAgent(withThreads, { cascade: ["threads"] });
  assert.equal(steps.filter(({ purpose }) => purpose === "delete-dependent").length, 3);
});

test("letta's sleeptime agent goes along, as the plan says", async () => {
  const sandbox = createSandbox();
  const client = new AgentClient(sandbox.clientOptions("letta"));
  const { guarded, sleeptime } = sandbox.agents.letta;
  const plan = await client.planDeletion(guarded);
  assert.ok(plan.destroys.some((line) => line.includes(sleeptime)));
  assert.deepEqual(plan.blockers.map(({ code, liftedBy }) => [code, liftedBy]), [["takes-along", "force"]]);
  await client.deleteAgent(guarded, { force: true });
  assert.ok(!sandbox.has("letta", sleeptime));
});
