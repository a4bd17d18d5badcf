// @ts-check
// In Chromium: what belongs to another frame, and a service worker that is stopped amid a deletion.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openPage, startChromium } from "../consumers/support/chromium.mjs";
import { serveFolder } from "../consumers/support/serve.mjs";
import { installed } from "../package/support/project.mjs";

const page = "<!doctype html><title>Surroundings</title>";

/**
 * A page beside the package's files, on an origin of its own.
 *
 * @param {import("node:test").TestContext} t
 * @param {Record<string, string>} [files] Others of this origin.
 */
async function open(t, files = {}) {
  const folder = mkdtempSync(join(tmpdir(), "agent-delete-frames-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(installed(), "node_modules", "agent-delete"), folder, { recursive: true });
  for (const [name, text] of Object.entries({ "index.html": page, ...files })) writeFileSync(join(folder, name), text);
  const { origin } = await serveFolder(t, folder);
  return openPage(await startChromium(t), origin);
}

test("options, signals, errors and responses of another frame are as good as the page's own", async (t) => {
  const { page, errors } = await open(t);
  const found = await page.evaluate(async () => {
    const load = (/** @type {string} */ path) => import(path);
    const { AgentClient } = await load("/index.js");
    const frame = document.createElement("iframe");
    document.body.append(frame);
    /** @type {any} */
    const there = frame.contentWindow;
    const make = there.Function("text", "return eval('(' + text + ')')");
    const options = (/** @type {any} */ more) => Object.assign(make("{ backend: 'charm', baseUrl: 'https://charm.test', maxRetries: 0, auth: { apiKey: async () => 'planted' } }"), more);
    const said = (/** @type {Promise<any>} */ call) => call.then(({ outcome }) => outcome, (/** @type {any} */ error) => error);
    const deleted = make("async () => new Response(null, { status: 204 })");
    const never = (/** @type {any} */ _, /** @type {any} */ init) => new Promise((_, reject) => init.signal.addEventListener("abort", () => reject(init.signal.reason)));
    const aborting = () => {
      const controller = new there.AbortController();
      setTimeout(() => controller.abort(make("new Error('enough')")), 20);
      return controller.signal;
    };
    const thrown = make("new TypeError('no way there')");
    const failed = await said(new AgentClient(options({ fetch: () => Promise.reject(thrown) })).deleteAgent("a"));
    const refused = await said(new AgentClient(options({ fetch: make("async () => Response.json({ detail: 'not you' }, { status: 403 })") })).deleteAgent("a"));
    const aborted = await said(new AgentClient(options({ fetch: never })).deleteAgent("a", { signal: aborting() }));
    const globally = await said(new AgentClient(options({ baseUrl: location.origin })).deleteAgent("a", { signal: new there.AbortController().signal }));
    return {
      isForeign: !(there.Object === Object) && !(deleted instanceof Function),
      deleted: await said(new AgentClient(options({ fetch: deleted })).deleteAgent("a", make("{ timeoutMs: 5000 }"))),
      many: (await new AgentClient(options({ fetch: deleted })).deleteAgents(make("['a', 'b']"))).deleted,
      failed: [failed.code, failed.cause === thrown],
      refused: [refused.code, refused.outcomeUnknown],
      aborted: [aborted.code, aborted.outcomeUnknown],
      globally: globally.status,
    };
  });
  assert.deepEqual(found, {
    isForeign: true, deleted: "deleted", many: 2, failed: ["network", true], refused: ["forbidden", false],
    aborted: ["aborted", true], globally: 404,
  });
  assert.deepEqual(errors, []);
});

const workers = {
  "that passes a deletion on": {
    worker: (/** @type {string} */ platform) => `
      self.addEventListener("fetch", (event) => {
        const { pathname } = new URL(event.request.url);
        if (pathname.startsWith("/platform/")) event.respondWith(fetch("${platform}", { method: event.request.method }));
      });`,
    ask: async () => {
      const load = (/** @type {string} */ path) => import(path);
      const { AgentClient } = await load("/index.js");
      const client = new AgentClient({ backend: "charm", baseUrl: `${location.origin}/platform`, auth: { apiKey: "planted" }, maxRetries: 0, timeoutMs: 5000 });
      return client.deleteAgent("a").then(
        (/** @type {any} */ { outcome }) => ({ outcome }),
        (/** @type {any} */ { code, outcomeUnknown }) => ({ code, outcomeUnknown }),
      );
    },
  },
  "that makes a deletion": {
    worker: (/** @type {string} */ platform) => `
      import { AgentClient } from "/index.js";
      const client = new AgentClient({ backend: "charm", baseUrl: "${platform}", auth: { apiKey: "planted" }, maxRetries: 0, timeoutMs: 5000 });
      const make = () => client.deleteAgent("a").then(({ outcome }) => ({ outcome }), ({ code, outcomeUnknown }) => ({ code, outcomeUnknown }));
      self.addEventListener("fetch", (event) => {
        if (new URL(event.request.url).pathname === "/deletion") event.respondWith(make().then((said) => Response.json(said)));
      });`,
    ask: async () => (await fetch("/deletion", { method: "POST" })).json(),
  },
};

for (const [name, { worker, ask }] of Object.entries(workers)) {
  test(`a service worker ${name}, and is stopped in the middle: the page is told that nothing is known of the agent`, async (t) => {
    // A platform that never answers, but knows what it was asked.
    /** @type {string[]} */
    const asked = [];
    let reached = () => {};
    const first = new Promise((resolve) => (reached = () => resolve(undefined)));
    const platform = createServer((request, response) => {
      if (request.method === "OPTIONS") {
        const any = { "access-control-allow-origin": "*", "access-control-allow-methods": "*", "access-control-allow-headers": "authorization, *" };
        response.writeHead(204, any).end();
        return;
      }
      asked.push(`${request.method}`);
      reached();
    });
    await new Promise((resolve) => platform.listen(0, "127.0.0.1", () => resolve(undefined)));
    t.after(() => {
      platform.close();
      platform.closeAllConnections();
    });
    const { port } = /** @type {import("node:net").AddressInfo} */ (platform.address());
    const taking = `
      self.addEventListener("install", () => self.skipWaiting());
      self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));`;
    const { page, errors } = await open(t, { "worker.js": worker(`http://127.0.0.1:${port}`) + taking });
    await page.evaluate(async () => {
      await navigator.serviceWorker.register("/worker.js", { type: "module" });
      const { serviceWorker } = navigator;
      if (!serviceWorker.controller) await new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve));
    });
    const said = page.evaluate(ask);
    await first;
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("ServiceWorker.enable");
    await devtools.send("ServiceWorker.stopAllWorkers");
    // Chromium starts it anew and asks it again: the platform may be asked twice, and no caller hears of it.
    const { code, outcomeUnknown } = await said;
    assert.deepEqual([["network", "timeout"].includes(code), outcomeUnknown], [true, true], code);
    assert.ok(asked.length > 0 && asked.every((method) => method === "DELETE"));
    assert.deepEqual(errors, []);
  });
}
