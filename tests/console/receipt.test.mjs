import assert from "node:assert/strict";
import { test } from "node:test";
import { pageModule } from "./support/module.mjs";

const { receiptCsv, receiptJson } = await pageModule("receipt/receipt");
const { sentenceOfEntry } = await pageModule("run/sentence");
const { countsOf, outcomeOf } = await pageModule("run/entry");

const record = {
  id: "r", startedAt: 0, endedAt: 1000, cancelledAt: null, backups: null, trouble: null, total: 6,
  options: { inUse: false, threads: false, look: true, backup: "none", secrets: false },
  connections: [{ key: "k", name: "prod", backend: "kortix", platform: "Kortix", address: "https://a.example/v1", production: true }],
};
const deletion = { backend: "kortix", agentId: "1", outcome: "deleted", existed: true, force: "not-requested", verified: false, deletedAt: null, message: "gone", requestId: "q", backup: null, steps: [] };
const error = { name: "AgentError", message: "m", code: "network", backend: "kortix", agentId: "4", status: null, backendCode: null, backendMessage: null, requestId: null, details: [], retryable: true, retryAfterMs: null, outcomeUnknown: true, hint: null, steps: [] };

/** @param {object} change */
const entry = (change) => ({ connection: "k", id: "1", name: "Ada", seen: null, state: "settled", deletion: null, error: null, note: null, backup: null, looked: null, ...change });
const entries = [
  entry({ id: "1", deletion }),
  entry({ id: "2", name: "=cmd()", deletion: { ...deletion, outcome: "accepted" } }),
  // Kortix says "not found" while its database is down, too.
  entry({ id: "3", name: "a, \"b\"", deletion: { ...deletion, outcome: "absent" } }),
  entry({ id: "4", error }),
  entry({ id: "5", state: "kept", note: "It has changed." }),
  entry({ id: "6", state: "waiting", name: null }),
  entry({ id: "7", state: "begun" }),
];

test("an outcome says no more than was proved", () => {
  assert.deepEqual(entries.map(outcomeOf), ["deleted", "accepted", "unknown", "unknown", "kept", "waiting", "sent"]);
  const counts = countsOf(entries);
  assert.equal(counts.total, 7);
  assert.equal(counts.settled, 5);
  assert.equal(counts.unknown, 2);
});

test("what the package adds is not put into the platform's mouth", () => {
  const message = "It was not read back, for the platform said that it is not there.";
  const sentence = sentenceOfEntry(entry({ deletion: { ...deletion, backend: "charm", outcome: "absent", existed: false, message } }), false);
  assert.ok(sentence.includes(message) && !sentence.includes("It says"), sentence);
});

test("the receipt as JSON has every agent with its connection, and no key of the page's own", () => {
  const receipt = JSON.parse(receiptJson(record, entries));
  assert.equal(receipt.format, "agent-delete-receipt");
  assert.equal(receipt.startedAt, "1970-01-01T00:00:00.000Z");
  assert.deepEqual(receipt.results.map((/** @type {any} */ { agentId, connection, outcome }) => [agentId, connection, outcome].join(" ")), [
    "1 prod deleted", "2 prod accepted", "3 prod unknown", "4 prod unknown", "5 prod kept", "6 prod waiting", "7 prod sent",
  ]);
  assert.equal(receipt.connections[0].production, true);
  assert.equal(receipt.connections[0].key, undefined);
});

test("the receipt as CSV has a line for each, as many cells in each, and no formula", () => {
  const lines = receiptCsv(record, entries).trimEnd().split("\r\n");
  assert.equal(lines.length, 8);
  assert.ok(lines[0].startsWith("connection,production,name,result,explanation,backup,agentId,backend,outcome,"));
  assert.ok(lines[2].startsWith("prod,true,'=cmd(),accepted,"));
  assert.ok(lines[3].startsWith('prod,true,"a, ""b""",unknown,'));
  assert.ok(lines[5].includes("It has changed."));
  const titles = lines[0].split(",").length;
  for (const [at, line] of lines.entries()) {
    const parts = /** @type {string} */ (line).replace(/"([^"]|"")*"/g, "x").split(",");
    assert.equal(parts.length, titles, `line ${at}`);
  }
});
