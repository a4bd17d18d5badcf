// Commands that are printed to go on with: each works as it is pasted into a shell, and carries no credential.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { commandLine, connectionWords } from "../../cli/invocation.js";
import { changing, runFolder, until, world } from "./support.mjs";
import { inTerminal } from "./terminal.mjs";

/** The words of a line, as a shell reads them. */
const wordsOf = (line) => execFileSync("sh", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" }).split("\0").slice(0, -1);

/** The arguments of the command that a text names. */
function pasted(text, command) {
  const [, line] = new RegExp(`: (agent-delete ${command} .*)$`, "m").exec(text) ?? [];
  assert.ok(line, text);
  return wordsOf(line).slice(1);
}

const OUT = "a plan's $HOME.json";

for (const [what, how] of [
  ["flags", ({ to }) => [...to("eliza"), "--header", "X-Team: it's us", "--timeout", "1500ms", "--max-retries", "1", "--concurrency", "3"]],
  ["a named connection", () => ["--connection", "staging"]],
]) {
  test(`a plan that was kept, made with ${what}`, async (t) => {
    const made = await world(t, { connections: ({ server }) => ({ staging: { backend: "eliza", baseUrl: server.baseUrl("eliza") } }) });
    const ids = made.sandbox.createMany("eliza", 2, { name: "e2e", running: false });
    const planned = await made.run("plan", ...how(made), "--all", "--name", "e2e", "--out", OUT);
    assert.equal(planned.code, 0, planned.stderr);
    const args = pasted(planned.stderr, "delete");
    assert.deepEqual(args.slice(0, 3), ["delete", "--plan", OUT]);
    assert.deepEqual(changing(made.sandbox), []);
    const { code, plain } = await inTerminal(made, args, { answers: [[/Type their number/, "2\r"]], columns: 200 });
    assert.equal(code, 0, plain);
    assert.ok(ids.every((id) => !made.sandbox.has("eliza", id)));
    if (args.includes("--header")) assert.ok(made.sandbox.requests.length > 0 && args.includes("X-Team: it's us"));
  });
}

test("a deletion that was interrupted, resumed and interrupted again", async (t) => {
  const made = await world(t);
  const ids = made.sandbox.createMany("eliza", 30, { name: "e2e", running: false, memories: 0 });
  const slow = made.sandbox.inject({ kind: "delay", backend: "eliza", method: "DELETE", ms: 150 });
  const journal = join(made.cwd, "my journal");
  const how = ["--header", "X-Team: a b", "--concurrency", "2"];
  let args = ["delete", ...made.to("eliza"), ...ids, "--no-backup", "--journal", journal, ...how];
  for (let run = 1; run <= 2; run += 1) {
    const before = slow.hits;
    const { child, done } = made.start(...args, "--yes");
    await until(() => slow.hits >= before + 2);
    child.kill("SIGINT");
    const { code, stderr } = await done;
    assert.equal(code, 130, stderr);
    args = pasted(stderr, "resume");
    assert.equal(args[1], journal);
    assert.ok(args.includes("X-Team: a b") && args.includes("--concurrency"), "what no journal keeps");
    assert.ok(!stderr.includes(made.sandbox.credential("eliza").apiKey));
  }
  slow.remove();
  const { code, stderr } = await made.run(...args, "--yes");
  assert.equal(code, 0, stderr);
  assert.ok(ids.every((id) => !made.sandbox.has("eliza", id)));
});

test("the second Ctrl-C, a backup that fails, an outcome that is not known", async (t) => {
  const made = await world(t);
  const ids = made.sandbox.createMany("eliza", 6, { name: "e2e", running: false, memories: 0 });
  const hang = made.sandbox.inject({ kind: "hang", backend: "eliza", method: "DELETE", carriedOut: true });
  const { child, texts, done } = made.start("delete", ...made.to("eliza"), ...ids, "--yes", "--no-backup");
  await until(() => hang.hits >= 4);
  child.kill("SIGINT");
  await until(() => texts.stderr.includes("Interrupted"));
  child.kill("SIGINT");
  const { stderr } = await done;
  hang.remove();
  assert.match(stderr, /What was under way may have happened\./);
  const resumed = await made.run(...pasted(stderr, "resume"), "--yes");
  assert.equal(resumed.code, 0, resumed.stderr);

  const id = made.sandbox.create("eliza", { name: "e2e", memories: 300 });
  const small = (command) => ["sh", "-c", 'ulimit -f 8 && exec "$@"', "sh", ...command];
  const journal = join(made.cwd, "small.ndjson");
  const full = await made.run("delete", ...made.to("eliza"), id, "--force", "--yes", "--backup-dir", "kept", "--journal", journal, { wrap: small });
  assert.equal(full.code, 1, full.stderr);
  assert.match(full.stderr, /No deletion was begun\./);
  assert.ok(made.sandbox.has("eliza", id));
  assert.equal((await made.run(...pasted(full.stderr, "resume"), "--yes")).code, 0);
  assert.ok(!made.sandbox.has("eliza", id));

  const { stuck } = made.sandbox.agents.eliza;
  const accepted = await made.run("delete", ...made.to("eliza"), stuck, "--force", "--yes", "--journal", join(made.cwd, "x.ndjson"));
  assert.equal(accepted.code, 4, accepted.stderr);
  assert.match(accepted.stderr, /1 outcome is not known\. To look again: agent-delete resume/);
});

test("quoted for the shell that is there; npx is said where it was typed", () => {
  const words = ["resume", "C:\\My Files\\a.ndjson", "it's", "$HOME", "a b", "--timeout", "30000ms", ""];
  assert.deepEqual(wordsOf(commandLine(words, { env: {}, platform: "linux" })), ["agent-delete", ...words]);
  assert.equal(commandLine(["resume", "C:\\My Files\\a", "C:\\x"], { env: {}, platform: "win32" }), 'agent-delete resume "C:\\My Files\\a" C:\\x');
  assert.equal(commandLine(["help"], { env: { npm_lifecycle_event: "npx" } }), "npx agent-delete help");
  assert.deepEqual(connectionWords({}), []);
});

test("the journal and the plan name no credential", async (t) => {
  const made = await world(t);
  const { apiKey } = made.sandbox.credential("eliza");
  const { stopped } = made.sandbox.agents.eliza;
  const planned = await made.run("plan", ...made.to("eliza"), stopped, "--out", "plan.json", { env: { ELIZA_SERVER_AUTH_TOKEN: "", AGENT_DELETE_API_KEY: apiKey } });
  assert.equal(planned.code, 0, planned.stderr);
  const deleted = await made.run("delete", ...made.to("eliza"), "--plan", "plan.json", "--yes");
  assert.equal(deleted.code, 0, deleted.stderr);
  const texts = [planned.stderr, deleted.stderr, readFileSync(join(made.cwd, "plan.json"), "utf8"), readFileSync(join(runFolder(made.cwd, "eliza"), "journal.ndjson"), "utf8")];
  assert.ok(texts.every((text) => !text.includes(apiKey)));
});
