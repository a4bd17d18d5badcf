// In a real terminal: colours, a table that fits, a bar, questions and their answers.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { changing, journalOf, root, runFolder, until, world } from "./support.mjs";

const COLUMNS = 60;

/** A line that is drawn again begins so. */
const TO_COLUMN = /\x1b\[\d*G/g;

/** A command in a terminal: `answers` are typed one after the other, each when its question is there. */
async function inTerminal(made, args, { answers = [], columns = COLUMNS, env } = {}) {
  const wrap = (command) => ["python3", join(root, "tests", "cli", "terminal.py"), String(columns), ...command];
  const { child, texts, done } = made.start(...args, { wrap, input: null, env });
  for (const [question, answer] of answers) {
    let from = 0;
    await until(() => (from = stripVTControlCharacters(texts.stdout).search(question)) >= 0 || child.exitCode !== null);
    assert.ok(from >= 0, texts.stdout);
    child.stdin.write(answer);
  }
  const { code } = await done;
  child.stdin.end();
  const plain = stripVTControlCharacters(texts.stdout);
  return { code, raw: texts.stdout, plain, lines: stripVTControlCharacters(texts.stdout.replace(TO_COLUMN, "\n")).split(/\r\n|\r|\n/) };
}

/** No line is longer than the terminal is wide, but for prose, which a terminal wraps between any letters. */
const tableLines = (lines) => lines.filter((line) => /^ {2}(Agent|[0-9a-f]{8}-|Backend|Connection) ?/.test(line));

test("list: a table of 60 columns, with colour, whose ids are whole", async (t) => {
  const made = await world(t);
  made.sandbox.create("kortix", { name: "an agent with a name that is far too long for a terminal of sixty columns" });
  made.sandbox.create("kortix", { name: "名前がとても長いエージェントなので切られます名前がとても長い" });
  const { code, raw, plain, lines } = await inTerminal(made, ["list", ...made.to("kortix")]);
  assert.equal(code, 0);
  assert.ok(tableLines(lines).length >= 6, plain);
  assert.ok(tableLines(lines).every((line) => line.length <= COLUMNS), plain);
  assert.match(plain, new RegExp(made.sandbox.agents.kortix.plain));
  assert.match(plain, /…/);
  assert.match(raw, /\x1b\[2m/);
  for (const env of [{ NO_COLOR: "1" }, { TERM: "dumb" }]) assert.ok(!(await inTerminal(made, ["list", ...made.to("kortix")], { env })).raw.includes("\x1b["));
  assert.ok(!(await inTerminal(made, ["list", ...made.to("kortix"), "--no-color"])).raw.includes("\x1b["));
});

test("delete: one is confirmed by its name", async (t) => {
  const made = await world(t);
  const { plain: id } = made.sandbox.agents.kortix;
  const args = ["delete", ...made.to("kortix"), id];
  const declined = await inTerminal(made, args, { answers: [[/Type its name/, "y\r"]] });
  assert.equal(declined.code, 3, declined.plain);
  assert.match(declined.plain, /That is something else: nothing was deleted/);
  assert.deepEqual(changing(made.sandbox), []);
  const { code, plain } = await inTerminal(made, args, { answers: [[/Type its name, Analyst/, "Analyst\r"]] });
  assert.equal(code, 0, plain);
  assert.match(plain, /1 deleted in/);
  assert.equal(made.sandbox.has("kortix", id), false);
});

test("delete: many are confirmed by their number; a bar shows how far it is", async (t) => {
  const made = await world(t);
  const ids = made.sandbox.createMany("eliza", 30, { name: "e2e", running: false, memories: 0 });
  made.sandbox.inject({ kind: "delay", backend: "eliza", ms: 20 });
  const { code, plain, raw, lines } = await inTerminal(made, ["delete", ...made.to("eliza"), "--all", "--name", "e2e"], { answers: [[/Type their number/, "30\r"]] });
  assert.equal(code, 0, plain);
  assert.match(plain, /… and 10 more/);
  assert.match(plain, /Backing up +[█░]{10} +\d+\/30/);
  assert.match(plain, /Deleting +[█░]{10} +\d+\/30 +\d+ deleted/);
  assert.ok(lines.filter((line) => /[█░]/.test(line)).every((line) => line.length <= COLUMNS), plain);
  assert.ok(raw.endsWith("\x1b[?25h") || raw.lastIndexOf("\x1b[?25h") > raw.lastIndexOf("\x1b[?25l"), "the cursor is back");
  assert.ok(ids.every((id) => !made.sandbox.has("eliza", id)));
});

test("delete --all asks for the connection by name, and production does too", async (t) => {
  const made = await world(t);
  made.configure({ live: { backend: "kortix", baseUrl: made.server.baseUrl("kortix"), production: true } });
  const count = made.sandbox.list("kortix").length - 1; // somebody else's is not listed
  const wrong = await inTerminal(made, ["delete", ...made.to("kortix"), "--all"], { answers: [[/This means every agent\./, `${count}\r`]] });
  assert.equal(wrong.code, 3, wrong.plain);
  assert.deepEqual(changing(made.sandbox), []);
  const { code, plain } = await inTerminal(made, ["delete", "--connection", "live", made.sandbox.agents.kortix.plain], {
    answers: [[/This is production\./, "live\r"], [/Type its name/, "Analyst\r"]],
  });
  assert.equal(code, 0, plain);
});

test("Ctrl-C at a question: nothing was changed", async (t) => {
  const made = await world(t);
  const { code, plain } = await inTerminal(made, ["delete", ...made.to("kortix"), made.sandbox.agents.kortix.plain], { answers: [[/Type its name/, "\x03"]] });
  assert.equal(code, 130, plain);
  assert.deepEqual(changing(made.sandbox), []);
});

test("Ctrl-C in the middle, as a terminal sends it", async (t) => {
  const made = await world(t);
  const ids = made.sandbox.createMany("eliza", 40, { name: "e2e", running: false, memories: 0 });
  made.sandbox.inject({ kind: "delay", backend: "eliza", method: "DELETE", ms: 100 });
  const { code, plain } = await inTerminal(made, ["delete", ...made.to("eliza"), ...ids, "--yes", "--no-backup"], { answers: [[/Deleting .* [1-9]\d*\/40/, "\x03"]] });
  assert.equal(code, 130, plain);
  assert.match(plain, /Interrupted: nothing new begins/);
  assert.match(plain, /not begun\. To go on: agent-delete resume/);
  const lines = journalOf(join(runFolder(made.cwd, "eliza"), "journal.ndjson"));
  const gone = ids.filter((id) => !made.sandbox.has("eliza", id));
  assert.deepEqual(new Set(lines.filter(({ type, deletion }) => type === "end" && deletion?.outcome === "deleted").map(({ agentId }) => agentId)), new Set(gone));
});

test("a credential is asked for without echo", async (t) => {
  const made = await world(t);
  const { apiKey } = made.sandbox.credential("langchain");
  const { code, plain } = await inTerminal(made, ["list", ...made.to("langchain")], { answers: [[/API key for langchain/, `${apiKey}\r`]], env: { LANGSMITH_API_KEY: "" } });
  assert.equal(code, 0, plain);
  assert.ok(!plain.includes(apiKey));
});

test("in a terminal, results of many are a table at the end; a plan is one, too", async (t) => {
  const made = await world(t);
  const { eliza } = made.sandbox.agents;
  const plan = await inTerminal(made, ["plan", ...made.to("eliza"), "--all", "--name", "*"]);
  assert.equal(plan.code, 0);
  assert.ok(tableLines(plan.lines).filter((line) => /^ {2}[0-9a-f]{8}-/.test(line)).every((line) => line.length <= COLUMNS), plan.plain);
  const { code, plain, lines } = await inTerminal(made, ["delete", ...made.to("eliza"), eliza.stopped, eliza.running, "--yes"]);
  assert.equal(code, 1);
  assert.ok(lines.some((line) => line.startsWith(`  ${eliza.stopped}`) && line.includes("deleted")), plain);
  assert.match(plain, /✗ conflict/);
});

test("platforms and connections are tables that fit", async (t) => {
  const made = await world(t);
  made.configure({ staging: { backend: "eliza", baseUrl: made.server.baseUrl("eliza") }, broken: { backend: "eliza", baseUrl: made.server.origin } });
  for (const command of ["platforms", "connections"]) {
    const { plain, lines } = await inTerminal(made, [command]);
    assert.ok(tableLines(lines).filter((line) => !line.includes("--base-url")).every((line) => line.length <= COLUMNS), plain);
  }
});
