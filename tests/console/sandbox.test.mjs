import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentClient } from "../../pkg/node.js";
import { pageModule } from "./support/module.mjs";

const { populated, sandboxConnections } = await pageModule("connections/sandbox");
/** The platforms that are shown. @type {import("../../pkg/types.js").BackendName[]} */
const shown = sandboxConnections().map((/** @type {any} */ { platform }) => platform.name);

test("a connection of the server may be of a platform that is described", async () => {
  const { connectionOf } = await pageModule("connections/connection");
  const description = { name: "acme", delete: { path: "/agents/{id}" }, proof: [{ status: 204 }] };
  const { capabilities } = new AgentClient({ backend: description });
  /** @type {string[]} */
  const asked = [];
  const fetch = async (/** @type {any} */ url, /** @type {any} */ { method }) => (asked.push(`${method} ${url}`), new Response(null, { status: 204 }));
  const client = { baseUrl: "https://console.test/at/live", fetch };
  const settings = { name: "live", backend: "acme", address: "https://api.acme.example", client };
  const connection = connectionOf({ ...settings, described: { description, platform: { title: "Acme", capabilities } } });
  assert.deepEqual([connection.platform.name, connection.platform.title, connection.client.backend], ["acme", "Acme", "acme"]);
  const { outcome, backend } = await connection.deleter.deleteAgent("a");
  assert.deepEqual([outcome, backend, asked], ["deleted", "acme", ["DELETE https://console.test/at/live/agents/a"]]);
  assert.throws(() => connectionOf(settings), /which this page does not know/);
});

test("the sandbox in the page has some three hundred agents in every state, the same at each opening", async () => {
  const sandbox = populated();
  const agents = [];
  for (const name of shown) {
    const before = agents.length;
    for await (const agent of new AgentClient(sandbox.clientOptions(name)).listAgents()) agents.push(agent);
    assert.ok(agents.length >= before + 4, `only ${agents.length - before} of ${name}`);
  }
  assert.ok(agents.length > 280, `${agents.length}`);
  for (const wanted of [
    (/** @type {any} */ agent) => agent.status === "active", (/** @type {any} */ agent) => agent.status === "inactive",
    (/** @type {any} */ agent) => agent.isDefault, (/** @type {any} */ agent) => agent.isProtected,
    (/** @type {any} */ agent) => agent.createdAt && Date.now() - Date.parse(agent.createdAt) > 365 * 86_400_000,
  ]) assert.ok(agents.some(wanted), String(wanted));
  assert.ok(agents.every((agent) => !agent.createdAt || Date.parse(agent.createdAt) <= Date.now()));
  const again = populated();
  for (const name of shown) assert.deepEqual(again.list(name), sandbox.list(name));
  const busy = sandbox.list("foundry").filter((/** @type {string} */ id) => sandbox.get("foundry", id)?.sessions.includes("active"));
  assert.ok(busy.length > 3);
  const threaded = sandbox.list("langchain").filter((/** @type {string} */ id) => (sandbox.get("langchain", id)?.threads.real ?? 0) > 0);
  assert.ok(threaded.length > 10);
});
