// From an OpenAPI document to a deletion: what `describe` drafts, completed as the guide says, is a connection's backend.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { ndjson, root, world } from "./support.mjs";

const KEY = "planted-acme-key";
const examples = join(root, "examples", "described-platforms");

/** Acme, as its OpenAPI text says, and with the words for an agent that is not there that the guide finds out. */
async function acme(t) {
  const agents = new Map(["ag_4f9k2m", "ag_111111", "ag_222222"].map((id, at) => [id, { agent_id: id, display_name: ["Support", "e2e-1", "e2e-2"][at] }]));
  const asked = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    asked.push(`${request.method} ${pathname}`);
    const say = (status, value) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (request.headers["x-acme-key"] !== KEY || request.headers["acme-version"] !== "2026-01") return say(401, { code: "no_key", message: "Who are you?" });
    const [, id] = /^\/v1\/agents\/([^/]+)$/.exec(pathname) ?? [];
    if (pathname === "/v1/agents") {
      const rows = [...agents.values()];
      const [from, size] = [Number(searchParams.get("cursor") ?? 0), Number(searchParams.get("limit"))];
      return say(200, { agents: rows.slice(from, from + size), next_cursor: from + size < rows.length ? String(from + size) : null });
    }
    if (id === undefined) return say(404, { code: "not_found", message: "Not found." });
    const agent = agents.get(id);
    if (!agent) return say(404, { code: "no_agent", message: `There is no agent ${id}.` });
    if (request.method === "GET") return say(200, agent);
    agents.delete(id);
    return say(200, { agent_id: id, status: "deleted" });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => (server.closeAllConnections(), server.close()));
  return { agents, asked, baseUrl: `http://127.0.0.1:${server.address().port}/v1` };
}

/** The draft, and what the guide adds to it. */
async function drafted(made) {
  copyFileSync(join(examples, "acme.openapi.yaml"), join(made.cwd, "acme.openapi.yaml"));
  const { code, stdout, stderr } = await made.run("describe", "--openapi", "acme.openapi.yaml", "--operation", "deleteAgent", "--json");
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

test("the draft of the guide's document is the guide's description, but for what it says to look at", async (t) => {
  const draft = await drafted(await world(t));
  const finished = JSON.parse(readFileSync(join(examples, "acme.json"), "utf8"));
  const { missing, missingProvesGone, ...rest } = finished;
  assert.deepEqual(draft, rest);
  assert.deepEqual([missing, missingProvesGone], [[{ status: 404, body: { code: "no_agent" } }], true]);
});

test("the command line lists, plans, deletes and reads back by a description in its configuration", async (t) => {
  const made = await world(t);
  const platform = await acme(t);
  const { baseUrl: _, ...draft } = await drafted(made);
  const backend = { ...draft, missing: [{ status: 404, body: { code: "no_agent" } }], missingProvesGone: true };
  made.configure({ acme: { backend, baseUrl: platform.baseUrl, credential: { env: "ACME_KEY" }, protect: ["Support"] } });
  const run = (...args) => made.run(...args, "--connection", "acme", { env: { ACME_KEY: KEY } });

  const listed = await run("list", "--json");
  assert.equal(listed.code, 0, listed.stderr);
  assert.deepEqual(ndjson(listed.stdout).map(({ id, name }) => `${id} ${name}`).sort(), ["ag_111111 e2e-1", "ag_222222 e2e-2", "ag_4f9k2m Support"]);
  assert.equal((await run("plan", "ag_111111")).code, 0);

  const refused = await run("delete", "templates", "--yes");
  assert.equal(refused.code, 2, refused.stderr);
  assert.equal(platform.agents.size, 3);

  const one = await run("delete", "ag_111111", "--yes", "--verify", "--json");
  assert.equal(one.code, 0, one.stderr);
  const [result] = ndjson(one.stdout).filter(({ deletion }) => deletion);
  assert.deepEqual([result.agentId, result.deletion.outcome, result.deletion.verified, result.deletion.backend], ["ag_111111", "deleted", true, "acme"]);

  const all = await run("delete", "--all", "--name", "*", "--yes", "--at-most", "9");
  assert.deepEqual([...platform.agents.keys()], ["ag_4f9k2m"], all.stderr);
  const again = await run("delete", "ag_111111", "--yes");
  assert.equal(again.code, 1);
  assert.match(again.stderr, /not-found/);
  for (const { stdout, stderr } of [listed, refused, one, all, again]) assert.ok(!(stdout + stderr).includes(KEY));
});
