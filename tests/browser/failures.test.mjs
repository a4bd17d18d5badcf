import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, openConsole, requests, results } from "./support/console.mjs";

/** @type {import("./support/console.mjs").Console} */
let con;
before(async () => (con = await openConsole()));
after(() => con.close());

test("a platform that allows no cross-origin requests: the error says so", async () => {
  const { page } = await con.ready();
  const id = con.sandbox.agents.kortix.plain;
  await choose(page, "kortix", id);
  con.sandbox.inject({ kind: "no-cors", backend: "kortix" });
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.locator("#one-status", { hasText: "network" }).waitFor();
  const [{ outcome }] = await results(page);
  assert.equal(outcome, "network");
  await page.locator("#results").getByText(/CORS/).waitFor();
  assert.ok(con.sandbox.has("kortix", id));
});

test("a lost answer: the page says that the agent may be gone", async () => {
  const { page } = await con.ready();
  const id = con.sandbox.agents.charm.plain;
  await choose(page, "charm", id);
  con.sandbox.inject({ kind: "network-error", backend: "charm", method: "DELETE" });
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("button", { name: "Delete it" }).click();
  await page.getByText("It may be deleted all the same").waitFor();
  assert.equal((await results(page))[0].outcome, "network");
});

test("an id that is none is refused before any request", async () => {
  const { page, problems } = await con.ready();
  con.sandbox.clearRequests();
  await choose(page, "charm", "..");
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.locator("#one-status", { hasText: "invalid-input" }).waitFor();
  assert.equal((await results(page))[0].outcome, "invalid-input");
  await page.getByText("No request was sent.").waitFor();
  // But for the list of agents that the form suggests.
  assert.ok(requests(con).every((request) => request.startsWith("GET /charm/v1/agents?")));
  assert.deepEqual(problems, []);
});

test("what a platform says is text, and never becomes part of the page", async () => {
  const { page, problems } = await con.ready();
  const name = "<img src=x onerror=alert(1)>";
  const id = con.sandbox.create("charm", { id: "<b onclick=alert(1)>", name });
  await choose(page, "charm", id);
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("heading", { name: `Delete ${name} on Charm Cloud Runner?` }).waitFor();
  await page.getByRole("button", { name: "Delete it" }).click();
  await page.locator("#one-status", { hasText: "deleted" }).waitFor();
  assert.equal((await results(page))[0].agent, id);
  assert.equal(await page.locator("main :is(img, b), dialog :is(img, b)").count(), 0);
  assert.deepEqual(problems, []);
});

test("a policy without 'wasm-unsafe-eval': the page says what to add", async () => {
  const { page } = await con.page();
  await page.route(con.address, async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    headers["content-security-policy"] = headers["content-security-policy"].replace("'wasm-unsafe-eval'", "");
    await route.fulfill({ response, headers });
  });
  await page.goto(con.address);
  const alert = page.getByRole("alert").filter({ hasText: "add 'wasm-unsafe-eval' to its script-src" });
  await alert.waitFor();
  assert.equal(await page.locator("main").getAttribute("inert"), "");
});

test("a server without the wasm file: the package's own copy of it takes over", async () => {
  const { page } = await con.page();
  await page.route("**/core_bg.wasm", (route) => route.fulfill({ status: 404 }));
  await page.goto(con.address);
  await page.locator("main:not([inert])").waitFor();
  await page.getByRole("button", { name: "Delete six agents" }).click();
  await page.locator("#each-status", { hasText: "Charm Cloud Runner: deleted." }).waitFor();
  assert.equal(con.sandbox.has("charm", con.sandbox.agents.charm.plain), false);
});

test("no server behind the page: it says so, and offers nothing", async () => {
  const { page } = await con.page();
  await page.route("**/connections.json", (route) => route.fulfill({ status: 503 }));
  await page.goto(con.address);
  await page.getByRole("alert").filter({ hasText: "503" }).waitFor();
  assert.equal(await page.locator("main").getAttribute("inert"), "");
});
