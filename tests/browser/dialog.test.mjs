import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { importPackage } from "../package/support/project.mjs";
import { SECRET_MARK } from "../../pkg/sandbox/index.js";
import { choose, openConsole, requests, results } from "./support/console.mjs";

const { backupFromJson } = await importPackage();

/** @type {import("./support/console.mjs").Console} */
let con;
before(async () => (con = await openConsole()));
after(() => con.close());

/** @param {import("playwright-core").Page} page */
const dialog = (page) => page.getByRole("dialog");

/** Each closes the dialog without a click on "Delete it". */
const refusals = {
  "the button": (page) => page.getByRole("button", { name: "Keep it" }).click(),
  Escape: (page) => page.keyboard.press("Escape"),
  Enter: (page) => page.keyboard.press("Enter"),
};

for (const [name, decline] of Object.entries(refusals)) {
  test(`declined by ${name}: nothing that changes anything was sent`, async () => {
    const { page, problems } = await con.ready();
    const id = con.sandbox.agents.kortix.plain;
    await choose(page, "kortix", id);
    await page.getByRole("button", { name: "Delete…" }).click();
    await dialog(page).waitFor();
    await decline(page);
    await page.getByText("Kept. Nothing was changed.").waitFor();
    assert.deepEqual(requests(con, { changing: true }), []);
    assert.ok(con.sandbox.has("kortix", id));
    assert.equal((await results(page))[0].outcome, "cancelled");
    assert.equal(await dialog(page).isVisible(), false);
    assert.deepEqual(problems, []);
  });
}

test("the dialog says what goes, what stays and what would be sent, with the focus on keeping", async () => {
  const { page } = await con.ready();
  const id = con.sandbox.agents.kortix.plain;
  await choose(page, "kortix", id);
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("dialog", { name: "Delete Analyst on Kortix?" }).waitFor();
  await dialog(page).getByText("all its versions").waitFor();
  await dialog(page).getByText("its threads").waitFor();
  await dialog(page).getByText(`DELETE /kortix/v1/agents/${id}`).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Keep it");
  await page.keyboard.press("Escape");
  await page.getByText("Kept. Nothing was changed.").waitFor();
});

test("accepted: the agent is saved, deleted and looked for, and the file holds no secret", async () => {
  const { page, problems } = await con.ready({ acceptDownloads: true });
  const id = con.sandbox.agents.eliza.default;
  const path = `/eliza/api/agents/${id}`;
  // Without the list of agents that the form suggests, which is read whenever it may have changed.
  const about = () => requests(con).filter((request) => request.includes(id));
  await choose(page, "eliza", id);
  await page.locator("#one input[name=force]").check();
  await page.getByRole("button", { name: "Delete…" }).click();
  await dialog(page).waitFor();
  assert.deepEqual(about(), [`GET ${path}`]);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Delete it" }).click(),
  ]);
  await page.getByText("elizaOS: deleted.").waitFor();
  assert.deepEqual(about(), [
    `GET ${path}`, `GET ${path}`, `GET ${path}/memories`, `GET ${path}/rooms`, `DELETE ${path}`, `GET ${path}`,
  ]);
  assert.equal((await results(page))[0].outcome, "deleted");

  const text = await readFile(await download.path(), "utf8");
  const { agentId, content, redacted } = backupFromJson(text);
  assert.equal(agentId, id);
  assert.deepEqual(Object.keys(content), ["agent", "memories", "rooms"]);
  assert.ok(redacted.length > 0);
  assert.ok(!text.includes(SECRET_MARK));
  assert.match(download.suggestedFilename(), /^eliza-[\w.-]+\.json$/);
  assert.deepEqual(problems, []);
});

test("a blocker stops a deletion before the dialog, and the hint says what lifts it", async () => {
  const { page, problems } = await con.ready();
  await choose(page, "foundry", con.sandbox.agents.foundry.live);
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.locator("#one-status", { hasText: "conflict. Pass force: true" }).waitFor();
  assert.equal(await dialog(page).isVisible(), false);
  assert.deepEqual(requests(con, { changing: true }), []);
  assert.deepEqual(problems, []);
});

test("a plan can only be read", async () => {
  const { page, problems } = await con.ready();
  await choose(page, "foundry", con.sandbox.agents.foundry.live);
  await page.getByRole("button", { name: "Show plan" }).click();
  await dialog(page).getByText("can't be deleted now").waitFor();
  await dialog(page).getByText("Lifted by force.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Delete it" }).count(), 0);
  await page.getByRole("button", { name: "Close" }).click();
  await page.locator("#one-status", { hasText: "Nothing was changed." }).waitFor();
  assert.deepEqual(requests(con, { changing: true }), []);
  assert.deepEqual(problems, []);
});

test("a backup without a deletion changes nothing", async () => {
  const { page, problems } = await con.ready({ acceptDownloads: true });
  await choose(page, "foundry", con.sandbox.agents.foundry.withCode);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save backup" }).click(),
  ]);
  const { content } = backupFromJson(await readFile(await download.path(), "utf8"));
  assert.equal(Buffer.from(content.code).toString(), con.sandbox.get("foundry", con.sandbox.agents.foundry.withCode)?.code);
  assert.deepEqual(requests(con, { changing: true }), []);
  assert.deepEqual(problems, []);
});
