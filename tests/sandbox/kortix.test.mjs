import assert from "node:assert/strict";
import test from "node:test";
import { SECRET_MARK, createSandbox } from "../../pkg/sandbox/index.js";
import { agentPath, caller } from "./support.mjs";

const path = (id, rest, query) => agentPath("kortix", id, rest, query);

test("a default agent goes once it is unset, a system agent never", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "kortix");
  const { plain, default: default_, systemDefault } = sandbox.agents.kortix;
  const unset = { body: { is_default: false } };

  assert.equal((await call("PATCH", path(default_), unset)).status, 405);
  assert.equal((await call("PUT", path(default_), unset)).json.is_default, false);
  assert.equal((await call("DELETE", path(default_))).status, 200);

  assert.equal((await call("DELETE", path(systemDefault))).json.detail, "Cannot delete default agent");
  await call("PUT", path(systemDefault), unset);
  assert.equal((await call("DELETE", path(systemDefault))).json.detail, "Cannot delete Suna default agent");
  await call("PUT", path(systemDefault), { body: { is_default: true } });
  assert.equal(sandbox.get("kortix", systemDefault).isDefault, true);

  await call("PUT", path(plain), { body: { is_default: true, name: "New", description: "Text" } });
  assert.equal(sandbox.get("kortix", systemDefault).isDefault, false);
  assert.equal(sandbox.get("kortix", plain).name, "New");
  assert.equal((await call("PUT", path(plain), { body: "[]" })).status, 422);
});

test("a missing or foreign agent is 500 on GET", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "kortix");
  const { foreign } = sandbox.agents.kortix;
  assert.equal(
    (await call("GET", path(foreign))).text,
    `{"detail":"Failed to fetch agent: Agent ${foreign} not found"}`,
  );
  assert.equal((await call("GET", path(foreign))).status, 500);
  assert.equal((await call("PUT", path(foreign), { body: {} })).status, 404);
});

test("with the database down an agent seems missing, and is there afterwards", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "kortix");
  const id = sandbox.agents.kortix.plain;
  const fault = sandbox.inject({ kind: "database-down", backend: "kortix" });
  assert.equal((await call("DELETE", path(id))).text, '{"detail":"Worker not found"}');
  assert.equal((await call("GET", path(id))).status, 500);
  assert.deepEqual((await call("GET", "/agents")).json.agents, []);
  assert.equal(fault.hits, 3);
  fault.remove();
  assert.equal((await call("GET", path(id))).status, 200);
  assert.equal((await call("DELETE", path(id.toUpperCase()))).status, 200);
});

test("pages go by has_next; past the last one the total is 0", async () => {
  const sandbox = createSandbox();
  sandbox.createMany("kortix", 16);
  const call = caller(sandbox, "kortix");
  const seen = [];
  let page = 0;
  let answer;
  do {
    page += 1;
    answer = (await call("GET", `/agents?page=${page}&limit=7`)).json;
    seen.push(...answer.agents.map((agent) => agent.agent_id));
  } while (answer.pagination.has_next);
  const own = sandbox.list("kortix").filter((id) => sandbox.get("kortix", id).owner === "me");
  assert.deepEqual(seen, own);
  assert.equal(page, 3);
  const past = (await call("GET", "/agents?page=9&limit=7")).json.pagination;
  assert.deepEqual([past.total_items, past.has_next], [0, false]);
  assert.equal((await call("GET", "/agents?limit=101")).status, 422);
  assert.equal((await call("GET", "/agents?page=0")).status, 422);
  assert.equal((await call("GET", "/agents?has_default=true")).json.agents.length, 2);
  assert.equal((await call("GET", "/agents?search=analyst")).json.agents.length, 1);
  assert.equal((await call("GET", "/agents?limit=1&sort_order=desc")).json.agents[0].agent_id, own.at(-1));
});

test("the older revision exports; versions are a bare array", async () => {
  const id = createSandbox().agents.kortix.plain;
  const older = caller(createSandbox({ variants: { kortix: "2025-12" } }), "kortix");
  const newer = caller(createSandbox(), "kortix");
  const exported = (await older("GET", path(id, "/export"))).json;
  assert.ok(JSON.stringify(exported.tools.custom_mcp).includes(SECRET_MARK));
  assert.equal((await newer("GET", path(id, "/export"))).status, 500);
  assert.equal((await newer("GET", path(id, "/versions"))).json.length, 3);
});

test("runs and threads answer", async () => {
  const call = caller(createSandbox(), "kortix");
  for (let i = 0; i < 2; i += 1)
    assert.deepEqual((await call("POST", "/agent-run/r/stop")).json, { status: "stopped" });
  assert.deepEqual((await call("GET", "/agent-runs/active")).json, { active_runs: [] });
  assert.equal((await call("DELETE", "/threads/t")).json.thread_id, "t");
});

test("every bad credential has its own words, and a key wins over a token", async () => {
  const sandbox = createSandbox();
  const said = async (headers) =>
    (await caller(sandbox, "kortix", { auth: null })("GET", "/agents", { headers })).json.detail;
  const { bearer } = sandbox.credential("kortix");
  const { apiKey } = sandbox.credential("kortix", "alternative");
  const authorization = `Bearer ${bearer}`;
  assert.equal(await said({ authorization }), undefined);
  assert.equal(await said({ "x-api-key": apiKey }), undefined);
  assert.equal(await said({ authorization, "x-api-key": "pk_a:sk_b" }), "Invalid API key");
  assert.equal(
    await said({ authorization: `bearer ${bearer}` }),
    "No valid authentication credentials found",
  );
  assert.equal(await said({ authorization: `Bearer ${apiKey}` }), "Invalid token format");
  assert.equal(
    await said({ authorization: `Bearer ${sandbox.credential("kortix", "expired").bearer}` }),
    "Token has expired",
  );
  assert.equal(
    await said({ authorization: `Bearer ${sandbox.credential("kortix", "wrong").bearer}` }),
    "Invalid token signature",
  );
  const stranger = caller(sandbox, "kortix", { kind: "forbidden" });
  assert.equal((await stranger("DELETE", path(sandbox.agents.kortix.plain))).json.detail, "Access denied");
  assert.equal((await stranger("DELETE", path(sandbox.agents.kortix.foreign))).status, 200);
});

test("a trailing slash is a redirect that would delete if it were followed", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "kortix");
  const id = sandbox.agents.kortix.plain;
  const answer = await call("DELETE", `${path(id)}/`);
  assert.deepEqual([answer.status, answer.text], [307, ""]);
  assert.equal(answer.headers.get("location"), `${sandbox.baseUrl("kortix")}/agents/${id}`);
  assert.equal(
    (await call("DELETE", "/agents/")).headers.get("location"),
    `${sandbox.baseUrl("kortix")}/agents`,
  );
  assert.equal(sandbox.has("kortix", id), true);
  await assert.rejects(call("DELETE", `${path(id)}/`, { redirect: "error" }), TypeError);
  assert.equal((await call("DELETE", `${path(id)}/`, { redirect: "follow" })).status, 200);
  assert.equal(sandbox.has("kortix", id), false);
});

test("an escaped slash is an unknown route", async () => {
  const call = caller(createSandbox(), "kortix");
  assert.equal((await call("DELETE", "/agents/a%2Fb%2Fc%2Fd")).text, '{"detail":"Not Found"}');
});
