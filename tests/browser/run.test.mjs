import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { strFromU8, unzipSync } from "fflate";
import { changing, confirm, contentOf, openConsole, openPlan, outcome, receipt, row, selectAll } from "./support/console.mjs";
import { SECRET_MARK } from "../../pkg/sandbox/index.js";

/** @type {import("./support/console.mjs").Console} */
let con;
before(async () => (con = await openConsole()));
after(() => con.close());

const DELETE = { method: "DELETE" };

test("a zip with every backup, without secrets, is handed over and confirmed before anything is deleted", async () => {
  const { page, problems } = await con.served({ served: [{ name: "azure", backend: "foundry" }] });
  const { idle, withSecrets } = con.sandbox.agents.foundry;
  await row(page, idle).click();
  await row(page, withSecrets).click();
  await openPlan(page);
  const [download] = await Promise.all([page.waitForEvent("download"), confirm(page, { backup: "zip" })]);
  await page.getByRole("heading", { name: "Is the backup there?" }).waitFor();
  assert.deepEqual(changing(con), []);
  const files = unzipSync(await contentOf(download));
  assert.deepEqual(Object.keys(files).sort(), [`azure/${withSecrets}.json`, `azure/${idle}.json`].sort());
  const texts = Object.values(files).map((bytes) => strFromU8(bytes));
  assert.ok(texts.every((text) => JSON.parse(text).format !== undefined && !text.includes(SECRET_MARK)));
  const [again] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save it again" }).click()]);
  assert.equal(again.suggestedFilename(), download.suggestedFilename());
  await page.getByRole("button", { name: "I have it: delete 2 agents" }).click();
  await receipt(page);
  assert.equal(con.sandbox.has("foundry", idle), false);
  assert.equal(con.sandbox.has("foundry", withSecrets), false);
  assert.deepEqual(problems, []);
});

test("stopped at the backup, nothing was sent", async () => {
  const { page } = await con.served({ served: [{ name: "runner", backend: "charm" }] });
  await row(page, con.sandbox.agents.charm.plain).click();
  await openPlan(page);
  await confirm(page, { backup: "zip" });
  await page.getByRole("button", { name: "Stop, and keep it" }).click();
  await page.getByRole("heading", { name: "Cancelled: the receipt of 1 agent" }).waitFor();
  assert.equal(await outcome(page, con.sandbox.agents.charm.plain).getAttribute("data-outcome"), "waiting");
  assert.deepEqual(changing(con), []);
});

test("into a folder: each file is whole before its agent is deleted, and an agent without a backup is kept", async () => {
  const { page } = await con.served({ served: [{ name: "lab", backend: "eliza" }] });
  // The browser's own private folder stands in for one that a person would choose.
  await page.evaluate(() => {
    window.showDirectoryPicker = async () => navigator.storage.getDirectory();
  });
  const { stopped, slow } = con.sandbox.agents.eliza;
  await row(page, stopped).click();
  await row(page, slow).click();
  const dialog = await openPlan(page);
  await dialog.getByRole("button", { name: "Delete agents in use, too" }).click();
  await page.waitForFunction(() => !document.querySelector("dialog .obstacles, dialog .loading"));
  con.sandbox.inject({ kind: "html-page", backend: "eliza", method: "GET", agentId: slow });
  await confirm(page, { backup: "folder" });
  await receipt(page);
  assert.equal(con.sandbox.has("eliza", stopped), false);
  assert.equal(con.sandbox.has("eliza", slow), true);
  assert.equal(await outcome(page, slow).getAttribute("data-outcome"), "kept");
  await outcome(page, slow).getByText(/Its backup could not be taken/).waitFor();
  const files = await page.evaluate(async () => {
    /** @type {string[]} */
    const found = [];
    /** @param {any} folder @param {string} path */
    const walk = async (folder, path) => {
      for await (const [name, handle] of folder.entries()) {
        if (handle.kind === "directory") await walk(handle, `${path}${name}/`);
        else found.push(`${path}${name} ${(await (await handle.getFile()).text()).length > 50}`);
      }
    };
    await walk(await navigator.storage.getDirectory(), "");
    return found;
  });
  assert.equal(files.length, 1);
  assert.match(files[0], new RegExp(`^agent-delete-.*/lab/${stopped}\\.json true$`));
});

test("no folder chosen: nothing was deleted, and the plan is still there", async () => {
  const { page } = await con.served({ served: [{ name: "runner", backend: "charm" }] });
  await page.evaluate(() => {
    window.showDirectoryPicker = async () => { throw new DOMException("no", "AbortError"); };
  });
  await row(page, con.sandbox.agents.charm.plain).click();
  await openPlan(page);
  await confirm(page, { backup: "folder" });
  await page.getByText("No folder was chosen. Nothing was deleted.").waitFor();
  assert.deepEqual(changing(con), []);
});

test("a fault in the middle of a bulk: every outcome has its row, the failed ones are tried again", async () => {
  const { page, problems } = await con.served({
    served: [{ name: "lab", backend: "eliza" }, { name: "team", backend: "kortix" }],
    seed: () => {
      con.sandbox.createMany("eliza", 20, { name: "e2e", running: false });
      con.sandbox.createMany("kortix", 20, { name: "e2e" });
      con.sandbox.inject({ kind: "server-error", backend: "eliza", ...DELETE, skip: 8, times: 9 });
    },
  });
  await selectAll(page, "e2e");
  await openPlan(page);
  await confirm(page);
  await receipt(page);
  const failed = con.sandbox.list("eliza").filter((id) => con.sandbox.get("eliza", id)?.name === "e2e");
  assert.ok(failed.length > 0);
  // A server's error leaves open whether it acted: each such agent is told as that, in words and shape.
  for (const id of failed) assert.equal(await outcome(page, id).getAttribute("data-outcome"), "unknown");
  await page.getByRole("button", { name: `May be gone ${failed.length}` }).waitFor();
  await page.getByRole("button", { name: `Deleted ${40 - failed.length}` }).waitFor();
  assert.equal(await page.locator('[data-outcome="unknown"] svg path').first().getAttribute("d"), "M8 1.5 14.5 8 8 14.5 1.5 8z");

  await page.getByRole("button", { name: failed.length === 1 ? "Look again at the unknown one" : `Look again at the ${failed.length} unknown ones` }).click();
  await page.getByText("Looked again: It is still there.").first().waitFor();
  await page.getByRole("button", { name: /^Try the .* again…$/ }).click();
  await page.waitForFunction(() => !document.querySelector("dialog .loading"));
  await confirm(page);
  await receipt(page);
  await page.getByRole("button", { name: `Deleted ${failed.length}` }).waitFor();
  assert.ok(failed.every((id) => !con.sandbox.has("eliza", id)));
  assert.deepEqual(problems, []);
});

test("a lost answer may be gone, and a second look tells; what is only accepted is not called deleted", async () => {
  const { page } = await con.served({ served: [{ name: "runner", backend: "charm" }, { name: "lab", backend: "eliza" }] });
  const { plain } = con.sandbox.agents.charm;
  const { stuck } = con.sandbox.agents.eliza;
  con.sandbox.inject({ kind: "reply-lost", backend: "charm", ...DELETE });
  await row(page, plain).click();
  await row(page, stuck).click();
  const dialog = await openPlan(page);
  await dialog.getByRole("button", { name: "Delete agents in use, too" }).click();
  await page.waitForFunction(() => !document.querySelector("dialog .obstacles, dialog .loading"));
  await dialog.getByRole("checkbox", { name: "Look afterwards whether each is gone" }).uncheck();
  await confirm(page);
  await receipt(page);
  await outcome(page, stuck).getByText("Accepted, not yet gone").waitFor();
  await outcome(page, stuck).getByText(/Whether the agent is gone is not known yet: look again/).waitFor();
  await outcome(page, plain).getByText("It may be gone all the same: look again.").waitFor();
  await page.getByRole("button", { name: "Look again at the 2 unknown ones" }).click();
  await outcome(page, stuck).getByText("Looked again: It is still there.").waitFor();
  await outcome(page, plain).getByText(/^Looked again|Looked again: /).waitFor();
});

test("cancelled in the middle: it says what had been sent, begins nothing more, and hears out what had left", async () => {
  const { page } = await con.served({
    served: [{ name: "team", backend: "kortix" }],
    seed: () => {
      con.sandbox.createMany("kortix", 60, { name: "e2e" });
      con.sandbox.inject({ kind: "delay", backend: "kortix", ...DELETE, ms: 150 });
    },
  });
  await selectAll(page, "e2e");
  await openPlan(page);
  await confirm(page);
  await page.getByText(/[1-9]\d* of 60 settled/).waitFor();
  await page.getByRole("button", { name: /^Cancel the \d+ not yet sent$/ }).click();
  await page.getByRole("heading", { name: "Cancelled: the receipt of 60 agents" }).waitFor();
  const left = con.sandbox.list("kortix").filter((id) => con.sandbox.get("kortix", id)?.name === "e2e").length;
  assert.ok(left > 0);
  await page.getByRole("button", { name: `Not begun ${left}` }).waitFor();
  await page.getByRole("button", { name: `Deleted ${60 - left}` }).waitFor();
  await page.getByRole("button", { name: `Try the ${left} left-over ones again…` }).waitFor();
});

test("a wait of a 429 is shown, and can be cancelled", async () => {
  const { page } = await con.served({ served: [{ name: "runner", backend: "charm" }] });
  await row(page, con.sandbox.agents.charm.plain).click();
  await openPlan(page);
  con.sandbox.inject({ kind: "rate-limit", backend: "charm", ...DELETE, retryAfter: 30 });
  await confirm(page);
  await page.getByText(/^runner asked to slow down: waiting \d+ s/).waitFor();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("heading", { name: "Cancelled: the receipt of 1 agent" }).waitFor({ timeout: 20_000 });
  assert.ok(con.sandbox.has("charm", con.sandbox.agents.charm.plain));
});

test("an agent that has changed since its plan was shown is kept", async () => {
  const { page } = await con.served({ served: [{ name: "lab", backend: "eliza" }] });
  const { stopped } = con.sandbox.agents.eliza;
  await row(page, stopped).click();
  const dialog = await openPlan(page);
  con.sandbox.inject({
    kind: "reply", backend: "eliza", method: "GET", agentId: stopped, status: 200,
    body: { success: true, data: { id: stopped, name: "Somebody renamed it", status: "inactive" } },
  });
  await dialog.getByRole("checkbox", { name: "Look afterwards whether each is gone" }).uncheck();
  await confirm(page);
  await receipt(page);
  await outcome(page, stopped).getByText(/It has changed since the plan was shown: name/).waitFor();
  assert.equal(await outcome(page, stopped).getAttribute("data-outcome"), "kept");
  assert.deepEqual(changing(con), []);
});

test("the same id on two platforms: each is deleted on its own connection, and the receipts say which", async () => {
  const { page } = await con.served({ served: [{ name: "deep", backend: "langchain" }, { name: "team", backend: "kortix" }] });
  const id = con.sandbox.agents.kortix.plain;
  assert.equal(id, con.sandbox.agents.langchain.plain);
  await page.getByRole("searchbox").fill(id);
  await page.locator(".grid-body .grid-row", { hasText: "team" }).click();
  await openPlan(page);
  await confirm(page);
  await receipt(page);
  assert.equal(con.sandbox.has("kortix", id), false);
  assert.equal(con.sandbox.has("langchain", id), true);
  const [json] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Receipt as JSON" }).click()]);
  const saved = JSON.parse((await contentOf(json)).toString());
  assert.equal(saved.results[0].connection, "team");
  assert.equal(saved.results[0].outcome, "deleted");
  assert.ok(saved.results[0].deletion.steps.length > 0);
  const [csv] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Receipt as CSV" }).click()]);
  const lines = (await contentOf(csv)).toString().trim().split("\r\n");
  assert.equal(lines.length, 2);
  assert.match(lines[1], new RegExp(`^team,false,Analyst,deleted,.*${id}`));
});

test("afterwards the table has lost what is gone, and the focus is in it", async () => {
  const { page } = await con.served({ served: [{ name: "runner", backend: "charm" }] });
  const { plain } = con.sandbox.agents.charm;
  await row(page, plain).click();
  await openPlan(page);
  await confirm(page);
  await receipt(page);
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H2");
  await page.getByRole("button", { name: "Back to the agents" }).click();
  assert.equal(await row(page, plain).count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("role")), "row");
  assert.equal(await page.locator(".bar strong").count(), 0);
});

test("two hundred failures are all in the list, the page is no higher than before, and nothing shifts", async () => {
  const { page } = await con.served({
    served: [{ name: "lab", backend: "eliza" }],
    seed: () => con.sandbox.createMany("eliza", 200, { name: "e2e", running: false, refuses: "references" }),
  });
  await selectAll(page, "e2e");
  await openPlan(page);
  await page.evaluate(() => {
    const shifts = /** @type {any} */ (window).shifts = [0];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!(/** @type {any} */ (entry).hadRecentInput)) shifts[0] += /** @type {any} */ (entry).value;
    }).observe({ type: "layout-shift" });
  });
  await confirm(page);
  await receipt(page);
  await page.getByRole("button", { name: "Not deleted 200" }).click();
  const list = page.getByRole("group", { name: "Outcomes", exact: true });
  assert.equal(await list.locator("li").first().getAttribute("aria-setsize"), "200");
  assert.equal(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight), 0);
  const [shift] = await page.evaluate(() => /** @type {any} */ (window).shifts);
  assert.ok(shift < 0.1, `layout shift ${shift}`);
  await page.getByRole("button", { name: "Try the 200 failed ones again…" }).waitFor();
});
