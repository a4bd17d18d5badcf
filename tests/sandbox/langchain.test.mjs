import assert from "node:assert/strict";
import test from "node:test";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { agentPath, caller } from "./support.mjs";

async function threadsOf(call, id, testRun) {
  const threads = [];
  let cursor = null;
  let pages = 0;
  do {
    const after = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const { json } = await call("GET", `/threads?agent_id=${id}&page_size=20&test_run=${testRun}${after}`);
    threads.push(...json.threads);
    cursor = json.next_cursor;
    pages += 1;
  } while (cursor);
  return { threads, pages };
}

test("a deletion says 204, whether or not there was an agent", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "langchain");
  const path = agentPath("langchain", sandbox.agents.langchain.plain);
  assert.equal((await call("GET", path)).json.name, "Researcher");
  assert.equal((await call("GET", `${path}/health`)).status, 200);
  assert.equal((await call("DELETE", path)).status, 204);
  assert.equal((await call("DELETE", path)).status, 204);
  const missing = await call("GET", path);
  assert.equal(missing.status, 404);
  assert.equal(missing.json.code, "agent_not_found");
  assert.equal((await call("DELETE", "/agents/not-a-uuid")).status, 400);
});

test("threads come in pages by test_run, stay without their agent, and go one by one", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "langchain");
  const id = sandbox.agents.langchain.withThreads;
  await call("DELETE", agentPath("langchain", id));

  const real = await threadsOf(call, id, false);
  const tests = await threadsOf(call, id, true);
  assert.deepEqual([real.threads.length, real.pages], [45, 3]);
  assert.deepEqual([tests.threads.length, tests.pages], [23, 2]);
  assert.deepEqual(new Set(real.threads.map((thread) => thread.agent_id)), new Set(["", id]));
  const unnamed = caller(createSandbox({ variants: { langchain: "unnamed" } }), "langchain");
  const { threads } = await threadsOf(unnamed, id, false);
  assert.deepEqual([threads.length, threads.every((thread) => thread.agent_id === "")], [45, true]);
  for (const testRun of [false, true]) {
    const nobody = await threadsOf(call, "00000000-0000-0000-0000-000000000000", testRun);
    assert.deepEqual(nobody.threads, [], "the query is heeded");
  }
  assert.equal((await call("GET", `/threads?agent_id=${id}&page_size=21`)).status, 400);

  const { id: thread } = real.threads[0];
  assert.equal((await call("GET", `/threads/${thread}`)).status, 200);
  assert.equal((await call("POST", `/threads/${thread}/runs`, { body: {} })).status, 502);
  assert.equal((await call("DELETE", `/threads/${thread}`)).status, 204);
  assert.equal((await call("DELETE", `/threads/${thread}`)).status, 204);
  assert.equal((await call("GET", `/threads/${thread}`)).status, 404);
  assert.equal((await threadsOf(call, id, false)).threads.length, 44);
  assert.deepEqual(sandbox.get("langchain", sandbox.agents.langchain.withOneThread).threads, {
    real: 1,
    test: 0,
  });
});

test("deleting threads between pages loses none", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "langchain");
  const id = sandbox.agents.langchain.withThreads;
  let cursor = null;
  do {
    const after = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const { json } = await call("GET", `/threads?agent_id=${id}&test_run=false${after}`);
    for (const thread of json.threads) await call("DELETE", `/threads/${thread.id}`);
    cursor = json.next_cursor;
  } while (cursor);
  assert.deepEqual(sandbox.get("langchain", id).threads, { real: 0, test: 23 });
});

test("a thread that somebody else deletes first is not there", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "langchain");
  const id = sandbox.agents.langchain.withOneThread;
  const [thread] = (await threadsOf(call, id, false)).threads;
  sandbox.inject({ kind: "race", path: "/threads/", times: 1 });
  const { status, json } = await call("DELETE", `/threads/${thread.id}`);
  assert.deepEqual([status, json.code], [404, "thread_not_found"]);
  assert.deepEqual(sandbox.get("langchain", id).threads, { real: 0, test: 0 });
});

test("agents are listed by cursor, and exported with their files", async () => {
  const sandbox = createSandbox();
  sandbox.createMany("langchain", 10);
  const call = caller(sandbox, "langchain");
  const first = (await call("GET", "/agents?page_size=8")).json;
  const rest = (await call("GET", `/agents?page_size=8&cursor=${encodeURIComponent(first.next_cursor)}`))
    .json;
  assert.deepEqual(
    [...first.items, ...rest.items].map((agent) => agent.id),
    sandbox.list("langchain"),
  );
  assert.equal(rest.next_cursor, null);
  assert.equal((await call("GET", "/agents?name=Writer")).json.items.length, 1);
  assert.equal((await call("GET", "/agents?page_size=101")).status, 400);
  const id = sandbox.agents.langchain.plain;
  assert.equal((await call("GET", agentPath("langchain", id))).json.files, undefined);
  assert.ok((await call("GET", agentPath("langchain", id, "", "include_files=true"))).json.files);
});

test("the other product on the host is there, and a request to it is marked", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "langchain", { base: `${sandbox.origin}/langchain` });
  assert.equal((await call("DELETE", "/api/v1/agents/researcher")).status, 204);
  assert.equal(sandbox.requests.at(-1).dangerous, true);
  assert.equal((await call("GET", "/v1/other")).status, 404);
  assert.equal((await caller(sandbox, "langchain")("DELETE", "/agents")).status, 405);
  assert.equal(sandbox.requests.at(-1).dangerous, true);
});
