// Every recorded exchange comes out of the sandbox with the recorded status and bytes: most of them by what a
// caller does or by a fault of the platform, the rest as a reply of the test's own.
import assert from "node:assert/strict";
import test from "node:test";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { agentPath, backends, caller, wire } from "./support.mjs";

const ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const MISSING = "00000000-0000-4000-8000-000000000000";
const NOW = 1709683200000;

/** DELETE of an agent, after some preparation. */
function deletion(backend, { id, kind, auth, variants, fault, base, path, body, before } = {}) {
  return async () => {
    const sandbox = createSandbox({ variants, now: () => NOW });
    const agent = typeof id === "function" ? id(sandbox) : id;
    const call = caller(sandbox, backend, { kind, auth, base: base?.(sandbox) });
    await before?.(call, sandbox);
    if (fault) sandbox.inject(fault);
    return call("DELETE", path ?? agentPath(backend, agent), { body });
  };
}

const foundryMissing = (call) => call("DELETE", agentPath("foundry", "support-bot"));

/** How a case comes about. null: only as a reply of the test's own. */
const recipes = {
  charm: {
    "200 with an empty body": null,
    deleted: deletion("charm", { id: "agent_123" }),
    "validation error": deletion("charm", { id: "ab" }),
    "missing, framework default": deletion("charm", { id: "agent_124" }),
    "no such route": deletion("charm", { path: "/agents/agent_123" }),
  },
  langchain: {
    "200 with an empty body": null,
    "deleted, or was never there": deletion("langchain", { id: MISSING }),
    "bad request": deletion("langchain", { id: ID, body: "{" }),
    "no key": deletion("langchain", { id: ID, auth: null }),
    "no access": deletion("langchain", { id: ID, kind: "forbidden" }),
    upstream: async () => {
      const sandbox = createSandbox();
      const call = caller(sandbox, "langchain");
      const id = sandbox.agents.langchain.withOneThread;
      await call("DELETE", agentPath("langchain", id));
      const [thread] = (await call("GET", `/threads?agent_id=${id}`)).json.threads;
      return call("POST", `/threads/${thread.id}/runs`, { body: {} });
    },
    unavailable: deletion("langchain", { id: ID, fault: { kind: "server-error" } }),
  },
  foundry: {
    "409 conflict that holds JSON in its text": null,
    "empty web page with 200": null,
    deleted: deletion("foundry", { id: "support-bot" }),
    "empty 200": deletion("foundry", { id: "support-bot", variants: { foundry: "empty" } }),
    "deleted false": null,
    "a version was deleted, not the agent": deletion("foundry", {
      path: "/agents/support-bot/versions/2?api-version=v1",
    }),
    "not found": deletion("foundry", { id: "support-bot", before: foundryMissing }),
    "role missing": deletion("foundry", { id: "support-bot", kind: "forbidden" }),
    "wrong audience, flat body": deletion("foundry", { id: "support-bot", kind: "expired" }),
    "gateway 404, flat": deletion("foundry", {
      id: "support-bot",
      base: ({ origin }) => `${origin}/foundry`,
    }),
    "modified concurrently": deletion("foundry", { id: "support-bot", fault: { kind: "race" } }),
    "active sessions": deletion("foundry", { id: "live-agent" }),
    "server error": deletion("foundry", { id: "support-bot", fault: { kind: "server-error" } }),
  },
  eliza: {
    "running agent deleted": deletion("eliza", { id: ID }),
    "unknown agent": deletion("eliza", { id: MISSING }),
    "id refused by the server": deletion("eliza", { id: "not-a-uuid" }),
    "route does not exist, numeric code": deletion("eliza", { path: `/agent/${ID}` }),
    "accepted, never finished": deletion("eliza", { id: ({ agents }) => agents.eliza.stuck }),
    "database error": deletion("eliza", { id: ID, fault: { kind: "server-error" } }),
    "active references": deletion("eliza", { id: ({ agents }) => agents.eliza.referenced }),
    "no key, 1.7": deletion("eliza", { id: ID, auth: null }),
    "rate limited": deletion("eliza", { id: ID, fault: { kind: "rate-limit", retryAfter: 890 } }),
    "web page answers 200 in place of the API": deletion("eliza", {
      id: ID,
      base: ({ origin }) => `${origin}/eliza`,
    }),
    "no key, text/html": deletion("eliza", { id: ID, auth: null, variants: { eliza: "1.6.4" } }),
    "documented success": deletion("eliza", {
      id: ID,
      variants: { eliza: "documented" },
      before: (call) => call("POST", `/agents/${ID}/stop`),
    }),
    "documented 404": deletion("eliza", { id: MISSING, variants: { eliza: "documented" } }),
    "documented 400": deletion("eliza", { id: "not-a-uuid", variants: { eliza: "documented" } }),
    "documented 409": deletion("eliza", { id: ID, variants: { eliza: "documented" } }),
    "documented 500": deletion("eliza", {
      id: ID,
      variants: { eliza: "documented" },
      fault: { kind: "server-error" },
    }),
    "v0.x unknown agent": deletion("eliza", { id: MISSING, auth: null, variants: { eliza: "0.x" } }),
    "200 that says it failed": null,
  },
  kortix: {
    deleted: deletion("kortix", { id: ID }),
    "deleted, older words": deletion("kortix", { id: ID, variants: { kortix: "2025-12" } }),
    missing: deletion("kortix", { id: ID, fault: { kind: "database-down" } }),
    "missing, older words": deletion("kortix", { id: MISSING, variants: { kortix: "2025-12" } }),
    "not the owner": deletion("kortix", { id: ({ agents }) => agents.kortix.foreign }),
    "default agent": deletion("kortix", { id: ({ agents }) => agents.kortix.default }),
    "system agent": deletion("kortix", { id: ({ agents }) => agents.kortix.system }),
    "internal error": deletion("kortix", { id: "not-a-uuid" }),
    "base URL without /v1": deletion("kortix", { id: ID, base: ({ origin }) => `${origin}/kortix` }),
    "method not allowed": deletion("kortix", { path: "/agents" }),
    "no token": deletion("kortix", { id: ID, auth: null }),
    "lost a race": deletion("kortix", { id: ID, fault: { kind: "race" } }),
    "validation list": null,
  },
};

/** Values that differ between any two servers. */
const ownValue = (name) => /^ratelimit-|request-id$/.test(name);

function assertSame(got, reply) {
  assert.equal(got.status, reply.status);
  const requestId = got.json?.error?.additionalInfo?.request_id;
  const recordedId = /"request_id":"(\w+)"/.exec(reply.body)?.[1];
  if (recordedId) assert.equal(requestId, got.headers.get("x-request-id"));
  assert.equal(recordedId ? got.text.replace(requestId, recordedId) : got.text, reply.body);
  for (const [name, value] of Object.entries(reply.headers)) {
    const own = got.headers.get(name);
    if (ownValue(name)) assert.notEqual(own, null, name);
    else if (name === "content-type") assert.equal(own.split(";")[0], value.split(";")[0]);
    else assert.equal(own, value, name);
  }
  if (reply.headers["content-type"] === undefined && reply.body === "") {
    assert.equal(got.headers.get("content-type"), null);
  }
}

for (const backend of backends) {
  const cases = wire(backend);

  test(`${backend}: every recorded case has its recipe`, () => {
    assert.deepEqual(Object.keys(recipes[backend]).sort(), cases.map(({ name }) => name).sort());
  });

  for (const { name, id, reply } of cases) {
    const recipe = recipes[backend][name];
    if (recipe) {
      test(`${backend}: ${name}`, async () => assertSame(await recipe(), reply));
    }
    test(`${backend}: ${name}, as a reply of one's own`, async () => {
      const sandbox = createSandbox();
      sandbox.inject({ kind: "reply", ...reply, backend, method: "DELETE", agentId: id });
      const got = await caller(sandbox, backend)("DELETE", agentPath(backend, id));
      assert.equal(got.status, reply.status);
      assert.equal(got.text, reply.body);
      assert.deepEqual(Object.fromEntries(got.headers), reply.headers);
    });
  }
}
