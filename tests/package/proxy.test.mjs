// @ts-check
// `agent-delete/proxy`: it knows every request that the packed client sends, and takes the very ids that the client takes.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { withTwins } from "./support/descriptions.mjs";
import { deletionMethod, everyPlatform, further, placeOf } from "./support/platforms.mjs";
import { importPackage, installed } from "./support/project.mjs";

const { AgentClient, describePlatform } = await importPackage();
const entry = join(installed(), `proxy-${process.pid}.mjs`);
writeFileSync(entry, 'export * from "agent-delete/proxy";\nexport * from "agent-delete/sandbox";\n');
/** @type {typeof import("../../pkg/proxy.js") & typeof import("../../pkg/sandbox/index.js")} */
const { createSandbox, routeOf } = await import(pathToFileURL(entry).href);

/** What each method may be for. @type {Record<string, string[]>} */
const METHODS = { GET: ["get", "list", "backup"], POST: ["stop"], PUT: ["unset-default", "restore-default"], DELETE: ["delete", "delete-dependent"] };

/** Some platforms read by POST. */
const READS = ["get", "list", "backup", "verify"];

/** @type {import("../../pkg/types.js").KnownBackend[]} */
const backends = [...everyPlatform.map(([name]) => name), ...further.keys()];

for (const { kind: backend, name, given } of withTwins(backends)) {
  const platform = given.backend ? await describePlatform(given.backend) : backend;
  test(`${name}: every request of the client is known, and what it is for`, async () => {
    const sandbox = createSandbox();
    const options = sandbox.clientOptions(backend);
    const { pathname: base } = new URL(String(options.baseUrl));
    /** @type {import("../../pkg/types.js").Step[]} */
    const steps = [];
    let sent = 0;
    const client = new AgentClient({
      ...options,
      ...given,
      onStep: (step) => steps.push(step),
      async fetch(url, init = {}) {
        const { pathname, search } = new URL(String(url));
        const path = (base === "/" ? pathname : pathname.slice(base.length)) + search;
        const { method = "", body } = init;
        // All that the client sends, but for the credential.
        const { authorization: _, "x-api-key": _key, "x-amz-date": _date, ...headers } = Object.fromEntries(new Headers(init.headers));
        for (const [name, value] of Object.entries(further.get(backend)?.headers ?? {})) if (value.includes("{}")) delete headers[name];
        const asked = { method, path, ...(typeof body === "string" && { body }) };
        const known = routeOf(platform, asked);
        assert.ok(known, `${method} ${path}`);
        assert.deepEqual([known.method, known.path, known.body], [method, path, body ?? null]);
        assert.deepEqual(Object.fromEntries(new Headers(known.headers)), headers);
        const own = method === deletionMethod(backend) ? ["delete"] : [];
        const may = [...METHODS[method], ...own, ...(further.has(backend) && method !== "DELETE" ? READS : [])];
        assert.ok(may.includes(known.purpose), `${method} ${known.purpose}`);
        assert.equal(known.changes, !READS.includes(known.purpose));
        // A parameter more, a segment more, another body.
        for (const wrong of [{ path: `${path}${search ? "&" : "?"}a=b` }, { path: path.replace(/\?|$/, "/x/y$&") }, { body: `${body ?? ""} ` }]) {
          assert.equal(routeOf(platform, { ...asked, ...wrong }), null);
        }
        sent += 1;
        return /** @type {any} */ (options.fetch)(url, init);
      },
    });
    for await (const agent of client.listAgents({ search: "a&b=%?", pageSize: backend === "eliza" ? undefined : 1 })) assert.ok(agent);
    for await (const { id } of client.listAgents()) {
      // Letta's sleeptime agent has gone along with another by then.
      if (!sandbox.has(backend, id)) continue;
      const { requests } = await client.planDeletion(id, { force: true });
      for (const { method, path } of requests.filter(({ method }) => method !== "POST" || !further.has(backend))) assert.ok(routeOf(platform, { method, path: base === "/" ? path : path.slice(base.length), ...(method === "PUT" && { body: '{"is_default":false}' }) }), path);
      await client.backupAgent(id);
      const more = /** @type {any} */ ({ force: true, verify: true, waitMs: 1, ifMissing: "ignore", ...(backend.startsWith("lang") && { cascade: ["threads"] }) });
      if (client.capabilities.stop) await client.stopAgent(id).catch(() => {});
      await client.deleteAgent(id, more).catch(() => {});
    }
    assert.ok(sent > (further.has(backend) ? 8 : 15) && steps.length === sent, String(sent));
    const purposes = new Set(steps.map(({ purpose }) => purpose));
    for (const purpose of ["list", "get", "backup", "delete", ...(client.capabilities.stop ? ["stop"] : []), ...(backend === "kortix" ? ["unset-default"] : []), ...(backend.startsWith("lang") ? ["delete-dependent"] : [])]) {
      assert.ok(purposes.has(/** @type {any} */ (purpose)), purpose);
    }
  });

  test(`${name}: the ids are those that the client takes`, async () => {
    const client = new AgentClient({ backend, ...given, baseUrl: "https://a.test", maxRetries: 0, fetch: () => Promise.reject(new TypeError("nothing is sent")) });
    const uuid = "522b276a-356b-0f39-813d-fabea2cd43e1";
    const taken = Object.keys(further.get(backend)?.takes ?? {}).filter((id) => further.get(backend)?.takes[id] === id);
    const refused = further.get(backend)?.refuses ?? [];
    for (const id of [
      "", ".", "..", "x/../a", "a\\b", "a%2fb", "a%252Fb", "a%5Cb", "%2e", ".%2e", "%252e.", "..;a", ";a", "%3Ba", "a\0", "a\n", "a\u0085", "a%00", "a%0D%0Ab",
      " a", "a ", "a\u00a0", "\u3000a", "%20a", "a%C2%A0", "\ufeffa", "a\u200b", "a\u00adb", "a\u202eb", "a\u2028b", "a\u2060", "a\ufe0f", "a\ufffa", "a\u{e0041}", "a%E2%80%8B", "a%ff",
      "%c0%af", "a\ufffe", "a\ufdd0", "agent_123", "a b", "a.b", "...", "a..", "..a", "a;b", "a?b#c", "50%", "100%sure", "a%20b", "%zz", "%", "%2", "é", "e\u0301", "ア", "😀", "%25", "a%3Ab",
      "support@example.com", "a", "support-bot-2", "-", "a-", "-a", "a_b", "ä", "a".repeat(63), "a".repeat(64), uuid, `${uuid}-`, `{${uuid}}`, uuid.replaceAll("-", ""), "!~*'()",
      ...taken, ...refused,
    ]) {
      const isTaken = await client.getAgent(id).catch(({ code }) => code !== "invalid-input");
      const known = routeOf(platform, { method: deletionMethod(backend), path: placeOf(backend, encodeURIComponent(id)) });
      assert.equal(known?.agentId ?? null, isTaken ? id : null, JSON.stringify(id));
    }
    // The client sends these in small letters.
    if (backend !== "charm" && backend !== "foundry" && !further.has(backend)) assert.equal(routeOf(platform, { method: deletionMethod(backend), path: placeOf(backend, uuid.toUpperCase()) }), null);
  });
}

test("the headers of an answer that count are those that the client reads", async () => {
  for (const backend of backends) {
    const asked = new Set();
    const headers = { get: (/** @type {string} */ name) => (asked.add(name.toLowerCase()), null) };
    const answer = /** @type {any} */ ({ status: 503, headers, text: async () => "", arrayBuffer: async () => new ArrayBuffer(0) });
    const { sign, ...other } = /** @type {any} */ (createSandbox().credential(backend));
    const client = new AgentClient({ backend, baseUrl: "https://a.test", auth: sign ? { sign } : other, maxRetries: 0, fetch: async () => answer });
    await client.listAgents().next().catch(() => {});
    const id = further.get(backend)?.id ?? (backend === "foundry" ? "a" : "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
    const { answerHeaders = [] } = routeOf(backend, { method: deletionMethod(backend), path: placeOf(backend, id) }) ?? {};
    assert.deepEqual([...answerHeaders].sort(), [...asked].sort(), backend);
  }
});

test("foundry's api-version is the one that was asked for", () => {
  const ask = (/** @type {string} */ version, /** @type {string | undefined} */ apiVersion) =>
    routeOf("foundry", { method: "GET", path: `/agents?api-version=${version}`, ...(apiVersion !== undefined && { apiVersion }) }) !== null;
  assert.deepEqual([ask("v1"), ask("v2"), ask("v2", "v2"), ask("v1", "v2"), ask("a%26b", "a&b")], [true, false, true, false, true]);
});

test("a platform that there is not", () => {
  for (const backend of ["none", "__proto__", "toString", null, undefined, 5, {}, { routes: {} }]) {
    assert.throws(() => routeOf(/** @type {any} */ (backend), { method: "GET", path: "/agents" }), { name: "AgentError", code: "invalid-input" });
  }
});

test("it is there for require, too", () => {
  const source = 'const { routeOf } = require("agent-delete/proxy"); console.log(routeOf("eliza", { method: "GET", path: "/agents" }).purpose);';
  const file = join(installed(), `proxy-${process.pid}.cjs`);
  writeFileSync(file, source);
  assert.equal(execFileSync(process.execPath, [file], { encoding: "utf8" }), "list\n");
});
