// @ts-check
// Flowise with SQLite. Big: 3 GB installed, and SQLite is compiled. Its flows are made through its own API.

import assert from "node:assert/strict";
import { join } from "node:path";
import { npm } from "../support/install.mjs";
import { answers } from "../support/server.mjs";

/** The last for Node 20. */
const VERSION = "3.1.2";

const INTERNAL = { "content-type": "application/json", "x-request-from": "internal" };
const PERMISSIONS = ["view", "create", "update", "delete"].flatMap((what) => [`chatflows:${what}`, `agentflows:${what}`]);

/** Made after the start: a server has keys only after it has an account. */
const keys = { deleting: "", looking: "" };

/** @param {string} method @param {string} url @param {object} [body] */
const call = (method, url, body) => fetch(url, {
  method, headers: { "content-type": "application/json", authorization: `Bearer ${keys.deleting}` }, body: body && JSON.stringify(body),
});

/** Registers somebody, and makes the keys. @param {string} origin */
async function account(origin) {
  const [email, password] = ["live@example.com", "Live-tests-1!"];
  /** @param {string} path @param {object} body @param {string} [cookie] */
  const post = async (path, body, cookie) => {
    const answer = await fetch(`${origin}/api/v1/${path}`, {
      method: "POST", headers: { ...INTERNAL, ...(cookie && { cookie }) }, body: JSON.stringify(body),
    });
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer;
  };
  await post("account/register", { user: { name: "live", email, type: "pro", credential: password } });
  const { headers } = await post("auth/login", { email, password });
  const cookie = headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
  for (const [name, permissions] of Object.entries({ deleting: PERMISSIONS, looking: ["chatflows:view"] })) {
    const all = await (await post("apikey", { keyName: name, permissions }, cookie)).json();
    keys[/** @type {keyof typeof keys} */ (name)] = all.find((/** @type {any} */ { keyName }) => keyName === name).apiKey;
  }
}

/** @type {import("../support/types.mjs").LiveServer} */
const server = {
  title: `Flowise ${VERSION}`,
  install: `flowise-${VERSION}`,
  steps: [
    // One of its packages downloads a binary as it is installed; what it needs of those is compiled here.
    ...npm([`flowise@${VERSION}`], ["--ignore-scripts"]),
    { run: ["npm", "run", "install"], cwd: "node_modules/sqlite3" },
  ],
  command: ({ folder, scratch, port }) => ({
    command: process.execPath,
    args: [join(folder, "node_modules", "flowise", "bin", "run"), "start"],
    env: {
      HOST: "127.0.0.1", PORT: String(port), DISABLE_FLOWISE_TELEMETRY: "true",
      ...Object.fromEntries(["DATABASE_PATH", "SECRETKEY_PATH", "LOG_PATH", "BLOB_STORAGE_PATH"].map((name) => [name, scratch])),
      ...Object.fromEntries(
        ["JWT_AUTH_TOKEN_SECRET", "JWT_REFRESH_TOKEN_SECRET", "EXPRESS_SESSION_SECRET", "TOKEN_HASH_SECRET", "FLOWISE_SECRETKEY_OVERWRITE"]
          .map((name) => [name, "live-secret"]),
      ),
    },
  }),
  ready: async (origin) => {
    if (!(await answers(`${origin}/api/v1/ping`))) return false;
    await account(origin);
    return true;
  },
  client: (origin) => ({ backend: "flowise", baseUrl: `${origin}/api/v1`, auth: { bearer: keys.deleting } }),
  wrongAuth: { bearer: "not-the-key" },
  wrongBaseUrls: (origin) => [origin, `${origin}/api/v2`],
  missing: "00000000-0000-4000-8000-000000000001",
  // Another workspace's flow is told in the same words.
  missingExisted: null,
  make: (origin, name) => made(origin, name, "CHATFLOW"),
  exists: async (origin, id) => {
    const answer = await call("GET", `${origin}/api/v1/chatflows/${id}`);
    assert.ok(answer.status === 200 || answer.status === 404 || answer.status === 500, `GET says ${answer.status}`);
    return answer.status === 200;
  },
  cases: [
    {
      name: "an id in capitals is the same flow", agent: "fresh",
      call: (client, id) => client.deleteAgent(id.toUpperCase()), result: { outcome: "deleted" }, there: false,
    },
    {
      name: "an agentflow is deleted alike", agent: "fresh",
      call: async (client, _, origin) => {
        const id = await made(origin, "agentflow", "AGENTFLOW");
        const { outcome } = await client.deleteAgent(id);
        return { outcome, there: await server.exists(origin, id) };
      },
      result: { outcome: "deleted", there: false }, there: true,
    },
    {
      name: "a key that may only look", agent: "fresh", call: (client, id) => client.deleteAgent(id),
      as: () => [{ auth: { bearer: keys.looking } }],
      error: { code: "forbidden", outcomeUnknown: false }, there: true,
    },
  ],
};

/** @param {string} origin @param {string} name @param {"CHATFLOW" | "AGENTFLOW"} type @returns {Promise<string>} */
async function made(origin, name, type) {
  const answer = await call("POST", `${origin}/api/v1/chatflows`, { name, type, flowData: '{"nodes":[],"edges":[]}' });
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()).id;
}

export default server;
