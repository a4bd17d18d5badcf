import assert from "node:assert/strict";
import { test } from "node:test";
import { pageModule } from "./support/module.mjs";

const { pastedIds } = await pageModule("find/ids");
const { found, EVERYTHING } = await pageModule("find/filter");
const selection = await pageModule("find/selection");
const { inOrder, COLUMNS } = await pageModule("find/columns");
const { rowOf } = await pageModule("find/row");
const { connectionOf } = await pageModule("connections/connection");

/** @param {string} name @param {object} [more] */
const connection = (name, more = {}) => connectionOf({ name, backend: "kortix", address: "https://a.example/v1", client: { baseUrl: "https://a.example/v1" }, ...more });
const team = connection("team", { protect: ["keep-*"] });
const other = connection("other");

/** @param {object} agent @param {any} [at] */
const row = (agent, at = team) => rowOf(at, {
  id: "1", name: null, description: null, status: null, isDefault: null, isProtected: null, createdAt: null, updatedAt: null, raw: { secret: "s" }, ...agent,
});

const ids = (/** @type {string} */ text, known = /** @type {string[]} */ ([])) => pastedIds(text, (/** @type {string} */ id) => known.includes(id));

test("ids are parted by commas, semicolons, white space and lines, each once", () => {
  assert.deepEqual(ids("a,b;c d\te\r\nf\n\n a "), { ids: ["a", "b", "c", "d", "e", "f"], duplicates: 1 });
  assert.deepEqual(ids(" ,; \n"), { ids: [], duplicates: 0 });
});

test("what is the whole id of a known agent, or is quoted, is taken whole", () => {
  assert.deepEqual(ids("team ü?#1\nx y", ["team ü?#1"]).ids, ["team ü?#1", "x", "y"]);
  assert.deepEqual(ids('"team one","say ""hi""",z').ids, ["team one", 'say "hi"', "z"]);
  assert.deepEqual(ids('"a b"').ids, ["a b"]);
});

test("a row keeps nothing of the platform's own object", () => {
  assert.ok(!JSON.stringify({ ...row({ id: "x" }), connection: null }).includes("secret"));
});

test("the same id on two connections makes two rows", () => {
  assert.notEqual(row({ id: "x" }).key, row({ id: "x" }, other).key);
});

const now = Date.parse("2026-06-01T00:00:00Z");
const rows = [
  row({ id: "1", name: "Bot 10", createdAt: "2026-05-30T00:00:00Z", status: "active" }),
  row({ id: "2", name: "bot 9", createdAt: "2025-01-01T00:00:00Z", status: "inactive" }),
  row({ id: "3", name: null, isDefault: true }),
  row({ id: "4", name: "keep-me", createdAt: "2024-01-01T00:00:00Z" }),
  row({ id: "5", name: "Suna", isProtected: true }, other),
];
const idsOf = (/** @type {any[]} */ list) => list.map(({ id }) => id).join("");
const filtered = (/** @type {object} */ change) => found(rows, { ...EVERYTHING, ...change }, now);

test("filters go together, and what has no age is counted and not guessed", () => {
  assert.equal(idsOf(filtered({}).rows), "12345");
  assert.equal(idsOf(filtered({ search: "BOT 1" }).rows), "1");
  assert.equal(idsOf(filtered({ status: "unknown" }).rows), "345");
  assert.equal(idsOf(filtered({ ordinary: true }).rows), "12");
  assert.equal(idsOf(filtered({ connection: other.key }).rows), "5");
  assert.equal(idsOf(filtered({ platform: "eliza" }).rows), "");
  const old = filtered({ olderThan: 30 });
  assert.equal(idsOf(old.rows), "24");
  assert.equal(old.ageless, 2);
  assert.equal(filtered({ olderThan: 30, search: "bot" }).ageless, 0);
});

test("every column sorts both ways, and what is not told stands last", () => {
  assert.equal(idsOf(inOrder(rows, { column: "name", descending: false })), "32145");
  assert.equal(idsOf(inOrder(rows, { column: "created", descending: false })), "42135");
  assert.equal(idsOf(inOrder(rows, { column: "created", descending: true })), "12435");
  assert.equal(idsOf(inOrder(rows, { column: "age", descending: false })).slice(0, 3), "124");
  for (const { id } of COLUMNS) for (const descending of [false, true]) assert.equal(inOrder(rows, { column: id, descending }).length, 5);
});

test("what is protected is never selected, and says why", () => {
  const { NONE, withAll, toggled, extent, between, refreshed, selectable } = selection;
  assert.equal(rows[3].protectedBecause, "The configuration protects it by “keep-*”.");
  assert.equal(rows[4].protectedBecause, "Kortix never deletes its own agent.");
  const all = withAll(NONE, rows);
  assert.equal(all.size, 3);
  assert.equal(toggled(NONE, rows[4]).size, 0);
  assert.equal(extent(all, rows), "all");
  assert.equal(extent(toggled(all, rows[0]), rows), "some");
  assert.equal(extent(NONE, rows), "none");
  assert.equal(idsOf(between(rows, rows[3].key, rows[1].key)), "234");
  assert.equal(idsOf(between(rows, "gone", rows[1].key)), "2");
  // By now one is gone, and one protected.
  const later = new Map([[rows[0].key, { ...rows[0], protectedBecause: "now" }], [rows[1].key, rows[1]]]);
  assert.equal(idsOf([...refreshed(all, later).values()]), "2");
  assert.ok(rows.filter(selectable).length === 3);
});
