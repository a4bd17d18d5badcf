// @ts-check
// What LangGraph's two servers have in common. An agent is an assistant there, made through their own API. By themselves they
// ask for no key: who may do what is code of the deployment, which each has here.

import assert from "node:assert/strict";
import { existsSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answers } from "../../support/server.mjs";

/** The deployment's own keys, by what they are good for. */
export const KEYS = { deleting: "live-deleting-key", looking: "live-looking-key" };

const headers = { "content-type": "application/json", "x-api-key": KEYS.deleting };

/**
 * @param {object} kind
 * @param {string} kind.title
 * @param {string} kind.install
 * @param {import("../../support/install.mjs").Install[]} kind.steps
 * @param {Record<string, string>} kind.files What the server is started on.
 * @param {string} kind.binary What starts it, below the folder.
 * @returns {import("../../support/types.mjs").LiveServer}
 */
export function langgraphServer({ title, install, steps, files, binary }) {
  /** @param {string} url @param {unknown} body */
  const post = (url, body) => fetch(url, { method: "POST", headers, body: JSON.stringify(body) });

  /** The assistant that the server makes of a graph by itself. @param {string} origin @returns {Promise<string>} */
  const defaultOf = async (origin) => {
    const [found] = await (await post(`${origin}/assistants/search`, { metadata: { created_by: "system" } })).json();
    return found.assistant_id;
  };

  /** A thread that an assistant has run on: only so is it the assistant's. @param {string} origin @param {string} id */
  const threadOf = async (origin, id) => {
    const { thread_id } = await (await post(`${origin}/threads`, {})).json();
    const run = await post(`${origin}/threads/${thread_id}/runs/wait`, { assistant_id: id, input: { said: "" } });
    assert.equal(run.status, 200, await run.text());
    return thread_id;
  };

  /** @param {string} origin @param {string} thread */
  const statusOf = async (origin, thread) => (await fetch(`${origin}/threads/${thread}`, { headers })).status;

  /** @type {import("../../support/types.mjs").LiveServer} */
  const server = {
    title, install, steps,
    command: ({ folder, scratch, port }) => {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(scratch, name), text);
      // The graph finds its libraries where they are installed, and the server keeps its state beside the graph.
      const modules = join(folder, "node_modules");
      if (existsSync(modules)) symlinkSync(modules, join(scratch, "node_modules"));
      return {
        command: join(folder, binary),
        args: ["dev", "--no-browser", "--no-reload", "--host", "127.0.0.1", "--port", String(port)],
        env: { LANGSMITH_TRACING: "false", LANGGRAPH_CLI_NO_ANALYTICS: "1" },
      };
    },
    // Of the JavaScript server this alone answers without a key.
    ready: (origin) => answers(`${origin}/info`),
    client: (origin) => ({ backend: "langgraph", baseUrl: origin, auth: { apiKey: KEYS.deleting } }),
    wrongAuth: { apiKey: "not-the-key" },
    wrongBaseUrls: (origin) => [`${origin}/v1`, `${origin}/assistants`],
    missing: "00000000-0000-4000-8000-000000000001",
    make: async (origin, name) => (await (await post(`${origin}/assistants`, { graph_id: "agent", name })).json()).assistant_id,
    exists: async (origin, id) => {
      const { status } = await post(`${origin}/assistants/${id}/versions`, {});
      assert.ok(status === 200 || status === 404, `versions say ${status}`);
      return status === 200;
    },
    cases: [
      {
        name: "a graph's own assistant stays without force", agent: "fresh",
        call: async (client, _, origin) => client.deleteAgent(await defaultOf(origin)),
        error: { code: "protected", outcomeUnknown: false }, there: true,
        also: async (error, _, origin) => assert.ok(await server.exists(origin, error.agentId)),
      },
      {
        name: "a graph's name is no id", agent: "fresh", call: (client) => client.deleteAgent("agent"),
        error: { code: "invalid-input", outcomeUnknown: false, steps: [] }, there: true,
        also: async (_, __, origin) => assert.ok(await server.exists(origin, await defaultOf(origin))),
      },
      {
        name: "an id in capitals is the same assistant", agent: "fresh",
        call: (client, id) => client.deleteAgent(id.toUpperCase()), result: { outcome: "deleted" }, there: false,
      },
      {
        name: "its threads go first where that is asked, and another's stay", agent: "fresh",
        call: async (client, id, origin) => {
          const other = await server.make(origin, "other");
          const [own, others] = [await threadOf(origin, id), await threadOf(origin, other)];
          const { outcome } = await client.deleteAgent(id, { cascade: ["threads"] });
          return { outcome, own: await statusOf(origin, own), others: await statusOf(origin, others) };
        },
        result: { outcome: "deleted", own: 404, others: 200 }, there: false,
      },
      {
        name: "its threads stay where nothing is said", agent: "fresh",
        call: async (client, id, origin) => {
          const own = await threadOf(origin, id);
          const { outcome } = await client.deleteAgent(id);
          return { outcome, own: await statusOf(origin, own) };
        },
        result: { outcome: "deleted", own: 200 }, there: false,
      },
      {
        name: "a backup has the assistant and its versions", agent: "fresh", call: (client, id) => client.backupAgent(id),
        result: { backend: "langgraph" }, there: true,
        also: (backup) => assert.match(JSON.stringify(backup), /"graph_id":"agent"/),
      },
      {
        name: "a key that may only look", agent: "fresh", call: (client, id) => client.deleteAgent(id),
        as: () => [{ auth: { apiKey: KEYS.looking } }],
        error: { code: "forbidden", outcomeUnknown: false }, there: true,
      },
      // Last, for the graph has no assistant after it until the server starts again.
      {
        name: "a graph's own assistant goes with force", agent: "fresh",
        call: async (client, _, origin) => client.deleteAgent(await defaultOf(origin), { force: true }),
        result: { outcome: "deleted" }, there: true,
        also: async (deletion, _, origin) => assert.ok(!(await server.exists(origin, deletion.agentId))),
      },
    ],
  };
  return server;
}
