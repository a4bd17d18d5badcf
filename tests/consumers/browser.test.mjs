// @ts-check
// Pages without a bundler in Chromium. The package comes from the page's own server; the platforms are on
// another origin.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deleteInPage, openPage, startChromium } from "./support/chromium.mjs";
import { servePlatforms } from "./support/platforms.mjs";
import { install } from "./support/project.mjs";
import { tell } from "./support/run.mjs";
import { serveFolder } from "./support/serve.mjs";

/** In the page. @typedef {typeof globalThis & { agentDelete: typeof import("../../pkg/index.js") }} Page */

const WASM = "/node_modules/agent-delete/core_bg.wasm";
const TEXT = "/node_modules/agent-delete/wasm-inline.js";

const rows = [
  { name: "an import map", path: "/", wasm: WASM },
  { name: "agent-delete/inline", path: "/inline.html", wasm: TEXT },
  { name: "a module Web Worker", path: "/worker.html", wasm: WASM },
  { name: "a service worker", path: "/service-worker.html", wasm: WASM },
];

test("pages without a bundler", { timeout: 5 * 60_000 }, async (t) => {
  const { folder } = await install(t, "page");
  const browser = await startChromium(t);
  const { assertDeletes } = await servePlatforms(t);

  for (const { name, path, wasm } of rows) {
    await t.test(name, async (t) => {
      tell(`Chromium, ${name}`);
      const server = await serveFolder(t, folder);
      const { page, errors, close } = await openPage(browser, server.origin + path);
      await assertDeletes((tasks) => deleteInPage(page, tasks));
      assert.deepEqual(errors, []);
      const other = wasm === WASM ? TEXT : WASM;
      assert.equal(server.requests.filter((asked) => asked === wasm).length, 1);
      assert.ok(!server.requests.includes(other), `${other} is not needed`);
      await close();
    });
  }

  await t.test("imported from another origin, as from a CDN", async (t) => {
    tell("Chromium, a CDN");
    const pages = await serveFolder(t, folder);
    const cdn = await serveFolder(t, folder, { headers: () => ({ "access-control-allow-origin": "*" }) });
    const { page, errors, close } = await openPage(browser, `${pages.origin}/blank.html`);
    await page.setContent(`<script type="module">
      import { AgentClient, AgentError } from "${cdn.origin}/node_modules/agent-delete/index.js";
      import { deleteAgents } from "${pages.origin}/delete-agents.js";
      globalThis.deleteAgents = (tasks) => deleteAgents({ AgentClient, AgentError }, tasks);
    </script>`);
    await assertDeletes((tasks) => deleteInPage(page, tasks));
    assert.deepEqual(errors, []);
    assert.ok(cdn.requests.includes(WASM));
    await close();
  });
});

const policy = "default-src 'none'; img-src data:; connect-src *; script-src 'self'";

test("a page with a Content-Security-Policy", { timeout: 2 * 60_000 }, async (t) => {
  const { folder } = await install(t, "page");
  const browser = await startChromium(t);
  const { assertDeletes, task, sandbox } = await servePlatforms(t);

  await t.test("with 'wasm-unsafe-eval'", async (t) => {
    const headers = () => ({ "content-security-policy": `${policy} 'wasm-unsafe-eval'` });
    const { origin } = await serveFolder(t, folder, { headers });
    const { page, errors, close } = await openPage(browser, `${origin}/csp.html`);
    await assertDeletes((tasks) => deleteInPage(page, tasks));
    assert.deepEqual(errors, []);
    await close();
  });

  await t.test("without it: an error that names the directive", async (t) => {
    const headers = () => ({ "content-security-policy": policy });
    const { origin, requests } = await serveFolder(t, folder, { headers });
    const { page, errors, close } = await openPage(browser, `${origin}/csp.html`);
    await page.waitForFunction(() => "agentDelete" in globalThis);
    const { client, id } = task("charm");
    sandbox.clearRequests();
    const failure = await page.evaluate(async ([options, agent]) => {
      const { AgentClient, AgentError, LoadError } = /** @type {Page} */ (globalThis).agentDelete;
      const error = await new AgentClient(options).deleteAgent(agent).catch((reason) => reason);
      const { name, message, cause } = error;
      const kinds = [LoadError, AgentError, Error].map((kind) => error instanceof kind);
      return { name, message, cause: String(cause), kinds };
    }, /** @type {const} */ ([client, id]));
    assert.equal(failure.name, "LoadError");
    assert.deepEqual(failure.kinds, [true, false, true]);
    assert.match(failure.message, /Content-Security-Policy/);
    assert.match(failure.message, /add 'wasm-unsafe-eval' to its script-src/);
    assert.match(failure.cause, /CompileError/);
    assert.ok(requests.includes(WASM));
    assert.equal(sandbox.requests.length, 0);
    assert.deepEqual(errors, []);
    await close();
  });
});

test("what a browser keeps from the page: nothing was sent", { timeout: 2 * 60_000 }, async (t) => {
  tell("Chromium, requests that are not sent");
  const { folder } = await install(t, "page");
  const browser = await startChromium(t);
  const { task, sandbox } = await servePlatforms(t);
  const { client, id } = task("charm");
  const strict = `${policy.replace("connect-src *", "connect-src 'self'")} 'wasm-unsafe-eval'`;

  for (const [name, csp, baseUrl, hint] of /** @type {const} */ ([
    ["a Content-Security-Policy", strict, client.baseUrl, /connect-src/],
    ["a blocked port", `${policy} 'wasm-unsafe-eval'`, "http://127.0.0.1:10080", /another port/],
  ])) {
    await t.test(name, async (t) => {
      const { origin } = await serveFolder(t, folder, {
        headers: () => ({ "content-security-policy": csp }),
      });
      const { page, errors, close } = await openPage(browser, `${origin}/csp.html`);
      await page.waitForFunction(() => "agentDelete" in globalThis);
      sandbox.clearRequests();
      const failure = await page.evaluate(async ([options, agent]) => {
        const { AgentClient } = /** @type {Page} */ (globalThis).agentDelete;
        const error = await new AgentClient(options).deleteAgent(agent).catch((reason) => reason);
        const { code, message, hint, outcomeUnknown, retryable, steps } = error;
        return { code, message, hint, outcomeUnknown, retryable, attempts: steps.length };
      }, /** @type {const} */ ([{ ...client, baseUrl }, id]));
      assert.equal(failure.code, "network", failure.message);
      assert.deepEqual([failure.outcomeUnknown, failure.retryable, failure.attempts], [false, false, 1]);
      assert.match(failure.hint, hint);
      assert.ok(failure.message.includes(new URL(baseUrl ?? "").host), failure.message);
      assert.equal(sandbox.requests.length, 0);
      assert.deepEqual(errors, []);
      await close();
    });
  }
});
