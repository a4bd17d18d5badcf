import assert from "node:assert/strict";
import test from "node:test";
import { SECRET_MARK, createSandbox } from "../../pkg/sandbox/index.js";
import { agentPath, caller } from "./support.mjs";

const path = (id, rest) => agentPath("eliza", id, rest);
const NOT_FOUND = '{"success":false,"error":{"code":"NOT_FOUND","message":"Agent not found"}}';

test("an agent stops once, starts any number of times, and is deleted while running", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "eliza");
  const id = sandbox.agents.eliza.default;
  assert.equal((await call("GET", path(id))).json.data.status, "active");
  assert.equal((await call("GET", path(id, "/memories"))).json.data.memories.length, 3);
  assert.equal((await call("GET", path(id, "/rooms"))).json.data.rooms.length, 1);
  assert.equal(
    (await call("POST", path(id, "/stop"))).text,
    '{"success":true,"data":{"message":"Agent stopped"}}',
  );
  assert.equal((await call("POST", path(id, "/stop"))).text, NOT_FOUND);
  assert.equal((await call("GET", path(id))).json.data.status, "inactive");
  assert.equal((await call("GET", path(id, "/memories"))).text, NOT_FOUND);
  assert.equal((await call("GET", path(id, "/rooms"))).text, NOT_FOUND);
  for (let i = 0; i < 2; i += 1) assert.equal((await call("POST", path(id, "/start"))).status, 200);
  assert.equal((await call("DELETE", path(id))).status, 204);
  assert.equal((await call("DELETE", path(id))).text, NOT_FOUND);
  assert.equal((await call("POST", path(id, "/start"))).text, NOT_FOUND);
  assert.equal(sandbox.has("eliza", id), false);
});

test("an upper-case id leaves a ghost that runs without a row", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "eliza");
  const id = sandbox.agents.eliza.running;
  assert.equal((await call("GET", path(id.toUpperCase()))).json.data.status, "inactive");
  assert.equal((await call("POST", path(id.toUpperCase(), "/stop"))).status, 404);
  assert.equal((await call("DELETE", path(id.toUpperCase()))).status, 204);
  assert.equal((await call("GET", path(id))).status, 404);
  assert.deepEqual(sandbox.ghosts, [id]);
  assert.equal((await call("GET", path(id, "/memories"))).status, 200);
  assert.equal((await call("POST", path(id, "/stop"))).status, 200);
  assert.deepEqual(sandbox.ghosts, []);
});

test("202: gone by the clock, gone after some reads, or never", async () => {
  let time = 1000;
  const sandbox = createSandbox({
    now: () => time,
    agents: { eliza: [{ id: "e9000000-0000-0000-0000-000000000001", accepts: { afterReads: 2 } }] },
  });
  const call = caller(sandbox, "eliza");
  const { slow, stuck, running } = sandbox.agents.eliza;
  const [read] = sandbox.list("eliza").slice(-1);
  for (const id of [slow, stuck, read]) assert.equal((await call("DELETE", path(id))).status, 202);
  assert.equal(sandbox.get("eliza", slow).settling, true);
  time += 499;
  assert.equal((await call("GET", path(slow))).json.data.status, "active");
  time += 1;
  assert.equal((await call("GET", path(slow))).text, NOT_FOUND);
  const statuses = [];
  for (let i = 0; i < 3; i += 1) statuses.push((await call("GET", path(read))).status);
  assert.deepEqual(statuses, [200, 200, 404]);
  time += 1e12;
  assert.equal(sandbox.has("eliza", stuck), true);

  sandbox.inject({ kind: "accepted", afterMs: 10, times: 1 });
  assert.equal((await call("DELETE", path(running))).status, 202);
  time += 10;
  assert.equal(sandbox.list("eliza").includes(running), false);
});

test("409: documented while running, and for good where something refers to the agent", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "eliza");
  const { guarded, referenced } = sandbox.agents.eliza;
  assert.equal(
    (await call("DELETE", path(guarded))).json.error,
    "Cannot delete a running agent. Stop the agent first.",
  );
  await call("POST", path(guarded, "/stop"));
  assert.equal((await call("DELETE", path(guarded))).status, 204);
  await call("POST", path(referenced, "/stop"));
  assert.equal((await call("DELETE", path(referenced))).json.error.code, "DELETE_ERROR");
  assert.equal(sandbox.has("eliza", referenced), true);
});

test("the routes beside an agent's own are there, do harm, and are marked", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "eliza");
  const id = sandbox.agents.eliza.running;
  // An id that nobody encoded: "<id>/memories".
  assert.equal((await call("DELETE", `/agents/${id}/memories`)).json.data.deleted, 3);
  assert.equal(sandbox.get("eliza", id).memories, 0);
  assert.equal((await call("POST", "/server/stop")).status, 200);
  assert.deepEqual(
    sandbox.requests.map(({ dangerous }) => dangerous),
    [true, true],
  );
  // Encoded, it is one segment, and no UUID.
  assert.equal((await call("DELETE", path(`${id}/memories`))).json.error.code, "INVALID_ID");
  assert.equal((await call("DELETE", path("../server"))).json.error.code, "INVALID_ID");
  assert.equal(sandbox.requests.at(-1).dangerous, false);
  // A path that ends in a slash is the same route; the collection has no DELETE.
  assert.equal((await call("DELETE", "/agents/")).json.error.code, 404);
  assert.equal((await call("DELETE", `/agents/${id}/`)).status, 204);
});

test("a bad escape and a bad body are 500 with a numeric code", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "eliza");
  const broken = '{"success":false,"error":{"message":"Unexpected end of JSON input","code":500}}';
  assert.equal((await call("DELETE", "/agents/%zz")).text, broken);
  assert.equal((await call("DELETE", path(sandbox.agents.eliza.running), { body: "{" })).text, broken);
  assert.equal(sandbox.has("eliza", sandbox.agents.eliza.running), true);
});

test("the key goes in X-API-KEY; a Bearer token is refused", async () => {
  const sandbox = createSandbox();
  const { apiKey } = sandbox.credential("eliza");
  assert.equal((await caller(sandbox, "eliza", { auth: { bearer: apiKey } })("GET", "/agents")).status, 401);
  assert.equal(sandbox.requests.at(-1).credential, "wrong");
  assert.equal((await caller(sandbox, "eliza")("GET", "/system/version")).json.version, "1.7.2");
  const documented = createSandbox({ variants: { eliza: "documented" } });
  assert.equal((await caller(documented, "eliza")("GET", "/agents")).status, 200);
  assert.equal((await caller(documented, "eliza", { auth: { apiKey } })("GET", "/agents")).status, 401);
});

test("outside the API is a page, or 403 without the web UI; nothing is deleted", async () => {
  for (const [variant, status] of [
    ["1.x", 200],
    ["1.x-headless", 403],
  ]) {
    const sandbox = createSandbox({ variants: { eliza: variant } });
    const id = sandbox.agents.eliza.running;
    const answer = await caller(sandbox, "eliza", { auth: null, base: `${sandbox.origin}/eliza` })(
      "DELETE",
      path(id),
    );
    assert.equal(answer.status, status);
    assert.equal(sandbox.has("eliza", id), true);
  }
});

test("an unknown route is told in the server's own shape, never in the words of a missing agent", async () => {
  const told = {
    "1.x": { success: false, error: { message: "API endpoint not found", code: 404 } },
    documented: { success: false, error: "Route not found" },
    "0.x": { error: "Route not found" },
  };
  for (const [variant, body] of Object.entries(told)) {
    const call = caller(createSandbox({ variants: { eliza: variant } }), "eliza");
    const { status, json } = await call("DELETE", "/agent/a");
    assert.deepEqual([status, json], [404, body], variant);
  }
});

test("v0.x asks for no key and wraps nothing", async () => {
  const sandbox = createSandbox({ variants: { eliza: "0.x" } });
  const call = caller(sandbox, "eliza", { auth: null });
  const id = sandbox.agents.eliza.running;
  assert.equal(sandbox.baseUrl("eliza"), `${sandbox.origin}/eliza`);
  assert.ok(Array.isArray((await call("GET", "/agents")).json.agents));
  assert.equal((await call("GET", path(id))).json.id, id);
  assert.equal((await call("DELETE", path(id))).status, 204);
});

test("an agent's settings carry the server's secrets", async () => {
  const sandbox = createSandbox();
  const { secrets } = (await caller(sandbox, "eliza")("GET", path(sandbox.agents.eliza.running))).json.data
    .settings;
  for (const value of Object.values(secrets)) assert.ok(value.includes(SECRET_MARK));
});
