// @ts-check
// How often what is asked: a call's own number of attempts is not that of what undoes a change.

import assert from "node:assert/strict";
import { test } from "node:test";
import { recording } from "./support/fetches.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient } = await importPackage();
const id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

test("a default agent is made the default again as often as the client says, whatever the call says", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let restores = 0;
  const fetch = recording(async (request) => {
    if (request.method === "GET") return Response.json({ agent_id: id, is_default: true, metadata: {} });
    if (request.method === "DELETE") return Response.json({ detail: "no" }, { status: 500 });
    const { is_default: isDefault } = await request.json();
    if (!isDefault) return Response.json({});
    restores += 1;
    return restores === 1 ? Response.json({ detail: "busy" }, { status: 503 }) : Response.json({});
  });
  const client = new AgentClient({
    backend: "kortix",
    baseUrl: "https://api.kortix.com/v1",
    auth: { bearer: "token" },
    maxRetries: 1,
    fetch,
  });
  const failed = client.deleteAgent(id, { force: true, maxRetries: 0 }).then(
    () => assert.fail("it was deleted"),
    (/** @type {import("../../pkg/index.js").AgentError} */ error) => error,
  );
  while (restores < 2) {
    await new Promise((resolve) => setImmediate(resolve));
    t.mock.timers.tick(1000);
  }
  const error = await failed;
  assert.deepEqual(
    error.steps.map(({ purpose, status }) => [purpose, status]),
    [["get", 200], ["unset-default", 200], ["delete", 500], ["restore-default", 503], ["restore-default", 200]],
  );
  assert.match(String(error.hint), /made the default agent again/);
});

test("a pause is shortened by chance, by a quarter at most", async (t) => {
  for (const [chance, pause] of /** @type {const} */ ([[0, 500], [0.5, 437], [0.999, 375]])) {
    t.mock.method(Math, "random", () => chance);
    /** @type {number[]} */
    const pauses = [];
    const timer = t.mock.method(globalThis, "setTimeout", (/** @type {() => void} */ call, /** @type {number} */ millis) => {
      // Not the limit of time of an attempt.
      if (millis < 10_000) {
        pauses.push(millis);
        queueMicrotask(call);
      }
      return 0;
    });
    const fetch = recording((_, attempt) => new Response(null, { status: attempt === 1 ? 503 : 204 }));
    const client = new AgentClient({ backend: "charm", baseUrl: "https://charm.test", auth: { bearer: "token" }, maxRetries: 1, fetch });
    assert.equal((await client.deleteAgent("a")).outcome, "deleted");
    timer.mock.restore();
    assert.deepEqual(pauses, [pause]);
  }
});

test("a default agent is made the default again though the bulk is left", async () => {
  /** @type {string[]} */
  const changes = [];
  const fetch = recording(async (request) => {
    if (request.method === "GET") return Response.json({ agent_id: id, is_default: true, metadata: {} });
    changes.push(`${request.method} ${await request.text()}`);
    // It is left while the agent is made an ordinary one.
    if (changes.length === 1) ending = results.return();
    return Response.json({});
  });
  const client = new AgentClient({
    backend: "kortix",
    baseUrl: "https://api.kortix.com/v1",
    auth: { bearer: "token" },
    fetch,
  });
  const results = client.deleteAgents([id], { force: true })[Symbol.asyncIterator]();
  /** @type {Promise<unknown> | undefined} */
  let ending;
  assert.equal((await results.next()).done, true);
  await ending;
  assert.deepEqual(changes, ['PUT {"is_default":false}', 'PUT {"is_default":true}']);
});
