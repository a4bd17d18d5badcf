// @ts-check
// The console in Chromium behind the real command: `agent-delete console` out of the packed package, over HTTP.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { installed } from "../package/support/project.mjs";
import { BACKENDS, allLoaded, changing, confirm, contentOf, openConsole, openPlan, outcome, receipt, row } from "./support/console.mjs";

/** @type {import("./support/console.mjs").Console} */
let con;
before(async () => (con = await openConsole()));
after(() => con.close());

/**
 * The command with a configuration, and a page on it.
 * @param {import("node:test").TestContext} t
 * @param {Record<string, { backend: import("../../pkg/types.js").BackendName, [more: string]: unknown }>} connections
 */
async function started(t, connections) {
  con.sandbox.reset();
  const folder = mkdtempSync(join(tmpdir(), "agent-delete-console-"));
  /** @type {Record<string, string | undefined>} */
  const env = { ...process.env, XDG_CONFIG_HOME: folder };
  /** @type {string[]} */
  const secrets = [];
  const configured = Object.entries(connections).map(([name, { backend, ...more }]) => {
    const [[as, secret]] = Object.entries(con.sandbox.credential(backend));
    env[`SECRET_OF_${name.toUpperCase()}`] = secret;
    secrets.push(secret);
    return [name, { backend, baseUrl: con.platforms.baseUrl(backend), credential: { env: `SECRET_OF_${name.toUpperCase()}`, as }, ...more }];
  });
  writeFileSync(join(folder, "agent-delete.json"), JSON.stringify({ connections: Object.fromEntries(configured) }));
  const program = join(installed(), "node_modules", "agent-delete", "bin", "agent-delete.js");
  const child = spawn(process.execPath, [program, "console", "--port", "0", "--verbose"], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  child.stderr.setEncoding("utf8").on("data", (text) => (texts.stderr += text));
  await new Promise((resolve) => child.stdout.setEncoding("utf8").on("data", (text) => ((texts.stdout += text), text.includes("\n") && resolve(undefined))));
  const address = texts.stdout.trim();
  const context = await con.browser.newContext({ acceptDownloads: true });
  const page = await context.newPage();
  t.after(async () => {
    await context.close();
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  /** @type {string[]} */
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  /** @type {import("playwright-core").Request[]} */
  const requests = [];
  page.on("request", (request) => requests.push(request));
  await page.goto(address);
  return { page, context, address, texts, secrets, problems, requests, child };
}

const everywhere = () => Object.fromEntries(BACKENDS.map((backend) => [backend, { backend }]));

test("finds and deletes on all platforms; no credential and no address is shown, kept or sent elsewhere", async (t) => {
  const { page, address, texts, secrets, problems, requests } = await started(t, everywhere());
  await allLoaded(page, BACKENDS.length);
  const { charm, langchain, foundry, eliza, kortix } = con.sandbox.agents;
  const chosen = /** @type {const} */ ([["charm", charm.plain], ["langchain", langchain.plain], ["foundry", foundry.idle], ["eliza", eliza.stopped], ["kortix", kortix.plain]]);
  for (const [backend, id] of chosen) {
    await row(page, id).filter({ hasText: backend }).first().click();
    await openPlan(page);
    await confirm(page);
    await receipt(page);
    assert.equal(con.sandbox.has(backend, id), false, backend);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /JSON/ }).first().click()]);
    const saved = String(await contentOf(download));
    assert.ok(saved.includes(id));
    for (const secret of [...secrets, new URL(address).pathname.slice(1, -1)]) assert.ok(!saved.includes(secret));
    await page.goto(address);
    await allLoaded(page, BACKENDS.length);
  }
  assert.ok(con.sandbox.requests.every(({ credential, dangerous }) => credential === "right" && !dangerous));
  assert.deepEqual(problems, []);
  const kept = await page.evaluate(async () => {
    const found = [document.documentElement.outerHTML, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
    for (const { name } of await indexedDB.databases()) {
      /** @type {IDBDatabase} */
      const database = await new Promise((resolve) => (indexedDB.open(String(name)).onsuccess = (event) => resolve(/** @type {any} */ (event.target).result)));
      for (const store of database.objectStoreNames) {
        found.push(await new Promise((resolve) => (database.transaction(store).objectStore(store).getAll().onsuccess = (event) => resolve(JSON.stringify(/** @type {any} */ (event.target).result)))));
      }
    }
    return found.join("\n");
  });
  assert.ok(kept.includes(kortix.plain), "the journal is looked at");
  const sent = requests.map((request) => `${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ""}`).join("\n");
  for (const secret of secrets) for (const text of [kept, sent, texts.stdout, texts.stderr]) assert.ok(!text.includes(secret));
  assert.ok(!kept.includes(new URL(address).pathname.slice(1, -1)), "the token is in no journal");
  assert.ok(requests.every((request) => request.url().startsWith(address) || /^(data|blob):/.test(request.url())));
});

test("an answer that is lost: no request but the client's own, and it may be gone; a platform that is not there: nothing was sent", async (t) => {
  const { page, child } = await started(t, { kortix: { backend: "kortix" }, away: { backend: "charm", baseUrl: "http://127.0.0.1:9" } });
  const { plain } = con.sandbox.agents.kortix;
  await row(page, plain).click();
  await openPlan(page);
  con.sandbox.inject({ kind: "reply-lost", backend: "kortix", method: "DELETE" });
  await confirm(page);
  await receipt(page);
  assert.equal(await outcome(page, plain).getAttribute("data-outcome"), "unknown");
  // Three attempts are the client's; the browser has added none.
  assert.equal(changing(con).length, 3);
  await page.goto(page.url().replace(/#.*$/, ""));
  await page.getByText("1 connection could not be loaded").waitFor();
  assert.equal(child.exitCode, null);
});

test("another site's page reaches nothing, even with the address", async (t) => {
  const { context, address, page } = await started(t, { kortix: { backend: "kortix" } });
  await allLoaded(page, 1);
  const before = con.sandbox.requests.length;
  const evil = createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>evil</title>"));
  await new Promise((resolve) => evil.listen(0, "127.0.0.1", () => resolve(undefined)));
  t.after(() => (evil.closeAllConnections(), evil.close()));
  const { port } = /** @type {import("node:net").AddressInfo} */ (evil.address());
  const other = await context.newPage();
  const target = `${address}at/kortix/agents/${con.sandbox.agents.kortix.plain}`;
  for (const host of ["127.0.0.1", "localhost"]) {
    await other.goto(`http://${host}:${port}/`);
    const came = await other.evaluate(async ([url, list]) => {
      /** @param {string} method @param {RequestInit} [init] */
      const outcomeOf = (method, init) => fetch(url, { method, ...init }).then((answer) => `${answer.type} ${answer.status}`, () => "failed");
      const script = await new Promise((resolve) => {
        const element = Object.assign(document.createElement("script"), { src: list, onload: () => resolve("loaded"), onerror: () => resolve("failed") });
        document.head.append(element);
      });
      return [await outcomeOf("GET"), await outcomeOf("DELETE"), await outcomeOf("GET", { mode: "no-cors" }), await outcomeOf("POST", { mode: "no-cors" }), script];
    }, [target, `${address}connections.json`]);
    assert.deepEqual(came.map((text) => /^(failed|opaque 0)$/.test(text)), [true, true, true, true, true], String(came));
    await other.evaluate((url) => {
      const form = Object.assign(document.createElement("form"), { method: "post", action: url, target: "_blank" });
      document.body.append(form);
      form.submit();
      document.body.append(Object.assign(document.createElement("iframe"), { src: url }));
    }, target);
    await other.waitForTimeout(300);
  }
  assert.equal(con.sandbox.requests.length, before);
});

test("a redirect is opaque to the page, and nothing is said to be deleted", async (t) => {
  const { page } = await started(t, { kortix: { backend: "kortix", maxRetries: 0 } });
  const { plain } = con.sandbox.agents.kortix;
  await row(page, plain).click();
  await openPlan(page);
  con.sandbox.inject({ kind: "redirect", status: 302, backend: "kortix", method: "DELETE" });
  await confirm(page);
  await receipt(page);
  assert.notEqual(await outcome(page, plain).getAttribute("data-outcome"), "deleted");
  assert.equal(con.sandbox.has("kortix", plain), true);
  assert.equal(changing(con).length, 1);
});

test("production: the name is typed, and the server wants it; what is protected stays", async (t) => {
  const { page, address } = await started(t, { live: { backend: "kortix", production: true, protect: ["Analyst"] } });
  await allLoaded(page, 1);
  const { plain } = con.sandbox.agents.kortix;
  const status = await page.evaluate(async ([url, headers]) => {
    return (await fetch(String(url), { method: "DELETE", headers: /** @type {any} */ (headers) })).status;
  }, /** @type {const} */ ([`${address}at/live/agents/${plain}`, { "x-agent-delete-production": "live" }]));
  assert.equal(status, 403);
  const id = con.sandbox.create("kortix", { name: "a spare one" });
  await page.goto(address);
  await row(page, id).click();
  const dialog = await openPlan(page);
  await dialog.getByLabel(/connection/i).last().fill("live");
  await confirm(page);
  await receipt(page);
  assert.equal(con.sandbox.has("kortix", id), false);
  assert.ok(con.sandbox.has("kortix", plain));
});
