import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BACKENDS, openConsole, row, selectAll } from "./support/console.mjs";

/** @type {import("./support/console.mjs").Console} */
let con;
before(async () => (con = await openConsole()));
after(() => con.close());

/** The names in the table, from the top. @param {import("playwright-core").Page} page */
const names = (page) => page.locator(".grid-body .grid-row .cell-name").allTextContents();
/** @param {import("playwright-core").Page} page */
const selected = async (page) => (await page.locator(".bar strong").textContent()) ?? "";

test("the agents of all connections stand in one table, each with its connection, and search looks through names and ids", async () => {
  const { page, problems } = await con.served();
  const all = con.sandbox.list("charm").length + con.sandbox.list("eliza").length;
  assert.ok(all > 5);
  await page.getByRole("searchbox").fill("ada");
  await row(page, con.sandbox.agents.eliza.running).waitFor();
  assert.equal(await row(page, con.sandbox.agents.eliza.running).locator(".cell-connection").textContent(), "eliza");
  // The same id is another agent on another platform.
  await page.getByRole("searchbox").fill("3f2504e0-4f89-41d3");
  await page.getByText(/^3 of \d+ agents match/).waitFor();
  const places = await page.locator(".grid-body .cell-connection").allTextContents();
  assert.deepEqual(places.sort(), ["eliza", "kortix", "langchain"]);
  assert.deepEqual(problems, []);
});

test("columns sort both ways, numbers by their size and what is not told last", async () => {
  const { page } = await con.served({
    served: [{ name: "runner", backend: "charm" }],
    seed: () => ["bot 10", "bot 9", "Bot 2"].forEach((name) => con.sandbox.create("charm", { name })),
  });
  await page.getByRole("searchbox").fill("bot");
  await page.getByText(/^3 of/).waitFor();
  assert.deepEqual(await names(page), ["Bot 2", "bot 9", "bot 10"]);
  const head = page.getByRole("columnheader", { name: "Name" });
  assert.equal(await head.getAttribute("aria-sort"), "ascending");
  await head.getByRole("button").click();
  assert.equal(await head.getAttribute("aria-sort"), "descending");
  assert.deepEqual(await names(page), ["bot 10", "bot 9", "Bot 2"]);
});

test("filters narrow by platform, status and age, and say how many have no age to judge by", async () => {
  const { page } = await con.alone();
  await page.getByRole("combobox", { name: "Platform" }).selectOption("eliza");
  await page.getByRole("combobox", { name: "Status" }).selectOption("active");
  for (const status of await page.locator(".grid-body .cell-status").allTextContents()) assert.equal(status, "Running");
  await page.getByRole("combobox", { name: "Age" }).selectOption("30");
  await page.getByText(/^0 of \d+ agents match; \d+ left out, for their age is not told/).waitFor();
  await page.getByText("No agent matches.").waitFor();
  await page.getByRole("button", { name: "Show all" }).click();
  await page.getByRole("combobox", { name: "Age" }).selectOption("365");
  await page.waitForFunction(() => document.querySelectorAll(".grid-body .cell-age").length > 3);
  for (const age of await page.locator(".grid-body .cell-age").allTextContents()) assert.match(age, /^[\d.]+ y$/);
});

test("a connection that fails says why beside the others, and can be tried again", async () => {
  const { page, problems } = await con.served({
    served: [{ name: "runner", backend: "charm" }, { name: "team", backend: "kortix" }, { name: "broken", backend: "eliza", problem: "Its credential is not set: MY_KEY." }],
    loaded: false,
    seed: () => con.sandbox.inject({ kind: "reply", backend: "kortix", status: 401, body: { detail: "Token expired" }, times: 1 }),
  });
  const team = page.locator('[data-connection="team"]');
  await team.getByText(/credential is missing, wrong or expired/).first().waitFor();
  await page.locator('[data-connection="broken"]').getByText(/Its credential is not set: MY_KEY/).first().waitFor();
  await page.locator('[data-connection="runner"].source-done').waitFor();
  await row(page, con.sandbox.agents.charm.plain).waitFor();
  await page.locator(".matches").getByText(/^\d+ agents; 2 connections could not be loaded$/).waitFor();
  await team.getByRole("button", { name: "Try again: team" }).click();
  await row(page, con.sandbox.agents.kortix.plain).waitFor();
  assert.deepEqual(problems, []);
});

test("a connection that is not whole says so, and its wait of a 429 is told and can be cancelled", async () => {
  const { page } = await con.served({
    served: BACKENDS.map((backend) => ({ name: backend === "langchain" ? "deep" : backend, backend })),
    context: { viewport: { width: 820, height: 900 } },
    loaded: false,
    seed: () => {
      con.sandbox.createMany("langchain", 60);
      con.sandbox.inject({ kind: "rate-limit", backend: "langchain", skip: 1, retryAfter: 40 });
    },
  });
  await page.getByText(/^Asked to wait \d+ s$/).waitFor();
  assert.ok(await page.locator(".source-state .pause").evaluate((note) => note.scrollWidth <= note.clientWidth), "the wait is not cut off");
  await page.getByRole("button", { name: "Cancel loading deep" }).click();
  await page.getByText(/^Stopped at \d+: there may be more/).waitFor();
});

test("pages are asked for as the platform gives them, and stopping asks for no more", async () => {
  const { page } = await con.served({
    served: [{ name: "deep", backend: "langchain" }],
    loaded: false,
    seed: () => {
      con.sandbox.createMany("langchain", 400);
      con.sandbox.inject({ kind: "delay", backend: "langchain", ms: 250 });
    },
  });
  await page.locator(".source-count").filter({ hasText: /[1-9]\d* agents/ }).waitFor();
  await page.getByRole("button", { name: "Stop loading deep" }).click();
  await page.getByText(/^Stopped at/).waitFor();
  const asked = con.sandbox.requests.length;
  await page.getByRole("button", { name: "Go on loading deep" }).click();
  await page.locator(".source-count").filter({ hasText: "403 agents" }).waitFor();
  assert.ok(con.sandbox.requests.length > asked);
  const cursors = con.sandbox.requests.filter(({ path }) => path.includes("cursor=")).map(({ path }) => path);
  assert.equal(new Set(cursors).size, cursors.length, "no page is asked for twice");
});

test("rows are selected by a click, by a range, by the keyboard, and all that match", async () => {
  const { page } = await con.served({ served: [{ name: "runner", backend: "charm" }], seed: () => con.sandbox.createMany("charm", 30) });
  await page.getByRole("searchbox").fill("agent_1");
  await page.locator(".grid-body .grid-row").nth(2).click();
  assert.equal(await selected(page), "1 agent selected");
  await page.locator(".grid-body .grid-row").nth(6).click({ modifiers: ["Shift"] });
  assert.equal(await selected(page), "5 agents selected");
  await page.locator(".grid-body .grid-row").nth(4).click();
  assert.equal(await selected(page), "4 agents selected");
  assert.equal(await page.locator('.grid-body [aria-selected="true"]').count(), 4);

  await page.getByRole("button", { name: "Clear" }).click();
  await page.locator(".grid-body .grid-row").first().focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  assert.equal(await selected(page), "4 agents selected");
  await page.keyboard.press("End");
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-rowindex") === "32");
  await page.keyboard.press("Control+a");
  assert.equal(await selected(page), "31 agents selected");
  assert.ok(await page.getByRole("checkbox", { name: "Select all 31 that match" }).isChecked());

  await page.getByRole("searchbox").fill("night watch");
  await page.getByText("31 of them not shown by the filters").waitFor();
});

test("what is protected can't be selected, and says why", async () => {
  const { page } = await con.served({
    served: [{ name: "team", backend: "kortix", protect: ["Ana*"] }],
  });
  await row(page, con.sandbox.agents.kortix.plain).click({ force: true });
  await page.getByText("“Analyst” can’t be selected. The configuration protects it by “Ana*”.").waitFor();
  await row(page, con.sandbox.agents.kortix.system).focus();
  await page.keyboard.press("Space");
  await page.getByText("“Suna” can’t be selected. Kortix never deletes its own agent.").waitFor();
  await page.keyboard.press("Control+a");
  const ids = await page.locator('.grid-body [aria-selected="true"]').evaluateAll((rows) => rows.map((one) => one.getAttribute("data-agent")));
  assert.deepEqual(ids, [con.sandbox.agents.kortix.default]);
});

test("a pasted list is parted by commas, spaces and lines; repetitions count once, unknown ids are looked up, and wrong ones named", async () => {
  const { page } = await con.served({ served: [{ name: "runner", backend: "charm" }, { name: "lab", backend: "eliza" }] });
  const { charm } = con.sandbox.agents;
  // Made after the list was read.
  const late = con.sandbox.create("charm", { name: "late" });
  await page.getByRole("button", { name: "Select by ids…" }).click();
  await page.getByRole("combobox", { name: "Connection" }).selectOption({ label: "runner (Charm Cloud Runner)" });
  await page.getByLabel(/^Ids, parted by/).fill(`${charm.plain}, ${charm.daemon} ${charm.plain}\n${charm.oddId}\n${late};nobody_here`);
  await page.getByRole("button", { name: "Select 5 agents" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("4 agents selected.").waitFor();
  await dialog.getByText("1 id was in the list more than once; each agent is selected once.").waitFor();
  await dialog.getByText("nobody_here: there is no such agent.").waitFor();
  await dialog.getByRole("button", { name: "Done" }).click();
  assert.equal(await selected(page), "4 agents selected");
  await page.getByRole("searchbox").fill("late");
  assert.equal(await row(page, late).getAttribute("aria-selected"), "true");
});

test("an id that is none is refused before any request", async () => {
  const { page, problems } = await con.served({ served: [{ name: "lab", backend: "eliza" }] });
  con.sandbox.clearRequests();
  await page.getByRole("button", { name: "Select by ids…" }).click();
  await page.getByLabel(/^Ids, parted by/).fill("..");
  await page.getByRole("button", { name: "Select 1 agent" }).click();
  await page.getByText(/^\.\.: This can’t be asked of the platform|^\.\.: This can't be asked of the platform/).waitFor();
  assert.equal(con.sandbox.requests.length, 0);
  assert.deepEqual(problems, []);
});

test("what a platform says is text, and never becomes part of the page", async () => {
  const name = "<img src=x onerror=alert(1)>";
  const { page, problems } = await con.served({
    served: [{ name: "runner", backend: "charm" }],
    seed: () => con.sandbox.create("charm", { id: "<b onclick=alert(1)>", name: `${name}\u202egnp.exe` }),
  });
  await selectAll(page, "<img");
  await page.getByText(`${name}\\u202egnp.exe`).first().waitFor();
  assert.equal(await page.locator("main :is(img, b), dialog :is(img)").count(), 0);
  assert.deepEqual(problems, []);
});

test("of ten thousand rows only those in sight are in the page, which is no higher than its window and does not shift", async () => {
  const { page, problems } = await con.served({
    served: [{ name: "runner", backend: "charm" }],
    loaded: false,
    seed: () => con.sandbox.createMany("charm", 10_000),
  });
  await page.evaluate(() => {
    const shifts = /** @type {any} */ (window).shifts = [0];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!(/** @type {any} */ (entry).hadRecentInput)) shifts[0] += /** @type {any} */ (entry).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.locator(".source-count").filter({ hasText: "10,003 agents" }).waitFor({ timeout: 120_000 });
  assert.ok((await page.locator(".grid-body .grid-row").count()) < 80);
  assert.equal(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight), 0);
  await page.locator(".grid-body .grid-row").first().focus();
  await page.keyboard.press("End");
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-rowindex") === "10004");
  await page.keyboard.press("Control+a");
  assert.equal(await selected(page), "10,003 agents selected");
  const [shift] = await page.evaluate(() => /** @type {any} */ (window).shifts);
  assert.ok(shift < 0.05, `layout shift ${shift}`);
  assert.deepEqual(problems, []);
});
