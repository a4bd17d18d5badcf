// The commands that delete nothing, the help pages, and the configuration.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { platforms as described } from "../../pkg/platforms.js";
import { changing, ndjson, root, world } from "./support.mjs";

const COMMANDS = ["platforms", "connections", "list", "show", "plan", "backup", "stop", "delete", "resume", "describe", "console", "completion"];
const NIL = "00000000-0000-4000-8000-00000000dead";

test("help lists the commands and the exit codes, and has a page for each", async (t) => {
  const { run } = await world(t);
  const { code, stdout, stderr } = await run("help");
  assert.equal(code, 0);
  assert.equal(stderr, "");
  for (const command of COMMANDS) assert.match(stdout, new RegExp(`^  ${command}\\b`, "m"));
  for (const exit of [0, 1, 2, 3, 4, 130]) assert.match(stdout, new RegExp(`^  ${exit} +\\w`, "m"));
  for (const command of COMMANDS) {
    const page = await run("help", command);
    assert.equal(page.code, 0);
    if (command !== "completion") for (const exit of ["0", "2"]) assert.match(page.stdout, new RegExp(`^Exit codes:\n(.*\n)* {2}${exit} +\\w`, "m"), command);
    assert.match(page.stdout, new RegExp(`^Usage: agent-delete ${command}`));
    assert.equal((await run(command, "--help")).stdout, page.stdout);
    assert.ok(!/--(token|api-key|bearer|password)\b/.test(page.stdout), "no option for a credential");
    assert.ok(page.stdout.split("\n").every((line) => line.length <= 80), command);
  }
});

test("--version, and what is no command", async (t) => {
  const { run } = await world(t);
  const { version } = JSON.parse(readFileSync(join(root, "pkg", "package.json"), "utf8"));
  assert.equal((await run("--version")).stdout, `${version}\n`);
  for (const [args, says] of [[[], /No command is given/], [["purge"], /There is no command purge/], [["list", "--nmae", "x"], /^✗ There is no option --nmae; did you mean --name\?\n$/], [["show"], /^✗ No id is given: agent-delete show <id>\n$/]]) {
    const { code, stderr, stdout } = await run(...args);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, says);
  }
  for (const args of [["bogus"], ["help", "bogus"], ["bogus", "--help"], ["bogus", "--json", "x"]]) {
    assert.deepEqual(await run(...args), { code: 2, signal: null, stdout: "", stderr: "✗ There is no command bogus; `agent-delete help` lists them.\n" });
  }
  for (const [typed, meant] of [["delte", "delete"], ["DELETE", "delete"], ["lsit", "list"], ["connection", "connections"], ["stopp", "stop"]]) {
    for (const args of [[typed], ["help", typed]]) {
      assert.deepEqual(await run(...args), { code: 2, signal: null, stdout: "", stderr: `✗ There is no command ${typed}; did you mean ${meant}?\n` });
    }
  }
  assert.match((await run("--json", "list")).stderr, /Options come after the command/);
});

test("platforms names each platform's variable", async (t) => {
  const { run } = await world(t);
  const all = ndjson((await run("platforms", "--json")).stdout);
  assert.deepEqual(all.map(({ backend }) => backend), described.map(({ name }) => name));
  assert.ok(all.every(({ capabilities }) => Array.isArray(capabilities.destroys)));
  assert.match((await run("platforms")).stdout, /^langchain\tLangChain Managed Deep Agents\tLANGSMITH_API_KEY$/m);
});

for (const backend of ["langchain", "foundry", "eliza", "kortix"]) {
  test(`${backend}: list, show, plan, backup`, async (t) => {
    const { run, to, sandbox, cwd } = await world(t);
    const listed = ndjson((await run("list", ...to(backend), "--json")).stdout);
    assert.ok(listed.length >= 3);
    assert.ok(listed.every(({ raw }) => raw === null), "the raw object may hold secrets");
    const [{ id, name }] = listed;
    assert.match((await run("show", ...to(backend), id)).stdout, new RegExp(`^id +${id}\nname +${name.replace(/[()]/g, "\\$&")}$`, "m"));
    const shown = await run("show", ...to(backend), id, "--json");
    assert.equal(ndjson(shown.stdout)[0].id, id);
    assert.notEqual(ndjson((await run("show", ...to(backend), id, "--json", "--raw")).stdout)[0].raw, null);
    const [plan] = ndjson((await run("plan", ...to(backend), id, "--force", "--json")).stdout);
    assert.equal(plan.agentId, id);
    assert.ok(plan.requests.length > 0);
    const backup = await run("backup", ...to(backend), "--all", "--backup-dir", "kept", "--json");
    assert.equal(backup.code, 0, backup.stderr);
    const [folder] = readdirSync(join(cwd, "kept"));
    assert.equal(readdirSync(join(cwd, "kept", folder)).length, listed.length);
    for (const { file, agentId } of ndjson(backup.stdout)) assert.equal(JSON.parse(readFileSync(file, "utf8")).agentId, agentId);
    assert.deepEqual(changing(sandbox), []);
    const missing = await run("show", ...to(backend), backend === "foundry" ? "nobody" : NIL);
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /✗ not-found/);
  });
}

test("filters by age; an agent without a date never matches, and is counted", async (t) => {
  let now = Date.parse("2026-01-01T12:00:00Z");
  const { run, to, sandbox } = await world(t, { sandbox: { now: () => now } });
  const old = sandbox.create("kortix", { name: "e2e" });
  now = Date.now();
  const young = sandbox.create("kortix", { name: "e2e" });
  const ids = async (...flags) => ndjson((await run("list", ...to("kortix"), "--name", "e2e", "--json", ...flags)).stdout).map(({ id }) => id);
  assert.deepEqual((await ids()).sort(), [old, young].sort());
  assert.deepEqual(await ids("--older-than", "2h"), [old]);
  assert.deepEqual(await ids("--created-before", "2026-01-02"), [old]);
  assert.deepEqual(await ids("--created-before", "2026-01-01"), []);
  assert.deepEqual(await ids("--updated-before", "2026-01-01T12:00:01Z"), [old]);
  const undated = sandbox.create("eliza", { name: "e2e" });
  const { stdout, stderr, code } = await run("delete", ...to("eliza"), "--all", "--name", "e2e", "--older-than", "1s", "--yes", "--at-most", "5");
  if (stdout === "") {
    assert.equal(code, 0);
    assert.match(stderr, /1 agent has no date to judge by and stays\./);
    assert.ok(sandbox.has("eliza", undated));
  }
});

test("stop: ids that were typed are stopped, many are asked for", async (t) => {
  const { run, to, sandbox } = await world(t);
  const ids = sandbox.createMany("eliza", 3, { name: "e2e" });
  const one = await run("stop", ...to("eliza"), ids[0]);
  assert.equal(one.code, 0, one.stderr);
  assert.equal(one.stdout, `${ids[0]}\tstopped\n`);
  assert.equal(sandbox.get("eliza", ids[0]).running, false);
  assert.equal((await run("stop", ...to("eliza"), "--all", "--name", "e2e")).code, 2);
  assert.equal((await run("stop", ...to("eliza"), "--all", "--name", "e2e", "--yes", "--expect", "1")).code, 3);
  assert.equal(sandbox.get("eliza", ids[1]).running, true);
  const all = await run("stop", ...to("eliza"), "--all", "--name", "e2e", "--yes", "--expect", "3", "--json");
  assert.equal(all.code, 0);
  assert.deepEqual(ndjson(all.stdout).map(({ error }) => error), [null, null, null]);
  assert.equal(sandbox.get("eliza", ids[2]).running, false);
  const failed = await run("stop", ...to("langchain"), sandbox.agents.langchain.plain);
  assert.equal(failed.code, 2, failed.stderr);
});

test("each command says what it does: stop does not speak of deleting, nor backup", async (t) => {
  const { run, to, sandbox, cwd } = await world(t);
  const { running, stopped } = sandbox.agents.eliza;
  const answered = await run("stop", ...to("eliza"), "--all", "--name", "*", "--yes", "--at-most", "99");
  assert.equal(answered.code, 0, answered.stderr);
  assert.ok(!/delet/.test(answered.stdout + answered.stderr), answered.stderr);
  const again = await run("stop", ...to("eliza"), running, stopped, NIL, "--name", "zzz", "--yes", "--expect", "0");
  assert.match(again.stderr, /No agent matches: nothing is stopped\./);
  const declined = await run("stop", ...to("eliza"), "--all", "--name", "*", "--yes", "--expect", "0");
  assert.match(declined.stderr, /agents are chosen, and --expect says 0: nothing was stopped/);
  assert.match((await run("stop", ...to("eliza"), "--all", "--name", "*")).stderr, /nothing is stopped/);
  for (const args of [["--all"], ["--all", "--name", "zzz"], [NIL], [running, "--backup-dir", join(cwd, "agent-delete.json")]]) {
    writeFileSync(join(cwd, "agent-delete.json"), '{"connections":{}}');
    const { stdout, stderr } = await run("backup", ...to("eliza"), ...args);
    assert.ok(!/delet(ed|ion)/.test(`${stdout}${stderr}`.replaceAll(cwd, "")), stderr);
  }
});

test("protect: never deleted or stopped, whatever the flags, by whatever way one gets there", async (t) => {
  const { run, to, sandbox, configure, server } = await world(t);
  const [byName, byId, other] = ["prod-desk", "x", "e2e"].map((name) => sandbox.create("kortix", { name }));
  configure({
    here: { backend: "kortix", baseUrl: server.baseUrl("kortix"), protect: ["PROD-*"] },
    again: { backend: "kortix", baseUrl: `${server.baseUrl("kortix")}/`, protect: [byId.toUpperCase()] },
  });
  for (const how of [["--connection", "here"], ["--connection", "again"], to("kortix"), ["--backend", "kortix", "--base-url", server.baseUrl("kortix").replace("127.0.0.1", "localhost")]]) {
    const listed = await run("list", ...how, "--name", "prod*");
    assert.match(listed.stdout, new RegExp(`^${byName}\tprod-desk\t.*\tprotected$`, "m"));
    const plan = ndjson((await run("plan", ...how, byName, byId, "--json", "--force")).stdout);
    assert.deepEqual(plan.map(({ deletable, blockers: [{ code, liftedBy }] }) => [deletable, code, liftedBy]), [[false, "protected", null], [false, "protected", null]]);
    const named = await run("delete", ...how, byName, byId, "--yes", "--force");
    assert.equal(named.code, 1, named.stderr);
    assert.match(named.stderr, /2 agents are protected by the configuration and stay/);
    const all = await run("delete", ...how, "--all", "--name", "{prod*,x}", "--yes", "--at-most", "9");
    assert.equal(all.code, 0, all.stderr);
  }
  assert.deepEqual(changing(sandbox), []);
  assert.equal((await run("delete", "--connection", "here", other, "--yes")).code, 0);
});

test("an agent that can't be read is not deleted where names are protected", async (t) => {
  const { run, sandbox, configure, server } = await world(t);
  configure({ here: { backend: "kortix", baseUrl: server.baseUrl("kortix"), protect: ["prod-*"] } });
  const { foreign } = sandbox.agents.kortix;
  const { code } = await run("delete", "--connection", "here", foreign, "--yes");
  assert.equal(code, 1);
  assert.deepEqual(changing(sandbox), []);
});

test("production: --yes needs the name, by whatever way one gets there", async (t) => {
  const { run, to, sandbox, configure, server } = await world(t);
  configure({ live: { backend: "kortix", baseUrl: server.baseUrl("kortix"), production: true } });
  const { plain } = sandbox.agents.kortix;
  for (const how of [["--connection", "live"], to("kortix")]) {
    for (const more of [[], ["--production", "other"]]) {
      const { code, stderr } = await run("delete", ...how, plain, "--yes", ...more);
      assert.equal(code, 2);
      assert.match(stderr, /live/);
    }
  }
  assert.deepEqual(changing(sandbox), []);
  assert.equal((await run("delete", ...to("kortix"), plain, "--yes", "--production", "live")).code, 0);
});

test("the configuration is checked against its schema; unknown members are errors", async (t) => {
  const { run, cwd, sandbox } = await world(t);
  const file = join(cwd, "agent-delete.json");
  const place = { backend: "eliza", baseUrl: "http://localhost:1/api" };
  for (const [content, says] of [
    ["{", /is not JSON/],
    ['{"connections":{"a":{"backend":"eliza","token":"secret-1"}}}', /connections\.a has an unknown member "token"; a credential never stands in this file/],
    [JSON.stringify({ connections: { a: { ...place, colour: 1 } } }), /unknown member "colour"/],
    [JSON.stringify({ connections: { a: { ...place, backend: "x" } } }), /connections\.a\.backend must be one of charm/],
    [JSON.stringify({ connections: { a: { ...place, protect: "x" } } }), /connections\.a\.protect must be array/],
    [JSON.stringify({ connections: { a: { ...place, timeout: "soon" } } }), /connections\.a\.timeout must be a duration/],
    [JSON.stringify({ connections: { a: { ...place, credential: { command: ["x"], env: "Y" } } } }), /either "command" or "env"/],
    [JSON.stringify({ connections: { "a/b": place } }), /"a\/b" is no name for a connection/],
    [JSON.stringify({ connections: {}, more: 1 }), /unknown member "more"/],
    [JSON.stringify({ connections: { a: { ...place, headers: { authorization: "secret-1" } } } }), /authorization carries a credential/],
    [JSON.stringify({ connections: { a: { ...place, headers: { "X-Team": "Bearer secret-1" } } } }), /X-Team carries a credential/],
    [JSON.stringify({ connections: { a: { ...place, baseUrl: "http://me:secret-1@localhost:1/api" } } }), /"baseUrl" of "a" must have no user name/],
    [JSON.stringify({ connections: { a: { ...place, baseUrl: "http://localhost:1/api?key=secret-1" } } }), /"baseUrl" of "a" must have no user name/],
  ]) {
    writeFileSync(file, content);
    // Also where nothing of it is asked for: what it protects would not be known.
    for (const how of [["--connection", "a"], ["--backend", "eliza", "--base-url", place.baseUrl]]) {
      const { code, stderr } = await run("list", ...how);
      assert.equal(code, 2, content);
      assert.match(stderr, says);
      assert.ok(!stderr.includes("secret-1"));
    }
  }
  writeFileSync(file, JSON.stringify({ $schema: "./node_modules/agent-delete/agent-delete.schema.json", connections: { a: place } }));
  for (const [args, says] of [
    [["--connection", "b"], /has no connection "b"; it has a\./],
    [["--connection", "a", "--backend", "kortix"], /--backend can't be given beside --connection/],
    [["--connection", "a", "--base-url", "http://x"], /--base-url can't be given/],
  ]) {
    const { code, stderr } = await run("list", ...args);
    assert.equal(code, 2);
    assert.match(stderr, says);
  }
  assert.deepEqual(sandbox.requests, []);
});

test("the user's configuration is taken where the folder has none", async (t) => {
  const { run, cwd, server } = await world(t);
  mkdirSync(join(cwd, "config", "agent-delete"), { recursive: true });
  writeFileSync(join(cwd, "config", "agent-delete", "agent-delete.json"), JSON.stringify({ connections: { mine: { backend: "eliza", baseUrl: server.baseUrl("eliza") } } }));
  const { code, stderr } = await run("list", "--connection", "mine");
  assert.equal(code, 0, stderr);
});

test("connections: each tried with one read, and what is wrong with which", async (t) => {
  const { run, sandbox, configure, server } = await world(t);
  assert.equal((await run("connections")).code, 0);
  const good = Object.fromEntries(["langchain", "foundry", "eliza", "kortix"].map((backend) => [backend, { backend, baseUrl: server.baseUrl(backend) }]));
  configure({ ...good, charm: { backend: "charm", baseUrl: server.baseUrl("charm"), credential: { env: "CHARM", as: "bearer" } } });
  const env = { CHARM: sandbox.credential("charm").bearer };
  const fine = await run("connections", { env });
  assert.equal(fine.code, 0, fine.stderr + fine.stdout);
  assert.equal(sandbox.requests.length, 5);
  configure({
    ...good,
    wrongKey: { backend: "kortix", baseUrl: server.baseUrl("kortix"), credential: { env: "BAD" } },
    noKey: { backend: "charm", baseUrl: server.baseUrl("charm") },
    wrongUrl: { backend: "eliza", baseUrl: server.origin },
    nobody: { backend: "eliza", baseUrl: "http://127.0.0.1:9/api", maxRetries: 0 },
  });
  const { code, stdout, stderr } = await run("connections", "--json", { env: { BAD: "pk_wrong:sk_wrong" } });
  assert.equal(code, 1);
  const states = Object.fromEntries(ndjson(stdout).map(({ name, ok, error }) => [name, ok || error.code || error.name]));
  assert.deepEqual(states, { langchain: true, foundry: true, eliza: true, kortix: true, wrongKey: "unauthenticated", noKey: "Error", wrongUrl: "wrong-endpoint", nobody: "network" });
  assert.match(stderr, /^$/);
  const lines = await run("connections", { env: { BAD: "pk_wrong:sk_wrong" } });
  assert.match(lines.stderr, /✗ wrongKey {2}Kortix/);
  assert.match(lines.stderr, /8 connections, 4 of them wrong\./);
});

test("credentials: from the environment, from a variable of the connection's own, from a command's line or member", async (t) => {
  const { run, to, sandbox, configure, server, cwd } = await world(t);
  const { apiKey } = sandbox.credential("langchain");
  const none = { LANGSMITH_API_KEY: "" };
  const without = await run("list", ...to("langchain"), { env: none });
  assert.equal(without.code, 2);
  assert.match(without.stderr, /langchain has no credential/);
  assert.equal((await run("list", ...to("langchain"), { env: { ...none, AGENT_DELETE_API_KEY: apiKey } })).code, 0);
  assert.equal((await run("list", ...to("foundry"), { env: { AZURE_AI_AUTH_TOKEN: "", AGENT_DELETE_BEARER: sandbox.credential("foundry").bearer } })).code, 0);
  const both = await run("list", ...to("langchain"), { env: { AGENT_DELETE_API_KEY: "a", AGENT_DELETE_BEARER: "b" } });
  assert.equal(both.code, 2);

  const print = (text) => [process.execPath, "-e", `console.log(${JSON.stringify(text)})`];
  const place = { backend: "langchain", baseUrl: server.baseUrl("langchain") };
  configure({
    env: { ...place, credential: { env: "MINE" } },
    line: { ...place, credential: { command: print(`${apiKey}\nand more`) } },
    member: { ...place, credential: { command: print(JSON.stringify({ token: { value: apiKey } })), member: "token.value" } },
    fails: { ...place, credential: { command: [process.execPath, "-e", "console.log('secret-1'); process.exit(3)"] } },
    missing: { ...place, credential: { command: ["no-such-program-here"] } },
    noJson: { ...place, credential: { command: print("secret-1"), member: "x" } },
  });
  for (const name of ["env", "line", "member"]) {
    const { code, stderr } = await run("list", "--connection", name, { env: { ...none, MINE: apiKey } });
    assert.equal(code, 0, `${name}: ${stderr}`);
  }
  sandbox.clearRequests();
  for (const name of ["env", "fails", "missing", "noJson"]) {
    const { code, stderr } = await run("list", "--connection", name, { env: none });
    assert.ok(code === 1 || code === 2, name);
    assert.match(stderr, /credential/);
    assert.ok(!stderr.includes("secret-1"));
  }
  assert.deepEqual(sandbox.requests, []);
  assert.deepEqual(readdirSync(cwd), ["agent-delete.json"]);
});

test("--quiet says only what went wrong", async (t) => {
  const { run, to, sandbox } = await world(t);
  const { stdout, stderr, code } = await run("delete", ...to("langchain"), sandbox.agents.langchain.plain, "--yes", "--quiet");
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /\tdeleted\t/);
});
