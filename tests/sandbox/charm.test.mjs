import assert from "node:assert/strict";
import test from "node:test";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { agentPath, caller } from "./support.mjs";

test("an agent is read, disabled, deleted, and missing then", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "charm");
  const path = agentPath("charm", sandbox.agents.charm.plain);

  assert.equal((await call("GET", path)).json.name, "Support");
  assert.equal((await call("PATCH", path, { body: { is_active: false } })).json.is_active, false);
  assert.equal(sandbox.get("charm", "agent_123").active, false);
  assert.equal((await call("PATCH", path, { body: { is_active: "no" } })).status, 422);
  assert.equal((await call("GET", "/v1/versions/agent_123")).json.length, 2);
  assert.equal((await call("DELETE", path)).status, 204);
  assert.equal(sandbox.has("charm", "agent_123"), false);
  assert.equal((await call("DELETE", path)).text, '{"detail":"Agent not found"}');
  assert.equal((await call("GET", path)).status, 404);
});

test("an id may be any text that makes one segment", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "charm");
  const id = sandbox.agents.charm.oddId;
  assert.equal((await call("DELETE", agentPath("charm", id))).status, 204);
  assert.equal(sandbox.has("charm", id), false);
  // The framework decodes before it routes: an escaped slash makes two segments.
  const slashedId = sandbox.create("charm", { id: "one/two" });
  const slashed = await call("DELETE", agentPath("charm", slashedId));
  assert.equal(slashed.text, '{"detail":"Not Found"}');
  assert.equal(sandbox.has("charm", slashedId), true);
  assert.equal((await call("DELETE", "/v1/agents/abc%zz")).text, '{"detail":"Agent not found"}');
});

test("the list is a bare array by limit and offset", async () => {
  const sandbox = createSandbox();
  sandbox.createMany("charm", 30);
  const call = caller(sandbox, "charm");
  const total = sandbox.list("charm").length;
  assert.equal((await call("GET", "/v1/agents")).json.length, 20);
  assert.equal((await call("GET", "/v1/agents?limit=100&offset=20")).json.length, total - 20);
  assert.deepEqual((await call("GET", "/v1/agents?offset=1000")).json, []);
  assert.equal((await call("GET", "/v1/agents?limit=0")).status, 422);
  assert.equal((await call("GET", "/v1/agents?offset=-1")).status, 422);
  assert.deepEqual((await call("GET", "/v1/agents?user_id=nobody")).json, []);
});

test("a daemon is stopped once", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "charm");
  assert.equal((await call("POST", "/v1/daemon/agent_daemon/stop")).status, 200);
  assert.equal((await call("POST", "/v1/daemon/agent_daemon/stop")).status, 404);
  assert.deepEqual((await call("GET", "/v1/runs")).json, []);
  assert.deepEqual((await call("GET", "/v1/threads/t/runs")).json, []);
  assert.equal((await call("POST", "/v1/runs/r/cancel")).status, 404);
});

test("either scheme is taken; a bad credential is told apart from none", async () => {
  const sandbox = createSandbox();
  const status = async (options) => (await caller(sandbox, "charm", options)("GET", "/v1/agents")).status;
  assert.equal(await status({ kind: "valid" }), 200);
  assert.equal(await status({ kind: "alternative" }), 200);
  assert.equal(await status({ kind: "forbidden" }), 403);
  assert.equal(await status({ kind: "wrong" }), 401);
  assert.equal(await status({ auth: null }), 401);
  assert.throws(() => sandbox.credential("charm", "expired"), TypeError);
});

test("a slash too many is redirected, a delete of the collection refused", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "charm");
  const redirected = await call("DELETE", "/v1/agents/agent_123/?a=b");
  assert.equal(redirected.status, 307);
  assert.equal(redirected.headers.get("location"), `${sandbox.origin}/charm/v1/agents/agent_123?a=b`);
  assert.equal(sandbox.requests.at(-1).dangerous, false);
  assert.equal((await call("DELETE", "/v1/agents")).status, 405);
  assert.equal(sandbox.requests.at(-1).dangerous, true);
});
