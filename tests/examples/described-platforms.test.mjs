// @ts-check
// The described platforms against small emulations on loopback, which answer as the sources beside the descriptions say; and the
// example's own test, as somebody runs it who copied the folder.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { run } from "../../scripts/lib/run.mjs";
import { env, must } from "../consumers/support/run.mjs";
import { importPackage } from "../package/support/project.mjs";
import { example } from "./support/example.mjs";

const KEY = "planted-key-of-a-test";

/**
 * @typedef {{ method: string, path: string, query: URLSearchParams, headers: import("node:http").IncomingHttpHeaders }} Asked
 * @typedef {{ status: number, json?: unknown, text?: string }} Answer
 */

/** @param {number} status @param {unknown} [json] @returns {Answer} */
const answer = (status, json) => ({ status, json });

/** Botpress: the workspace is a header, a deletion says {}, an error has a type. @param {Map<string, any>} bots */
const botpress = (bots) => (/** @type {Asked} */ { method, path, query, headers }) => {
  const error = (/** @type {number} */ code, /** @type {string} */ type, /** @type {string} */ message) => answer(code, { id: "err_1", code, type, message });
  if (headers.authorization !== `Bearer ${KEY}`) return error(401, "Unauthorized", "The request requires to be authenticated.");
  if (headers["x-workspace-id"] !== "wkspace_1") return error(403, "Forbidden", "The requested action can't be peform by this resource.");
  if (method === "GET" && path === "/bots") {
    const all = [...bots.values()];
    const from = Number(query.get("nextToken") ?? 0);
    const size = Number(query.get("pageSize") ?? 2);
    return answer(200, { bots: all.slice(from, from + size), meta: from + size < all.length ? { nextToken: String(from + size) } : {} });
  }
  const [, id] = /^\/bots\/([^/]+)$/.exec(path) ?? [];
  if (id === undefined) return error(405, "MethodNotFound", "The requested method does not exist.");
  if (!bots.has(id)) return error(404, "ResourceNotFound", "The requested resource does not exist.");
  if (method === "GET") return answer(200, { bot: bots.get(id) });
  if (bots.get(id).referenced) return error(409, "ReferenceConstraint", "The resource cannot be deleted because it's referenced by another resource");
  return bots.delete(id), answer(200, {});
};

/** n8n, as who has no global role sees it; an owner hears the bare words of any unknown path. @param {Map<string, any>} workflows @param {boolean} [owner] */
const n8n = (workflows, owner = false) => (/** @type {Asked} */ { method, path, query, headers }) => {
  if (headers["x-n8n-api-key"] !== KEY) return answer(401, { message: "unauthorized" });
  if (method === "GET" && path === "/workflows") {
    const all = [...workflows.values()];
    const from = Number(query.get("cursor") ?? 0);
    const size = Number(query.get("limit") ?? 2);
    return answer(200, { data: all.slice(from, from + size), nextCursor: from + size < all.length ? String(from + size) : null });
  }
  const [, id, act] = /^\/workflows\/([^/]+)(\/deactivate)?$/.exec(path) ?? [];
  if (id === undefined) return answer(404, { message: "not found" });
  const workflow = workflows.get(id);
  if (!workflow) return answer(404, { message: owner ? "Not Found" : `Workflow with ID "${id}" not found.` });
  if (act) return (workflow.active = false), answer(200, workflow);
  if (method === "DELETE") workflows.delete(id);
  return answer(200, workflow);
};

/** Dify's console: pages by number, a code of its own for an app, a generic one for a path. @param {Map<string, any>} apps */
const dify = (apps) => (/** @type {Asked} */ { method, path, query, headers }) => {
  const error = (/** @type {number} */ status, /** @type {string} */ code, /** @type {string} */ message) => answer(status, { code, message, status });
  if (headers.authorization !== `Bearer ${KEY}`) return error(401, "unauthorized", "Unauthorized.");
  if (method === "GET" && path === "/apps") {
    const [page, limit] = [Number(query.get("page") ?? 1), Number(query.get("limit") ?? 20)];
    const all = [...apps.values()];
    const data = all.slice((page - 1) * limit, page * limit);
    return answer(200, { data, page, limit, total: all.length, has_more: page * limit < all.length });
  }
  const [, id, act] = /^\/apps\/([0-9a-f-]{36})(\/export)?$/.exec(path) ?? [];
  if (id === undefined) return error(404, "not_found", "The requested URL was not found on the server.");
  if (!apps.has(id)) return error(404, "app_not_found", "App not found.");
  if (act) return answer(200, { data: "kind: app" });
  if (method === "GET") return answer(200, apps.get(id));
  return apps.delete(id), answer(204);
};

/** @param {number} at */
const uuid = (at) => `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`;

test("the described platforms", { timeout: 10 * 60_000 }, async (t) => {
  const { folder } = await example(t, "described-platforms");
  const { AgentClient, AgentError } = await importPackage();
  const load = async (/** @type {string} */ name) => (await import(pathToFileURL(join(folder, `${name}.mjs`)).href))[name];

  /** @param {import("node:test").TestContext} t @param {(asked: Asked) => Answer} listener */
  async function serve(t, listener) {
    /** @type {string[]} */
    const asked = [];
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
      const path = pathname.replace(/^\/api/, "");
      asked.push(`${request.method} ${path}`);
      const { status, json, text } = pathname.startsWith("/api/") ? listener({ method: request.method ?? "", path, query: searchParams, headers: request.headers }) : answer(404, { message: "Cannot find it" });
      response.writeHead(status, { "content-type": text === undefined ? "application/json" : "text/html" }).end(text ?? (status === 204 ? undefined : JSON.stringify(json)));
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    t.after(() => (server.closeAllConnections(), server.close()));
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    return { asked, origin: `http://127.0.0.1:${port}`, baseUrl: `http://127.0.0.1:${port}/api` };
  }

  /** @param {string[]} ids @param {(id: string, at: number) => object} make */
  const filled = (ids, make) => new Map(ids.map((id, at) => [id, make(id, at)]));

  const platforms = {
    botpress: {
      emulate: botpress, auth: { bearer: KEY }, headers: { "x-workspace-id": "wkspace_1" }, variables: { BOTPRESS_WORKSPACE_ID: "wkspace_1" },
      agents: () => filled(["b1-x", "b2-x", "b3-x", "b4-x", "b5-x"], (id, at) => ({ id, name: `Bot ${at}`, referenced: at === 4 })),
      plain: null, refused: ["baks", "a/b", ".."], guarded: "b5-x",
    },
    n8n: {
      emulate: n8n, auth: { apiKey: KEY }, headers: {}, variables: {},
      agents: () => filled(["WUe4y8iYEXNAB6dq", "2tUt1wbLX592XDdX", "a3", "a4", "a5"], (id, at) => ({ id, name: `Flow ${at}`, active: true, nodes: [], connections: {} })),
      plain: "deleted", refused: ["a/b", "..", "a b"], guarded: null,
    },
    dify: {
      emulate: dify, auth: { bearer: KEY }, headers: {}, variables: {},
      agents: () => filled([1, 2, 3, 4, 5].map(uuid), (id, at) => ({ id, name: `App ${at}`, mode: "agent-chat" })),
      plain: "deleted", refused: ["import", "a/b", "7"], guarded: null,
    },
  };

  for (const [name, { emulate, auth, headers, agents: fill, plain, refused, guarded, variables }] of Object.entries(platforms)) {
    const backend = await load(name);

    await t.test(`${name}: listed, read, planned, saved, deleted and read back, and no other is touched`, async (t) => {
      const agents = fill();
      const ids = [...agents.keys()];
      const { baseUrl } = await serve(t, emulate(agents));
      const client = new AgentClient({ backend, baseUrl, auth, headers, maxRetries: 0 });
      const listed = [];
      for await (const agent of client.listAgents({ pageSize: 2 })) listed.push([agent.id, agent.name]);
      assert.deepEqual(listed, [...agents.values()].map(({ id, name }) => [id, name]));
      assert.equal((await client.getAgent(ids[0])).name, agents.get(ids[0])?.name);
      assert.equal((await client.planDeletion(ids[0])).agent?.id, ids[0]);
      const saved = await client.backupAgent(ids[0]);
      assert.deepEqual(saved.missing, []);
      if (client.capabilities.stop) await client.stopAgent(ids[0]);

      if (plain === null) {
        // What is answered says nothing; a read does.
        const unsaid = await client.deleteAgent(ids[0]).catch((reason) => reason);
        assert.deepEqual([unsaid.code, unsaid.outcomeUnknown], ["unexpected-response", true]);
        assert.match(unsaid.hint, /read the bot/);
        const gone = await client.getAgent(ids[0]).catch((reason) => reason);
        assert.deepEqual([gone.code, [...agents.keys()]], ["not-found", ids.slice(1)]);
        const { outcome, existed } = await client.deleteAgent(ids[0], { ifMissing: "ignore" });
        assert.deepEqual([outcome, existed], ["absent", null]);
        const { deleted, failed } = await client.deleteAgents(ids.slice(1, 3));
        return assert.deepEqual([deleted, failed, agents.size], [0, 2, 2]);
      }
      const first = await client.deleteAgent(ids[0]);
      assert.deepEqual([first.outcome, first.verified, first.backend], [plain, false, name]);
      const second = await client.deleteAgent(ids[1], { verify: true, waitMs: 5_000, backup: true });
      assert.deepEqual([second.outcome, second.verified], ["deleted", true]);
      assert.deepEqual([...agents.keys()], ids.slice(2));

      const again = await client.deleteAgent(ids[1]).catch((reason) => reason);
      assert.ok(again instanceof AgentError);
      assert.deepEqual([again.code, again.outcomeUnknown], ["not-found", false]);
      const { outcome, existed } = await client.deleteAgent(ids[1], { ifMissing: "ignore" });
      assert.deepEqual([outcome, existed], ["absent", null]);
      const { deleted, accepted, failed } = await client.deleteAgents(ids.slice(2, 4));
      assert.deepEqual([deleted + accepted, failed, agents.size], [2, 0, 1]);
    });

    await t.test(`${name}: what it refuses keeps the agent, and a wrong address proves nothing`, async (t) => {
      const agents = fill();
      const [id] = agents.keys();
      const size = agents.size;
      const { baseUrl, origin, asked } = await serve(t, emulate(agents));
      /** @param {object} [changes] @param {string} [which] */
      const failure = (changes, which = id) => new AgentClient({ backend, baseUrl, auth, headers, maxRetries: 0, ...changes }).deleteAgent(which).then(
        ({ outcome }) => assert.fail(outcome), (/** @type {any} */ error) => [error.code, error.outcomeUnknown]);
      const [scheme] = Object.keys(auth);
      assert.deepEqual(await failure({ auth: { [scheme]: "planted-but-wrong" } }), ["unauthenticated", false]);
      assert.deepEqual(await failure({ baseUrl: `${origin}/api/v0` }), ["wrong-endpoint", false]);
      assert.deepEqual(await failure({ baseUrl: origin }), ["wrong-endpoint", false]);
      const before = asked.length;
      for (const wrong of refused) assert.deepEqual(await failure({}, wrong), ["invalid-input", false], wrong);
      assert.equal(asked.length, before);
      if (guarded) assert.deepEqual(await failure({}, guarded), ["conflict", false]);
      assert.equal(agents.size, size);
    });

    await t.test(`${name}: as a program`, async (t) => {
      const agents = fill();
      const [id] = agents.keys();
      const { baseUrl } = await serve(t, emulate(agents));
      const settings = { AGENT_BASE_URL: baseUrl, AGENT_KEY: KEY, ...variables };
      /** @param {string[]} args @param {object} [changes] */
      const started = (args, changes) => run(process.execPath, ["delete-agent.mjs", ...args], { cwd: folder, env: { ...env, ...settings, ...changes } });
      const wrong = await started([name, id], { AGENT_KEY: "planted-but-wrong" });
      assert.deepEqual([wrong.code, agents.size], [1, 5], wrong.output);
      assert.match(wrong.output, /^unauthenticated: /m);
      assert.doesNotMatch(wrong.output, /planted/);
      const done = await started([name, id]);
      assert.equal(agents.has(id), false, done.output);
      assert.match(done.output, plain === null ? /^unexpected-response: .* read the bot/m : /^deleted, and a read found it gone\./m);
      assert.equal(done.code, plain === null ? 1 : 0, done.output);
    });
  }

  await t.test("an owner of n8n who hears \"Not Found\" is not told that the workflow is gone", async (t) => {
    const backend = await load("n8n");
    const { baseUrl } = await serve(t, n8n(new Map(), true));
    const client = new AgentClient({ backend, baseUrl, auth: { apiKey: KEY } });
    const error = await client.deleteAgent("WUe4y8iYEXNAB6dq", { ifMissing: "ignore" }).catch((reason) => reason);
    assert.deepEqual([error.code, error.outcomeUnknown], ["wrong-endpoint", false]);
    assert.match(error.hint, /look whether it is still listed/);
  });

  await t.test("answers that no emulation gives prove nothing", async (t) => {
    for (const [name, { auth, headers, agents }] of Object.entries(platforms)) {
      const backend = await load(name);
      const [id] = agents().keys();
      for (const [what, given] of /** @type {[string, Answer][]} */ ([
        ["a page", { status: 200, text: "<!doctype html><title>Console</title>" }],
        ["an agent of another id", answer(200, { id: "another", nodes: [], bot: { id: "another" } })],
        ["a success of nobody", answer(200, { ok: true })],
        ["a bare 404", answer(404, { message: "Not Found" })],
        ["a 404 without a body", { status: 404, text: "" }],
      ])) {
        const { baseUrl } = await serve(t, () => given);
        const deletion = await new AgentClient({ backend, baseUrl, auth, headers, maxRetries: 0 }).deleteAgent(id, { ifMissing: "ignore" }).catch((reason) => reason);
        assert.ok(deletion instanceof AgentError, `${name}, ${what}: ${JSON.stringify(deletion)}`);
        assert.ok(["wrong-endpoint", "unexpected-response"].includes(deletion.code), `${name}, ${what}: ${deletion.code}`);
      }
    }
  });

  await t.test("the example's own test passes", async () => {
    const output = await must(process.execPath, ["--test"], { cwd: folder });
    assert.match(output, /^# pass 11$/m);
    assert.match(output, /^# fail 0$/m);
  });
});
