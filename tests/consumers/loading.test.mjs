// @ts-check
// When a page loads the WebAssembly part, from where, and what it makes of failures.

import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openPage, startChromium } from "./support/chromium.mjs";
import { servePlatforms } from "./support/platforms.mjs";
import { install } from "./support/project.mjs";
import { tell } from "./support/run.mjs";
import { serveFolder } from "./support/serve.mjs";

const WASM = "/node_modules/agent-delete/core_bg.wasm";
const TEXT = "/node_modules/agent-delete/wasm-inline.js";

/** In the page. @typedef {typeof globalThis & { agentDelete: typeof import("../../pkg/index.js") }} Page */

test("loading in a page", { timeout: 5 * 60_000 }, async (t) => {
  const { folder } = await install(t, "page");
  const browser = await startChromium(t);
  const { task, assertGone, sandbox } = await servePlatforms(t);

  /**
   * A page that has imported the package.
   *
   * @param {import("node:test").TestContext} t
   * @param {Parameters<typeof serveFolder>[2]} [options]
   */
  async function open(t, options) {
    tell(`Chromium, ${t.name}`);
    const server = await serveFolder(t, folder, options);
    const { page, close } = await openPage(browser, `${server.origin}/`);
    t.after(close);
    await page.waitForFunction(() => "agentDelete" in globalThis);
    const loads = () => server.requests.filter((path) => path === WASM || path === TEXT);
    /** Deletes an agent in the page. */
    const deleteOne = async () => {
      const given = task("charm");
      const outcome = await page.evaluate(async ({ client, id }) => {
        const { AgentClient } = /** @type {Page} */ (globalThis).agentDelete;
        return (await new AgentClient(client).deleteAgent(id)).outcome;
      }, given);
      assert.equal(outcome, "deleted");
      assertGone(given);
    };
    return { page, loads, deleteOne, origin: server.origin };
  }

  await t.test("it is fetched at the first call, once", async (t) => {
    const { page, loads, deleteOne } = await open(t);
    await page.evaluate(({ client }) => {
      const { AgentClient } = /** @type {Page} */ (globalThis).agentDelete;
      const { capabilities, backend } = new AgentClient(client);
      const reader = new AgentClient(client).listAgents();
      return [capabilities, backend, typeof reader];
    }, task("charm"));
    assert.deepEqual(loads(), []);
    await deleteOne();
    assert.deepEqual(loads(), [WASM]);
    await deleteOne();
    assert.deepEqual(loads(), [WASM]);
  });

  await t.test("ready() fetches it ahead of the first call", async (t) => {
    const { page, loads, deleteOne } = await open(t);
    sandbox.clearRequests();
    await page.evaluate(() => /** @type {Page} */ (globalThis).agentDelete.ready());
    assert.deepEqual(loads(), [WASM]);
    assert.equal(sandbox.requests.length, 0);
    await deleteOne();
    assert.deepEqual(loads(), [WASM]);
  });

  await t.test("its text takes its place where the file is missing", async (t) => {
    const { loads, deleteOne } = await open(t, { missing: (path) => path === WASM });
    await deleteOne();
    assert.deepEqual(loads(), [WASM, TEXT]);
  });

  await t.test("a start that failed is tried again by the next call", async (t) => {
    let down = true;
    const { page, loads, deleteOne } = await open(t, {
      missing: (path) => down && (path === WASM || path === TEXT),
    });
    const failure = await page.evaluate(async ({ client, id }) => {
      const { AgentClient } = /** @type {Page} */ (globalThis).agentDelete;
      const error = await new AgentClient(client).deleteAgent(id).catch((reason) => reason);
      return { name: error.name, message: error.message };
    }, task("charm"));
    assert.equal(failure.name, "LoadError");
    assert.match(failure.message, /404/);
    assert.deepEqual(loads(), [WASM, TEXT]);
    down = false;
    await deleteOne();
    assert.deepEqual(loads(), [WASM, TEXT, WASM]);
  });

  /** @type {Record<string, (wasm: string) => Promise<void>>} */
  const overrides = {
    "a URL": (wasm) => {
      const url = new URL(wasm, location.href);
      return /** @type {Page} */ (globalThis).agentDelete.ready({ wasm: url });
    },
    "an address": (wasm) => /** @type {Page} */ (globalThis).agentDelete.ready({ wasm }),
    "a response": (wasm) => /** @type {Page} */ (globalThis).agentDelete.ready({ wasm: fetch(wasm) }),
    bytes: async (wasm) => {
      const bytes = new Uint8Array(await (await fetch(wasm)).arrayBuffer());
      await /** @type {Page} */ (globalThis).agentDelete.ready({ wasm: bytes });
    },
    "a WebAssembly.Module": async (wasm) => {
      const module = await WebAssembly.compileStreaming(fetch(wasm));
      await /** @type {Page} */ (globalThis).agentDelete.ready({ wasm: module });
    },
  };
  for (const [name, load] of Object.entries(overrides)) {
    await t.test(`ready() takes ${name}`, async (t) => {
      cpSync(join(folder, WASM), join(folder, "elsewhere.wasm"));
      const { page, loads, deleteOne } = await open(t, { missing: (path) => path === WASM || path === TEXT });
      await page.evaluate(load, "/elsewhere.wasm");
      await deleteOne();
      assert.deepEqual(loads(), []);
    });
  }

  await t.test("two clients side by side share it", async (t) => {
    const { page, loads } = await open(t);
    const pair = [task("charm"), task("kortix")];
    const outcomes = await page.evaluate((tasks) => Promise.all(tasks.map(async ({ client, id, options }) => {
      const { AgentClient } = /** @type {Page} */ (globalThis).agentDelete;
      return (await new AgentClient(client).deleteAgent(id, options)).outcome;
    })), pair);
    assert.deepEqual(outcomes, ["deleted", "deleted"]);
    pair.forEach(assertGone);
    assert.deepEqual(loads(), [WASM]);
  });

  await t.test("two versions on one page work and know each other's errors", async (t) => {
    const other = join(folder, "other-version");
    cpSync(join(folder, "node_modules", "agent-delete"), other, { recursive: true });
    const manifest = JSON.parse(readFileSync(join(other, "package.json"), "utf8"));
    writeFileSync(join(other, "package.json"), JSON.stringify({ ...manifest, version: "0.0.1" }));
    const { page, loads } = await open(t);
    const pair = [task("charm"), task("charm")];
    const result = await page.evaluate(async (tasks) => {
      const one = /** @type {Page} */ (globalThis).agentDelete;
      const address = "/other-version/index.js";
      /** @type {typeof one} */
      const two = await import(address);
      const outcomes = await Promise.all([one, two].map(async ({ AgentClient }, index) => {
        const { client, id } = tasks[index];
        return (await new AgentClient(client).deleteAgent(id)).outcome;
      }));
      const [a, b] = await Promise.all([one, two].map(({ AgentClient }) =>
        new AgentClient(tasks[0].client).deleteAgent("..").catch((error) => error)));
      return {
        outcomes,
        apart: one.AgentClient !== two.AgentClient && a.constructor !== b.constructor,
        instances: [a instanceof two.AgentError, b instanceof one.AgentError],
        known: [two.isAgentError(a), one.isAgentError(b)],
      };
    }, pair);
    assert.deepEqual(result, {
      outcomes: ["deleted", "deleted"], apart: true, instances: [true, true], known: [true, true],
    });
    pair.forEach(assertGone);
    assert.deepEqual(loads(), [WASM]);
  });

  await t.test("a call after pagehide", async (t) => {
    const { page, deleteOne } = await open(t);
    await deleteOne();
    await page.evaluate(() => {
      window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: false }));
    });
    await deleteOne();
  });
});

test("a page restored from the back/forward cache", { timeout: 2 * 60_000 }, async (t) => {
  tell("Chromium, the back/forward cache");
  const { folder } = await install(t, "page");
  // Playwright turns the cache off.
  const browser = await startChromium(t, { ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  const { task, assertGone, sandbox } = await servePlatforms(t);
  const { origin } = await serveFolder(t, folder);
  const { page, errors } = await openPage(browser, `${origin}/life.html`);
  const [now, leaving, back] = [task("charm"), task("charm"), task("charm")];

  await page.waitForFunction(() => "live" in globalThis);
  const outcome = await page.evaluate(
    ([options, ids]) => /** @type {any} */ (globalThis).live(options, ids),
    /** @type {const} */ ([now.client, [now.id, leaving.id, back.id]]),
  );
  assert.equal(outcome, "deleted");
  await page.click("a");
  await page.waitForURL("**/blank.html");
  assert.equal(sandbox.has("charm", back.id), true);
  await page.evaluate(() => history.back());

  // Asked of the platform, not of the page, which the debugger may have lost sight of. Only the page as it
  // was knows this agent.
  const deadline = Date.now() + 30_000;
  while (sandbox.has("charm", back.id) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assertGone(back);
  assertGone(leaving);
  assert.deepEqual(errors, []);
});
