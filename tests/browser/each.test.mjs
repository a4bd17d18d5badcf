import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openConsole, requests, results } from "./support/console.mjs";

/** @type {import("./support/console.mjs").Console} */
let con;
before(async () => (con = await openConsole()));
after(() => con.close());

const BACKENDS = ["charm", "langchain", "foundry", "eliza", "kortix"];

test("an agent on each platform is deleted, and a running one is refused with a hint", async () => {
  const { page, problems } = await con.ready();
  await page.getByRole("button", { name: "Delete six agents" }).click();
  await page.locator("#each-status", { hasText: "conflict" }).waitFor();

  const rows = await results(page);
  const deleted = rows.filter(({ outcome }) => outcome === "deleted").map(({ platform }) => platform);
  assert.deepEqual(deleted.sort(), [
    "Azure AI Foundry", "Charm Cloud Runner", "Kortix", "LangChain Managed Deep Agents", "elizaOS",
  ]);
  const { charm, langchain, foundry, eliza, kortix } = con.sandbox.agents;
  for (const [backend, id] of Object.entries({
    charm: charm.plain, langchain: langchain.plain, foundry: foundry.live, eliza: eliza.running,
    kortix: kortix.default,
  })) assert.equal(con.sandbox.has(backend, id), false, backend);

  const [refused, ...others] = rows.filter(({ outcome }) => outcome !== "deleted");
  assert.deepEqual(others, []);
  assert.equal(refused.agent, eliza.default);
  assert.equal(refused.outcome, "conflict");
  assert.ok(con.sandbox.has("eliza", eliza.default));
  await page.getByText("Pass force: true").last().waitFor();
  assert.deepEqual(problems, []);
});

test("every row has its receipt", async () => {
  const { page, problems } = await con.ready();
  await page.getByRole("button", { name: "Delete six agents" }).click();
  await page.locator("#each-status", { hasText: "conflict" }).waitFor();
  const row = page.locator("#results > tbody", { has: page.getByRole("rowheader", { name: "Kortix" }) });
  const button = row.getByRole("button", { name: "4 steps" });
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  await button.click();
  assert.equal(await button.getAttribute("aria-expanded"), "true");
  const path = `/kortix/v1/agents/${con.sandbox.agents.kortix.default}`;
  const receipt = row.getByRole("table", { name: "Receipt" });
  assert.deepEqual(await receipt.locator("code").allTextContents(), [
    `GET ${path}`, `PUT ${path}`, `DELETE ${path}`, `GET ${path}`,
  ]);
  await button.click();
  assert.equal(await receipt.isVisible(), false);
  assert.deepEqual(problems, []);
});

test("a second run finds nothing, until the platforms are reset", async () => {
  const { page, problems } = await con.ready();
  const button = page.getByRole("button", { name: "Delete six agents" });
  await button.click();
  await page.locator("#each-status", { hasText: "conflict" }).waitFor();
  await button.click();
  await page.locator("#each-status", { hasText: "not-found" }).waitFor();
  const again = (await results(page)).slice(0, 6).map(({ platform, outcome }) => `${platform}: ${outcome}`);
  assert.deepEqual(again.sort(), [
    "Azure AI Foundry: not-found", "Charm Cloud Runner: not-found", "Kortix: not-found",
    // Its answer is the same for an agent that is not there; "Existed" says so.
    "LangChain Managed Deep Agents: deleted", "elizaOS: conflict", "elizaOS: not-found",
  ]);

  await page.getByRole("button", { name: "Reset them" }).click();
  await page.getByText("Nothing has been deleted yet.").waitFor();
  assert.ok(con.sandbox.has("charm", con.sandbox.agents.charm.plain));
  assert.deepEqual(problems, []);
});

test("the requests cross origins, each after a preflight, and none is dangerous", async () => {
  const { page } = await con.ready();
  await page.getByRole("button", { name: "Delete six agents" }).click();
  await page.locator("#each-status", { hasText: "conflict" }).waitFor();
  const preflights = con.sandbox.requests.filter(({ method }) => method === "OPTIONS");
  assert.deepEqual(new Set(preflights.map(({ backend }) => backend)), new Set(BACKENDS));
  assert.equal(requests(con).filter((request) => request.startsWith("DELETE")).length, 5);
  assert.ok(con.sandbox.requests.every(({ dangerous }) => !dangerous));
});

test("the module comes as application/wasm, from the package", async () => {
  const { page } = await con.page();
  const [module] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith("/core_bg.wasm")),
    page.goto(con.address),
  ]);
  assert.equal(module.url(), `${con.address}agent-delete/core_bg.wasm`);
  assert.equal(module.headers()["content-type"], "application/wasm");
});

test("no credential is in the page or its storage", async () => {
  const { page } = await con.ready();
  await page.getByRole("button", { name: "Delete six agents" }).click();
  await page.locator("#each-status", { hasText: "conflict" }).waitFor();
  for (const button of await page.locator("button.switch").all()) await button.click();
  const seen = await page.evaluate(() => [
    document.documentElement.outerHTML,
    ...[...document.querySelectorAll("input, textarea, select")].map((field) => field.value),
    JSON.stringify({ ...localStorage, ...sessionStorage }),
    document.cookie,
    location.href,
  ].join("\n"));
  for (const backend of BACKENDS) {
    const [secret] = Object.values(con.sandbox.credential(backend));
    assert.ok(secret.length > 10);
    assert.ok(!seen.includes(secret), backend);
  }
});
