import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { changing, confirm, openConsole, openPlan, receipt, row, selectAll } from "./support/console.mjs";

/** @type {import("./support/console.mjs").Console} */
let con;
before(async () => (con = await openConsole()));
after(() => con.close());

/** @param {import("playwright-core").Page} page */
const deleteButton = (page) => page.getByRole("dialog").getByRole("button", { name: /^Delete (“?[\w ]|\d)/ }).last();

test("the plan says what goes, what stays and which requests would be sent; they are then sent as shown", async () => {
  const { page, problems } = await con.served({ served: [{ name: "team", backend: "kortix" }] });
  await row(page, con.sandbox.agents.kortix.plain).click();
  const dialog = await openPlan(page);
  assert.equal(await dialog.getByRole("heading", { level: 2 }).textContent(), "Delete “Analyst” on team?");
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H2", "no button has the focus");
  await dialog.getByText("all its versions").waitFor();
  await dialog.getByText("its threads").waitFor();
  await dialog.getByText("1 request that would change something").click();
  const shown = await dialog.getByRole("group", { name: "Requests" }).locator("code").allTextContents();
  assert.deepEqual(changing(con), [], "looking changes nothing");
  await confirm(page);
  await receipt(page);
  assert.deepEqual(changing(con), shown);
  assert.deepEqual(problems, []);
});

test("what stands in the way is named, the button is off, and lifting it or leaving it out switches it on", async () => {
  const { page } = await con.served({ served: [{ name: "lab", backend: "eliza" }] });
  const { running, stopped } = con.sandbox.agents.eliza;
  await row(page, running).click();
  await row(page, stopped).click();
  const dialog = await openPlan(page);
  await dialog.getByText("Something stands in the way of 1 agent").waitFor();
  await dialog.getByText("The agent is running.").waitFor();
  await dialog.getByLabel("Type how many agents: 2").fill("2");
  assert.ok(await deleteButton(page).isDisabled());
  await dialog.getByRole("button", { name: "Leave it out" }).click();
  await dialog.getByLabel(/^Type the agent’s name/).waitFor();
  assert.deepEqual(changing(con), []);
  await dialog.getByRole("button", { name: "Keep it" }).click();

  await openPlan(page);
  await dialog.getByRole("button", { name: "Delete agents in use, too" }).click();
  await dialog.getByText("2 agents would be deleted").or(dialog.getByText("would be deleted.")).first().waitFor();
  await page.waitForFunction(() => !document.querySelector("dialog .obstacles"));
  assert.ok(await dialog.getByRole("checkbox", { name: "Delete agents in use, too" }).isChecked());
  await confirm(page);
  await receipt(page);
  assert.equal(con.sandbox.has("eliza", running), false);
  assert.equal(con.sandbox.has("eliza", stopped), false);
});

test("the words of the package are nowhere: people see boxes", async () => {
  const { page } = await con.served();
  await page.keyboard.press("Tab");
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  const dialog = await openPlan(page);
  for (const lifted of [false, true]) {
    if (lifted) {
      await dialog.getByRole("checkbox", { name: "Delete agents in use, too" }).check();
      await page.waitForFunction(() => !document.querySelector("dialog .loading"));
    }
    // The requests alone are shown as they are sent.
    const text = await dialog.evaluate((element) => {
      const copy = /** @type {HTMLElement} */ (element.cloneNode(true));
      copy.querySelectorAll(".requests").forEach((requests) => requests.remove());
      return copy.textContent ?? "";
    });
    assert.doesNotMatch(text, /force: true|\bforce\b|cascade|liftedBy|retryAfterMs|waitMs|ifMissing|outcomeUnknown|\(s\)|undefined|\[object/);
  }
});

test("one agent is confirmed by its name, and no key but a press on the button deletes", async () => {
  const { page } = await con.served({ served: [{ name: "runner", backend: "charm" }] });
  await row(page, con.sandbox.agents.charm.plain).click();
  const dialog = await openPlan(page);
  await dialog.getByRole("radio", { name: "No backup" }).check();
  const field = dialog.getByLabel(/^Type the agent’s name: Support/);
  await field.fill("support");
  assert.ok(await deleteButton(page).isDisabled(), "the case counts");
  await dialog.getByText("Type “Support” to switch the button on.").waitFor();
  await field.fill(" Support ");
  assert.ok(await deleteButton(page).isEnabled());
  await field.press("Enter");
  await page.waitForTimeout(200);
  assert.ok(await dialog.isVisible());
  assert.deepEqual(changing(con), []);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Look at the plan…", "the focus is where it was");
  assert.ok(con.sandbox.has("charm", con.sandbox.agents.charm.plain));
});

test("many are confirmed by their number, on production with the connection's name too", async () => {
  const { page } = await con.served({
    served: [{ name: "azure-prod", backend: "foundry", production: true }],
    seed: () => con.sandbox.createMany("foundry", 3, { name: "e2e" }),
  });
  await page.locator(".grid-body .production").first().waitFor();
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  const dialog = await openPlan(page);
  await dialog.getByText(/^Production: azure-prod/).waitFor();
  await dialog.getByRole("button", { name: "Delete agents in use, too" }).click();
  await page.waitForFunction(() => !document.querySelector("dialog .obstacles, dialog .loading"));
  const wanted = (await dialog.locator(".confirm .field b").first().textContent()) ?? "";
  await dialog.getByLabel(`Type how many agents: ${wanted}`).fill(wanted);
  assert.ok(await deleteButton(page).isDisabled());
  await dialog.getByText("Type “azure-prod” to switch the button on.").waitFor();
  await dialog.getByLabel("Type the production connection’s name: azure-prod").fill("azure-prod");
  await confirm(page);
  await receipt(page);
  await page.locator(".run-title").getByText("azure-prod (production)").waitFor();
  assert.equal(con.sandbox.list("foundry").length, 0);
});

test("an agent whose plan can't be made is named, and looked at again", async () => {
  const { page } = await con.served({ served: [{ name: "runner", backend: "charm" }] });
  const { plain, daemon } = con.sandbox.agents.charm;
  con.sandbox.inject({ kind: "reply", backend: "charm", method: "GET", agentId: daemon, status: 403, body: { detail: "Not for you" }, times: 1 });
  con.sandbox.inject({ kind: "html-page", backend: "charm", method: "GET", agentId: plain, times: 1 });
  await row(page, plain).click();
  await row(page, daemon).click();
  const dialog = await openPlan(page);
  await dialog.getByText("Something stands in the way of 2 agents").waitFor();
  await dialog.getByText(/It could not be looked at\. *The answer does not come from this platform/).or(dialog.getByText("It could not be looked at.")).first().waitFor();
  assert.ok(await deleteButton(page).isDisabled());
  await dialog.getByRole("button", { name: "Look again" }).click();
  await page.waitForFunction(() => !document.querySelector("dialog .obstacles, dialog .loading"));
  await dialog.getByText(/2 agents/).first().waitFor();
});

test("a wait while agents are looked at is told, and the dialog can be left", async () => {
  const { page } = await con.served({
    served: [{ name: "runner", backend: "charm" }],
    seed: () => con.sandbox.createMany("charm", 5, { name: "e2e" }),
  });
  await selectAll(page, "e2e");
  con.sandbox.inject({ kind: "rate-limit", backend: "charm", retryAfter: 40 });
  await page.getByRole("button", { name: "Look at the plan…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/asked to slow down: waiting \d+ s/).waitFor();
  assert.ok(await deleteButton(page).isDisabled());
  await dialog.getByRole("button", { name: "Keep them" }).click();
  await dialog.waitFor({ state: "hidden" });
});
