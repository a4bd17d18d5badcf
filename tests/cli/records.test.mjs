// What a run leaves behind, and what is made of it later: no backup and no journal is ever written over, no file decides where a
// credential is sent, and one that somebody changed is refused in a sentence that names the member.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { makeRunFolder } from "../../cli/files.js";
import { changing, journalOf, ndjson, runFolder, world } from "./support.mjs";

const NIL = "00000000-0000-4000-8000-00000000dead";

/** All files below a folder, with what is in them. */
const filesIn = (folder) => new Map(
  readdirSync(folder, { recursive: true }).map(String).filter((name) => statSync(join(folder, name)).isFile()).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
);

for (const [what, more] of [["the default folder", []], ["--backup-dir", ["--backup-dir", "kept"]], ["--no-backup", ["--no-backup"]]]) {
  test(`runs one after the other and at once, with ${what}: each has a folder, and nothing is written over`, async (t) => {
    const { sandbox, run, to, cwd } = await world(t);
    const once = async () => {
      const id = sandbox.create("foundry", { id: `e2e-${sandbox.list("foundry").length}` });
      sandbox.create("foundry", { id: "e2e-again" });
      const { code, stderr } = await run("delete", ...to("foundry"), id, "e2e-again", "--yes", "--if-missing", "ignore", ...more);
      assert.equal(code, 0, stderr);
    };
    await once();
    const first = filesIn(cwd);
    await once();
    const second = filesIn(cwd);
    for (const [name, content] of first) assert.equal(second.get(name), content, name);
    assert.equal(second.size, first.size * 2);
    const ids = sandbox.createMany("kortix", 6, { name: "e2e" });
    const codes = await Promise.all(ids.map(async (id) => (await run("delete", ...to("kortix"), id, "--yes", ...more)).code));
    assert.deepEqual(codes, ids.map(() => 0));
    assert.equal([...filesIn(cwd).keys()].filter((name) => name.endsWith("journal.ndjson")).length, 8);
  });
}

test("folders of runs that begin in the same moment", async (t) => {
  const { cwd } = await world(t);
  const names = [1, 2, 3].map(() => makeRunFolder(join(cwd, "runs"), 0));
  assert.equal(new Set(names).size, 3);
  assert.deepEqual([...names].sort(), names, "later ones sort later");
});

test("backup: the same agents twice, into the same place", async (t) => {
  const { run, to, cwd, sandbox } = await world(t);
  const { plain } = sandbox.agents.kortix;
  for (const more of [[], ["--backup-dir", "kept"]]) {
    const files = [];
    for (let count = 0; count < 2; count += 1) {
      const { code, stdout, stderr } = await run("backup", ...to("kortix"), plain, "--json", ...more);
      assert.equal(code, 0, stderr);
      files.push(ndjson(stdout)[0].file);
    }
    assert.notEqual(files[0], files[1]);
    assert.ok(files.every((file) => JSON.parse(readFileSync(file, "utf8")).agentId === plain && file.startsWith(cwd)));
  }
});

test("a journal that is there is not written over, and nothing is sent", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  const [one, other] = sandbox.createMany("kortix", 2);
  assert.equal((await run("delete", ...to("kortix"), one, "--yes", "--journal", "mine.ndjson")).code, 0);
  const before = filesIn(cwd);
  sandbox.clearRequests();
  const { code, stderr } = await run("delete", ...to("kortix"), other, "--yes", "--journal", "mine.ndjson");
  assert.equal(code, 2);
  assert.match(stderr, /it is there, and no journal is written over/);
  assert.deepEqual(sandbox.requests, []);
  assert.deepEqual(filesIn(cwd), before);
});

test("plan --out: a plan is written over, and nothing else is", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  const { plain, default: other } = sandbox.agents.kortix;
  writeFileSync(join(cwd, "plan.json"), "");
  for (const id of [plain, other]) assert.equal((await run("plan", ...to("kortix"), id, "--out", "plan.json")).code, 0);
  assert.deepEqual(JSON.parse(readFileSync(join(cwd, "plan.json"), "utf8")).agents.map(({ id }) => id), [other]);
  writeFileSync(join(cwd, "else"), "{}");
  sandbox.clearRequests();
  const { code, stderr } = await run("plan", ...to("kortix"), plain, "--out", "else");
  assert.equal(code, 2);
  assert.match(stderr, /--out else can't be written: what is there is no plan/);
  assert.equal(readFileSync(join(cwd, "else"), "utf8"), "{}");
  assert.deepEqual(sandbox.requests, []);
});

test("a place where nothing can be kept: nothing is sent", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  const id = sandbox.create("kortix");
  writeFileSync(join(cwd, "file"), "");
  for (const [command, ...more] of [
    ["delete", "--yes", "--backup-dir", "file"], ["delete", "--yes", "--backup-dir", "file/x/y"], ["backup", "--backup-dir", "file"],
    ["delete", "--yes", "--journal", "file/journal"], ["delete", "--yes", "--no-backup", "--journal", "file"], ["plan", "--out", "file/plan.json"], ["plan", "--out", "."],
  ]) {
    const { code, stderr } = await run(command, ...to("kortix"), id, ...more);
    assert.equal(code, 2, `${more}: ${stderr}`);
    assert.match(stderr, /can't be written/);
    assert.deepEqual(sandbox.requests, [], String(more));
    assert.deepEqual(readdirSync(cwd), ["file"]);
  }
});

test("a journal does not decide where a credential is sent", async (t) => {
  const { sandbox, run, to, cwd, configure, server } = await world(t);
  let id = NIL;
  const seen = [];
  const thief = createServer((request, response) => {
    seen.push(request.headers);
    response.end("{}");
  });
  await new Promise((resolve) => thief.listen(0, "127.0.0.1", resolve));
  t.after(() => thief.close());
  const elsewhere = `http://127.0.0.1:${thief.address().port}/v1`;
  const journal = join(cwd, "journal");
  const write = (connection) => writeFileSync(journal, [runLine({ connection, agents: 1 }), { type: "chosen", agentId: id, seen: null }].map((line) => `${JSON.stringify(line)}\n`).join(""));
  configure({ here: { backend: "kortix", baseUrl: server.baseUrl("kortix") } });
  for (const [connection, how, says] of [
    [{ name: null, backend: "kortix", baseUrl: elsewhere, allowInsecureHttp: true }, [], /a journal does not decide where a credential is sent/],
    [{ name: null, backend: "kortix", baseUrl: elsewhere }, ["--allow-insecure-http", "--timeout", "1s"], /a journal does not decide/],
    [{ name: null, backend: "kortix", baseUrl: elsewhere }, ["--base-url", elsewhere], /a journal does not decide/],
    [{ name: null, backend: "kortix", baseUrl: elsewhere }, to("kortix"), /The journal is of kortix at http/],
    [{ name: null, backend: "kortix", baseUrl: elsewhere }, ["--connection", "here"], /The journal is of kortix at http/],
    [{ name: "here", backend: "kortix", baseUrl: elsewhere }, [], /The journal is of kortix at http/],
    [{ name: "nowhere", backend: "kortix", baseUrl: elsewhere }, [], /has no connection "nowhere"/],
    [{ name: null, backend: "eliza", baseUrl: server.baseUrl("kortix") }, to("kortix"), /The journal is of eliza/],
  ]) {
    write(connection);
    const { code, stderr } = await run("resume", journal, ...how, "--yes", "--summary", "summary.md");
    assert.equal(code, 2, stderr);
    assert.match(stderr, says);
    assert.deepEqual([seen, sandbox.requests], [[], []]);
    assert.deepEqual(readdirSync(cwd).sort(), ["agent-delete.json", "journal"]);
  }
  for (const how of [to("kortix"), ["--connection", "here"]]) {
    id = sandbox.create("kortix");
    write({ name: null, backend: "kortix", baseUrl: server.baseUrl("kortix") });
    const { code, stderr } = await run("resume", journal, ...how, "--yes");
    assert.equal(code, 0, stderr);
    assert.equal(sandbox.has("kortix", id), false);
  }
});

test("a plan and a journal hold for the API version that they were made with", async (t) => {
  const { sandbox, run, to, server, configure } = await world(t);
  const preview = ["--api-version", "2025-11-15-preview"];
  configure({ here: { backend: "foundry", baseUrl: server.baseUrl("foundry"), apiVersion: preview[1] } });
  const id = sandbox.create("foundry", { id: "e2e" });
  assert.equal((await run("plan", ...to("foundry"), ...preview, id, "--out", "plan.json")).code, 0);
  sandbox.inject({ kind: "race", backend: "foundry", method: "DELETE", times: 1 });
  assert.equal((await run("delete", ...to("foundry"), ...preview, id, "--yes", "--max-retries", "0", "--journal", "journal")).code, 1);
  sandbox.clearRequests();
  for (const [what, ...args] of [["plan", "delete", "--plan", "plan.json"], ["journal", "resume", "journal"]]) {
    for (const [other, now] of [[[], "none, the usual one"], [["--api-version", "v1"], "v1"]]) {
      const { code, stderr } = await run(...args, ...to("foundry"), ...other, "--yes");
      assert.equal(code, 2, stderr);
      assert.match(stderr, new RegExp(`The ${what} was made with another --api-version: ${preview[1]}; foundry has ${now}\\.`));
    }
  }
  assert.deepEqual(sandbox.requests, []);
  const resumed = await run("resume", "journal", "--connection", "here", "--yes");
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.ok(sandbox.requests.every((request) => JSON.stringify(request).includes(preview[1])));
});

const runLine = (more = {}) => ({
  type: "run", version: 1, time: "", backups: null, agents: 1,
  connection: { name: null, backend: "kortix", baseUrl: "http://127.0.0.1:9/v1", allowInsecureHttp: false },
  options: { force: false, cascade: [], ifMissing: "error", waitMs: 0, verify: false, stopOnError: false }, ...more,
});

test("a journal that is none or was changed is refused, and the member is named", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  const file = join(cwd, "journal");
  const chosen = { type: "chosen", agentId: NIL, seen: null };
  const text = (...lines) => lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("");
  const { options, ...without } = runLine();
  for (const [content, says] of [
    ["", /is no journal of agent-delete/],
    ["\n\n", /is no journal/],
    ["{}\n", /is no journal/],
    ["null\n", /is no journal/],
    ["[1]\n", /is no journal/],
    ["no json\nat all\n", /line 1 is no JSON/],
    ["\u0000\u0000\u0000", /is no journal/],
    [text(runLine({ version: 2 })), /version 2/],
    [text(runLine({ version: "1" })), /line 1 .*version must be number/],
    [text({ ...without }, chosen), /line 1 .*must have the member "options"/],
    [text(runLine({ options: { ...options, force: "yes" } }), chosen), /line 1 .*options\.force must be boolean/],
    [text(runLine({ options: { ...options, waitMs: -1 } }), chosen), /options\.waitMs must be >= 0/],
    [text(runLine({ options: { ...options, cascade: ["runs"] } }), chosen), /options\.cascade\.0 must be one of threads/],
    [text(runLine({ connection: null }), chosen), /connection must be object/],
    // It may be a described platform's, but is another place's.
    [text(runLine({ connection: { name: null, backend: "salesforce", baseUrl: "x" } }), chosen), /The journal is of salesforce at x, and kortix is kortix at /],
    [text(runLine({ connection: { name: null, backend: "Sales Force", baseUrl: "x" } }), chosen), /connection\.backend must be a platform's name/],
    [text(runLine({ agents: "1" }), chosen), /agents must be integer/],
    [text(runLine(), { ...chosen, agentId: 1 }), /line 2 .*agentId must be string/],
    [text(runLine(), { type: "chosen" }), /line 2 .*must have the member "agentId"/],
    [text(runLine(), { ...chosen, seen: "x" }), /line 2 .*seen must be object,null/],
    [text(runLine(), { ...chosen, seen: { name: 1 } }), /line 2 .*seen\.name must be string,null/],
    [text(runLine(), chosen, "null"), /line 3 .*must be object/],
    [text(runLine(), chosen, { type: "gone" }), /line 3 .*type must be one of run, chosen/],
    [text(runLine(), chosen, { type: "end", agentId: NIL, deletion: { outcome: "deleted", backend: "X" }, error: null }), /line 3 .*deletion\.backend must be a platform's name/],
    [text(runLine(), chosen, { type: "end", agentId: NIL, deletion: null, error: {} }), /line 3 .*error must have the member "outcomeUnknown"/],
    [text(runLine(), chosen, { ...chosen, agentId: "other" }), /has 2 agents, and its first line says 1/],
    [text(runLine(), '{"type":"cho', chosen), /line 2 is no JSON/],
    [`${JSON.stringify(runLine({ agents: 2 }))}\n${JSON.stringify(chosen)}\n{"type":"cho`, /breaks off before the first deletion/],
  ]) {
    writeFileSync(file, content);
    const { code, stderr } = await run("resume", file, ...to("kortix"), "--yes");
    assert.equal(code, 2, `${content}: ${stderr}`);
    assert.match(stderr, says, content);
    assert.deepEqual(readdirSync(cwd), ["journal"]);
  }
  assert.deepEqual(sandbox.requests, []);
});

test("a plan that is none or was changed is refused, and the member is named", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  const { plain } = sandbox.agents.kortix;
  assert.equal((await run("plan", ...to("kortix"), plain, "--out", "plan.json")).code, 0);
  const file = join(cwd, "plan.json");
  const good = JSON.parse(readFileSync(file, "utf8"));
  sandbox.clearRequests();
  const changed = (change) => {
    const plan = structuredClone(good);
    change(plan);
    return JSON.stringify(plan);
  };
  for (const [content, says] of [
    ["", /it is not JSON/],
    [JSON.stringify(good).slice(0, -20), /it is not JSON/],
    ["null", /the whole must be object/],
    ["[]", /the whole must be object/],
    ["{}", /must have the member "version".*"options"/],
    [changed((plan) => delete plan.options), /must have the member "options"/],
    [changed((plan) => delete plan.connection), /must have the member "connection"/],
    [changed((plan) => delete plan.options.force), /options must have the member "force"/],
    [changed((plan) => (plan.options.force = "true")), /options\.force must be boolean/],
    [changed((plan) => (plan.options.cascade = "threads")), /options\.cascade must be array/],
    [changed((plan) => (plan.options.cascade = ["runs"])), /options\.cascade\.0 must be one of threads/],
    [changed((plan) => (plan.options.yes = true)), /options has an unknown member "yes"/],
    [changed((plan) => (plan.version = 2)), /version 2; this agent-delete knows version 1/],
    [changed((plan) => (plan.version = "1")), /version must be 1/],
    [changed((plan) => (plan.agents = {})), /agents must be array/],
    [changed((plan) => (plan.agents[0] = plain)), /agents\.0 must be object/],
    [changed((plan) => (plan.agents[0].id = 1)), /agents\.0\.id must be string/],
    [changed((plan) => delete plan.agents[0].seen), /agents\.0 must have the member "seen"/],
    [changed((plan) => (plan.agents[0].seen = 1)), /agents\.0\.seen must be object,null/],
    [changed((plan) => (plan.agents[0].blockers = null)), /agents\.0\.blockers must be array/],
    [changed((plan) => (plan.connection.backend = "salesforce")), /The plan is of salesforce at .*, and kortix is kortix at /],
    [changed((plan) => (plan.connection.backend = "Sales Force")), /connection\.backend must be a platform's name/],
    [changed((plan) => (plan.connection.baseUrl = null)), /connection\.baseUrl must be string/],
    [changed((plan) => (plan.agents[0].id = "agents")), /can't have an agent with the id|UUID/],
  ]) {
    writeFileSync(file, content);
    const { code, stderr } = await run("delete", ...to("kortix"), "--plan", file, "--yes");
    assert.equal(code, 2, `${content}: ${stderr}`);
    assert.match(stderr, says, content);
    assert.deepEqual(sandbox.requests, [], content);
  }
  writeFileSync(file, JSON.stringify(good));
  assert.equal((await run("delete", ...to("kortix"), "--plan", file, "--yes")).code, 0);
});

test("resume: what is no backup of the agent is saved again, and beside it", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  const ids = sandbox.createMany("eliza", 2, { name: "e2e", running: true });
  const failed = await run("delete", ...to("eliza"), ...ids, "--yes");
  assert.equal(failed.code, 1, failed.stderr);
  const folder = runFolder(cwd, "eliza");
  const [{ file }] = journalOf(join(folder, "journal.ndjson")).filter(({ type }) => type === "backup");
  writeFileSync(file, "cut off");
  const again = await run("resume", join(folder, "journal.ndjson"), ...to("eliza"), "--yes");
  assert.equal(again.code, 1, again.stderr);
  assert.equal(readFileSync(file, "utf8"), "cut off");
  assert.equal(readdirSync(folder).filter((name) => name.endsWith(".json")).length, 3);
  assert.equal(changing(sandbox).filter(({ status }) => status === 204).length, 0);
});
