// @ts-check
// Values on their way between JavaScript and Rust: results are plain, numbers stay numbers, bytes are bytes, and what a
// platform names its members changes nothing else.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { deleted, recording } from "./support/fetches.mjs";
import { clientOptions, platforms } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient } = await importPackage();

/** The agent that a platform answers with this body. @param {string} body */
const agentOf = (body) => {
  const fetch = recording(() => new Response(body, { headers: { "content-type": "application/json" } }));
  return new AgentClient(clientOptions("charm", { fetch })).getAgent(platforms.charm.id);
};

describe("a platform's own object", () => {
  const { id } = platforms.charm;

  test("comes as JSON.parse makes it", async () => {
    const raw = {
      id, name: null, big: 2 ** 53 + 2, safe: 2 ** 53 - 1, large: 1e300, negative: -2.5, small: 5e-324,
      nested: [{ a: [] }, {}, "\u0000\u2028\ud83d\ude42", true, null], "": 0, constructor: "c", length: 3,
    };
    const agent = await agentOf(JSON.stringify(raw));
    assert.deepEqual(agent.raw, raw);
    assert.deepEqual(structuredClone(agent), agent);
    assert.ok(!JSON.stringify(agent).includes("undefined"));
    assert.equal(Object.getPrototypeOf(agent.raw), Object.prototype);
  });

  test("has a member __proto__ as a member", async () => {
    const text = `{"id":"${id}","__proto__":{"force":true},"deep":[{"__proto__":5,"b":2}]}`;
    const agent = await agentOf(text);
    assert.equal(JSON.stringify(agent.raw), text);
    const { raw } = /** @type {any} */ (agent);
    for (const object of [raw, raw.deep[0]]) assert.equal(Object.getPrototypeOf(object), Object.prototype);
    assert.equal(raw.force, undefined);
  });

  test("has one in a backup and in a plan too", async () => {
    const text = `{"id":"${id}","__proto__":{"a":1}}`;
    const fetch = recording(() => new Response(text, { headers: { "content-type": "application/json" } }));
    const client = new AgentClient(clientOptions("charm", { fetch }));
    const { content } = await client.backupAgent(id);
    const plan = await client.planDeletion(id);
    assert.deepEqual([JSON.stringify(content.agent), JSON.stringify(plan.agent?.raw)], [text, text]);
  });

  test("has one in a list alone, and in the backup that a deletion gives", async () => {
    const text = `{"id":"${id}","deep":[[{"__proto__":{"a":1}}]]}`;
    const fetch = recording(({ method }) => (method === "DELETE" ? deleted() : Response.json(JSON.parse(text))));
    const client = new AgentClient(clientOptions("charm", { fetch }));
    const { backup } = await client.deleteAgent(id, { backup: true });
    const agent = await client.getAgent(id);
    assert.deepEqual([JSON.stringify(backup?.content.agent), JSON.stringify(agent.raw)], [text, text]);
  });
});

test("a file in a backup is a Uint8Array", async () => {
  const sandbox = createSandbox();
  const client = new AgentClient(sandbox.clientOptions("foundry"));
  const { content } = await client.backupAgent(sandbox.agents.foundry.withCode);
  assert.ok(content.code instanceof Uint8Array && content.code.length > 0);
  const copy = structuredClone(content);
  assert.deepEqual(copy.code, content.code);
});

test("whole numbers come as numbers, of any size", async () => {
  const fetch = recording(() => new Response("", { status: 429, headers: { "retry-after": "4000000000" } }));
  const client = new AgentClient(clientOptions("charm", { fetch }));
  const error = await client.deleteAgent(platforms.charm.id).catch((reason) => reason);
  assert.equal(error.retryAfterMs, 4e12);
});

test("a date in Retry-After counts from the answer's own, and only an HTTP date is one", async () => {
  for (const [until, millis] of /** @type {const} */ ([
    ["Wed, 21 Oct 2015 07:29:30 GMT", 90_000],
    ["Wed, 21 Oct 2015 07:00:00 GMT", 0],
    ["21 Oct 2015 07:29:30 GMT", null],
    ["Wed, some day GMT", null],
    ["Wed, 31 Dec 1969 23:59:59 GMT", null],
    ["Wed, 21 Oct 2015 07:29:30", null],
    ["soon", null],
  ])) {
    const headers = { date: "Wed, 21 Oct 2015 07:28:00 GMT", "retry-after": until };
    const fetch = recording(() => new Response("", { status: 429, headers }));
    const client = new AgentClient(clientOptions("charm", { fetch, maxRetries: 0 }));
    await assert.rejects(client.deleteAgent(platforms.charm.id), { code: "rate-limited", retryAfterMs: millis }, until);
  }
});

test("a backup holds secrets where they are asked for, and only there", async () => {
  const raw = { id: platforms.charm.id, name: "bot", api_key: "sk-live-hunter2" };
  const fetch = recording(() => Response.json(raw));
  const client = new AgentClient(clientOptions("charm", { fetch }));
  for (const options of [undefined, {}, { includeSecrets: false }, { includeSecrets: undefined }]) {
    assert.ok(!JSON.stringify(await client.backupAgent(raw.id, options)).includes("hunter2"));
  }
  assert.deepEqual((await client.backupAgent(raw.id, { includeSecrets: true })).content.agent, raw);
});

test("a document in a text is one in a backup too, without the secrets in it", async () => {
  const flow = { nodes: [{ label: "Model", api_key: "sk-live-hunter2", size: 2.5 }], edges: [] };
  const fetch = recording(() => Response.json({ id: platforms.charm.id, flow: JSON.stringify(flow) }));
  const client = new AgentClient(clientOptions("charm", { fetch }));
  const { content } = await client.backupAgent(platforms.charm.id);
  const [{ api_key: hidden, ...rest }] = JSON.parse(/** @type {any} */ (content.agent).flow).nodes;
  assert.deepEqual(rest, { label: "Model", size: 2.5 });
  assert.ok(hidden && !hidden.includes("hunter2"));
});

test("a header value that HTTP does not allow sends nothing, and settles", async () => {
  for (const headers of [{ "x-a": "b\nc" }, { "x-a": "b\u0000" }, { "a b": "c" }]) {
    const fetch = recording(() => assert.fail("it was sent"));
    const client = new AgentClient(clientOptions("charm", { fetch, headers }));
    await assert.rejects(client.deleteAgent("a"), { code: "invalid-input" });
  }
});
