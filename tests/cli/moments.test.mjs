// What happens between one look and the next: an agent that goes, gets a name that is protected, or changes; Ctrl-C; a full disk.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { changing, journalOf, ndjson, until, world } from "./support.mjs";

const NIL = "00000000-0000-4000-8000-00000000dead";

/** Somebody else's request. */
const elsewhere = (sandbox, backend, path, init = {}) => {
  const credential = sandbox.credential(backend);
  const headers = { "content-type": "application/json", ...(credential.bearer ? { authorization: `Bearer ${credential.bearer}` } : { "x-api-key": credential.apiKey }) };
  return sandbox.fetch(`${sandbox.baseUrl(backend)}${path}`, { headers, ...init });
};

// What each platform answers of an agent that a listing named and that somebody else deletes just before: never more than it proves.
for (const [backend, outcome, exit, path, env = () => ({})] of [
  ["charm", "absent", 0, (id) => `/v1/agents/${id}`, ({ sandbox }) => ({ AGENT_DELETE_BEARER: sandbox.credential("charm").bearer })],
  ["langchain", "deleted", 0, (id) => `/agents/${id}`], // its 204 is about any agent that is not there
  ["foundry", "absent", 0, (id) => `/agents/${id}?api-version=v1`],
  ["eliza", "absent", 0, (id) => `/agents/${id}`],
  ["kortix", "unknown", 4, (id) => `/agents/${id}`], // says so with its database down as well
]) {
  test(`${backend}: gone between the listing and the deletion is ${outcome}`, async (t) => {
    const made = await world(t);
    const { sandbox } = made;
    const [gone, other] = sandbox.createMany(backend, 2, { name: "e2e", ...(backend === "eliza" && { running: false }) });
    const how = made.to(backend);
    const slow = sandbox.inject({ kind: "delay", backend, method: "DELETE", agentId: gone, ms: 700, times: 1 });
    const ids = backend === "charm" || backend === "foundry" ? [gone, other, "--if-missing", "ignore"] : ["--all", "--name", "e2e", "--expect", "2"];
    const { done } = made.start("delete", ...how, ...ids, "--yes", { env: env(made) });
    await until(() => slow.hits >= 1);
    const response = await elsewhere(sandbox, backend, path(gone), { method: "DELETE" });
    assert.ok(response.ok, String(response.status));
    const { code, stdout, stderr } = await done;
    assert.equal(code, exit, stderr);
    assert.match(stdout, new RegExp(`^${gone}\t${outcome}\t`, "m"));
    assert.match(stdout, new RegExp(`^${other}\tdeleted\t`, "m"));
  });
}

test("kortix: a lost race is neither deleted nor failed nor absent, however it was chosen", async (t) => {
  const { sandbox, run, to } = await world(t);
  for (const which of [(id) => [id], (id) => [id, "--if-missing", "ignore"], () => ["--all", "--name", "e2e", "--at-most", "1"]]) {
    const id = sandbox.create("kortix", { name: "e2e" });
    sandbox.inject({ kind: "race", backend: "kortix", method: "DELETE", times: 1 });
    const { code, stdout, stderr } = await run("delete", ...to("kortix"), ...which(id), "--yes", "--summary", "summary.md");
    assert.equal(code, 4, stderr);
    assert.match(stdout, new RegExp(`^${id}\tunknown\t`, "m"));
    assert.match(stderr, /Another deletion came first/);
    assert.match(stderr, /1 unknown/);
  }
  // Permission that is really missing is a failure.
  const denied = await run("delete", ...to("kortix"), sandbox.agents.kortix.foreign, "--yes", "--no-backup");
  assert.equal(denied.code, 1, denied.stderr);
});

test("protection is looked at again at the moment of deletion: a name that changed meanwhile", async (t) => {
  const made = await world(t, { connections: ({ server }) => ({ here: { backend: "kortix", baseUrl: server.baseUrl("kortix"), protect: ["prod-*"] } }) });
  const { sandbox } = made;
  const [renamed, other] = sandbox.createMany("kortix", 2, { name: "e2e" });
  const slow = sandbox.inject({ kind: "delay", backend: "kortix", path: `/agents/${other}/versions`, ms: 700, times: 1 });
  const { done } = made.start("delete", "--connection", "here", "--all", "--name", "e2e", "--yes", "--expect", "2", "--json");
  await until(() => slow.hits >= 1);
  assert.equal((await elsewhere(sandbox, "kortix", `/agents/${renamed}`, { method: "PUT", body: JSON.stringify({ name: "prod-1" }) })).status, 200);
  const { code, stdout, stderr } = await done;
  assert.equal(code, 1, stderr);
  assert.match(stderr, /by now the configuration protects it by "prod-\*"/);
  assert.deepEqual([sandbox.has("kortix", renamed), sandbox.has("kortix", other)], [true, false]);
  assert.equal(ndjson(stdout).find(({ agentId }) => agentId === renamed).error.code, "confirm-failed");
  assert.deepEqual(changing(sandbox).filter(({ method, path }) => method === "DELETE" && path.includes(renamed)), []);
});

test("protection is looked at again between the listing and the plan, by every command that begins so", async (t) => {
  const made = await world(t, { connections: ({ server }) => ({ here: { backend: "kortix", baseUrl: server.baseUrl("kortix"), protect: ["prod-*"] } }) });
  const { sandbox, cwd } = made;
  const [renamed, other] = sandbox.createMany("kortix", 2, { name: "e2e" });
  const chosenAs = async (command, ...more) => {
    assert.equal((await elsewhere(sandbox, "kortix", `/agents/${renamed}`, { method: "PUT", body: JSON.stringify({ name: "e2e" }) })).status, 200);
    const slow = sandbox.inject({ kind: "delay", backend: "kortix", method: "GET", agentId: renamed, ms: 700, times: 1 });
    const { done } = made.start(command, "--connection", "here", "--all", "--name", "e2e", ...more);
    await until(() => slow.hits >= 1);
    assert.equal((await elsewhere(sandbox, "kortix", `/agents/${renamed}`, { method: "PUT", body: JSON.stringify({ name: "prod-1" }) })).status, 200);
    const answer = await done;
    assert.equal(answer.code, 0, answer.stderr);
    assert.match(answer.stderr, /1 agent is protected by the configuration and stays/);
    return answer;
  };
  const planned = ndjson((await chosenAs("plan", "--json", "--out", "plan.json")).stdout);
  assert.deepEqual(planned.map(({ agentId, blockers: [blocker] }) => [agentId, blocker?.code]), [[other, undefined], [renamed, "protected"]]);
  assert.deepEqual(JSON.parse(readFileSync(join(cwd, "plan.json"), "utf8")).agents.map(({ id }) => id), [other]);
  const deleted = await chosenAs("delete", "--yes", "--expect", "1");
  assert.equal(deleted.stdout, `${other}\tdeleted\te2e\n`);
  assert.ok(sandbox.has("kortix", renamed));
});

test("a plan names the agents that could not be looked at, and deletes none of them", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  const [broken, ...ids] = sandbox.createMany("kortix", 3, { name: "e2e" });
  const fault = sandbox.inject({ kind: "server-error", backend: "kortix", method: "GET", agentId: broken });
  const { code, stderr } = await run("plan", ...to("kortix"), broken, ...ids, "--out", "plan.json", "--max-retries", "0");
  assert.equal(code, 1, stderr);
  assert.match(stderr, /! 1 agent could not be looked at: named in the plan as unread, and not deleted by it\./);
  const { unread, agents } = JSON.parse(readFileSync(join(cwd, "plan.json"), "utf8"));
  assert.deepEqual([unread.map(({ id, code }) => [id, code]), agents.map(({ id }) => id)], [[[broken, "backend-failure"]], ids]);
  fault.remove();
  const deleted = await run("delete", ...to("kortix"), "--plan", "plan.json", "--yes", "--summary", "summary.md");
  assert.equal(deleted.code, 0, deleted.stderr);
  assert.match(deleted.stderr, new RegExp(`! 1 agent could not be looked at when the plan was made, and is left alone: ${broken}`));
  assert.match(readFileSync(join(cwd, "summary.md"), "utf8"), new RegExp(`^\\| ${broken} \\| it could not be looked at`, "m"));
  assert.ok(sandbox.has("kortix", broken) && ids.every((id) => !sandbox.has("kortix", id)));
});

test("foundry: an agent that was modified concurrently stays and has failed, each time", async (t) => {
  const { sandbox, run, to } = await world(t);
  const [id, other] = ["e2e-1", "e2e-2"].map((name) => sandbox.create("foundry", { id: name }));
  sandbox.inject({ kind: "race", backend: "foundry", method: "DELETE", agentId: id });
  for (const which of [[id, other], ["--all", "--name", "e2e-*", "--at-most", "9"]]) {
    const { code, stdout, stderr } = await run("delete", ...to("foundry"), ...which, "--yes", "--max-retries", "1");
    assert.equal(code, 1, stderr);
    assert.match(stdout, new RegExp(`^${id}\tfailed\t`, "m"));
    assert.match(stderr, /✗ conflict .*modified concurrently/);
    assert.ok(sandbox.has("foundry", id) && !sandbox.has("foundry", other));
  }
});

test("what a backup is without is told once for all that are alike, and stands in the summary", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  const ids = sandbox.createMany("eliza", 7, { name: "e2e", running: false });
  for (const [command, ...more] of [["backup"], ["delete", "--yes", "--summary", "summary.md"]]) {
    const { code, stderr, stdout } = await run(command, ...to("eliza"), ...ids, "--max-retries", "0", ...more);
    assert.equal(code, 0, stderr);
    const told = stderr.split("\n").filter((line) => line.startsWith("! "));
    assert.equal(told.length, 1, stderr);
    assert.match(told[0], new RegExp(`^! 7 backups are without memories and rooms, which could not be saved: .*\\(${ids.slice(0, 5).join(", ")}, and 2 more\\)$`));
    assert.equal(stderr.split("\n").filter((line) => /secret values? (is|are) left out/.test(line)).length, 1, stderr);
    assert.equal(stdout.trimEnd().split("\n").length, 7);
  }
  assert.match(readFileSync(join(cwd, "summary.md"), "utf8"), /7 backups are without/);
});

test("what is not there or can't be deleted is not said to be destroyed; what a flag would let be deleted is", async (t) => {
  const { run, to, sandbox } = await world(t);
  for (const [backend, id, said, destroys] of [
    ["eliza", NIL, /not there/, false],
    ["kortix", sandbox.agents.kortix.system, /protected/, false],
    ["kortix", sandbox.agents.kortix.plain, /would be deleted/, true],
    ["eliza", sandbox.agents.eliza.running, /Lifted by --force/, true],
  ]) {
    const { stderr } = await run("plan", ...to(backend), id);
    assert.match(stderr, said);
    assert.equal(/destroys|keeps/.test(stderr), destroys, stderr);
  }
});

test("a plan: what is protected, blocked or different by then stays, is told, and stands in the summary", async (t) => {
  const made = await world(t);
  const { sandbox, run, to, cwd, configure, server } = made;
  const [kept, renamed, started, plain] = sandbox.createMany("eliza", 4, { name: "e2e", running: false });
  assert.equal((await run("plan", ...to("eliza"), "--all", "--name", "e2e", "--out", "plan.json")).code, 0);
  configure({ here: { backend: "eliza", baseUrl: server.baseUrl("eliza"), protect: [kept] } });
  assert.equal((await elsewhere(sandbox, "eliza", `/agents/${renamed}/start`, { method: "POST" })).status, 200);
  assert.equal((await elsewhere(sandbox, "eliza", `/agents/${started}/start`, { method: "POST" })).status, 200);
  sandbox.clearRequests();
  const { code, stdout, stderr } = await run("delete", ...to("eliza"), "--plan", "plan.json", "--yes", "--summary", "summary.md");
  assert.equal(code, 1, stderr);
  assert.equal(stdout.trimEnd(), `${plain}\tdeleted\te2e`);
  const text = readFileSync(join(cwd, "summary.md"), "utf8");
  for (const [id, why] of [[kept, "the configuration protects it by"], [renamed, "changed since the plan was made: status"], [started, "changed since the plan was made: status"]]) {
    assert.match(stderr, new RegExp(id === kept ? "protected by the configuration" : `${id} has changed`));
    assert.match(text, new RegExp(`^\\| ${id} \\| .*${why}`, "m"));
    assert.ok(sandbox.has("eliza", id));
  }
  assert.equal(changing(sandbox).length, 1);
});

test("Ctrl-C while the listing is read: 130, and nothing was changed or made", async (t) => {
  const made = await world(t);
  const { sandbox, cwd } = made;
  sandbox.createMany("kortix", 250, { name: "e2e" });
  for (const [command, ...more] of [["list"], ["plan", "--all"], ["delete", "--all", "--name", "e2e", "--yes", "--at-most", "999"], ["backup", "--all"]]) {
    const slow = sandbox.inject({ kind: "delay", backend: "kortix", method: "GET", ms: 3000, skip: 1, times: 1 });
    const { child, done } = made.start(command, ...made.to("kortix"), ...more);
    await until(() => slow.hits >= 1);
    child.kill("SIGINT");
    const { code, stdout, stderr } = await done;
    slow.remove();
    assert.equal(code, 130, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /Interrupted/);
  }
  assert.deepEqual(changing(sandbox), []);
  assert.deepEqual(readdirSync(cwd), []);
});

/** A disk of its own, where a user may mount one; else files that may not grow. Either really fails. */
const disk = (folder) => (command) => ["unshare", "--map-root-user", "--mount", "sh", "-c", `mount -t tmpfs -o size=4k tmpfs "${folder}" && exec "$@"`, "sh", ...command];
const limit = (blocks) => (command) => ["sh", "-c", `ulimit -f ${blocks} && exec "$@"`, "sh", ...command];
const [mounts, ...tries] = disk(tmpdir())(["true"]);
const mayMount = spawnSync(mounts, tries).status === 0;

for (const [what, wrap] of [["a limit on files", () => limit(8)], ...(mayMount ? [["a full disk", disk]] : [])]) {
  test(`${what} for the beginning of the journal: nothing is deleted`, async (t) => {
    const { sandbox, run, to, cwd } = await world(t);
    const folder = join(cwd, "small");
    mkdirSync(folder);
    const ids = sandbox.createMany("kortix", 40, { name: "e2e" });
    const { code, stdout, stderr } = await run("delete", ...to("kortix"), ...ids, "--yes", "--no-backup", "--journal", join(folder, "journal"), { wrap: wrap(folder) });
    assert.equal(code, 1, stderr);
    assert.match(stderr, /The journal .* can't be written: .*(ENOSPC|EFBIG).*Nothing more is begun/);
    assert.equal(stdout, "");
    assert.deepEqual(changing(sandbox), []);
  });
}

test("a disk that is full half-way through the journal: nothing more is begun, what was done is told, and resume goes on", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  const ids = sandbox.createMany("kortix", 12, { name: "e2e" });
  const journal = join(cwd, "journal");
  const { code, stdout, stderr } = await run("delete", ...to("kortix"), ...ids, "--yes", "--no-backup", "--concurrency", "2", "--journal", journal, { wrap: limit(16) });
  assert.equal(code, 1, stderr);
  assert.match(stderr, /can't be written: .*EFBIG.*Nothing more is begun/);
  const gone = ids.filter((id) => !sandbox.has("kortix", id));
  assert.ok(gone.length > 0 && gone.length < ids.length, `${gone.length} gone`);
  assert.deepEqual(stdout.trimEnd().split("\n").filter((line) => line.includes("\tdeleted\t")).map((line) => line.split("\t")[0]).sort(), [...gone].sort());
  assert.doesNotThrow(() => journalOf(journal), "every line is whole");
  const resumed = await run("resume", journal, ...to("kortix"), "--yes");
  assert.ok(ids.every((id) => !sandbox.has("kortix", id)), resumed.stderr);
  const counts = changing(sandbox).map(({ path }) => path);
  assert.ok([0, 4].includes(resumed.code), resumed.stderr);
  assert.ok(counts.length <= ids.length + 2, "no more than what was under way is asked for again");
});

test("--verbose shows every exchange, whatever the command", async (t) => {
  const { sandbox, run, to, configure, server } = await world(t);
  const { stopped, running } = sandbox.agents.eliza;
  configure({ here: { backend: "eliza", baseUrl: server.baseUrl("eliza") } });
  const id = sandbox.create("eliza", { name: "e2e", running: false });
  for (const [command, ...more] of [
    ["connections"], ["list", ...to("eliza")], ["show", ...to("eliza"), stopped], ["plan", ...to("eliza"), stopped], ["backup", ...to("eliza"), stopped],
    ["stop", ...to("eliza"), running], ["delete", ...to("eliza"), id, "--yes"],
  ]) {
    sandbox.clearRequests();
    const quiet = await run(command, ...more, "--verbose");
    assert.equal(quiet.code, 0, quiet.stderr);
    const lines = quiet.stderr.split("\n").filter((line) => /^ {4}[a-z-]+: (GET|POST|DELETE) \/\S* → \d{3}, attempt 1, \d+ ms/.test(line));
    assert.equal(lines.length, sandbox.requests.length, `${command}: ${quiet.stderr}`);
    assert.ok(!quiet.stderr.includes(sandbox.credential("eliza").apiKey));
  }
});

test("--verbose shows the exchanges of what fails once, too, without an answer as well", async (t) => {
  const { sandbox, run, to, configure, server } = await world(t);
  configure({ here: { backend: "kortix", baseUrl: server.baseUrl("kortix") } });
  const { system, plain } = sandbox.agents.kortix;
  for (const [command, ...more] of [
    ["connections", { env: { KORTIX_API_KEY: "pk_no:sk_no" } }], ["show", ...to("kortix"), NIL], ["delete", ...to("kortix"), system, "--yes"], ["backup", ...to("kortix"), NIL],
    ["delete", ...to("kortix"), plain, "--yes", "--max-retries", "1"],
  ]) {
    const lost = sandbox.inject({ kind: "reply-lost", backend: "kortix", method: "DELETE" });
    sandbox.clearRequests();
    const { code, stderr } = await run(command, ...more.slice(0, -1), ...(typeof more.at(-1) === "object" ? ["--verbose", more.at(-1)] : [more.at(-1), "--verbose"]));
    lost.remove();
    assert.notEqual(code, 0, stderr);
    const lines = stderr.split("\n").filter((line) => /^ {4}[a-z-]+: (GET|POST|DELETE) \/\S* → (\d{3}|no answer), attempt \d+, \d+ ms/.test(line));
    assert.equal(lines.length, sandbox.requests.length, `${command}: ${stderr}`);
    assert.match(stderr, /✗ /);
  }
});
