// @ts-check
// A call means what was asked when it was made, and an answer is one from where it was sent.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { clientOptions, platforms } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient } = await importPackage();

for (const [name, call] of /** @type {const} */ ([
  ["deleteAgent", (client, id, options) => client.deleteAgent(id, options)],
  ["deleteAgents", async (client, id, options) => {
    const results = client.deleteAgents([id], options);
    await Promise.resolve();
    const { value } = await results.next();
    if (value.error) throw value.error;
  }],
  ["an awaited deleteAgents", async (client, id, options) => {
    const deletions = client.deleteAgents([id], options);
    await Promise.resolve();
    const { results: [{ error }] } = await deletions;
    if (error) throw error;
  }],
])) {
  test(`${name}: options that change after the call change nothing`, async () => {
    const sandbox = createSandbox();
    const client = new AgentClient(sandbox.clientOptions("eliza"));
    const options = { force: false };
    const called = call(client, sandbox.agents.eliza.running, options);
    options.force = true;
    await assert.rejects(called, { code: "conflict" });
    assert.equal(sandbox.has("eliza", sandbox.agents.eliza.running), true);
  });
}

test("options that can't be used are refused, though they are mended while the package loads", async () => {
  const { AgentClient } = await importPackage("inline.mjs");
  const sandbox = createSandbox();
  const client = new AgentClient(sandbox.clientOptions("eliza"));
  const options = /** @type {any} */ ({ force: "yes" });
  const called = client.deleteAgent(sandbox.agents.eliza.running, options);
  options.force = true;
  await assert.rejects(called, { code: "invalid-input", backend: "eliza", message: /force/ });
  assert.equal(sandbox.has("eliza", sandbox.agents.eliza.running), true);
});

const foreign = { status: 204, redirected: true, headers: new Map(), body: null, [Symbol.toStringTag]: "Response" };
const genuine = Object.defineProperty(new Response(null, { status: 204 }), "redirected", { value: true });

for (const [kind, followed] of /** @type {[string, any][]} */ (Object.entries({ genuine, foreign }))) {
  test(`an answer from where a redirect led proves nothing: ${kind}`, async () => {
    const client = new AgentClient(clientOptions("charm", { fetch: async () => followed }));
    await assert.rejects(client.deleteAgent(platforms.charm.id), {
      code: "unexpected-response",
      outcomeUnknown: true,
      message: /followed a redirect/,
    });
  });
}

test("a backup outlives a deletion that fails, and no log shows it", async () => {
  const sandbox = createSandbox();
  const client = new AgentClient({ ...sandbox.clientOptions("charm"), maxRetries: 0 });
  sandbox.inject({ kind: "server-error", backend: "charm", method: "DELETE" });
  const error = await client.deleteAgent(sandbox.agents.charm.plain, { backup: true }).catch((reason) => reason);
  assert.deepEqual([error.code, error.outcomeUnknown], ["backend-failure", true]);
  assert.equal(error.backup.content.agent.id, sandbox.agents.charm.plain);
  assert.equal("backup" in error.toJSON(), false);
});
