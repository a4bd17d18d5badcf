import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentError, platforms } from "../../pkg/node.js";
import { pageModule } from "./support/module.mjs";

const { asControls } = await pageModule("words/controls");
const { counted, listed, shown } = await pageModule("words/text");
const { age, duration } = await pageModule("words/time");
const { problemOf, sentenceOf } = await pageModule("words/problems");
const { OUTCOME_WORDS } = await pageModule("words/outcomes");
const { isTyped, toType } = await pageModule("confirm/typed");
const { Address } = await pageModule("connections/address");
const { waitOf } = await pageModule("connections/pause");
const { FileNames } = await pageModule("backup/names");

test("one agent, two agents, no agents", () => {
  assert.deepEqual([0, 1, 2, 1200].map((count) => counted(count, "agent")), ["0 agents", "1 agent", "2 agents", "1,200 agents"]);
  assert.equal(listed(["a"]), "a");
  assert.equal(listed(["a", "b", "c"]), "a, b and c");
});

test("what the platforms' descriptions say of options is said of boxes", () => {
  for (const { capabilities } of platforms) {
    for (const line of [...capabilities.destroys, ...capabilities.keeps]) assert.doesNotMatch(asControls(line), /force|cascade|\[/);
  }
  assert.equal(asControls("Pass force: true to stop and delete it."), "Tick “Delete agents in use, too” to stop and delete it.");
  assert.equal(asControls("The agent has 1 session(s) in use."), "The agent has 1 session in use.");
  assert.equal(asControls("The agent has 3 session(s) in use, which force ends."), "The agent has 3 sessions in use, which “Delete agents in use, too” ends.");
});

test("what is not found in a run may have been deleted by it, for a browser sends a request again by itself", () => {
  assert.doesNotMatch(OUTCOME_WORDS.absent.title, /was not/i);
  assert.match(OUTCOME_WORDS.absent.meaning, /^It was gone already, or this run has deleted it/);
});

test("every kind of failure has a sentence, which names no member of the package", () => {
  const codes = [
    "invalid-input", "unauthenticated", "forbidden", "not-found", "conflict", "protected", "invalid-request", "rate-limited", "refused", "backend-failure",
    "wrong-endpoint", "unexpected-response", "timeout", "network", "aborted", "cancelled", "backup-failed", "confirm-failed",
  ];
  for (const code of codes) {
    const sentence = sentenceOf(new AgentError({ code: /** @type {any} */ (code), message: "x: y", backend: "eliza" }));
    assert.match(sentence, /^[A-Z].*[.y]$/);
    assert.doesNotMatch(sentence, /retryAfterMs|force: true|cascade/);
  }
  assert.deepEqual(problemOf(new Error("The disk is full.")), { what: "The disk is full.", words: null });
});

test("what would not be seen is shown, so that no name looks like another", () => {
  assert.equal(shown("a\u202eb\u200bc\u0007"), "a\\u202eb\\u200bc\\u0007");
});

test("ages and waits are told as people say them", () => {
  const now = Date.parse("2026-06-01T00:00:00Z");
  assert.equal(age("2026-05-31T23:59:30Z", now), "now");
  assert.equal(age("2026-05-31T21:00:00Z", now), "3 h");
  assert.equal(age("2026-05-01T00:00:00Z", now), "31 d");
  assert.equal(age("2024-01-01T00:00:00Z", now), "2.4 y");
  assert.equal(age(null, now), null);
  assert.equal(age("yesterday", now), null);
  assert.deepEqual([900, 61_000, 3_900_000].map((ms) => duration(ms)), ["1 s", "1 min 1 s", "1 h 5 min"]);
  assert.equal(waitOf("30", 1000), 31_000);
  assert.equal(waitOf("Mon, 01 Jun 2026 00:00:00 GMT", 0), now);
  assert.equal(waitOf("soon", 0), null);
  assert.equal(waitOf(null, 0), null);
});

test("what has to be typed can be typed", () => {
  assert.equal(toType([{ id: "1", name: "Ada" }]), "Ada");
  assert.equal(toType([{ id: "1", name: " \u200b " }]), "1");
  assert.equal(toType([{ id: "1", name: "Ada" }, { id: "2", name: "Bob" }]), "2");
  assert.ok(isTyped("  Émile ", "E\u0301mile"));
  assert.ok(isTyped("a b", "a  \u200bb"));
  assert.ok(!isTyped("ada", "Ada"));
  assert.ok(!isTyped("", "\u200b"));
});

test("the address of the console's server, with its token, gives way to the platform's, wherever it stands", () => {
  const place = new Address("https://api.example.com/v1/", "http://127.0.0.1:24283/TOKEN/at/team");
  assert.deepEqual(place.in({ steps: [{ path: "/TOKEN/at/team/agents/1?x=1", status: 200 }], message: "see http://127.0.0.1:24283/TOKEN/at/team/agents", none: null }), {
    steps: [{ path: "/v1/agents/1?x=1", status: 200 }], message: "see https://api.example.com/v1/agents", none: null,
  });
  const direct = new Address("https://api.example.com/v1", "https://api.example.com/v1");
  assert.equal(direct.in("/v1/agents"), "/v1/agents");
  assert.equal(new Address("", "http://127.0.0.1:24283/TOKEN/at/team").in("GET /TOKEN/at/team/agents"), "GET /agents");
});

test("different agents get different files, whatever a system takes for the same", () => {
  const names = new FileNames();
  const made = ["Ada", "ada", "con", "a/b", "a%2Fb", "..", "x".repeat(300), "x".repeat(301), "\ud800"].map((id) => names.of(id, ".json").toLowerCase());
  assert.equal(new Set(made).size, made.length);
  for (const name of made) assert.match(name, /^[^/\\:*?"<>|\0]{1,110}$/);
  assert.ok(!made.includes("con.json"));
});
