// A connection whose platform is a description: everything that the command line and the console do with one that is known.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ask, pageClient, startConsole } from "./console-support.mjs";
import { journalOf, ndjson, root, world } from "./support.mjs";

const described = (kind) => JSON.parse(readFileSync(join(root, "tests", "descriptions", `${kind}.json`), "utf8"));

/** Connections to two such, each with a base URL in another place. */
async function twins(t) {
  const made = await world(t, {
    connections: ({ server }) => ({
      voices: { backend: described("elevenlabs"), baseUrl: server.baseUrl("elevenlabs"), credential: { env: "VOICES_KEY" }, protect: ["keep-*"] },
      phones: { backend: { ...described("retell"), baseUrl: server.baseUrl("retell") }, credential: { env: "PHONES_TOKEN" } },
    }),
  });
  const secretOf = (kind) => Object.values(made.sandbox.credential(kind))[0];
  return { ...made, env: { VOICES_KEY: secretOf("elevenlabs"), PHONES_TOKEN: secretOf("retell") } };
}

const KINDS = { voices: "elevenlabs", phones: "retell" };

for (const [name, kind] of Object.entries(KINDS)) {
  test(`${kind} as a description: checked, listed, shown, planned, saved, deleted, and told by its own name`, async (t) => {
    const { sandbox, run, cwd, env } = await twins(t);
    const go = async (...args) => {
      const { code, stdout, stderr } = await run(...args, "--json", { env });
      assert.equal(code, 0, stderr);
      for (const secret of Object.values(env)) assert.ok(!`${stdout}${stderr}`.includes(secret), "a credential is told");
      return ndjson(stdout);
    };
    const on = ["--connection", name];
    const [id, kept, other] = ["first-9", "keep-9", "third-9"].map((called) => sandbox.create(kind, { name: called }));
    const checked = await go("connections");
    assert.deepEqual(checked.map((one) => [one.name, one.backend, one.ok]), [["voices", "elevenlabs-twin", true], ["phones", "retell-twin", true]]);
    assert.deepEqual((await go("list", ...on, "--name", "*-9")).map((agent) => agent.id).sort(), [id, kept, other].sort());
    assert.equal((await go("show", ...on, id))[0].id, id);
    assert.equal((await go("plan", ...on, id))[0].backend, `${kind}-twin`);
    const saved = await run("plan", ...on, other, "--out", "plan.json", { env });
    assert.equal(saved.code, 0, saved.stderr);

    const [result] = await go("delete", ...on, id, "--yes", "--journal", "run.ndjson");
    assert.deepEqual([result.deletion.outcome, result.deletion.backend], ["deleted", `${kind}-twin`]);
    assert.ok(!sandbox.has(kind, id));
    const lines = journalOf(join(cwd, "run.ndjson"));
    assert.equal(lines[0].connection.backend, `${kind}-twin`);
    const again = await run("resume", "run.ndjson", "--yes", { env });
    assert.equal(again.code, 0, again.stderr);
    const planned = await run("delete", "--plan", "plan.json", ...on, "--yes", "--json", { env });
    assert.equal(planned.code, 0, planned.stderr);
    assert.ok(!sandbox.has(kind, other));
    if (name === "voices") {
      const refused = await run("delete", ...on, kept, "--yes", { env });
      assert.notEqual(refused.code, 0);
      assert.ok(sandbox.has(kind, kept));
    }
    assert.ok(sandbox.requests.every(({ credential, dangerous }) => credential === "right" && !dangerous));
  });
}

test("the console shows them, forwards their requests and no others, and protects what is protected", async (t) => {
  const made = await twins(t);
  const { sandbox, env } = made;
  const console = await startConsole(t, made, { env });
  const { connections } = JSON.parse((await ask(console, "connections.json")).text);
  assert.deepEqual(connections.map(({ name, backend, problem }) => [name, backend, problem]), [["voices", "elevenlabs-twin", undefined], ["phones", "retell-twin", undefined]]);
  for (const { name, backend, description, platform } of connections) {
    const kind = KINDS[name];
    assert.deepEqual([description.name, platform.title, platform.capabilities.force], [backend, described(kind).title, "none"]);
    const client = pageClient(console, name, { backend: description });
    const id = sandbox.create(kind, { name: "first-9" });
    const found = [];
    for await (const agent of client.listAgents({ search: "first-9" })) found.push(agent.id);
    assert.deepEqual(found, [id]);
    assert.equal((await client.planDeletion(id)).backend, backend);
    assert.equal((await client.backupAgent(id)).agentId, id);
    assert.equal((await client.deleteAgent(id, { verify: true })).verified, true);
    assert.ok(!sandbox.has(kind, id));
    const outside = await ask(console, `at/${name}/users/${id}`, { method: "DELETE" });
    assert.equal(outside.status, 403);
  }
  const kept = sandbox.create("elevenlabs", { name: "keep-9" });
  const error = await pageClient(console, "voices", { backend: connections[0].description }).deleteAgent(kept).catch((reason) => reason);
  assert.equal(error.status, 403);
  assert.ok(sandbox.has("elevenlabs", kept));
  assert.ok(sandbox.requests.every(({ credential, dangerous }) => credential === "right" && !dangerous));
});

test("what is wrong with one is said by its name, and nothing is sent", async (t) => {
  const made = await world(t);
  const { run, configure, sandbox, server } = made;
  const baseUrl = server.baseUrl("retell");
  const env = { AGENT_DELETE_BEARER: "secret-of-the-test" };
  for (const [change, says] of [
    [{ delete: { path: "/agents" } }, /backend\.delete\.path must hold \{id\} exactly once/],
    [{ delte: {} }, /unknown member `backend\.delte`: did you mean `delete`\?/],
    [{ proof: [{ status: 200 }] }, /backend\.proof\[0\] must say by what it is known/],
    [{ name: "Retell" }, /connections\.own\.backend\.name/],
    [{ name: "retell" }, /backend\.name must be another/],
    [{ name: undefined }, /connections\.own\.backend must have the member "name"/],
    [{ headers: { Authorization: "Bearer hunter2" } }, /headers of "own"/],
    [{ baseUrl: "https://u:hunter2@e.com" }, /"baseUrl" of "own" must have no user name/],
    [{ auth: "sign" }, /takes signed requests alone/],
  ]) {
    configure({ own: { backend: { ...described("retell"), ...change }, baseUrl } });
    const { code, stdout, stderr } = await run("list", "--connection", "own", { env });
    assert.deepEqual([code, stdout], [2, ""], stderr);
    assert.match(stderr, says);
    assert.ok(!stderr.includes("hunter2"));
  }
  configure({ own: { backend: { ...described("retell"), baseUrl: undefined } } });
  const { stderr } = await run("list", "--connection", "own", { env });
  assert.match(stderr, /"baseUrl" of the connection "own" must be given; for retell-twin it looks like/);
  configure({ own: { backend: 5 } });
  assert.match((await run("list", "--connection", "own", { env })).stderr, /connections\.own\.backend must be one of charm/);
  assert.deepEqual(sandbox.requests, []);
});
