// `delete`: consent, exit codes, both forms of output, backups, plans that are kept.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { backupFromJson } from "../../pkg/node.js";
import { changing, journalOf, ndjson, runFolder, world } from "./support.mjs";

const NIL = "00000000-0000-4000-8000-00000000dead";

test("one agent, in lines: 0", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  const { code, stdout, stderr } = await run("delete", ...to("kortix"), sandbox.agents.kortix.plain, "--yes");
  assert.equal(code, 0, stderr);
  assert.equal(stdout, `${sandbox.agents.kortix.plain}\tdeleted\tAnalyst\n`);
  assert.match(stderr, /destroys +the agent and its configuration\n/);
  assert.match(stderr, /keeps +its runs/);
  assert.match(stderr, /1 agent: 1 would be deleted\./);
  assert.match(stderr, /^1 deleted in/m);
  assert.ok(!stderr.includes("\x1b") && !stdout.includes("\x1b"), "no colour without a terminal");
  assert.equal(sandbox.has("kortix", sandbox.agents.kortix.plain), false);
  const folder = runFolder(cwd, "kortix");
  assert.equal(readdirSync(folder).length, 2);
});

test("in JSON: the API's own shapes, and nothing else on standard output", async (t) => {
  const { sandbox, run, to } = await world(t);
  const { plain, system } = sandbox.agents.kortix;
  const { code, stdout } = await run("delete", ...to("kortix"), plain, system, "--yes", "--json", "--verbose");
  assert.equal(code, 1);
  const results = Object.fromEntries(ndjson(stdout).map((result) => [result.agentId, result]));
  assert.deepEqual(Object.keys(results[plain]).sort(), ["agentId", "deletion", "duplicate", "error"]);
  assert.equal(results[plain].deletion.outcome, "deleted");
  assert.equal(results[plain].error, null);
  assert.equal(results[system].deletion, null);
  assert.equal(results[system].error.name, "AgentError");
  assert.equal(results[system].error.code, "protected");
  assert.ok(Array.isArray(results[system].error.steps));
});

const quiet = ["--quiet"];
/** What is wrong, the code and the sentence. Nothing of it changes anything. */
const refusals = [
  ["no agent", ({ to }) => [...to("eliza"), "--yes"], 2, /No agent is given/],
  ["no terminal and no --yes", ({ to }, { eliza }) => [...to("eliza"), eliza.stopped], 2, /no terminal to ask on/],
  ["--force is no --yes", ({ to }, { eliza }) => [...to("eliza"), eliza.stopped, "--force"], 2, /no terminal to ask on/],
  ["a filter alone", ({ to }) => [...to("eliza"), "--name", "x", "--yes"], 2, /A filter needs --all, or ids/],
  ["--yes with a filter alone", ({ to }) => [...to("eliza"), "--all", "--name", "*", "--yes"], 2, /--expect N or --at-most N/],
  ["--yes with a filter over ids alone", ({ to }, { eliza }) => [...to("eliza"), eliza.stopped, "--status", "active", "--yes"], 2, /--expect N or --at-most N/],
  ["--yes with --all alone", ({ to }) => [...to("eliza"), "--all", "--yes", "--at-most", "99"], 2, /needs a filter/],
  ["--all beside ids", ({ to }, { eliza }) => [...to("eliza"), "--all", eliza.stopped, "--yes"], 2, /--all can't be given beside ids/],
  ["both numbers", ({ to }) => [...to("eliza"), "--all", "--name", "*", "--yes", "--expect", "1", "--at-most", "2"], 2, /can't be given together/],
  ["another number than expected", ({ to }) => [...to("eliza"), "--all", "--name", "*", "--yes", "--expect", "1"], 3, /7 agents are chosen, and --expect says 1: nothing was deleted/],
  ["more than at most", ({ to }) => [...to("eliza"), "--all", "--name", "*", "--yes", "--at-most", "6"], 3, /--at-most says 6/],
  ["none where some were expected", ({ to }) => [...to("eliza"), "--all", "--name", "zzz", "--yes", "--expect", "1"], 3, /0 agents are chosen, and --expect says 1: nothing was deleted/],
  ["an id that is none", ({ to }, { eliza }) => [...to("eliza"), eliza.stopped, "agents", "--yes"], 2, /can't have an agent with the id "agents"/],
  ["no connection", () => [NIL, "--yes"], 2, /No connection is given/],
  ["a base URL that is none", () => ["--backend", "eliza", "--base-url", "localhost:3000", NIL, "--yes"], 2, /The base URL must be/],
  ["no base URL", () => ["--backend", "eliza", NIL, "--yes"], 2, /--base-url must be given/],
  ["an unknown platform", () => ["--backend", "salesforce", NIL, "--yes"], 2, /--backend must be charm, langchain, .* or \w+, not "salesforce"\./],
  ["no number", ({ to }) => [...to("eliza"), "--all", "--name", "*", "--yes", "--at-most", "-1"], 2, /--at-most must be a whole number/],
  ["a duration without a unit", ({ to }) => [...to("eliza"), "--all", "--older-than", "30", "--yes", "--at-most", "1"], 2, /--older-than must be a duration with a unit/],
  ["a day that does not exist", ({ to }) => [...to("eliza"), "--all", "--created-before", "2026-02-30", "--yes", "--at-most", "1"], 2, /--created-before must be a date/],
  ["--no-backup with a folder", ({ to }, { eliza }) => [...to("eliza"), eliza.stopped, "--no-backup", "--backup-dir", "x", "--yes"], 2, /can't be given together/],
  ["a summary that can't be written", ({ to }, { eliza }) => [...to("eliza"), eliza.stopped, "--yes", "--summary", "no/such/folder/x.md"], 2, /--summary .* can't be written/],
  ["a file of ids that is not there", ({ to }) => [...to("eliza"), "--from", "nowhere", "--yes"], 2, /--from nowhere can't be read/],
  ["a header that is a credential", ({ to }) => [...to("eliza"), NIL, "--header", "X-Api-Key: secret-1", "--yes"], 2, /X-Api-Key carries a credential/],
  ["--production where none is", ({ to }, { eliza }) => [...to("eliza"), eliza.stopped, "--yes", "--production", "x"], 2, /--production x is not needed/],
  ["what plan --out did not write", ({ to }) => [...to("eliza"), "--plan", "nowhere.json", "--yes"], 2, /--plan nowhere.json can't be read/],
];

for (const [what, args, exit, says] of refusals) {
  test(`refused with ${exit}: ${what}`, async (t) => {
    const made = await world(t);
    const { code, stdout, stderr } = await made.run("delete", ...args(made, made.sandbox.agents), ...quiet);
    assert.equal(code, exit, stderr);
    assert.match(stderr, says);
    assert.equal(stdout, "");
    assert.ok(!/\n\s+at /.test(stderr), "no stack");
    assert.ok(!stderr.includes("secret-1"));
    assert.deepEqual(changing(made.sandbox), []);
    if (exit === 2) assert.deepEqual(made.sandbox.requests, []);
    assert.equal(existsSync(join(made.cwd, "agent-delete-backups")), false);
  });
}

test("none that match is a success that says so", async (t) => {
  const { sandbox, run, to } = await world(t);
  const { code, stdout, stderr } = await run("delete", ...to("eliza"), "--all", "--name", "zzz*", "--yes", "--at-most", "5");
  assert.equal(code, 0);
  assert.equal(stdout, "");
  assert.match(stderr, /No agent matches: nothing is deleted\./);
  assert.deepEqual(changing(sandbox), []);
});

test("an agent that is not there: a failure for an id, none with --if-missing ignore", async (t) => {
  const { run, to } = await world(t);
  const failed = await run("delete", ...to("eliza"), NIL, "--yes", "--json");
  assert.equal(failed.code, 1);
  assert.equal(ndjson(failed.stdout)[0].error.code, "not-found");
  const ignored = await run("delete", ...to("eliza"), NIL, "--yes", "--json", "--if-missing", "ignore");
  assert.equal(ignored.code, 0, ignored.stderr);
  assert.equal(ndjson(ignored.stdout)[0].deletion.outcome, "absent");
});

test("what a listing named and is gone by then is no failure", async (t) => {
  const { sandbox, run, to } = await world(t);
  const ids = sandbox.createMany("eliza", 3, { name: "e2e", running: false });
  sandbox.inject({ kind: "race", backend: "eliza", method: "DELETE", agentId: ids[1] });
  const { code, stdout, stderr } = await run("delete", ...to("eliza"), "--all", "--name", "e2e", "--yes", "--expect", "3", "--json");
  assert.equal(code, 0, stderr);
  assert.deepEqual(ndjson(stdout).map(({ deletion }) => deletion.outcome).sort(), ["absent", "deleted", "deleted"]);
});

test("an outcome that is not known: 4", async (t) => {
  const { sandbox, run, to } = await world(t);
  const accepted = await run("delete", ...to("eliza"), sandbox.agents.eliza.stuck, "--yes", "--force");
  assert.equal(accepted.code, 4, accepted.stderr);
  assert.match(accepted.stdout, /\taccepted\t/);
  sandbox.inject({ kind: "reply-lost", backend: "kortix", method: "DELETE" });
  const lost = await run("delete", ...to("kortix"), sandbox.agents.kortix.plain, sandbox.agents.kortix.system, "--yes", "--max-retries", "0");
  assert.equal(lost.code, 4, lost.stderr);
  assert.match(lost.stdout, /\tunknown\t/);
  assert.match(lost.stderr, /It may have happened all the same/);
});

test("--wait asks on, --verify reads back", async (t) => {
  const { sandbox, run, to } = await world(t);
  const { code, stdout } = await run("delete", ...to("eliza"), sandbox.agents.eliza.slow, "--yes", "--force", "--wait", "60s", "--verify", "--json");
  assert.equal(code, 0);
  assert.equal(ndjson(stdout)[0].deletion.verified, true);
});

test("failures stand together at the end, alike ones counted; --verbose has the receipts", async (t) => {
  const { sandbox, run, to } = await world(t);
  const ids = sandbox.createMany("eliza", 12, { name: "busy" });
  const { code, stderr } = await run("delete", ...to("eliza"), ...ids, "--yes");
  assert.equal(code, 1);
  assert.match(stderr, /✗ 12 × conflict {2}elizaOS did not delete agent …: The agent is running\n {4}--force deletes it all the same\./);
  assert.match(stderr, /, and 7 more\n/);
  assert.ok(!stderr.includes("GET /api"));
  const verbose = await run("delete", ...to("eliza"), ids[0], "--yes", "--verbose", "--force");
  assert.match(verbose.stderr, /delete: DELETE \S+ → 204, attempt 1, \d+ ms/);
});

test("--stop-on-error begins nothing more", async (t) => {
  const { sandbox, run, to } = await world(t);
  const ids = sandbox.createMany("kortix", 5, { name: "x" });
  const { code, stderr } = await run("delete", ...to("kortix"), sandbox.agents.kortix.system, ...ids, "--yes", "--stop-on-error", "--concurrency", "1");
  assert.equal(code, 1, stderr);
  assert.ok(ids.every((id) => sandbox.has("kortix", id)));
  assert.match(stderr, /5 agents were not begun/);
});

test("--cascade threads", async (t) => {
  const { sandbox, run, to } = await world(t);
  const { withOneThread } = sandbox.agents.langchain;
  const { code, stderr } = await run("delete", ...to("langchain"), withOneThread, "--yes", "--cascade", "threads", "--verbose");
  assert.equal(code, 0, stderr);
  assert.match(stderr, /delete-dependent: DELETE/);
});

test("what the platform does not let be saved is not deleted, and the others are", async (t) => {
  const { sandbox, run, to } = await world(t);
  const [broken, ...ids] = sandbox.createMany("charm", 4, { name: "x" });
  const env = { AGENT_DELETE_BEARER: sandbox.credential("charm").bearer };
  // The plan may read it, the backup may not.
  sandbox.inject({ kind: "server-error", backend: "charm", method: "GET", agentId: broken, skip: 1 });
  const { code, stderr, stdout } = await run("delete", ...to("charm"), broken, ...ids, "--yes", "--max-retries", "0", { env });
  assert.equal(code, 1, stderr);
  assert.ok(sandbox.has("charm", broken));
  assert.ok(ids.every((id) => !sandbox.has("charm", id)));
  assert.match(stdout, new RegExp(`${broken}\tfailed`));
});

test("--no-backup takes none, and the journal still stands", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  assert.equal((await run("delete", ...to("kortix"), sandbox.agents.kortix.plain, "--yes", "--no-backup")).code, 0);
  assert.deepEqual(readdirSync(runFolder(cwd, "kortix")), ["journal.ndjson"]);
  assert.deepEqual(journalOf(join(runFolder(cwd, "kortix"), "journal.ndjson")).map(({ type }) => type), ["run", "chosen", "begin", "end"]);
});

test("a backup is the package's own, its secrets left out, its bytes in base64", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  const kept = join(cwd, "kept");
  const { code } = await run("delete", ...to("foundry"), sandbox.agents.foundry.withCode, sandbox.agents.foundry.withSecrets, "--yes", "--backup-dir", kept);
  assert.equal(code, 0);
  const folder = join(kept, readdirSync(kept)[0]);
  const { content } = backupFromJson(readFileSync(join(folder, "hosted-code.json"), "utf8"));
  assert.ok(content.code instanceof Uint8Array);
  assert.ok(!readFileSync(join(folder, "hosted-secrets.json"), "utf8").includes("sandbox-secret"));
});

test("--from: lines as list prints them, NDJSON, standard input", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  const ids = sandbox.createMany("kortix", 6, { name: "from" });
  const listed = await run("list", ...to("kortix"), "--name", "from");
  writeFileSync(join(cwd, "ids"), `${listed.stdout.split("\n").slice(0, 2).join("\r\n")}\n\n`);
  assert.equal((await run("delete", ...to("kortix"), "--from", "ids", "--yes")).code, 0);
  assert.deepEqual(ids.map((id) => sandbox.has("kortix", id)), [false, false, true, true, true, true]);
  const json = await run("list", ...to("kortix"), "--name", "from", "--json");
  assert.equal((await run("delete", ...to("kortix"), "--from", "-", "--yes", { input: json.stdout.split("\n").slice(0, 2).join("\n") })).code, 0);
  assert.deepEqual(ids.map((id) => sandbox.has("kortix", id)), [false, false, false, false, true, true]);
  const bad = await run("delete", ...to("kortix"), "--from", "-", "--yes", { input: `${ids[4]}\n{"name":"x"}\n` });
  assert.equal(bad.code, 2);
  assert.match(bad.stderr, /line 2 has no "id"/);
  assert.ok(sandbox.has("kortix", ids[4]));
});

test("the same id twice, in two spellings, is one agent", async (t) => {
  const { sandbox, run, to } = await world(t);
  const id = sandbox.agents.kortix.plain;
  const { code, stdout } = await run("delete", ...to("kortix"), id, id.toUpperCase(), id, "--yes", "--expect", "1");
  assert.equal(code, 0);
  assert.equal(stdout.trimEnd().split("\n").length, 1);
});

test("--dry-run changes nothing, and says what plan says", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  const dry = await run("delete", ...to("kortix"), "--all", "--not-default", "--dry-run", "--json");
  const plan = await run("plan", ...to("kortix"), "--all", "--not-default", "--json");
  assert.deepEqual([dry.code, plan.code], [0, 0]);
  assert.equal(dry.stdout, plan.stdout);
  assert.ok(ndjson(plan.stdout).every(({ agent }) => agent.raw === null));
  assert.deepEqual(changing(sandbox), []);
  assert.deepEqual(readdirSync(cwd), []);
});

test("a plan that is kept: that and nothing else, and what changed since is skipped and told", async (t) => {
  let now = Date.parse("2026-01-01T00:00:00Z");
  const { sandbox, run, to, cwd } = await world(t, { sandbox: { now: () => now } });
  const ids = sandbox.createMany("eliza", 4, { name: "e2e", running: false });
  const planned = await run("plan", ...to("eliza"), "--all", "--name", "e2e", "--out", "plan.json");
  assert.equal(planned.code, 0, planned.stderr);
  const later = sandbox.create("eliza", { name: "e2e", running: false });
  const call = (path, init) => sandbox.fetch(`${sandbox.baseUrl("eliza")}/agents/${path}`, { headers: { "x-api-key": sandbox.credential("eliza").apiKey, "content-type": "application/json" }, ...init });
  now += 1000;
  const started = await call(`${ids[1]}/start`, { method: "POST" });
  assert.equal(started.status, 200);
  const deleted = await run("delete", ...to("eliza"), "--plan", "plan.json", "--yes", "--json");
  assert.equal(deleted.code, 1, deleted.stderr);
  assert.match(deleted.stderr, new RegExp(`${ids[1]} has changed since the plan was made and is skipped: status`));
  assert.deepEqual(ndjson(deleted.stdout).map(({ agentId }) => agentId).sort(), [ids[0], ids[2], ids[3]].sort());
  assert.ok(sandbox.has("eliza", ids[1]) && sandbox.has("eliza", later));

  for (const [args, says] of [
    [["--plan", "plan.json", ids[1]], /can't be given beside it/],
    [["--plan", "plan.json", "--force"], /--force can't be given beside it/],
    [["--plan", "plan.json", "--name", "x"], /a filter can't be given beside it/],
  ]) {
    const { code, stderr } = await run("delete", ...to("eliza"), ...args, "--yes");
    assert.equal(code, 2);
    assert.match(stderr, says);
  }
  const elsewhere = await run("delete", ...to("kortix"), "--plan", "plan.json", "--yes");
  assert.equal(elsewhere.code, 2);
  assert.match(elsewhere.stderr, /The plan is of eliza at/);
  assert.ok(existsSync(join(cwd, "plan.json")));
});

test("a summary in Markdown is added to the file, and nothing in it is Markdown of an agent's", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  writeFileSync(join(cwd, "summary.md"), "# Before\n");
  sandbox.inject({ kind: "reply", backend: "kortix", method: "DELETE", agentId: sandbox.agents.kortix.system, status: 400, body: { detail: "a | b <script> [x](http://e.vil)" } });
  await run("delete", ...to("kortix"), sandbox.agents.kortix.plain, sandbox.agents.kortix.system, "--yes", "--summary", "summary.md");
  const text = readFileSync(join(cwd, "summary.md"), "utf8");
  assert.match(text, /^# Before\n### agent-delete: kortix \(kortix\)\n\n\| Outcome \| Agents \|\n\|---\|---:\|\n\| deleted \| 1 \|\n\| failed \| 1 \|/);
  assert.ok(text.includes("a \\| b &lt;script&gt; \\[x\\]\\(http://e.vil\\)"), text);
});

test("what a platform says can't command a terminal", async (t) => {
  const { sandbox, run, to } = await world(t);
  const name = "evil\x1b[2Jname\u009b31m\u202e";
  const id = sandbox.create("kortix", { name });
  sandbox.inject({ kind: "reply", backend: "kortix", method: "DELETE", agentId: id, status: 400, body: { detail: "no\x1b]0;title\x07 way" } });
  for (const args of [["list", "--name", "evil*"], ["show", id], ["plan", id], ["delete", id, "--yes"], ["delete", id, "--yes", "--json"], ["list", "--json"]]) {
    const [command, ...rest] = args;
    const { stdout, stderr } = await run(command, ...to("kortix"), ...rest);
    assert.ok(!/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/.test(stdout + stderr), args.join(" "));
  }
  const { stdout } = await run("list", ...to("kortix"), "--name", "evil*", "--json");
  assert.equal(ndjson(stdout)[0].name, name);
});

test("DEBUG shows a stack, and nothing else does", async (t) => {
  const { run } = await world(t);
  const args = ["list", "--backend", "eliza"];
  assert.ok(!/\n\s+at /.test((await run(...args)).stderr));
  assert.match((await run(...args, { env: { DEBUG: "1" } })).stderr, /\n\s+at /);
});

test("a reader that goes away does not end the work", async (t) => {
  const { sandbox, start, to } = await world(t);
  const ids = sandbox.createMany("kortix", 20, { name: "x" });
  const { child, done } = start("delete", ...to("kortix"), ...ids, "--yes", "--no-backup");
  child.stdout.destroy();
  assert.equal((await done).code, 0);
  assert.ok(ids.every((id) => !sandbox.has("kortix", id)));
});
