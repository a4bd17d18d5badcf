import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { platforms } from "../../pkg/node.js";
import { BACKENDS, allLoaded, confirm, openConsole, openPlan, outcome, pageFolder, receipt, row } from "./support/console.mjs";

/** @type {import("./support/console.mjs").Console} */
let con;
before(async () => (con = await openConsole()));
after(() => con.close());

test("on a static host it opens on the sandbox in the page, with some 300 agents, and sends nothing anywhere", async () => {
  const { page, problems, requests, address } = await con.alone();
  await page.getByText("Sandbox: emulated platforms, nothing real can be lost").waitFor();
  const count = Number(/^\d+/.exec((await page.locator(".matches").textContent()) ?? "")?.[0]);
  assert.ok(count > 280, `${count} agents`);
  await page.getByRole("searchbox").fill("e2e-");
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  const dialog = await openPlan(page);
  await dialog.getByRole("button", { name: "Delete agents in use, too" }).click();
  await page.waitForFunction(() => !document.querySelector("dialog .obstacles, dialog .loading"));
  const production = dialog.getByLabel(/^Type the production connection’s name/);
  if (await production.count()) await production.fill("azure-prod");
  await confirm(page);
  await receipt(page);
  await page.getByRole("button", { name: /^Deleted \d+$/ }).waitFor();
  assert.ok(requests.every((request) => request.url().startsWith(address) || /^blob:|^data:/.test(request.url())));
  assert.deepEqual(problems, []);
});

test("directly, by a base URL and a credential that were typed: cross-origin, on every platform, and the credential is nowhere", async () => {
  const { page, problems, requests } = await con.alone({ viewport: { width: 1280, height: 3000 } });
  // The other two are signed for, which a page does not do.
  const typed = platforms.filter(({ auth }) => !auth.includes("sign")).map(({ name }) => name);
  assert.equal(typed.length, platforms.length - 2);
  for (const backend of typed) {
    const auth = con.sandbox.credential(backend);
    await page.getByRole("button", { name: "Connect…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox", { name: "Platform" }).selectOption(backend);
    await dialog.getByLabel("Base URL").fill(con.platforms.baseUrl(backend));
    await dialog.getByLabel("Name of the connection (optional)").fill(`own-${backend}`);
    const kind = dialog.getByRole("combobox", { name: "Kind of credential" });
    if (await kind.count()) await kind.selectOption("bearer" in auth ? "bearer" : "apiKey");
    await dialog.getByLabel("Credential", { exact: true }).fill(Object.values(auth)[0]);
    await dialog.getByRole("button", { name: "Connect", exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
  }
  await allLoaded(page, typed.length);
  await page.getByText("held in this page’s memory only").waitFor();
  const { charm, langchain, foundry, eliza, kortix } = con.sandbox.agents;
  for (const id of [charm.plain, foundry.idle, eliza.stopped]) await row(page, id).click();
  for (const name of ["own-langchain", "own-kortix"]) await page.locator(".grid-body .grid-row", { hasText: name }).filter({ hasText: /Researcher|Analyst/ }).click();
  await openPlan(page);
  await confirm(page);
  await receipt(page);
  for (const [backend, id] of Object.entries({ charm: charm.plain, langchain: langchain.plain, foundry: foundry.idle, eliza: eliza.stopped, kortix: kortix.plain })) {
    assert.equal(con.sandbox.has(/** @type {any} */ (backend), id), false, backend);
  }
  const preflights = con.sandbox.requests.filter(({ method }) => method === "OPTIONS");
  assert.deepEqual(new Set(preflights.map(({ backend }) => backend)), new Set(typed));
  assert.ok(con.sandbox.requests.every(({ dangerous }) => !dangerous));

  const seen = await page.evaluate(async () => {
    const stored = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
      });
      for (const store of database.objectStoreNames) {
        stored.push(await new Promise((resolve) => {
          const asking = database.transaction(store).objectStore(store).getAll();
          asking.onsuccess = () => resolve(JSON.stringify(asking.result));
        }));
      }
    }
    return [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll("input, textarea, select")].map((field) => field.value),
      JSON.stringify({ ...localStorage, ...sessionStorage }), document.cookie, location.href, JSON.stringify(history.state), ...stored,
    ].join("\n");
  });
  assert.ok(seen.length > 1000);
  const urls = requests.map((request) => request.url()).join("\n");
  for (const backend of typed) {
    const [secret] = Object.values(con.sandbox.credential(backend));
    assert.ok(secret.length > 10);
    assert.ok(!seen.includes(secret), `${backend}: in the page or what it stores`);
    assert.ok(!urls.includes(secret), `${backend}: in a URL`);
    assert.ok(!problems.join("\n").includes(secret));
  }
  assert.deepEqual(problems, []);
});

test("behind a server the page has no credential at all, and no secret of an agent", async () => {
  const { page, requests } = await con.served();
  await row(page, con.sandbox.agents.charm.plain).click();
  await openPlan(page);
  await confirm(page);
  await receipt(page);
  for (const request of requests) {
    const headers = JSON.stringify(await request.allHeaders());
    assert.ok(!/authorization|api-key/i.test(headers), request.url());
  }
  const html = await page.evaluate(() => document.documentElement.outerHTML);
  assert.ok(!html.includes("sandbox-secret"));
});

test("behind a server, a platform that can't be reached: nothing was sent, and the page says so", async () => {
  const { page } = await con.served({ served: [{ name: "team", backend: "kortix" }] });
  const { plain } = con.sandbox.agents.kortix;
  await row(page, plain).click();
  const dialog = await openPlan(page);
  await dialog.getByRole("checkbox", { name: "Look afterwards whether each is gone" }).uncheck();
  await page.route("**/at/team/**", (route) => (route.request().method() === "DELETE"
    ? route.fulfill({ status: 502, headers: { "x-agent-delete-not-sent": "ECONNREFUSED" }, body: "" })
    : route.fallback()));
  await confirm(page);
  await receipt(page);
  await outcome(page, plain).getByText("Nothing was sent: the platform can’t be reached.").waitFor();
  assert.equal(await outcome(page, plain).getAttribute("data-outcome"), "failed");
});

test("a platform that allows no page to read its answers: the page says so", async () => {
  const { page } = await con.alone();
  con.sandbox.inject({ kind: "no-cors", backend: "kortix" });
  await page.getByRole("button", { name: "Connect…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Base URL").fill("kortix.com");
  await dialog.getByRole("button", { name: "Connect", exact: true }).click();
  await dialog.getByText("This is no URL").waitFor();
  await dialog.getByLabel("Base URL").fill(con.platforms.baseUrl("kortix"));
  await dialog.getByLabel("Credential", { exact: true }).fill("x");
  await dialog.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByText(/A page of another origin needs the platform's leave \(CORS\)/).first().waitFor();
});

test("a policy without 'wasm-unsafe-eval': the page says what to add", async () => {
  const { page } = await con.served({ loaded: false, policy: (text) => text.replace("'wasm-unsafe-eval'", "") });
  await page.getByRole("alert").filter({ hasText: "add 'wasm-unsafe-eval' to its script-src" }).waitFor();
});

test("a host without the WebAssembly: the page says so, and offers nothing", async () => {
  const { page, address } = await con.open({ folder: pageFolder() });
  await page.route("**/*.wasm", (route) => route.fulfill({ status: 404 }));
  await page.goto(address);
  await page.getByRole("alert").filter({ hasText: "The WebAssembly part did not load" }).waitFor();
  assert.equal(await page.getByRole("grid").count(), 0);
});

test("a server that can't say which connections there are: the page says so", async () => {
  const { page, address } = await con.open({ folder: pageFolder() });
  await page.route("**/connections.json", (route) => route.fulfill({ status: 503 }));
  await page.goto(address);
  await page.getByRole("alert").filter({ hasText: "503" }).waitFor();
});

test("the token of the console's server stands in nothing that is shown or kept", async () => {
  const { page, address } = await con.served({ served: [{ name: "runner", backend: "charm" }] });
  const { plain } = con.sandbox.agents.charm;
  await row(page, plain).click();
  const dialog = await openPlan(page);
  await dialog.getByText("1 request that would change something").click();
  await dialog.getByText("DELETE /charm/v1/agents/agent_123").waitFor();
  await confirm(page);
  await receipt(page);
  await page.getByRole("button", { name: "Details of Support" }).click();
  await page.getByText("DELETE /charm/v1/agents/agent_123").waitFor();
  const path = new URL(address).pathname;
  const html = await page.evaluate(() => document.body.outerHTML);
  assert.ok(!html.includes(path), "the path of the page is not in it");
  const stored = await page.evaluate(async () => {
    const database = await new Promise((resolve) => {
      const opening = indexedDB.open("agent-delete-console");
      opening.onsuccess = () => resolve(opening.result);
    });
    return new Promise((resolve) => {
      const asking = database.transaction("entries").objectStore("entries").getAll();
      asking.onsuccess = () => resolve(JSON.stringify(asking.result));
    });
  });
  assert.ok(stored.includes("/charm/v1/agents/agent_123"));
  assert.ok(!stored.includes(path));
  assert.equal(await outcome(page, plain).getAttribute("data-outcome"), "deleted");
});
