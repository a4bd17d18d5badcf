// @ts-check
// What is made of results to be kept: a backup as JSON and back, many results as CSV; and the list of platforms.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { everyPlatform, further } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const pkg = await importPackage();
const { AgentClient, AgentError, backupFromJson, backupToJson, platforms, resultsToCsv } = pkg;

/** @typedef {import("../../pkg/types.js").AgentBackup} AgentBackup */

/** @param {() => unknown} call */
function refusal(call) {
  /** @type {any} */
  let error;
  assert.throws(call, (thrown) => !!(error = thrown));
  assert.ok(error instanceof AgentError, inspect(error));
  assert.equal(error.code, "invalid-input");
  assert.equal(error.backend, null);
  return error;
}

/** @param {Record<string, unknown>} content @returns {AgentBackup} */
const backupOf = (content) => ({
  backend: "foundry",
  agentId: "support-bot",
  takenAt: "2026-01-02T03:04:05.678Z",
  source: "agent",
  missing: [{ part: "code", reason: "404" }],
  redacted: ["/agent/secret"],
  content,
});

describe("a backup as JSON", () => {
  test("of each platform comes back as it was", async () => {
    const sandbox = createSandbox();
    for (const [backend] of everyPlatform) {
      const client = new AgentClient(sandbox.clientOptions(backend));
      for await (const { id } of client.listAgents()) {
        const backup = await client.backupAgent(id);
        assert.deepEqual(backupFromJson(backupToJson(backup)), backup);
      }
    }
  });

  test("says what it is, and holds bytes as base64", async () => {
    const sandbox = createSandbox();
    const id = sandbox.agents.foundry.withCode;
    const backup = await new AgentClient(sandbox.clientOptions("foundry")).backupAgent(id);
    assert.ok(backup.content.code instanceof Uint8Array);
    const plain = JSON.parse(backupToJson(backup));
    assert.deepEqual([plain.format, plain.version, plain.bytes], ["agent-delete backup", 1, ["/code"]]);
    assert.equal(Buffer.from(plain.content.code, "base64").toString(), sandbox.get("foundry", id)?.code);
  });

  const every = Uint8Array.from({ length: 70_000 }, (_, place) => place % 256);
  /** @type {Record<string, Record<string, unknown>>} */
  const contents = {
    "nothing": {},
    "no bytes": { code: new Uint8Array() },
    "all bytes": { code: every },
    "a part of a buffer": { code: every.subarray(5, 9) },
    "bytes in depths": { a: { "b/c~1": [null, { "": Uint8Array.of(1) }] } },
    "texts like base64": { code: "AAAA", bytes: ["/code"], content: { bytes: "QUJD" } },
    "members like those of every object": JSON.parse('{"agent":{"__proto__":{"a":1},"constructor":2},"__proto__":"x"}'),
    "every kind of text": { a: "\u0000\ud800\u2028\"\\\n\u{1f600}" },
    "a list of lists": { a: [[], [[1.5, -1, 1e300, true, null]]] },
  };
  for (const [name, content] of Object.entries(contents)) {
    test(`keeps ${name}`, () => {
      const text = backupToJson(backupOf(content));
      const back = backupFromJson(text);
      // Unlike an assertion, it shows a member of the name __proto__.
      assert.equal(inspect(back.content, { depth: 9 }), inspect(content, { depth: 9 }));
      assert.equal(backupToJson(back), text);
    });
  }

  test("keeps bytes, whatever they are a view by", () => {
    const code = Buffer.from("code");
    const { content } = backupFromJson(backupToJson(backupOf({ code, deep: [new DataView(new ArrayBuffer(3))] })));
    assert.deepEqual(content, { code: new Uint8Array(code), deep: [new Uint8Array(3)] });
  });

  test("changes nothing of what it is given", () => {
    const backup = backupOf({ code: every, agent: { a: 1 } });
    const before = structuredClone(backup);
    backupToJson(backup);
    assert.deepEqual(backup, before);
  });

  const good = JSON.parse(backupToJson(backupOf({ code: Uint8Array.of(1, 2, 3), agent: {} })));
  /** @param {object} change */
  const but = (change) => JSON.stringify({ ...good, ...change });
  /** @param {string} name */
  const without = (name) => but({ [name]: undefined });
  /** @type {[text: any, says: RegExp][]} */
  const bad = [
    [undefined, /read from a string, not from undefined/],
    [good, /read from a string, not from an object/],
    [new Uint8Array(3), /read from a string/],
    ["", /the text is empty/],
    [" \n", /the text is empty/],
    [but({}).slice(0, -9), /no JSON: it may be cut off/],
    ["<html>secret</html>", /no JSON/],
    ["null", /a JSON object, not null/],
    ["[]", /a JSON object, not an array/],
    ['"text"', /a JSON object, not a string/],
    ["{}", /format must be "agent-delete backup"/],
    [JSON.stringify(backupOf({})), /format must be/],
    [but({ format: "zip" }), /format must be/],
    [without("version"), /version must be 1/],
    [but({ version: "1" }), /version must be 1/],
    [but({ version: 0 }), /version must be 1/],
    [but({ version: 2 }), /has the version 2, and this release of agent-delete reads 1: use a newer one/],
    [without("backend"), /backup's backend must be the name of a platform/],
    [but({ backend: "Sales Force" }), /backup's backend must be/],
    [but({ backend: "__proto__" }), /backup's backend must be/],
    [without("agentId"), /backup's agentId must be/],
    [but({ agentId: "" }), /backup's agentId must be/],
    [but({ takenAt: "yesterday" }), /backup's takenAt must be an ISO 8601 date/],
    [but({ takenAt: 5 }), /backup's takenAt must be/],
    [but({ source: "zip" }), /backup's source must be "export" or "agent"/],
    [but({ missing: [{ part: "code" }] }), /backup's missing must be an array of \{ part, reason \}/],
    [without("missing"), /backup's missing must be/],
    [but({ redacted: "all" }), /backup's redacted must be/],
    [but({ redacted: [5] }), /backup's redacted must be/],
    [without("content"), /backup's content must be an object/],
    [but({ content: [] }), /backup's content must be/],
    [without("bytes"), /backup's bytes must be an array of JSON Pointers/],
    [but({ bytes: [""] }), /bytes name a place that holds no text/],
    [but({ bytes: ["code"] }), /bytes name a place that holds no text: code/],
    [but({ bytes: ["/agent"] }), /bytes name a place that holds no text: \/agent/],
    [but({ bytes: ["/agent/a/b"] }), /bytes name a place that holds no text/],
    [but({ bytes: ["/__proto__/x"] }), /bytes name a place that holds no text/],
    [but({ bytes: ["/code", "/code"] }), /bytes name a place that holds no text/],
    [but({ content: { code: "not base64!" } }), /content is damaged: \/code holds no base64/],
  ];
  for (const [text, says] of bad) {
    test(`refuses ${inspect(text).slice(0, 40)}: ${says.source}`, () => {
      const error = refusal(() => backupFromJson(text));
      assert.match(error.message, says);
      assert.ok(!inspect(error).includes("secret"));
    });
  }

  test("is read with a byte order mark, too", () => {
    assert.equal(backupFromJson(`\ufeff${but({})}`).agentId, "support-bot");
  });

  test("is made of nothing but a backup", () => {
    const cyclic = backupOf({});
    cyclic.content.self = cyclic.content;
    for (const [wrong, says] of /** @type {[any, RegExp][]} */ ([
      [undefined, /must be an object, not undefined/], [null, /not null/], ["{}", /not a string/], [[], /not an array/],
      [{}, /backend must be/], [{ ...backupOf({}), content: null }, /content must be an object/],
      [cyclic, /can't be written as JSON/], [backupOf({ big: 10n }), /can't be written as JSON/],
    ])) {
      assert.match(refusal(() => backupToJson(wrong)).message, says);
    }
  });
});

describe("results as CSV", () => {
  /** Reads CSV by RFC 4180, and nothing else. @param {string} csv */
  function parse(csv) {
    const rows = [];
    for (let rest = csv; rest !== "";) {
      const row = [];
      for (let end = ","; end === ",";) {
        const [whole, quoted, bare = "", after] =
          /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest) ?? assert.fail(`no cell begins ${JSON.stringify(rest.slice(0, 20))}`);
        row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
        rest = rest.slice(whole.length);
        end = after;
      }
      rows.push(row);
    }
    return rows;
  }

  const titles = [
    "agentId", "backend", "outcome", "existed", "verified", "code", "message", "hint", "outcomeUnknown", "status",
    "requestId", "deletedAt", "duplicate",
  ];
  /** @param {unknown} results */
  const table = (results) => {
    const [head, ...rows] = parse(resultsToCsv(/** @type {any} */ (results)));
    assert.deepEqual(head, titles);
    return rows.map((row) => Object.fromEntries(row.map((cell, place) => [titles[place], cell])));
  };
  /** @param {string} agentId @param {string | null} message @returns {import("../../pkg/index.js").DeletionResult} */
  const result = (agentId, message = null) => ({
    agentId,
    deletion: {
      backend: "charm", agentId, outcome: "deleted", existed: null, force: "not-requested", verified: false,
      deletedAt: null, message, requestId: null, backup: null, steps: [],
    },
    error: null,
  });

  test("of a real bulk tell how each ended", async () => {
    const sandbox = createSandbox();
    const client = new AgentClient(sandbox.clientOptions("charm"));
    const [id] = sandbox.createMany("charm", 1);
    const results = [];
    for await (const one of client.deleteAgents([id, "=1+1", "a/b"], { concurrency: 1, verify: true })) results.push(one);
    const [deleted, missing, wrong] = table(results);
    assert.deepEqual(
      [deleted.agentId, deleted.backend, deleted.outcome, deleted.verified, deleted.code, deleted.outcomeUnknown],
      [id, "charm", "deleted", "true", "", ""],
    );
    assert.deepEqual(
      [missing.agentId, missing.outcome, missing.code, missing.status, missing.outcomeUnknown, missing.verified],
      ["'=1+1", "failed", "not-found", "404", "false", ""],
    );
    assert.match(missing.message, /did not delete agent/);
    assert.deepEqual([wrong.agentId, wrong.code, wrong.status], ["a/b", "invalid-input", ""]);
  });

  test("of none is a line of titles", () => {
    assert.equal(resultsToCsv([]), `${titles.join(",")}\r\n`);
    assert.deepEqual(table(new Set()), []);
  });

  test("keep every text, and are no formula", () => {
    const texts = [
      "plain", 'a "quoted" one', "a, b", "a\nb", "a\r\nb", "a;b", "a\tb", " a ", "", "ü日本😀", "1-1", "a=b", "'a",
      "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://evil.test","x")', "＝1", "－1", "＋1", "＠a",
    ];
    const rows = table(texts.map((text) => result(`id ${text}`, text)));
    assert.equal(rows.length, texts.length);
    rows.forEach(({ agentId, message }, place) => {
      const text = texts[place];
      assert.equal(agentId, `id ${text}`);
      assert.ok(message === text || message === `'${text}`, message);
      assert.doesNotMatch(message, /^[=+\-@\t\r\n＝＋－＠]/);
      assert.equal(message === text, !/^[=+\-@\t\r\n＝＋－＠]/.test(text), message);
    });
  });

  test("are made of nothing but results", () => {
    const reader = new AgentClient(createSandbox().clientOptions("charm")).deleteAgents(["a"]);
    for (const [wrong, says] of /** @type {[any, RegExp][]} */ ([
      [undefined, /not undefined/], [null, /not null/], ["text", /not a string/], [{}, /not an object/], [reader, /not an object/],
      [[null], /the one at 0 is null/], [[result("a"), {}], /the one at 1 is an object/],
      [[{ agentId: "a", deletion: null, error: null }], /the one at 0/],
    ])) {
      const error = refusal(() => resultsToCsv(wrong));
      assert.match(error.message, /^results must be an array of what deleteAgents gives/);
      assert.match(error.message, says);
      if (wrong === reader) assert.match(String(error.hint), /\{ results \}/);
    }
  });
});

describe("the list of platforms", () => {
  test("has each, with what a client of it can do", () => {
    const known = [...everyPlatform.map(([backend]) => String(backend)), ...further.keys()];
    assert.deepEqual(platforms.map(({ name }) => name).sort(), known.sort());
    for (const { name, capabilities, defaultBaseUrl, baseUrlExample } of platforms) {
      assert.equal(new AgentClient({ backend: name }).capabilities, capabilities);
      assert.ok(defaultBaseUrl === null || defaultBaseUrl === baseUrlExample);
    }
    const publicOnes = [...further].filter(([, data]) => data.hasDefaultBaseUrl).map(([name]) => String(name));
    const withDefault = platforms.filter(({ defaultBaseUrl }) => defaultBaseUrl).map(({ name }) => name);
    assert.deepEqual(withDefault.sort(), ["langchain", ...publicOnes].sort());
  });

  test("is frozen through and through", () => {
    const parts = (/** @type {any} */ value) =>
      typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(parts)] : [];
    assert.ok(parts(platforms).length > 20);
    assert.ok(parts(platforms).every(Object.isFrozen));
  });

  test("names the headers that are sent, and base URLs that are taken", async () => {
    for (const { name, apiKeyHeader, auth, baseUrlExample } of platforms) {
      for (const kind of auth.filter((kind) => kind !== "sign")) {
        /** @type {any[]} */
        const sent = [];
        const client = new AgentClient({
          backend: name,
          baseUrl: baseUrlExample.replace(/\{\w+\}/g, "x"),
          auth: /** @type {any} */ ({ [kind]: "planted" }),
          fetch: async (_, init) => (sent.push(init?.headers), new Response("{}")),
          maxRetries: 0,
        });
        const id = further.get(name)?.id ?? (name === "foundry" ? "a" : "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
        await client.getAgent(id).catch(() => {});
        const header = kind === "apiKey" ? apiKeyHeader : "Authorization";
        assert.match(String(new Headers(sent[0]).get(header)), /planted$/, name);
      }
    }
  });
});
