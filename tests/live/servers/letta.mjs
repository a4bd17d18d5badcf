// @ts-check
// Letta's V1 server with a password. Its agents are made through its own API, with a model that is never asked.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { answers } from "../support/server.mjs";

const VERSION = "0.16.8";

/** Newer dependencies break it. */
const UNTIL = "2026-05-20";

const PASSWORD = "live-letta-password";

const headers = { "content-type": "application/json", authorization: `Bearer ${PASSWORD}` };

/** @param {string} origin @param {string} name @param {object} [more] @returns {Promise<any>} */
async function made(origin, name, more) {
  const body = { name: name.replace(/\W+/g, "-"), model: "letta/letta-free", embedding: "letta/letta-free", ...more };
  const answer = await post(`${origin}/v1/agents/`, body);
  return answer.json();
}

/** @param {string} url @param {object} body */
async function post(url, body) {
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer;
}

/** An agent with one beside it that thinks while it sleeps: deleting the first takes the other along. @param {string} origin */
async function withCompanion(origin) {
  const { id } = await made(origin, "sleeper", { enable_sleeptime: true });
  const { managed_group } = await (await fetch(`${origin}/v1/agents/${id}`, { headers })).json();
  return { id, companion: managed_group.agent_ids[0] };
}

/** @type {import("../support/types.mjs").LiveServer} */
const server = {
  title: `Letta ${VERSION}`,
  install: `letta-${VERSION}`,
  steps: [
    { run: ["python3", "-m", "venv", "venv"] },
    { run: ["venv/bin/pip", "install", "--quiet", "--disable-pip-version-check", "uv==0.9.18", "pgserver==0.1.4"] },
    {
      run: [
        "venv/bin/uv", "pip", "install", "--quiet", "--python", "venv/bin/python", "--exclude-newer", UNTIL,
        `letta[sqlite,server]==${VERSION}`, "asyncpg", "pgvector", "psycopg2-binary", "pg8000",
      ],
    },
  ],
  command: ({ folder, scratch, port, otherPort }) => ({
    command: `${folder}/venv/bin/python`,
    args: [fileURLToPath(new URL("./letta/boot.py", import.meta.url))],
    env: {
      DATA: scratch, PORT: String(port), DATABASE_PORT: String(otherPort), LETTA_DIR: scratch, LETTA_SERVER_PASSWORD: PASSWORD,
      OTEL_SDK_DISABLED: "true",
    },
  }),
  ready: (origin) => answers(`${origin}/v1/health/`),
  client: (origin) => ({ backend: "letta", baseUrl: `${origin}/v1`, auth: { bearer: PASSWORD } }),
  wrongAuth: { bearer: "not-the-password" },
  wrongBaseUrls: (origin) => [origin, `${origin}/v2`],
  missing: "agent-00000000-0000-4000-8000-000000000001",
  // Another organization's agent is told in the same words.
  missingExisted: null,
  // Whether a group stands in the way is told by the deletion alone.
  deletable: null,
  make: async (origin, name) => (await made(origin, name)).id,
  exists: async (origin, id) => {
    const { status } = await fetch(`${origin}/v1/agents/${id}`, { headers });
    assert.ok(status === 200 || status === 404, `GET says ${status}`);
    return status === 200;
  },
  cases: [
    {
      name: "an id in capitals is the same agent", agent: "fresh",
      call: (client, id) => client.deleteAgent(id.replace(/-.*/, (uuid) => uuid.toUpperCase())), result: { outcome: "deleted" }, there: false,
    },
    {
      name: "an agent with a companion stays without force, and so does the companion", agent: "fresh",
      call: async (client, _, origin) => {
        const { id, companion } = await withCompanion(origin);
        const error = await client.deleteAgent(id).then(() => null, (reason) => reason);
        return { code: error?.code, there: [await server.exists(origin, id), await server.exists(origin, companion)] };
      },
      result: { there: [true, true] }, there: true,
      also: ({ code }) => assert.ok(["protected", "conflict"].includes(code), code),
    },
    {
      name: "with force the companion goes along, as the plan says", agent: "fresh",
      call: async (client, _, origin) => {
        const { id, companion } = await withCompanion(origin);
        const plan = await client.planDeletion(id, { force: true });
        const { outcome } = await client.deleteAgent(id, { force: true });
        return { outcome, there: [await server.exists(origin, id), await server.exists(origin, companion)], plan };
      },
      result: { outcome: "deleted", there: [false, false] }, there: true,
      also: ({ plan }) => assert.ok(plan.blockers.some((/** @type {any} */ { overridden }) => overridden), JSON.stringify(plan.blockers)),
    },
    {
      name: "a manager of a group stays until the group is gone", agent: "fresh",
      call: async (client, id, origin) => {
        const member = await server.make(origin, "member");
        await post(`${origin}/v1/groups/`, {
          agent_ids: [member], description: "live", manager_config: { manager_type: "supervisor", manager_agent_id: id },
        });
        return client.deleteAgent(id, { force: true });
      },
      error: { code: "conflict" }, there: true,
    },
  ],
};

export default server;
