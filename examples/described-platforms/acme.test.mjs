// npm test: the description of Acme against what the platform was seen to answer, and what must be made of each.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { AgentClient } from "agent-delete";

const acme = JSON.parse(readFileSync(new URL("acme.json", import.meta.url), "utf8"));
const id = "ag_4f9k2m";

/** A client whose requests are answered by these exchanges, one after the other, and by nothing else. */
function replaying(...exchanges) {
  return new AgentClient({
    backend: acme,
    auth: { apiKey: "a-key-for-tests" },
    maxRetries: 0,
    fetch: async (url, { method }) => {
      const { request, status, body } = exchanges.shift() ?? assert.fail(`nothing was recorded for ${method} ${url}`);
      assert.equal(`${method} ${url}`, request.replace(" ", " https://api.acme.example/v1"));
      return typeof body === "string" ? new Response(body, { status, headers: { "content-type": "text/html" } }) : Response.json(body, { status });
    },
  });
}

const deletion = (status, body) => ({ request: `DELETE /agents/${id}`, status, body });
const read = (status, body) => ({ request: `GET /agents/${id}`, status, body });
const gone = { code: "no_agent", message: "There is no agent ag_4f9k2m." };

/** What was recorded, and what it must become: an outcome, or an error's code and whether the agent may be gone. */
const cases = {
  "deleted": [deletion(200, { agent_id: id, status: "deleted" }), "deleted"],
  "it goes on": [deletion(200, { agent_id: id, status: "deleting" }), "accepted"],
  "another agent": [deletion(200, { agent_id: "ag_000000", status: "deleted" }), ["unexpected-response", true]],
  "a success that says nothing": [deletion(200, { ok: true }), ["unexpected-response", true]],
  "a page": [deletion(200, "<!doctype html><title>Acme</title>"), ["wrong-endpoint", true]],
  "not there": [deletion(404, gone), ["not-found", false]],
  "a path that does not exist": [deletion(404, { code: "not_found", message: "Not found." }), ["wrong-endpoint", false]],
  "in use": [deletion(409, { code: "busy", message: "The agent is talking to somebody." }), ["conflict", false]],
};

for (const [what, [exchange, expected]] of Object.entries(cases)) {
  test(what, async () => {
    const outcome = await replaying(exchange).deleteAgent(id).then(
      ({ outcome }) => outcome,
      ({ code, outcomeUnknown }) => [code, outcomeUnknown],
    );
    assert.deepEqual(outcome, expected);
  });
}

test("a deletion that goes on is read until the agent is gone", async () => {
  const client = replaying(deletion(200, { agent_id: id, status: "deleting" }), read(200, { agent_id: id }), read(404, gone));
  const { outcome, verified } = await client.deleteAgent(id, { waitMs: 30_000 });
  assert.deepEqual([outcome, verified], ["deleted", true]);
});

test("the list is read to its end", async () => {
  const page = (query, agents, next_cursor) => ({ request: `GET /agents?${query}`, status: 200, body: { agents, next_cursor } });
  const client = replaying(
    page("limit=20", [{ agent_id: id, display_name: "Support" }], "b"),
    page("limit=20&cursor=b", [{ agent_id: "ag_111111", display_name: "Night watch" }], null),
  );
  const names = [];
  for await (const { id, name } of client.listAgents()) names.push([id, name]);
  assert.deepEqual(names, [[id, "Support"], ["ag_111111", "Night watch"]]);
});

test("an id that would lead elsewhere is refused, and nothing is sent", async () => {
  for (const wrong of ["templates", "a/b", "..", ""]) {
    await assert.rejects(replaying().deleteAgent(wrong), ({ code }) => code === "invalid-input");
  }
});
