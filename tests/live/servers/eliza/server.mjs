// @ts-check
// elizaOS: @elizaos/server on loopback, with PGlite. Its agents are made through its own API.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "../../support/install.mjs";

const VERSION = "1.7.2";

const boot = readFileSync(new URL("./boot.mjs", import.meta.url), "utf8");

/**
 * @param {{ token: string | null, page: boolean }} kind `token`: what it asks for; `page`: whether it serves its web page.
 * @returns {import("../../support/types.mjs").LiveServer}
 */
export function elizaServer({ token, page }) {
  const headers = { "content-type": "application/json", ...(token && { "x-api-key": token }) };

  /** @param {string} method @param {string} url @param {unknown} [body] */
  const call = (method, url, body) => fetch(url, { method, headers, body: body === undefined ? body : JSON.stringify(body) });

  /** @param {string} origin @param {string} id @param {"start" | "stop"} what */
  const turn = async (origin, id, what) => {
    assert.equal((await call("POST", `${origin}/api/agents/${id}/${what}`)).status, 200, what);
  };

  /** @param {string} origin @param {string} id */
  const statusOf = async (origin, id) => (await (await call("GET", `${origin}/api/agents/${id}`)).json()).data.status;

  return {
    title: `elizaOS ${VERSION}, ${token ? "with" : "without"} a token, ${page ? "with" : "without"} its web page`,
    install: `elizaos-server-${VERSION}`,
    steps: npm(["server", "core", "plugin-sql"].map((name) => `@elizaos/${name}@${VERSION}`)),
    command: ({ folder, scratch, port }) => ({
      command: process.execPath,
      // Read here, so that the installed folder needs no file of this repository.
      args: ["--input-type=module", "--eval", boot],
      cwd: folder,
      env: {
        PORT: String(port), SERVER_HOST: "127.0.0.1", SERVER_PORT: String(port),
        DATA: join(scratch, "data"), PGLITE_DATA_DIR: join(scratch, "data"),
        ELIZA_UI_ENABLE: String(page), NODE_ENV: "production", LOG_LEVEL: "warn",
        SENTRY_ENABLED: "false", SENTRY_LOGGING: "false", ELIZA_DISABLE_TELEMETRY: "true",
        SECRET_SALT: "live-salt",
        ...(token && { ELIZA_SERVER_AUTH_TOKEN: token }),
      },
    }),
    ready: async (_, output) => output.includes("SEEDS "),
    client: (origin) => ({ backend: "eliza", baseUrl: `${origin}/api`, ...(token && { auth: { apiKey: token } }) }),
    wrongAuth: token ? { apiKey: "not-the-token" } : null,
    // Without its page, the server forbids whatever is outside its API: see the case below.
    wrongBaseUrls: (origin) => [...(page ? [origin] : []), `${origin}/api/v2`, `${origin}/api/agents`],
    missing: "00000000-0000-0000-0000-000000000001",
    options: { force: true },
    make: async (origin, name) => {
      const characterJson = { name: `${name} ${crypto.randomUUID()}`, bio: ["Made by a test"], plugins: ["@elizaos/plugin-sql"] };
      const { data } = await (await call("POST", `${origin}/api/agents`, { characterJson })).json();
      await turn(origin, data.id, "start");
      return data.id;
    },
    exists: async (origin, id) => {
      const { status } = await call("GET", `${origin}/api/agents/${id}`);
      assert.ok(status === 200 || status === 404, `GET says ${status}`);
      return status === 200;
    },
    cases: [
      {
        name: "an address without /api", agent: "fresh", call: (client, id) => client.deleteAgent(id, { force: true }),
        as: (origin) => [{ baseUrl: origin }],
        error: { code: page ? "wrong-endpoint" : "forbidden" }, there: true,
        also: (error) => assert.match(error.hint, page ? /lack \/api\?/ : /outside of \/api/),
      },
      {
        name: "a running agent stays without force", agent: "fresh", call: (client, id) => client.deleteAgent(id),
        error: { code: "conflict", outcomeUnknown: false }, there: true,
        also: async (error, id, origin) => {
          assert.match(error.hint, /force/);
          assert.equal(await statusOf(origin, id), "active");
        },
      },
      {
        name: "a stopped agent needs no force", agent: "fresh",
        call: async (client, id, origin) => {
          await turn(origin, id, "stop");
          return client.deleteAgent(id);
        },
        result: { outcome: "deleted", existed: true, force: "not-requested" }, there: false,
      },
      {
        name: "stops an agent", agent: "fresh", call: (client, id) => client.stopAgent(id), there: true, result: {},
        also: async (_, id, origin) => assert.equal(await statusOf(origin, id), "inactive"),
      },
      {
        name: "an id in capitals is the same agent, and no ghost runs on", agent: "fresh",
        call: (client, id) => client.deleteAgent(id.toUpperCase(), { force: true }), result: { outcome: "deleted" }, there: false,
        also: async (_, id, origin) => assert.equal((await call("POST", `${origin}/api/agents/${id}/stop`)).status, 404),
      },
      {
        name: "what the user said is in the backup, the server's secrets are not", agent: "seed:talkative",
        call: (client, id) => client.backupAgent(id), result: { backend: "eliza" }, there: true,
        also: (backup) => {
          const text = JSON.stringify(backup);
          assert.ok(text.includes("what the user said"));
          assert.ok(backup.redacted.length > 0);
          if (token) assert.ok(!text.includes(token));
          assert.doesNotMatch(text, /[\da-f]{32}:[\da-f]{32}/); // how the server encrypts its environment
        },
      },
      {
        name: "secrets are in a backup that asks for them", agent: "seed:talkative",
        call: (client, id) => client.backupAgent(id, { includeSecrets: true }), result: { redacted: [] }, there: true,
        also: (backup) => assert.match(JSON.stringify(backup), /[\da-f]{32}:[\da-f]{32}/),
      },
      {
        name: "a 202 is waited for until the agent is gone", agent: "seed:slow",
        call: (client, id) => client.deleteAgent(id, { force: true, waitMs: 60_000 }),
        result: { outcome: "deleted", verified: true }, there: false,
      },
      {
        name: "a 202 that never comes true stays accepted", agent: "seed:stuck",
        call: (client, id) => client.deleteAgent(id, { force: true, waitMs: 3_000, verify: true }),
        result: { outcome: "accepted", verified: false }, there: true,
      },
    ],
  };
}
