// @ts-check
// Many at once, as people write it: ids or agents, iterated over or awaited, planned first, asked once or one by one.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { deleted, recording } from "./support/fetches.mjs";
import { clientOptions } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient, AgentError, ready } = await importPackage();
await ready();

/** @param {PromiseLike<unknown>} promise @returns {Promise<any>} */
const reason = (promise) =>
  Promise.resolve(promise).then(
    () => assert.fail("it resolved"),
    (error) => error,
  );

/** @param {number} [count] */
function world(count = 5) {
  const sandbox = createSandbox();
  const client = new AgentClient(sandbox.clientOptions("eliza"));
  const { running } = sandbox.agents.eliza;
  const spare = sandbox.createMany("eliza", count, { name: "Test bot", running: false });
  const requests = (method = "") => sandbox.requests.filter((request) => request.method === method || method === "");
  const left = () => spare.filter((id) => sandbox.has("eliza", id)).length;
  return { sandbox, client, running, spare, requests, left };
}

const missing = "00000000-0000-4000-8000-00000000dead";

describe("awaited", () => {
  test("deletes all and adds up", async () => {
    const { client, running, spare, left } = world();
    const given = [...spare, running, missing, "..", spare[0].toUpperCase()];
    const { results, ...counts } = await client.deleteAgents(given, { ifMissing: "ignore" });
    assert.deepEqual(counts, { settled: 9, deleted: 5, accepted: 0, absent: 1, failed: 2, duplicates: 1 });
    assert.deepEqual(results.map(({ agentId }) => agentId).sort(), given.sort());
    assert.ok(results.every(({ deletion, error }) => (deletion === null) === error instanceof AgentError));
    const again = results.find(({ duplicate }) => duplicate);
    assert.deepEqual([again?.deletion?.outcome, again?.deletion?.steps], ["deleted", []]);
    assert.equal(left(), 0);
  });

  test("gives the same each time, to every way of waiting", async () => {
    const { client, spare, requests } = world();
    const deletions = client.deleteAgents(spare);
    let ended = 0;
    const all = await Promise.all([
      deletions,
      deletions.then((summary) => summary),
      deletions.catch(() => assert.fail()),
      deletions.finally(() => (ended += 1)),
      (async () => deletions)(),
    ]);
    assert.deepEqual([new Set(all).size, ended, all[0].deleted, requests("DELETE").length], [1, 1, 5, 5]);
  });

  test("not awaited and not read, nothing is sent", async () => {
    const { client, spare, requests } = world();
    client.deleteAgents(spare);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(requests().length, 0);
  });

  for (const [how, touch] of /** @type {[string, (reader: any) => Promise<unknown>][]} */ ([
    ["read", (reader) => reader.next()],
    ["left", (reader) => reader.return()],
    ["read to the end", async (reader) => { for await (const _ of reader); }],
  ])) {
    test(`after it was ${how}, is refused and begins nothing`, async () => {
      const { client, spare, requests } = world();
      const deletions = client.deleteAgents(spare, { concurrency: 1 });
      await touch(deletions);
      const before = requests("DELETE").length;
      const error = await reason(deletions);
      assert.ok(error instanceof AgentError);
      assert.deepEqual([error.code, error.backend], ["invalid-input", "eliza"]);
      assert.match(error.message, /awaited or read one by one, not both/);
      assert.equal(requests("DELETE").length, before);
      await deletions.return();
    });
  }

  test("after an await, reading is refused, and the await goes on", async () => {
    const { client, spare } = world();
    const deletions = client.deleteAgents(spare);
    const all = deletions.then(({ deleted }) => deleted);
    assert.equal((await reason(deletions.next())).code, "invalid-input");
    assert.equal(await all, 5);
  });

  test("rejects where nothing could begin", async () => {
    const { client, requests } = world();
    for (const [ids, options] of /** @type {any[]} */ ([["abc"], [["a"], { concurrency: 0 }], [5]])) {
      assert.equal((await reason(client.deleteAgents(ids, options))).code, "invalid-input");
    }
    assert.equal(requests().length, 0);
  });

  test("where its ids fail, has in the error what was settled before", async () => {
    const { client, spare, running } = world(2);
    const broken = new Error("the list broke");
    const error = await reason(client.deleteAgents((async function* () {
      yield* [...spare, running];
      throw broken;
    })()));
    assert.ok(error instanceof AgentError);
    assert.deepEqual([error.code, error.cause], ["invalid-input", broken]);
    assert.deepEqual([error.summary?.deleted, error.summary?.failed], [2, 1]);
    assert.ok(error.summary?.results.some(({ error }) => error instanceof AgentError));
    assert.ok(!("summary" in error.toJSON()) && !Object.keys(error).includes("summary"));
    assert.equal((await reason(client.deleteAgent(".."))).summary, null);
  });

  test("aborted, has a result for every id", async () => {
    const { client, spare, sandbox } = world();
    sandbox.inject({ kind: "delay", backend: "eliza", ms: 20 });
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const { settled, failed, results } = await client.deleteAgents(spare, { concurrency: 1, onProgress, signal: controller.signal });
    assert.deepEqual([settled, failed], [5, 4]);
    assert.equal(results.filter(({ error }) => error?.code === "aborted").length, 4);
  });
});

describe("agents in place of ids", () => {
  test("those of a list, and only they", async () => {
    const { client, sandbox, left } = world();
    const others = sandbox.list("eliza").length - 5;
    const { deleted, failed } = await client.deleteAgents(client.listAgents({ search: "test bot" }));
    assert.deepEqual([deleted, failed, left(), sandbox.list("eliza").length], [5, 0, 0, others]);
  });

  test("in whatever holds them, beside ids", async () => {
    const { client, spare, left } = world(4);
    const [a, b, c, d] = spare;
    const agent = await client.getAgent(c);
    const { deleted, results } = await client.deleteAgents(new Set([a, { id: b }, agent, Object.freeze({ id: d })]));
    assert.deepEqual([deleted, left()], [4, 0]);
    assert.deepEqual(results.map(({ agentId }) => agentId).sort(), spare.sort());
  });

  test("what has no id is told so", async () => {
    const fetch = recording(deleted);
    const client = new AgentClient(clientOptions("charm", { fetch }));
    const wrong = [{}, { id: 5 }, { agentId: "a" }, { id: Object("a") }, { get id() { throw new Error("no"); } }, [], ["a"]];
    const { failed, results } = await client.deleteAgents(/** @type {any} */ (wrong));
    assert.equal(failed, wrong.length);
    assert.ok(results.every(({ error }) => error?.code === "invalid-input" && /string, or an agent/.test(error.message)));
    assert.equal(fetch.requests.length, 0);
  });

  test("one agent is no list of them", async () => {
    const fetch = recording(deleted);
    const client = new AgentClient(clientOptions("charm", { fetch }));
    assert.equal((await reason(client.deleteAgents(/** @type {any} */ ({ id: "a" })))).code, "invalid-input");
    assert.equal(fetch.requests.length, 0);
  });
});

test("each id has a result, also one given again, which is counted by itself", async () => {
  const { client, spare: [a, b], running } = world(2);
  /** @type {import("../../pkg/types.js").Progress[]} */
  const told = [];
  const seen = [];
  const given = [a, a.toUpperCase(), b, running, running, "..", ".."];
  for await (const result of client.deleteAgents(given, { onProgress: (progress) => told.push(progress) })) {
    seen.push([result.agentId, result.duplicate, result.deletion?.outcome ?? result.error?.code]);
  }
  assert.deepEqual(seen.sort(), [
    [a, false, "deleted"], [a.toUpperCase(), true, "deleted"], [b, false, "deleted"],
    [running, false, "conflict"], [running, true, "conflict"],
    ["..", false, "invalid-input"], ["..", true, "invalid-input"],
  ].sort());
  assert.deepEqual(told.at(-1), { settled: 7, deleted: 2, accepted: 0, absent: 0, failed: 2, duplicates: 3, total: 7 });
});

describe("planDeletions", () => {
  test("sorts agents, changes nothing, and is plain data", async () => {
    const { client, spare, running, requests } = world(2);
    const plan = await client.planDeletions([...spare, { id: running }, missing, "..", spare[1]]);
    const { plans, failed, blocked, ...rest } = plan;
    assert.deepEqual(rest, { backend: "eliza", baseUrl: "https://sandbox.invalid/eliza/api", total: 6, deletable: spare, unknown: [], duplicates: 1 });
    assert.deepEqual(plans.map(({ agentId }) => agentId), [...spare, running, missing]);
    assert.deepEqual(
      blocked.map(({ agentId, blockers: [{ code, liftedBy }] }) => [agentId, code, liftedBy]),
      [[running, "in-use", "force"], [missing, "not-found", null]],
    );
    assert.deepEqual(failed.map(({ agentId, error }) => [agentId, error.code]), [["..", "invalid-input"]]);
    assert.ok(failed[0].error instanceof AgentError);
    assert.ok(requests().every(({ method }) => method === "GET"));
    assert.deepEqual(plans[0], await client.planDeletion(spare[0]));
  });

  test("rejects where it can't begin, and on abort", async () => {
    const { client, spare } = world();
    for (const [ids, options] of /** @type {any[]} */ ([["abc"], [spare, { force: 1 }], [{ plans: [] }], [spare, { concurrency: 0 }]])) {
      assert.equal((await reason(client.planDeletions(ids, options))).code, "invalid-input");
    }
    const error = await reason(client.planDeletions(spare, { signal: AbortSignal.abort() }));
    assert.deepEqual([error.code, error.backend], ["aborted", "eliza"]);
  });
});

describe("deleteAgents by a plan", () => {
  test("deletes what it showed, looks again first, and has a result for all", async () => {
    const { client, sandbox, spare, running, requests } = world(3);
    const plan = await client.planDeletions([...spare, running, missing, ".."]);
    sandbox.clearRequests();
    const stored = JSON.parse(JSON.stringify(plan));
    const { results, deleted, failed } = await client.deleteAgents(stored);
    assert.deepEqual([deleted, failed], [3, 3]);
    const errors = results.filter(({ error }) => error).map(({ agentId, error }) => [agentId, error?.code]);
    assert.deepEqual(errors.sort(), [[running, "conflict"], [missing, "not-found"], ["..", "invalid-input"]].sort());
    assert.deepEqual(requests().map(({ method }) => method).sort(), ["DELETE", "DELETE", "DELETE", "GET", "GET", "GET"]);
  });

  test("keeps what became protected since, what force would lift now, and what was taken out", async () => {
    const { client, sandbox, spare: [kept, started, gone], running } = world(3);
    const plan = await client.planDeletions([kept, started, gone, running]);
    const { fetch, baseUrl, auth } = /** @type {any} */ (sandbox.clientOptions("eliza"));
    const start = { method: "POST", headers: { "X-API-KEY": auth.apiKey } };
    assert.equal((await fetch(`${baseUrl}/agents/${started}/start`, start)).status, 200);
    const { results } = await client.deleteAgents({ ...plan, plans: plan.plans.filter(({ agentId }) => agentId !== kept) });
    const ends = Object.fromEntries(results.map(({ agentId, deletion, error }) => [agentId, deletion?.outcome ?? error?.code]));
    assert.deepEqual(ends, { [started]: "conflict", [gone]: "deleted", [running]: "conflict" });
    const forced = await client.deleteAgents(plan, { force: true });
    const blocked = forced.results.find(({ agentId }) => agentId === running);
    assert.match(blocked?.error?.hint ?? "", /plan with force: true/);
    assert.deepEqual([kept, started, running].map((id) => sandbox.has("eliza", id)), [false, false, true]);
  });

  test("refuses a plan that can't be gone by", async () => {
    const { client, spare, requests, sandbox } = world(1);
    const plan = await client.planDeletions(spare);
    sandbox.clearRequests();
    const [one] = plan.plans;
    for (const [wrong, word] of /** @type {[any, string][]} */ ([
      [{ ...plan, backend: "charm" }, "plan"],
      [{ ...plan, baseUrl: `${plan.baseUrl}/staging` }, "baseUrl"],
      [{ ...plan, baseUrl: undefined }, "baseUrl"],
      [{ plans: plan.plans }, "plan"],
      [{ ...plan, plans: 5 }, "plans"],
      [{ ...plan, plans: [5] }, "plans"],
      [{ ...plan, plans: [{ ...one, agentId: 5 }] }, "agentId"],
      [{ ...plan, plans: [{ ...one, deletable: undefined }] }, "deletable"],
      [{ ...plan, plans: [{ ...one, deletable: "yes" }] }, "deletable"],
      [{ ...plan, plans: [{ ...one, deletable: false }] }, "blockers"],
      [{ ...plan, plans: [{ ...one, deletable: false, blockers: [{ code: "odd", message: "" }] }] }, "code"],
      [{ ...plan, failed: [{ agentId: "a", error: null }] }, "error"],
    ])) {
      const error = await reason(client.deleteAgents(wrong));
      assert.equal(error.code, "invalid-input");
      assert.ok(error.message.includes(word), `${error.message} does not name ${word}`);
    }
    const error = await reason(client.deleteAgents(plan, { confirmAll: () => true }));
    assert.match(error.message, /confirmAll/);
    assert.equal(requests().length, 0);
  });
});

describe("confirmAll", () => {
  test("is asked once, before anything changes, with the package's own errors", async () => {
    const { client, spare, running, requests, left } = world();
    let asked = 0;
    /** @param {import("../../pkg/index.js").DeletionsPlan} plan */
    const confirmAll = async (plan) => {
      asked += 1;
      assert.equal(requests("DELETE").length, 0);
      assert.deepEqual([plan.total, plan.deletable, plan.blocked.length], [7, spare, 1]);
      assert.ok(plan.failed[0].error instanceof AgentError);
      return true;
    };
    const { deleted, failed } = await client.deleteAgents([...spare, running, ".."], { confirmAll });
    assert.deepEqual([asked, deleted, failed, left()], [1, 5, 2, 0]);
  });

  const thrown = new Error("no window");
  for (const [kind, answer, code, word] of /** @type {[string, () => any, string, RegExp][]} */ ([
    ["says no", () => false, "cancelled", /declined/],
    ["says nothing", () => {}, "cancelled", /return true/],
    ["throws", () => { throw thrown; }, "confirm-failed", /no window/],
    ["rejects", () => Promise.reject(thrown), "confirm-failed", /no window/],
  ])) {
    test(`that ${kind} changes nothing`, async () => {
      const { client, spare, requests, left } = world();
      const { failed, results } = await client.deleteAgents(spare, { confirmAll: answer });
      assert.deepEqual([failed, left(), requests("DELETE").length], [5, 5, 0]);
      for (const { error } of results) {
        assert.equal(error?.code, code);
        assert.match(error?.message ?? "", word);
        assert.equal(error?.cause, code === "confirm-failed" ? thrown : undefined);
      }
    });
  }

  test("has no this, and no confirm beside it", async () => {
    const { client, spare } = world(1);
    /** @type {unknown} */
    let seen = "nothing";
    await client.deleteAgents(spare, { confirmAll() { seen = this; return false; } });
    assert.equal(seen, undefined);
    const both = { confirm: () => true, confirmAll: () => true };
    assert.match((await reason(client.deleteAgents(spare, both))).message, /confirm and confirmAll/);
  });
});

test("confirm never has two questions open", async () => {
  const { client, spare } = world(8);
  let open = 0;
  const confirm = async () => {
    open += 1;
    assert.equal(open, 1);
    await new Promise((resolve) => setTimeout(resolve, 1));
    open -= 1;
    return true;
  };
  assert.equal((await client.deleteAgents(spare, { concurrency: 8, confirm })).deleted, 8);
});
