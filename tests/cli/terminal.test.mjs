// In a real terminal: colours, a table that fits, a bar, questions and their answers.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { changing, journalOf, runFolder, world } from "./support.mjs";
import { COLUMNS, inTerminal } from "./terminal.mjs";

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
  assert.match(raw, /\x1b\[32mby the platform/);
  for (const env of [{ NO_COLOR: "1" }, { TERM: "dumb" }]) assert.ok(!(await inTerminal(made, ["list", ...made.to("kortix")], { env })).raw.includes("\x1b["));
  assert.ok(!(await inTerminal(made, ["list", ...made.to("kortix"), "--no-color"])).raw.includes("\x1b["));
});

test("help: every page fits the terminal, and is no wider than can be read", async (t) => {
  const made = await world(t);
  const commands = [[], ["platforms"], ["connections"], ["list"], ["show"], ["plan"], ["backup"], ["stop"], ["delete"], ["resume"], ["completion"], ["help"]];
  const pages = commands.flatMap((command) => [52, 60, 80, 200].map((columns) => [command, columns]));
  await Promise.all(pages.map(async ([command, columns]) => {
    const { code, lines, plain } = await inTerminal(made, ["help", ...command], { columns });
    assert.equal(code, 0);
    assert.ok(lines.every((line) => line.length <= Math.min(columns, 100)), plain);
    assert.ok(columns < 80 || lines.every((line) => line === line.trimEnd()), plain);
  }));
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

test("what can't be typed is not asked for: the id is, and it is said", async (t) => {
  const made = await world(t);
  const ask = async (name, question, answer) => {
    const id = made.sandbox.create("kortix", { name });
    const { code, plain } = await inTerminal(made, ["delete", ...made.to("kortix"), id], { answers: [[question, `${answer ?? id}\r`]], columns: 200 });
    assert.equal(code, 0, plain);
    assert.ok(!made.sandbox.has("kortix", id));
  };
  for (const name of ["evil\x1b[2Jname", "two\nlines", "a\tb", "\u202eright to left", "zero\u200bwidth", "bot 🤖", "no\u00a0break", "two  spaces", "x".repeat(200), "\ud83d"]) {
    await ask(name, /Its name can't be typed\. Type its id, [0-9a-f-]{36}, and it is deleted/);
  }
  await ask("   ", /\? Type its id, [0-9a-f-]{36}, and it is deleted/);
  for (const name of ["日本語の名前", "Büro (alt) #1 - ö", "بوت"]) await ask(name, /Type its name, /, name);
  await ask("cafe\u0301", /Type its name, /, "caf\u00e9");
  // An id may be untypable, too.
  const env = { AGENT_DELETE_BEARER: made.sandbox.credential("charm").bearer };
  made.sandbox.create("charm", { id: "🤖-🤖", name: "🤖" });
  const { code, plain } = await inTerminal(made, ["delete", ...made.to("charm"), "🤖-🤖"], { answers: [[/Neither its name nor its id can be typed\. Type 1,/, "1\r"]], env, columns: 200 });
  assert.equal(code, 0, plain);
});

test("delete: many are confirmed by their number; a bar shows how far it is", async (t) => {
  const made = await world(t);
  const ids = made.sandbox.createMany("eliza", 30, { name: "e2e", running: false, memories: 0 });
  made.sandbox.inject({ kind: "delay", backend: "eliza", ms: 20 });
  const { code, plain, raw, lines } = await inTerminal(made, ["delete", ...made.to("eliza"), "--all", "--name", "e2e"], { answers: [[/Type their number/, "30\r"]] });
  assert.equal(code, 0, plain);
  assert.match(plain, /… and 10 more/);
  assert.match(plain, /Backing up +[█░]{10} +\d+\/30/);
  assert.match(plain, /Deleting +[█░]{10} +\d+\/30 +\d+ s left +\d+ deleted/);
  assert.ok(lines.filter((line) => /[█░]/.test(line)).every((line) => line.length <= COLUMNS), plain);
  assert.ok(raw.endsWith("\x1b[?25h") || raw.lastIndexOf("\x1b[?25h") > raw.lastIndexOf("\x1b[?25l"), "the cursor is back");
  assert.ok(ids.every((id) => !made.sandbox.has("eliza", id)));
});

test("60 columns: how many, the time left and the count of each outcome are whole; the bar gives way", async (t) => {
  const made = await world(t);
  const { sandbox } = made;
  const ids = sandbox.createMany("kortix", 30, { name: "e2e" });
  const { system, systemDefault } = sandbox.agents.kortix;
  sandbox.inject({ kind: "delay", backend: "kortix", method: "DELETE", ms: 60 });
  sandbox.inject({ kind: "race", backend: "kortix", method: "DELETE", agentId: ids[0], times: 1 });
  const { code, lines, plain } = await inTerminal(made, ["delete", ...made.to("kortix"), system, systemDefault, ...ids, "--yes", "--no-backup"]);
  assert.equal(code, 4, plain);
  const bars = lines.filter((line) => /^Deleting /.test(line));
  assert.ok(bars.some((line) => /\d+\/32 {2}\d+ s left {2}(\d+ \w+, ){2}\d+ \w+/.test(line)), plain);
  for (const line of bars) assert.ok(line.length <= COLUMNS && !line.includes("…"), line);
});

test("a column in which nothing is known is left out", async (t) => {
  const made = await world(t);
  for (const [backend, name, has, hasNot] of [["kortix", "Analyst", ["Name", "Age"], ["Status", "Protected"]], ["eliza", "*", ["Name", "Status"], ["Age", "Protected"]]]) {
    const { plain, code } = await inTerminal(made, ["list", ...made.to(backend), "--name", name], { columns: 120 });
    assert.equal(code, 0, plain);
    const head = plain.split("\n").find((line) => line.includes("Agent"));
    for (const title of has) assert.match(head, new RegExp(`\\b${title}\\b`));
    for (const title of hasNot) assert.doesNotMatch(head, new RegExp(`\\b${title}\\b`));
  }
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

/** What no terminal may be too narrow for: paths, addresses and commands are copied, and the terminal breaks them. */
const COPIED = /\/|agent-delete (delete|resume)/;

for (const columns of [60, 80, 200]) {
  test(`${columns} columns: nothing is wider, and neither an id nor what decides is cut`, async (t) => {
    const made = await world(t);
    const { eliza } = made.sandbox.agents;
    const long = made.sandbox.create("kortix", { name: "an agent whose name is far too long for most terminals, as it has ninety letters or so in it" });
    const kept = made.sandbox.create("kortix", { name: "prod-front-desk" });
    made.configure({ staging: { backend: "kortix", baseUrl: made.server.baseUrl("kortix"), protect: ["prod-front-*"] } });
    const look = async (args, ...says) => {
      const { plain, lines } = await inTerminal(made, args, { columns });
      const wide = lines.filter((line) => line.length > columns && !COPIED.test(line));
      assert.deepEqual(wide, [], plain);
      for (const text of says) assert.ok(plain.replace(/\s+/g, " ").includes(text), `${args.join(" ")}: ${text}\n${plain}`);
    };
    await look(["platforms"], "AZURE_AI_AUTH_TOKEN (bearer)", "force, stop", "threads");
    await look(["connections"], "staging", "ok");
    await look(["list", "--connection", "staging"], long, kept, "by prod-front-*", "by the platform");
    await look(["plan", "--connection", "staging", "--all"], long, "would be deleted", "protected (--force)", "protected by prod-front-*");
    await look(["plan", "--connection", "staging", long, "--force"], "would be deleted");
    await look(["plan", ...made.to("eliza"), "--all", "--force"], "would be deleted", "Overridden by --force");
    await look(["delete", ...made.to("eliza"), "--all", "--dry-run"], "in-use (--force)", eliza.running);
    await look(["show", "--connection", "staging", long], long);
    await look(["backup", "--connection", "staging", "--all"], long, `${long}.json`, "agents saved in");
    await look(["stop", ...made.to("eliza"), "--all", "--name", "*", "--yes", "--at-most", "9"], "would be stopped", "does not run", "stopped");
    await look(["delete", ...made.to("eliza"), eliza.stopped, eliza.running, "--yes"], "deleted", eliza.running);
    await look(["list", "--backend", "eliza", "--base-url", made.server.origin], "✗ wrong-endpoint");
  });
}

test("--no-color and NO_COLOR hold for questions and the bar; no bar in a dumb terminal, with --quiet or without a terminal", async (t) => {
  const made = await world(t);
  const delay = { kind: "delay", backend: "eliza", ms: 20 };
  made.sandbox.inject(delay);
  const colour = /\x1b\[[0-9;]*m/;
  const ask = (name, more, env) => {
    const ids = made.sandbox.createMany("eliza", 3, { name, running: false, memories: 0 });
    return inTerminal(made, ["delete", ...made.to("eliza"), ...ids, ...more], { answers: more.includes("--yes") ? [] : [[/Type their number/, "3\r"]], env });
  };
  assert.match((await ask("a", [])).raw, colour);
  for (const [more, env] of [[["--no-color"]], [[], { NO_COLOR: "1" }]]) {
    const { code, raw } = await ask("b", more, env);
    assert.equal(code, 0, raw);
    assert.doesNotMatch(raw, colour);
    assert.match(raw, /█/);
  }
  assert.doesNotMatch((await ask("c", ["--yes"], { TERM: "dumb" })).raw, /\x1b|█/);
  assert.doesNotMatch((await ask("d", ["--yes", "--quiet"])).raw, /█/);
  const piped = await made.run("delete", ...made.to("eliza"), ...made.sandbox.createMany("eliza", 3, { name: "e", running: false }), "--yes");
  assert.doesNotMatch(piped.stderr + piped.stdout, /\x1b|█/);
});

test("platforms and connections are tables that fit", async (t) => {
  const made = await world(t);
  made.configure({ staging: { backend: "eliza", baseUrl: made.server.baseUrl("eliza") }, broken: { backend: "eliza", baseUrl: made.server.origin } });
  for (const command of ["platforms", "connections"]) {
    const { plain, lines } = await inTerminal(made, [command]);
    assert.ok(tableLines(lines).filter((line) => !line.includes("--base-url")).every((line) => line.length <= COLUMNS), plain);
  }
});

test("console: asks for a credential without showing it, and ends by Ctrl-C", async (t) => {
  const made = await world(t, { connections: ({ server }) => ({ own: { backend: "charm", baseUrl: server.baseUrl("charm") }, none: { backend: "charm", baseUrl: "https://charm.invalid" } }) });
  const secret = Object.values(made.sandbox.credential("charm"))[0];
  const { code, plain } = await inTerminal(made, ["console", "--port", "0"], {
    columns: 200, answers: [[/Token for own/, `${secret}\r`], [/Token for none/, "\r"], [/Ctrl-C ends it/, "\x03"]],
  });
  assert.equal(code, 0, plain);
  assert.match(plain, /http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}\//);
  assert.match(plain, /none has no credential/);
  assert.match(plain, /2 connections, 1 of them wrong/);
  assert.ok(!plain.includes(secret));
});
