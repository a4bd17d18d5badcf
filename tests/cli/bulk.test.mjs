// Many agents, and what goes wrong on the way: nothing may be lost, done twice or claimed.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { changing, journalOf, ndjson, runFolder, until, world } from "./support.mjs";

/** How often the platform was made to delete each agent. What it had not begun when the caller was gone does not count. */
function deletions(sandbox) {
  const counts = new Map();
  for (const { method, path, status, fault } of sandbox.requests) {
    if (method === "DELETE" && (status !== null || fault === "hang")) counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return counts;
}

test("500 agents, with 429s and lost replies in between", async (t) => {
  const { sandbox, cwd, run, to } = await world(t);
  const ids = sandbox.createMany("eliza", 500, { name: "e2e-bulk", running: false, memories: 0 });
  const others = sandbox.list("eliza").filter((id) => !ids.includes(id));
  sandbox.inject({ kind: "rate-limit", backend: "eliza", method: "DELETE", skip: 100, times: 3, retryAfter: 1 });
  sandbox.inject({ kind: "reply-lost", backend: "eliza", method: "DELETE", skip: 200, times: 5 });
  sandbox.inject({ kind: "server-error", backend: "eliza", method: "GET", skip: 300, times: 4 });
  const { code, stdout, stderr } = await run("delete", ...to("eliza"), "--all", "--name", "e2e-*", "--yes", "--expect", "500", "--concurrency", "16", "--json");
  const results = ndjson(stdout);
  assert.equal(code, 0, stderr);
  assert.equal(results.length, 500);
  assert.deepEqual(new Set(results.map(({ agentId }) => agentId)), new Set(ids));
  assert.ok(results.every(({ deletion, error }) => error === null && ["deleted", "absent"].includes(deletion.outcome)));
  // Whose answer was lost is gone, and nobody has proved by whom.
  const absent = results.filter(({ deletion }) => deletion.outcome === "absent");
  assert.equal(absent.length, 5);
  assert.ok(absent.every(({ deletion }) => deletion.existed === null));
  assert.match(stderr, /495 deleted, 5 absent/);
  assert.deepEqual(sandbox.list("eliza"), others);
  assert.ok(sandbox.requests.every(({ dangerous }) => !dangerous));

  const folder = runFolder(cwd, "eliza");
  const backups = readdirSync(folder).filter((name) => name !== "journal.ndjson");
  assert.equal(backups.length, 500);
  for (const name of backups) {
    const file = join(folder, name);
    if (process.platform !== "win32") assert.equal(statSync(file).mode & 0o777, 0o600);
    const { version, agentId } = JSON.parse(readFileSync(file, "utf8"));
    assert.equal(version, 1);
    assert.ok(ids.includes(agentId));
  }
  const lines = journalOf(join(folder, "journal.ndjson"));
  const at = (type, id) => lines.findIndex((line) => line.type === type && line.agentId === id);
  for (const id of ids) {
    assert.ok(at("backup", id) >= 0 && at("backup", id) < at("begin", id) && at("begin", id) < at("end", id), id);
  }
  assert.ok(lines.findLastIndex(({ type }) => type === "backup") < lines.findIndex(({ type }) => type === "begin"), "all backups come first");
});

for (const [backend, pageSize] of [["langchain", 100], ["kortix", 100], ["foundry", 100]]) {
  test(`${backend}: a listing that fails on its third page deletes nothing`, async (t) => {
    const { sandbox, run, to } = await world(t);
    sandbox.createMany(backend, pageSize * 3);
    const before = sandbox.list(backend);
    const listed = await run("list", ...to(backend));
    const pages = sandbox.requests.length;
    assert.ok(listed.stdout.trimEnd().split("\n").length >= pageSize * 3);
    assert.ok(pages >= 3, `${pages} pages`);
    sandbox.inject({ kind: "server-error", backend, method: "GET", skip: 2 });
    sandbox.clearRequests();
    const { code, stdout, stderr } = await run("delete", ...to(backend), "--all", "--name", "*", "--yes", "--at-most", "1000", "--max-retries", "0");
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /✗ backend-failure/);
    assert.deepEqual(sandbox.list(backend), before);
    assert.deepEqual(changing(sandbox), []);
  });
}

/** A disk of its own for the backups, where a user may mount one; else files that may not grow. Either really fails. */
const disk = (folder) => (command) => ["unshare", "--map-root-user", "--mount", "sh", "-c", `mount -t tmpfs -o size=128k tmpfs "${folder}" && exec "$@"`, "sh", ...command];
const limit = () => (command) => ["sh", "-c", 'ulimit -f 64 && exec "$@"', "sh", ...command];
const [mounts, ...tries] = disk(tmpdir())(["true"]);
const small = spawnSync(mounts, tries).status === 0 ? { "a full disk": disk, "a limit on files": limit } : { "a limit on files": limit };

for (const [what, wrap] of Object.entries(small)) {
  test(`${what} for the backup: nothing is deleted`, async (t) => {
    const { sandbox, cwd, run, to } = await world(t);
    const folder = join(cwd, "small");
    mkdirSync(folder);
    // Of one that is stopped, elizaOS would show no memories.
    const ids = sandbox.createMany("eliza", 4, { name: "e2e", memories: 2 });
    ids.push(sandbox.create("eliza", { name: "e2e", memories: 3000 }));
    const { code, stdout, stderr } = await run(
      "delete", ...to("eliza"), ...ids, "--yes", "--force", "--backup-dir", folder, "--journal", join(cwd, "journal.ndjson"), { wrap: wrap(folder) },
    );
    assert.equal(code, 1, stderr);
    assert.match(stderr, /The backup can't be written to .*(ENOSPC|EFBIG).*No deletion was begun\./);
    assert.equal(stdout, "");
    assert.ok(ids.every((id) => sandbox.has("eliza", id)));
    assert.deepEqual(changing(sandbox), []);
    assert.deepEqual(readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith(".part")), []);
  });
}

test("a journal that can't be written: nothing is deleted", async (t) => {
  const { sandbox, cwd, run, to } = await world(t);
  const id = sandbox.create("kortix");
  writeFileSync(join(cwd, "file"), "");
  for (const journal of [join(cwd, "file", "journal"), join(cwd, "file")]) {
    const { code, stderr } = await run("delete", ...to("kortix"), id, "--yes", "--journal", journal);
    assert.equal(code, 2);
    assert.match(stderr, /The journal .* can't be written/);
  }
  assert.deepEqual(changing(sandbox), []);
});

test("the first Ctrl-C: nothing new begins, what is under way is heard out", async (t) => {
  const { sandbox, cwd, start, to, run } = await world(t);
  const ids = sandbox.createMany("eliza", 40, { name: "e2e", running: false, memories: 0 });
  const slow = sandbox.inject({ kind: "delay", backend: "eliza", method: "DELETE", ms: 200 });
  const { child, texts, done } = start("delete", ...to("eliza"), ...ids, "--yes", "--no-backup", "--json", "--concurrency", "4");
  await until(() => slow.hits >= 6);
  child.kill("SIGINT");
  const { code, stdout, stderr } = await done;
  assert.equal(code, 130, texts.stderr);
  assert.match(stderr, /Interrupted: nothing new begins/);
  const results = ndjson(stdout);
  const sent = deletions(sandbox);
  assert.equal(results.filter(({ deletion }) => deletion?.outcome === "deleted").length, sent.size, "each that was sent was heard out");
  assert.ok(sent.size < ids.length);
  assert.match(stderr, /not begun\. To go on: agent-delete resume/);

  slow.remove();
  const journal = join(runFolder(cwd, "eliza"), "journal.ndjson");
  const resumed = await run("resume", journal, ...to("eliza"), "--yes", "--json");
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.ok(ids.every((id) => !sandbox.has("eliza", id)));
  assert.ok([...deletions(sandbox).values()].every((count) => count === 1), "nothing was deleted twice");
  assert.equal(ndjson(resumed.stdout).length, ids.length - sent.size);
});

test("the second Ctrl-C ends it at once, and the journal says what is not known", async (t) => {
  const { sandbox, cwd, start, to, run } = await world(t);
  const ids = sandbox.createMany("eliza", 10, { name: "e2e", running: false, memories: 0 });
  const hang = sandbox.inject({ kind: "hang", backend: "eliza", method: "DELETE", carriedOut: true });
  const { child, texts, done } = start("delete", ...to("eliza"), ...ids, "--yes", "--no-backup");
  await until(() => hang.hits >= 4);
  child.kill("SIGINT");
  await until(() => texts.stderr.includes("Interrupted"));
  child.kill("SIGINT");
  assert.equal((await done).code, 130);
  hang.remove();
  const { code, stderr } = await run("resume", join(runFolder(cwd, "eliza"), "journal.ndjson"), ...to("eliza"), "--yes");
  assert.equal(code, 0, stderr);
  assert.match(stderr, /6 deleted, 4 absent/);
  assert.ok([...deletions(sandbox).values()].every((count) => count === 1));
});

for (const at of [1, 7, 23]) {
  test(`kill -9 after ${at} deletions, and resume: nothing is lost, nothing done twice`, async (t) => {
    const { sandbox, cwd, start, to, run } = await world(t);
    const ids = sandbox.createMany("eliza", 30, { name: "e2e", running: false, memories: 1 });
    const slow = sandbox.inject({ kind: "delay", backend: "eliza", method: "DELETE", ms: 30 });
    const { child, done } = start("delete", ...to("eliza"), "--all", "--name", "e2e", "--yes", "--expect", "30");
    await until(() => slow.hits >= at);
    child.kill("SIGKILL");
    assert.equal((await done).signal, "SIGKILL");
    const folder = runFolder(cwd, "eliza");
    const journal = join(folder, "journal.ndjson");
    // A line that was being written when it was killed.
    writeFileSync(journal, '{"type":"end","agentId":"', { flag: "a" });
    slow.remove();
    const { code, stdout, stderr } = await run("resume", journal, ...to("eliza"), "--yes", "--json");
    assert.equal(code, 0, stderr);
    assert.ok(ids.every((id) => !sandbox.has("eliza", id)));
    const before = wholeLines(journal).filter(({ type, deletion }) => type === "end" && deletion);
    assert.deepEqual(new Set(before.map(({ agentId }) => agentId)), new Set(ids));
    assert.equal(before.length, ids.length, "each has one result");
    assert.ok(ndjson(stdout).length < ids.length || at === 1);
    for (const [path, count] of deletions(sandbox)) assert.equal(count, 1, path);
    const again = await run("resume", journal, ...to("eliza"), "--yes");
    assert.equal(again.code, 0);
    assert.match(again.stderr, /30 done, 0 left/);
  });
}

/** The lines that are whole. */
const wholeLines = (file) => readFileSync(file, "utf8").split("\n").flatMap((line) => {
  try {
    return line ? [JSON.parse(line)] : [];
  } catch {
    return [];
  }
});

test("killed while it backed up: resume backs up the rest before it deletes", async (t) => {
  const { sandbox, cwd, start, to, run } = await world(t);
  const ids = sandbox.createMany("eliza", 12, { name: "e2e", running: false, memories: 1 });
  const slow = sandbox.inject({ kind: "delay", backend: "eliza", path: "/memories", ms: 40 });
  const { child, done } = start("delete", ...to("eliza"), ...ids, "--yes", "--concurrency", "2");
  await until(() => slow.hits >= 5);
  child.kill("SIGKILL");
  await done;
  slow.remove();
  assert.deepEqual(changing(sandbox), []);
  const folder = runFolder(cwd, "eliza");
  const { code, stderr } = await run("resume", join(folder, "journal.ndjson"), ...to("eliza"), "--yes");
  assert.equal(code, 0, stderr);
  // One that was written when the process died, and is not in the journal, is made again beside itself.
  const saved = readdirSync(folder).filter((name) => name.endsWith(".json")).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).agentId);
  assert.deepEqual([...new Set(saved)].sort(), [...ids].sort());
  assert.ok(ids.every((id) => !sandbox.has("eliza", id)));
});

test("resume leaves alone what was made anew under the same id", async (t) => {
  let now = Date.parse("2026-01-01T00:00:00Z");
  const { sandbox, cwd, start, to, run } = await world(t, { sandbox: { now: () => now } });
  const ids = ["front-desk", "night-desk"].map((id) => sandbox.create("kortix", { name: id }));
  const hang = sandbox.inject({ kind: "hang", backend: "kortix", method: "DELETE", carriedOut: true });
  const { child, done } = start("delete", ...to("kortix"), ...ids, "--yes", "--no-backup");
  await until(() => hang.hits >= 2);
  child.kill("SIGKILL");
  await done;
  hang.remove();
  now += 60_000;
  sandbox.create("kortix", { id: ids[0], name: "front-desk" });
  sandbox.clearRequests();
  const { code, stderr } = await run("resume", join(runFolder(cwd, "kortix"), "journal.ndjson"), ...to("kortix"), "--yes");
  assert.match(stderr, /belongs to another agent by now/);
  assert.equal(code, 4, stderr); // kortix says "not found" of the other one, which proves nothing there
  assert.equal(sandbox.has("kortix", ids[0]), true);
  assert.deepEqual([...deletions(sandbox).keys()].filter((path) => path.includes(ids[0])), []);
});

test("kortix with its database down: not found is no proof, and ends with 4", async (t) => {
  const { sandbox, run, to, cwd } = await world(t);
  const id = sandbox.create("kortix", { name: "e2e-left" });
  const fault = sandbox.inject({ kind: "database-down", backend: "kortix", method: "DELETE" });
  const { code, stdout } = await run("delete", ...to("kortix"), id, "--if-missing", "ignore", "--yes");
  assert.equal(code, 4);
  assert.match(stdout, /\tunknown\t/);
  assert.equal(sandbox.has("kortix", id), true);
  fault.remove();
  const again = await run("resume", join(runFolder(cwd, "kortix"), "journal.ndjson"), ...to("kortix"), "--yes");
  assert.equal(again.code, 0, again.stderr);
  assert.equal(sandbox.has("kortix", id), false);
});

test("one process at a time works on a journal", async (t) => {
  const { sandbox, cwd, start, to, run } = await world(t);
  const id = sandbox.create("kortix", { name: "slow" });
  const hang = sandbox.inject({ kind: "hang", backend: "kortix", method: "DELETE" });
  const { child, done } = start("delete", ...to("kortix"), id, "--yes");
  await until(() => hang.hits >= 1);
  const journal = join(runFolder(cwd, "kortix"), "journal.ndjson");
  const { code, stderr } = await run("resume", journal, ...to("kortix"), "--yes");
  assert.equal(code, 2);
  assert.match(stderr, /is being worked on by the process/);
  child.kill("SIGKILL");
  await done;
  hang.remove();
  const after = await run("resume", journal, ...to("kortix"), "--yes");
  assert.equal(after.code, 0, after.stderr);
  assert.equal(sandbox.has("kortix", id), false);
});
