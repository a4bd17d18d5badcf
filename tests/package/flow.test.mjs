// @ts-check
// What the flow says on its way: what force overrides, why nothing was verified, why confirm ended it; and that it ends.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { deleted, recording } from "./support/fetches.mjs";
import { clientOptions, credential, platforms } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient } = await importPackage();

/** @typedef {import("../../pkg/types.js").KnownBackend} BackendName */

/** @type {BackendName[]} */
const backends = ["charm", "langchain", "foundry", "eliza", "kortix"];

/** @param {Promise<unknown>} call @returns {Promise<any>} */
const failed = (call) => call.then((value) => assert.fail(`it should have failed: ${JSON.stringify(value)}`), (error) => error);

/** @param {BackendName} backend */
const world = (backend) => {
  const sandbox = createSandbox();
  return { sandbox, client: new AgentClient(sandbox.clientOptions(backend, { maxRetries: 0 })) };
};

describe("what force overrides", () => {
  const { foundry, eliza, kortix } = createSandbox().agents;
  /** @type {[BackendName, string, string, RegExp][]} */
  const cases = [
    ["foundry", foundry.live, "in-use", /3 session\(s\) in use, which force ends/],
    ["eliza", eliza.running, "in-use", /is running/],
    ["kortix", kortix.default, "protected", /the default agent/],
  ];
  for (const [backend, id, code, says] of cases) {
    test(`is shown by a plan and to confirm: ${backend}`, async () => {
      const { sandbox, client } = world(backend);
      const plain = await client.planDeletion(id);
      assert.deepEqual([plain.deletable, plain.requests.length], [false, 0]);
      assert.deepEqual(plain.blockers.map(({ overridden }) => overridden), [false]);
      /** @type {any[]} */
      const plans = [await client.planDeletion(id, { force: true })];
      const confirm = (/** @type {unknown} */ plan) => plans.push(plan) > 0;
      assert.equal((await client.deleteAgent(id, { force: true, confirm })).outcome, "deleted");
      assert.equal(plans.length, 2);
      for (const { deletable, blockers, requests } of plans) {
        assert.deepEqual([deletable, blockers.length, requests.at(-1).purpose], [true, 1, "delete"]);
        assert.deepEqual([blockers[0].code, blockers[0].liftedBy, blockers[0].overridden], [code, "force", true]);
        assert.match(blockers[0].message, says);
      }
      assert.equal(sandbox.has(backend, id), false);
    });
  }

  test("is never what nothing lifts", async () => {
    const { client } = world("kortix");
    const { deletable, blockers } = await client.planDeletion(kortix.system, { force: true });
    assert.deepEqual([deletable, blockers[0]?.liftedBy, blockers[0]?.overridden], [false, null, false]);
  });

  test("costs a deletion without confirm no request", async () => {
    const { sandbox, client } = world("foundry");
    await client.deleteAgent(foundry.live, { force: true });
    assert.deepEqual(sandbox.requests.map(({ method }) => method), ["DELETE"]);
  });
});

describe("confirm", () => {
  /** @type {[string, () => unknown, string, RegExp][]} */
  const cases = [
    ["throws", () => { throw new Error(`no dialog for ${credential}`); }, "confirm-failed", /no dialog for \[credential\]/],
    ["rejects", () => Promise.reject(new Error("closed")), "confirm-failed", /confirm failed \(.*closed/],
    ["gives undefined", () => undefined, "cancelled", /confirm gave undefined: return true to delete/],
    ["gives a promise of undefined", async () => {}, "cancelled", /return true to delete/],
    ["says no", () => false, "cancelled", /confirm declined it/],
    ["gives null", async () => null, "cancelled", /confirm declined it/],
  ];
  for (const [kind, confirm, code, says] of cases) {
    test(`that ${kind} changes nothing`, async () => {
      for (const backend of backends) {
        const { id } = platforms[backend];
        const agent = { id, agent_id: id, name: id, status: "inactive" };
        const fetch = recording(({ method }) => {
          assert.equal(method, "GET");
          return Response.json(agent);
        });
        const client = new AgentClient(clientOptions(backend, { fetch }));
        const error = await failed(client.deleteAgent(id, { confirm: /** @type {any} */ (confirm) }));
        assert.deepEqual([error.code, error.outcomeUnknown, error.retryable], [code, false, false], backend);
        assert.match(error.message, says);
        assert.match(error.message, /nothing was changed/);
        assert.equal("cause" in error, code === "confirm-failed");
        for await (const result of client.deleteAgents([id], { confirm: /** @type {any} */ (confirm) })) {
          assert.equal(result.error?.code, code);
        }
      }
    });
  }
});

describe("a deletion that was to be verified and was not", () => {
  for (const [read, says] of /** @type {[() => Response | Promise<Response>, RegExp][]} */ ([
    [() => new Response("nothing here", { status: 404 }), /could not be read back: 404 from a gateway/],
    [() => new Response(null, { status: 204 }), /could not be read back: 204 to a read/],
    [() => new Response("<html>", { status: 502, headers: { "content-type": "text/html" } }), /could not be read back: 502/],
    [() => Promise.reject(new TypeError("socket hang up")), /could not be read back: .*socket hang up/],
    [() => Response.json({ id: "agent_123", name: "a" }), /could still be read/],
    [() => Response.json({ detail: "Agent not found" }, { status: 404, headers: { age: "9" } }), /a shared cache/],
  ])) {
    test(`says why: ${says.source}`, async () => {
      const fetch = recording(({ method }) => (method === "DELETE" ? deleted() : read()));
      const client = new AgentClient(clientOptions("charm", { fetch }));
      const { verified, message } = await client.deleteAgent("agent_123", { verify: true });
      assert.equal(verified, false);
      assert.match(String(message), says);
      assert.equal((await client.deleteAgent("agent_123")).message, null, "nobody asked");
    });
  }

  test("keeps what the platform said", async () => {
    const { sandbox, client } = world("kortix");
    const { message } = await client.deleteAgent(sandbox.agents.kortix.plain, { verify: true });
    assert.match(String(message), /^Worker deleted successfully\. .*does not prove/);
  });
});

test("a thread that is gone already is no failure", async () => {
  const { sandbox, client } = world("langchain");
  sandbox.inject({ kind: "race", method: "DELETE", path: "/threads/" });
  const { outcome } = await client.deleteAgent(sandbox.agents.langchain.withThreads, { cascade: ["threads"] });
  assert.equal(outcome, "deleted");
});

describe("a list without an end", () => {
  /** Ever-new cursors, and pages that are empty or were there before. @param {unknown[]} rows @param {boolean} repeated */
  const endless = (rows, repeated) =>
    recording(({ method, url }, page) => {
      assert.equal(method, "GET");
      assert.ok(page < 300, "it goes on for ever");
      if (/\/agents\/[^/]+$/.test(new URL(url).pathname)) return Response.json({ id: "live", name: "live", versions: { latest: { definition: { kind: "hosted" } } } });
      const given = repeated || page === 1 ? rows : [];
      const more = { next_cursor: `c${page}`, last_id: `c${page}`, has_more: true, pagination: { has_next: true } };
      return Response.json({ items: given, data: given, agents: given, threads: given, ...more });
    });

  for (const backend of /** @type {BackendName[]} */ (["langchain", "foundry", "kortix"])) {
    test(`ends where its pages bring nothing new: ${backend}`, async () => {
      for (const repeated of [false, true]) {
        const fetch = endless([{ id: "a", agent_id: "a", name: "a" }], repeated);
        const ids = [];
        for await (const { id } of new AgentClient(clientOptions(backend, { fetch })).listAgents()) ids.push(id);
        assert.deepEqual(ids, ["a"]);
      }
    });
  }

  test("of threads leaves them and the agent", async () => {
    const { id } = platforms.langchain;
    const fetch = endless([{ id: "t", agent_id: id }], true);
    const client = new AgentClient(clientOptions("langchain", { fetch }));
    const error = await failed(client.deleteAgent(id, { cascade: ["threads"] }));
    assert.deepEqual([error.code, error.outcomeUnknown], ["unexpected-response", false]);
    assert.match(error.message, /not come to an end/);
    assert.match(error.hint, /left alone/);
  });

  test("of sessions still says that there are some", async () => {
    const fetch = endless([{ agent_session_id: "s", status: "active" }], true);
    const client = new AgentClient(clientOptions("foundry", { fetch }));
    const { deletable, blockers } = await client.planDeletion("live");
    assert.equal(deletable, false);
    assert.match(String(blockers[0]?.message), /at least 1 session/);
  });
});

test("agents have dates in ISO 8601, in lists, plans and reads", async () => {
  for (const backend of backends) {
    const { sandbox, client } = world(backend);
    const [id = ""] = sandbox.createMany(backend, 1);
    const plan = await client.planDeletion(id);
    const agents = [await client.getAgent(id), plan.agent];
    // elizaOS's lists say less than its reads.
    if (backend !== "eliza") for await (const agent of client.listAgents()) agents.push(agent);
    for (const agent of agents) {
      const date = String(agent?.createdAt);
      assert.equal(new Date(date).toISOString().slice(0, 19), date.slice(0, 19), backend);
    }
  }
});
