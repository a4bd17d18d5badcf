// @ts-check
// Proxies that change a request or dress an answer up, as the packed sandbox plays them.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { importPackage, installed } from "./support/project.mjs";

const { AgentClient } = await importPackage();
const entry = join(installed(), `proxies-${process.pid}.mjs`);
writeFileSync(entry, 'export * from "agent-delete/sandbox";\n');
/** @type {typeof import("../../pkg/sandbox/index.js")} */
const { createSandbox } = await import(pathToFileURL(entry).href);

/** @typedef {import("../../pkg/types.js").KnownBackend} BackendName */

/** @type {BackendName[]} */
const backends = ["charm", "langchain", "foundry", "eliza", "kortix"];

/** @param {Promise<unknown>} call @returns {Promise<any>} */
const failed = (call) =>
  call.then((value) => assert.fail(`it should have failed: ${JSON.stringify(value)}`), (error) => error);

/** @param {BackendName} backend */
function world(backend) {
  const sandbox = createSandbox();
  const client = new AgentClient(sandbox.clientOptions(backend, { maxRetries: 0 }));
  const [id] = sandbox.createMany(backend, 1);
  return { sandbox, client, id, options: { force: backend === "eliza" } };
}

test("a query that is dropped on the way costs no thread of another agent", async () => {
  const cascade = /** @type {["threads"]} */ (["threads"]);
  for (const langchain of /** @type {const} */ (["named", "unnamed"])) {
    const sandbox = createSandbox({ variants: { langchain } });
    const client = new AgentClient(sandbox.clientOptions("langchain", { maxRetries: 0 }));
    const { plain, withThreads, withOneThread } = sandbox.agents.langchain;
    const threads = () => [withThreads, withOneThread].map((id) => sandbox.get("langchain", id)?.threads);
    const before = threads();
    // What is kept lets the list be read to its end.
    for (const keep of [[], ["page_size", "cursor", "test_run"]]) {
      const fault = sandbox.inject({ kind: "query-dropped", path: "/threads", keep });
      for (const call of [client.deleteAgent(plain, { cascade }), client.planDeletion(plain, { cascade })]) {
        const error = await failed(call);
        assert.deepEqual([error.code, error.outcomeUnknown], ["unexpected-response", false]);
      }
      fault.remove();
    }
    assert.deepEqual(threads(), before);
    assert.equal(sandbox.has("langchain", plain), true);
  }
});

test("where the query arrives, an agent's threads go, and nobody else's", async () => {
  const { sandbox, client } = world("langchain");
  const { withThreads, withOneThread } = sandbox.agents.langchain;
  const before = sandbox.get("langchain", withOneThread)?.threads;
  const { outcome } = await client.deleteAgent(withThreads, { cascade: ["threads"] });
  assert.equal(outcome, "deleted");
  assert.deepEqual(sandbox.get("langchain", withOneThread)?.threads, before);
});

test("a 202 under the status 200 is no deletion", async () => {
  const { sandbox, client } = world("eliza");
  sandbox.inject({ kind: "status-replaced", method: "DELETE" });
  const { outcome } = await client.deleteAgent(sandbox.agents.eliza.stuck, { force: true });
  assert.equal(outcome, "accepted");
});

test("no error under the status 200 is a deletion", async () => {
  for (const backend of backends) {
    const { sandbox, client, options } = world(backend);
    sandbox.inject({ kind: "status-replaced" });
    // langchain answers 204 for a missing agent, without a body.
    const missing = { charm: "agent_999", foundry: "nobody" }[/** @type {string} */ (backend)];
    const error = await failed(
      client.deleteAgent(missing ?? "3f2504e0-4f89-41d3-9a0c-0305e82c33ff", { ...options, ifMissing: "ignore" }),
    );
    const codes = ["unexpected-response", "refused"];
    assert.ok(codes.includes(error.code), `${backend}: ${error.code}`);
    assert.equal(error.outcomeUnknown, error.code === "unexpected-response", backend);
  }
});

test("a page or a redirect after the deletion says that nothing is known", async () => {
  for (const backend of backends) {
    for (const fault of /** @type {const} */ ([
      { kind: "html-page", status: 200 },
      { kind: "html-page", status: 404 },
      { kind: "redirect", status: 302 },
      { kind: "redirect", status: 303 },
    ])) {
      const { sandbox, client, id, options } = world(backend);
      sandbox.inject({ ...fault, method: "DELETE", carriedOut: true });
      const error = await failed(client.deleteAgent(id, options));
      assert.deepEqual([error.code, error.outcomeUnknown], ["wrong-endpoint", true], `${backend} ${fault.kind}`);
      assert.equal(sandbox.has(backend, id), false);
    }
  }
});

test("behind a proxy that resolves the path, agents go and their neighbours stay", async () => {
  for (const backend of backends) {
    const { sandbox, client, id, options } = world(backend);
    sandbox.inject({ kind: "path-resolved" });
    const before = sandbox.list(backend).length;
    assert.equal((await client.deleteAgent(id, options)).outcome, "deleted", backend);
    assert.equal(sandbox.list(backend).length, before - 1, backend);
  }
  const { sandbox, client } = world("charm");
  sandbox.create("charm", { id: "victim" });
  sandbox.inject({ kind: "path-resolved" });
  for (const id of ["/victim", "x/../victim", "./victim", "../agents/victim", "x%2f..%2fvictim"]) {
    assert.equal((await failed(client.deleteAgent(id))).code, "invalid-input", id);
  }
  assert.equal(sandbox.has("charm", "victim"), true);
});
