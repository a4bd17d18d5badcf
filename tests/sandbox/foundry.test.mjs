import assert from "node:assert/strict";
import test from "node:test";
import { SECRET_MARK, createSandbox } from "../../pkg/sandbox/index.js";
import { agentPath, caller } from "./support.mjs";

const path = (id, rest, query) => agentPath("foundry", id, rest, query);

test("force decides only where a hosted agent has active sessions", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "foundry");
  const { live, hostedIdle, idle } = sandbox.agents.foundry;
  assert.equal((await call("DELETE", path(live))).json.error.code, "active_sessions");
  assert.equal((await call("DELETE", path(live, "", "force=false"))).status, 409);
  assert.equal((await call("DELETE", path(live, "", "force=maybe"))).status, 400);
  assert.equal(sandbox.has("foundry", live), true);
  assert.equal((await call("DELETE", path(live, "", "force=true"))).status, 200);
  assert.equal((await call("DELETE", path(hostedIdle))).status, 200);
  assert.equal((await call("DELETE", path(idle, "", "force=true"))).json.name, idle);
  assert.equal(sandbox.has("foundry", live) || sandbox.has("foundry", idle), false);
});

test("sessions are listed in their own form, stopped and deleted", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "foundry");
  const id = sandbox.agents.foundry.live;
  const sessions = (await call("GET", path(id, "/endpoint/sessions", "order=asc"))).json;
  assert.equal(sessions.object, undefined);
  assert.deepEqual(
    sessions.data.map(({ status }) => status),
    ["active", "active", "idle", "expired"],
  );
  const [first, second] = sessions.data.map((session) => session.agent_session_id);
  assert.equal((await call("POST", path(id, `/endpoint/sessions/${first}:stop`))).status, 204);
  assert.equal((await call("DELETE", path(id))).status, 409);
  assert.equal((await call("DELETE", path(id, `/endpoint/sessions/${second}`))).status, 204);
  assert.equal((await call("DELETE", path(id, `/endpoint/sessions/${second}`))).status, 404);
  assert.deepEqual(sandbox.get("foundry", id).sessions, ["idle", "idle", "expired"]);
  assert.equal((await call("DELETE", path(id))).status, 200);

  const empty = (await call("GET", path(sandbox.agents.foundry.withCode, "/endpoint/sessions"))).json;
  assert.deepEqual(empty, { data: [], has_more: false });
  assert.equal((await call("GET", path("support-bot", "/endpoint/sessions"))).status, 400);
});

test("lists follow opaque cursors", async () => {
  const sandbox = createSandbox();
  sandbox.createMany("foundry", 25);
  const call = caller(sandbox, "foundry");
  const names = [];
  let after = "";
  for (;;) {
    const { json } = await call("GET", `/agents?api-version=v1&limit=10&order=asc${after}`);
    names.push(...json.data.map((agent) => agent.name));
    assert.equal(json.object, "list");
    assert.ok(!names.includes(json.last_id));
    if (!json.has_more) break;
    after = `&after=${encodeURIComponent(json.last_id)}`;
  }
  assert.deepEqual(names, sandbox.list("foundry"));
  const hosted = (await call("GET", "/agents?api-version=v1&kind=hosted")).json.data;
  assert.equal(hosted.length, 4);
  assert.equal((await call("GET", "/agents?api-version=v1&limit=101")).status, 400);
  const newest = (await call("GET", "/agents?api-version=v1&limit=1")).json.data[0];
  assert.equal(newest.name, sandbox.list("foundry").at(-1));
});

test("versions are listed and deleted; the agent stays as long as it has one", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "foundry");
  const id = sandbox.agents.foundry.withCode;
  assert.equal((await call("GET", path(id))).json.versions.latest.version, "2");
  assert.equal((await call("GET", path(id, "/versions"))).json.data.length, 2);
  assert.equal((await call("DELETE", path(id, "/versions/2"))).json.object, "agent.version.deleted");
  assert.equal((await call("GET", path(id, "/versions/2"))).status, 404);
  assert.equal((await call("GET", path(id, "/versions/1"))).json.version, "1");
  assert.equal(sandbox.get("foundry", id).versions, 1);
  assert.equal((await call("POST", path(id, ":disable"))).status, 204);
  assert.equal(sandbox.get("foundry", id).disabled, true);
});

test("a hosted agent's code is bytes", async () => {
  const code = new Uint8Array([80, 75, 3, 4, 0, 255, 254]);
  const sandbox = createSandbox({ agents: { foundry: [{ id: "coded", kind: "hosted", code }] } });
  const { origin } = sandbox;
  const response = await sandbox.fetch(
    `${origin}/foundry/api/projects/demo/agents/coded/code:download?api-version=v1`,
    {
      headers: { authorization: `Bearer ${sandbox.credential("foundry").bearer}` },
    },
  );
  assert.equal(response.headers.get("content-type"), "application/zip");
  assert.equal(response.headers.get("x-ms-agent-version"), "1");
  assert.deepEqual(new Uint8Array(await response.arrayBuffer()), code);
  const call = caller(sandbox, "foundry");
  assert.equal((await call("GET", path("hosted-idle", "/code:download"))).status, 404);
  assert.equal((await call("GET", path("support-bot", "/code:download"))).status, 400);
});

test("environment variables and tools carry planted secrets", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "foundry");
  const { definition } = (await call("GET", path("hosted-secrets"))).json.versions.latest;
  for (const value of Object.values(definition.environment_variables)) assert.ok(value.includes(SECRET_MARK));
  const tools = (await call("GET", path("support-bot"))).json.versions.latest.definition.tools;
  assert.ok(tools[0].headers.Authorization.includes(SECRET_MARK));
});

test("the query needs api-version, the path the project, the name its rule", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "foundry");
  assert.equal((await call("DELETE", "/agents/support-bot")).status, 400);
  assert.equal((await call("DELETE", "/agents/-bad-?api-version=v1")).status, 400);
  assert.deepEqual((await call("GET", "/nothing?api-version=v1")).json, {
    error: { code: "404", message: "Resource not found" },
  });
  const elsewhere = caller(sandbox, "foundry", { base: `${sandbox.origin}/foundry/api/projects/other` });
  const { status, json } = await elsewhere("DELETE", "/agents/support-bot?api-version=v1");
  assert.deepEqual(
    [status, json.error.code, json.error.message],
    [404, "not_found", "Project other doesn't exist"],
  );
  assert.equal((await call("DELETE", "/agents?api-version=v1")).status, 405);
  assert.equal((await call("DELETE", "/assistants/a?api-version=v1")).json.object, "assistant.deleted");
  assert.deepEqual(
    sandbox.requests.slice(-2).map(({ dangerous }) => dangerous),
    [true, true],
  );
  assert.equal(sandbox.has("foundry", "support-bot"), true);
});

test("both schemes are taken, and every reply has its ids", async () => {
  const sandbox = createSandbox();
  const answer = (kind) => caller(sandbox, "foundry", { kind })("GET", path("support-bot"));
  assert.equal((await answer("alternative")).status, 200);
  assert.equal((await answer("wrong")).json.statusCode, 401);
  const { headers } = await answer("valid");
  assert.match(headers.get("x-request-id"), /^[0-9a-f]{32}$/);
  assert.match(headers.get("apim-request-id"), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});
