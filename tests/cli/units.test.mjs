// What can be told without a process: patterns, dates, names of files, texts, the selection, the places of files on other systems.
import assert from "node:assert/strict";
import { test } from "node:test";
import { configurationFiles } from "../../cli/configuration.js";
import { normal } from "../../cli/connection.js";
import { changes, isAnother } from "../../cli/fingerprint.js";
import { date, duration } from "../../cli/dates.js";
import { glob } from "../../cli/globs.js";
import { fileName, timeName } from "../../cli/names.js";
import { compared } from "../../cli/plan-file.js";
import { Protection } from "../../cli/protect.js";
import { exitCodeOf } from "../../cli/results.js";
import { select } from "../../cli/selection.js";
import { idsIn } from "../../cli/source.js";
import { cut, table } from "../../cli/table.js";
import { jsonLine, shown, wrapped } from "../../cli/text.js";

test("a glob is over a name, not over a path", () => {
  for (const [pattern, yes, no] of [
    ["*", ["", "a", ".a", "..", "a/b", "/", "!x", "#x"], []],
    ["e2e-*", ["e2e-", "e2e-a/b", "e2e-.."], ["E2E-a", "xe2e-", "e2e"]],
    ["*bot", ["bot", "support/bot", ".bot"], ["bots"]],
    ["a?c", ["abc", "a/c", "a.c"], ["ac", "abbc"]],
    ["[ab]x", ["ax", "bx"], ["cx"]],
    ["{a,b}-*", ["a-1", "b-"], ["c-1"]],
    ["Test (copy)", ["Test (copy)"], ["Test copy"]],
    ["!prod", ["!prod"], ["dev"]],
    ["#1", ["#1"], ["1"]],
    ["a|b", ["a|b"], ["a", "b"]],
    ["C:\\x", ["C:\\x"], []],
    ["日*", ["日本"], ["本日"]],
  ]) {
    const matches = glob(pattern);
    for (const text of yes) assert.equal(matches(text), true, `${pattern} matches ${text}`);
    for (const text of no) assert.equal(matches(text), false, `${pattern} does not match ${text}`);
  }
  assert.equal(glob("PROD-*", { ignoreCase: true })("prod-1"), true);
  assert.throws(() => glob(""), { exitCode: 2 });
});

test("durations have a unit, dates exist", () => {
  assert.equal(duration("30d", "x"), 30 * 86_400_000);
  assert.equal(duration("2h", "x"), 7_200_000);
  assert.equal(duration("60s", "x"), 60_000);
  assert.equal(duration("1.5 h", "x"), 5_400_000);
  for (const text of ["", "30", "-1d", "d", "1x", "1d2h", "Infinity d", "1e3s"]) assert.throws(() => duration(text, "x"), { exitCode: 2 }, text);
  assert.equal(date("2026-01-31", "x"), Date.UTC(2026, 0, 31));
  assert.equal(date("2026-01-31T08:00+01:00", "x"), Date.UTC(2026, 0, 31, 7));
  for (const text of ["", "2026", "2026-02-30", "2026-13-01", "yesterday", "01/02/2026", "2026-01-31T08:00"]) assert.throws(() => date(text, "x"), { exitCode: 2 }, text);
});

test("names of files are names on Windows too, and each text has its own", () => {
  const texts = ["plain-name_1", "a", "A", "team ü?#1", "con", "CON.txt", "nul", "com1", "lpt9.x", "console", "..", ".", ".hidden", "end.", "end ", "a:b", "a*b", 'a"b', "a<b>|", "a\\b", "a/b", "x".repeat(300), `${"x".repeat(299)}y`, "%41", ""];
  const names = texts.map(fileName);
  assert.equal(new Set(names.map((name) => name.toLowerCase())).size, texts.length, "also where A and a are one");
  for (const name of names) {
    assert.match(name, /^[\w.~%-]{1,130}$/);
    assert.ok(!/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name), name);
    assert.ok(!/[. ]$|^\./.test(name), name);
  }
  assert.equal(fileName("plain-name_1"), "plain-name_1");
  assert.equal(fileName("e1000000-0000-4000-8000-000000000003"), "e1000000-0000-4000-8000-000000000003");
  assert.equal(timeName(0), "1970-01-01T00-00-00.000Z");
});

test("where the configuration is, on each system", () => {
  const files = (platform, env, cwd, home) => configurationFiles({ platform, env, cwd, home });
  assert.deepEqual(files("win32", { APPDATA: "C:\\Users\\me\\AppData\\Roaming" }, "D:\\work", "C:\\Users\\me"), ["D:\\work\\agent-delete.json", "C:\\Users\\me\\AppData\\Roaming\\agent-delete\\agent-delete.json"]);
  assert.equal(files("win32", {}, "D:\\", "C:\\Users\\me")[1], "C:\\Users\\me\\AppData\\Roaming\\agent-delete\\agent-delete.json");
  assert.equal(files("darwin", {}, "/w", "/Users/me")[1], "/Users/me/Library/Application Support/agent-delete/agent-delete.json");
  assert.deepEqual(files("linux", {}, "/w", "/home/me"), ["/w/agent-delete.json", "/home/me/.config/agent-delete/agent-delete.json"]);
  assert.equal(files("linux", { XDG_CONFIG_HOME: "/x" }, "/w", "/home/me")[1], "/x/agent-delete/agent-delete.json");
});

test("a terminal can't be commanded, and JSON stays what it was", () => {
  const evil = "a\x1b[31m\u0000\u009b2J\u2028\u202eb\r\nc\td\u007f";
  assert.equal(shown(evil), "a\\x1b[31m\\x00\\x9b2J\\x2028\\x202eb  c d\\x7f");
  // Line breaks and what turns the direction, in JSON as well.
  assert.ok(/^[\x20-\x7e]*$/.test(jsonLine({ evil })));
  assert.deepEqual(JSON.parse(jsonLine({ evil })), { evil });
  assert.equal(shown("日本語 ü 👩‍👩‍👧"), "日本語 ü 👩‍👩‍👧");
});

test("a table fits, wide characters included, and neither an id nor a verdict is ever cut", () => {
  const columns = [{ title: "Agent", whole: true }, { title: "Name" }, { title: "Status" }];
  const id = "e1000000-0000-4000-8000-000000000003";
  const lines = table(columns, [[id, "名前".repeat(20), "active"], [id, "x\x1b[2J", ["active", (text) => text]]], { width: 60 });
  assert.ok(lines.every((line) => !line.includes("\x1b") && line.length <= 60), lines.join("\n"));
  assert.ok(lines[1].includes(id) && lines[1].includes("…") && lines[2].includes("x\\x1b[2J"));
  const whole = [{ title: "Agent", whole: true }, { title: "Name" }, { title: "Then", whole: true }];
  assert.deepEqual(table(whole, [[id, "a name that is long", ["would be deleted", String]]], { width: 44 }), [`  ${id}`, "    would be deleted  a name that is long"]);
  assert.deepEqual(table(whole, [[id, "a name that is long", "would be deleted"]], { width: 30 }), [`  ${id}`, "    would be deleted  a name …"]);
  assert.deepEqual(table(whole, [[id, "名前".repeat(20), "a verdict that is far too long for it"]], { width: 24 }), [`  ${id}`, "    a verdict that is far too long for it", "    名前名前名前名前名…"]);
  assert.equal(cut("日本語", 5), "日本…");
  assert.equal(cut("abc", 3), "abc");
});

test("ids of a text", () => {
  assert.deepEqual(idsIn("\ufeffa\r\n\n b\tname\n{\"id\":\"c\"}\n{\"agentId\":\"d\",\"deletion\":null}\n", "-"), ["a", " b", "c", "d"]);
  assert.throws(() => idsIn("{nope", "-"), { exitCode: 2 });
  assert.throws(() => idsIn('{"id":1}', "-"), { exitCode: 2 });
});

const agent = (id, more = {}) => ({ id, name: id, description: null, status: null, isDefault: null, isProtected: null, createdAt: null, updatedAt: null, raw: null, ...more });

test("the selection: what has no date never matches, what is protected never goes, and nobody is lost", () => {
  const now = Date.parse("2026-01-10T00:00:00Z");
  const agents = [
    agent("old", { createdAt: "2026-01-01T00:00:00Z" }),
    agent("young", { createdAt: "2026-01-09T23:00:00Z" }),
    agent("undated"),
    agent("odd", { createdAt: "some day" }),
    agent("kept-old", { createdAt: "2026-01-01T00:00:00Z" }),
    agent("nameless", { name: null, createdAt: "2026-01-01T00:00:00Z" }),
  ];
  const { chosen, kept, undated, others } = select(agents, { olderThan: 86_400_000, name: ["*"] }, new Protection(["KEPT-*"]), now);
  assert.deepEqual(chosen.map(({ id }) => id), ["old"]);
  assert.deepEqual(kept.map(({ agent: { id }, by }) => [id, by]), [["kept-old", "KEPT-*"]]);
  assert.deepEqual(undated.map(({ id }) => id), ["undated", "odd"]);
  assert.deepEqual(others.map(({ id }) => id), ["young", "nameless"]);
  const edge = [agent("x", { createdAt: "2026-01-09T00:00:00Z" })];
  assert.equal(select(edge, { olderThan: 86_400_000 }, new Protection([]), now).chosen.length, 0, "older, not as old");
});

test("what has changed, and what is another", () => {
  const seen = { name: "a", description: null, status: "active", isDefault: null, isProtected: null, createdAt: "1", updatedAt: "2", version: 3 };
  assert.deepEqual(changes(seen, { ...seen }), []);
  assert.deepEqual(changes(seen, { ...seen, version: 4, name: "b" }), ["name", "version"]);
  assert.deepEqual(changes(seen, null), ["it is gone"]);
  assert.deepEqual(changes(null, null), []);
  assert.equal(isAnother(seen, { ...seen, createdAt: "9" }), true);
  assert.equal(isAnother(seen, { ...seen, status: null }), false);
  assert.equal(isAnother(null, seen), false);
});

test("exit codes: an unknown outcome before a failure, an interruption before both", () => {
  const deleted = { agentId: "a", deletion: { outcome: "deleted" }, error: null };
  const accepted = { agentId: "b", deletion: { outcome: "accepted" }, error: null };
  const failed = { agentId: "c", deletion: null, error: { code: "conflict", outcomeUnknown: false } };
  const unknown = { agentId: "d", deletion: null, error: { code: "network", outcomeUnknown: true } };
  const rest = { notBegun: 0, skipped: 0, interrupted: false };
  for (const [results, more, code] of [
    [[deleted], {}, 0], [[], {}, 0], [[deleted, failed], {}, 1], [[deleted], { notBegun: 1 }, 1], [[deleted], { skipped: 1 }, 1],
    [[accepted], {}, 4], [[failed, unknown], {}, 4], [[deleted], { interrupted: true }, 130],
  ]) assert.equal(exitCodeOf(results, { ...rest, ...more }), code);
});

test("addresses of the same place", () => {
  const here = ["http://localhost:3000/api", "http://127.0.0.1:3000/api/", "http://127.1:3000/api", "http://[::1]:3000/api", "http://LOCALHOST:3000/api"];
  assert.deepEqual(new Set(here.map(normal)).size, 1);
  for (const other of ["http://localhost:3001/api", "https://localhost:3000/api", "http://localhost:3000/v1", "http://example.com:3000/api"]) {
    assert.notEqual(normal(other), normal(here[0]), other);
  }
});

test("a letter is the same in one code point and in two", () => {
  const [one, two] = ["prod-caf\u00e9", "prod-cafe\u0301"];
  for (const [pattern, name] of [[one, two], [two, one], [`${one}*`, `${two}-1`]]) {
    assert.equal(new Protection([pattern]).of(agent("x", { name })), pattern);
  }
});

test("what a plan does not know by this id is no part of it", () => {
  const target = { id: "a", agent: null, plan: null, error: null };
  const { same, changed } = compared(/** @type {any} */ ({ agents: [{ id: "A", seen: null }] }), [/** @type {any} */ (target)]);
  assert.deepEqual([same, changed.map(({ id }) => id)], [[], ["a"]]);
});

test("a sentence is broken between words", () => {
  assert.deepEqual(wrapped("one two three", 7), ["one two", "three"]);
  assert.deepEqual(wrapped("one twenty-three x", 5), ["one", "twenty-three", "x"]);
  assert.deepEqual(wrapped("", 5), [""]);
});
