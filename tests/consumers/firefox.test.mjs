// @ts-check
// The pages of browser.test.mjs in Firefox, whose engine reads and fetches modules differently.

import assert from "node:assert/strict";
import { test } from "node:test";
import { startFirefox } from "./support/firefox.mjs";
import { servePlatforms } from "./support/platforms.mjs";
import { install } from "./support/project.mjs";
import { tell } from "./support/run.mjs";
import { serveFolder } from "./support/serve.mjs";

const WASM = "/node_modules/agent-delete/core_bg.wasm";

const rows = [
  { name: "an import map", path: "/", fetched: true },
  { name: "agent-delete/inline", path: "/inline.html", fetched: false },
  { name: "a module Web Worker", path: "/worker.html", fetched: true },
  { name: "a service worker", path: "/service-worker.html", fetched: true },
];

/** Waits until a module of the page has set a global. */
const until = (/** @type {string} */ name) => `
  while (!("${name}" in globalThis)) await new Promise((resolve) => setTimeout(resolve, 20));
`;

const deleteAll = `${until("deleteAgents")} return deleteAgents(given);`;

const policy = "default-src 'none'; img-src data:; connect-src *; script-src 'self'";

test("Firefox", { timeout: 5 * 60_000 }, async (t) => {
  tell("Firefox");
  const { folder } = await install(t, "page");
  const firefox = await startFirefox(t);
  const { assertDeletes, task, sandbox } = await servePlatforms(t);

  for (const { name, path, fetched } of rows) {
    await t.test(name, async (t) => {
      tell(`Firefox, ${name}`);
      const { origin, requests } = await serveFolder(t, folder);
      const page = await firefox.open(origin + path);
      t.after(page.close);
      await assertDeletes((tasks) => page.call(deleteAll, tasks));
      assert.equal(requests.includes(WASM), fetched);
    });
  }

  await t.test("a Content-Security-Policy with 'wasm-unsafe-eval'", async (t) => {
    const headers = () => ({ "content-security-policy": `${policy} 'wasm-unsafe-eval'` });
    const { origin } = await serveFolder(t, folder, { headers });
    const page = await firefox.open(`${origin}/csp.html`);
    t.after(page.close);
    await assertDeletes((tasks) => page.call(deleteAll, tasks));
  });

  await t.test("one without it: an error that names the directive", async (t) => {
    const headers = () => ({ "content-security-policy": policy });
    const { origin } = await serveFolder(t, folder, { headers });
    const page = await firefox.open(`${origin}/csp.html`);
    t.after(page.close);
    const given = task("charm");
    sandbox.clearRequests();
    const failure = await page.call(`${until("agentDelete")}
      const { AgentClient, LoadError } = agentDelete;
      const error = await new AgentClient(given.client).deleteAgent(given.id).catch((reason) => reason);
      return { known: error instanceof LoadError, message: error.message };`, given);
    assert.equal(failure.known, true);
    assert.match(failure.message, /add 'wasm-unsafe-eval' to its script-src/);
    assert.equal(sandbox.requests.length, 0);
  });

  await t.test("a Content-Security-Policy that lets nothing out: nothing was sent", async (t) => {
    const strict = `${policy.replace("connect-src *", "connect-src 'self'")} 'wasm-unsafe-eval'`;
    const { origin } = await serveFolder(t, folder, {
      headers: () => ({ "content-security-policy": strict }),
    });
    const page = await firefox.open(`${origin}/csp.html`);
    t.after(page.close);
    const given = task("charm");
    sandbox.clearRequests();
    const failure = await page.call(`${until("agentDelete")}
      const error = await new agentDelete.AgentClient(given.client).deleteAgent(given.id).catch((reason) => reason);
      return { code: error.code, unknown: error.outcomeUnknown, hint: error.hint };`, given);
    assert.deepEqual([failure.code, failure.unknown], ["network", false]);
    assert.match(failure.hint, /connect-src/);
    assert.equal(sandbox.requests.length, 0);
  });
});
