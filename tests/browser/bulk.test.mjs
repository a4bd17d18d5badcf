import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { openConsole, requests, results } from "./support/console.mjs";

/** @type {import("./support/console.mjs").Console} */
let con;
before(async () => (con = await openConsole()));
after(() => con.close());

const MANY = 200;

/**
 * A page whose form for many holds the ids of new agents.
 * @param {string} backend
 */
async function filled(backend) {
  const opened = await con.ready();
  const { page } = opened;
  await page.locator("#many-platform").selectOption(backend);
  await page.getByRole("button", { name: "Make 200" }).click();
  await page.waitForFunction(() => document.querySelector("#many-ids").value !== "");
  const ids = (await idsOf(page)).split("\n");
  assert.equal(ids.length, MANY);
  con.sandbox.clearRequests();
  return { ...opened, ids };
}

/** @param {import("playwright-core").Page} page */
const force = (page) => page.locator("#many input[name=force]");

/** @param {import("playwright-core").Page} page */
const idsOf = (page) => page.getByLabel("Agents, one a line").inputValue();

for (const backend of ["charm", "langchain", "foundry", "eliza", "kortix"]) {
  test(`${backend}: all are deleted after one question`, async () => {
    const { page, problems, ids } = await filled(backend);
    await force(page).check();
    await page.getByRole("button", { name: "Delete all…" }).click();
    await page.getByRole("button", { name: "Delete all 200" }).click();
    await page.locator("#many-status", { hasText: "Done: 200 deleted." }).waitFor();
    assert.deepEqual(ids.filter((id) => con.sandbox.has(backend, id)), []);
    assert.equal(await page.locator("#many-progress").evaluate((bar) => bar.value / bar.max), 1);
    assert.equal(await idsOf(page), "");
    assert.deepEqual(problems, []);
  });
}

test("running agents stay without force; all are counted, and some of the failures shown", async () => {
  const { page, problems, ids } = await filled("eliza");
  await page.getByRole("button", { name: "Delete all…" }).click();
  await page.getByRole("button", { name: "Delete all 200" }).click();
  await page.locator("#many-status", { hasText: "Done: 200 failed, 200 left in the form." }).waitFor();
  assert.ok(ids.every((id) => con.sandbox.has("eliza", id)));
  assert.deepEqual(requests(con, { changing: true }), []);
  assert.equal((await results(page)).length, 20);
  assert.deepEqual(problems, []);
});

test("declined: nothing was sent", async () => {
  const { page, ids } = await filled("kortix");
  await page.getByRole("button", { name: "Delete all…" }).click();
  await page.getByRole("dialog", { name: "Delete 200 agents on Kortix?" }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator("#many-status", { hasText: "Kept" }).waitFor();
  assert.deepEqual(requests(con), []);
  assert.equal(await idsOf(page), ids.join("\n"));
});

test("aborted: what is not known to be deleted stays in the form", async () => {
  const { page, problems, ids } = await filled("kortix");
  // Slow enough that most ids are still to come when the button is pressed.
  con.sandbox.inject({ kind: "delay", method: "DELETE", ms: 500, skip: 24 });
  const abort = page.getByRole("button", { name: "Abort" });
  assert.equal(await abort.isDisabled(), true);
  await page.getByRole("button", { name: "Delete all…" }).click();
  await page.getByRole("button", { name: "Delete all 200" }).click();
  await page.waitForFunction(() => document.querySelector("#many-progress").value >= 24);
  await abort.click();
  await page.locator("#many-status", { hasText: "Stopped" }).waitFor();

  const left = (await idsOf(page)).split("\n");
  assert.deepEqual(left, ids.filter((id) => con.sandbox.has("kortix", id)));
  assert.ok(left.length > 0 && left.length < MANY);
  const sent = requests(con, { changing: true });
  assert.equal(sent.length, MANY - left.length);
  assert.equal(new Set(sent).size, sent.length);
  assert.equal(await abort.isDisabled(), true);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "many-ids");
  assert.deepEqual(problems, []);
});

test("ids that are wrong fail alone", async () => {
  const { page, problems } = await con.ready({ acceptDownloads: true });
  const save = page.getByRole("button", { name: "Save results" });
  assert.equal(await save.isDisabled(), true);
  await page.locator("#many-platform").selectOption("charm");
  await page.getByLabel("Agents, one a line").fill("agent_123\n..\n\nno such agent\n");
  await page.getByRole("button", { name: "Delete all…" }).click();
  await page.getByRole("button", { name: "Delete all 3" }).click();
  await page.locator("#many-status", { hasText: "Done: 1 deleted, 2 failed" }).waitFor();
  const outcomes = (await results(page)).map(({ agent, outcome }) => [agent, outcome]);
  assert.deepEqual(new Map(outcomes), new Map([["..", "invalid-input"], ["no such agent", "not-found"]]));
  assert.ok(con.sandbox.requests.every(({ dangerous }) => !dangerous));

  const [download] = await Promise.all([page.waitForEvent("download"), save.click()]);
  assert.equal(download.suggestedFilename(), "deletions.csv");
  const [head, ...rows] = (await readFile(await download.path(), "utf8")).split("\r\n");
  assert.match(head, /^agentId,backend,outcome,/);
  assert.deepEqual(rows.map((row) => row.split(",").slice(0, 3).join()).sort(), [
    "", "..,charm,failed", "agent_123,charm,deleted", "no such agent,charm,failed",
  ]);
  assert.deepEqual(problems, []);
});

test("an id that stands there twice is deleted once, and counted as a duplicate", async () => {
  const { page, problems } = await con.ready();
  await page.locator("#many-platform").selectOption("charm");
  await page.getByLabel("Agents, one a line").fill("agent_123\nno such agent\nagent_123\nno such agent\n");
  await page.getByRole("button", { name: "Delete all…" }).click();
  await page.getByRole("button", { name: "Delete all 4" }).click();
  const done = "Done: 1 deleted, 1 failed, 2 duplicates, 1 left in the form.";
  await page.locator("#many-status", { hasText: done }).waitFor();
  assert.equal(await page.locator("#many-progress").evaluate((bar) => bar.value / bar.max), 1);
  assert.equal(await idsOf(page), "no such agent");
  assert.equal((await results(page)).length, 1);
  assert.equal(requests(con, { changing: true }).length, 2);
  assert.deepEqual(problems, []);
});
