import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { confirm, openConsole, openPlan, receipt, row, selectAll } from "./support/console.mjs";

const AXE = readFileSync(fileURLToPath(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");

/** @type {import("./support/console.mjs").Console} */
let con;
before(async () => (con = await openConsole()));
after(() => con.close());

/** @param {import("playwright-core").Page} page @param {string} view */
async function check(page, view) {
  await page.waitForTimeout(250);
  await page.evaluate(`${AXE}; void 0`);
  const violations = await page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ["violations"] });
    return violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ one) => `${one.target} ${one.any?.[0]?.message ?? ""}`).slice(0, 3).join(" | ")}`);
  });
  assert.deepEqual(violations, [], view);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, `${view} fits the width`);
  const cut = await page.evaluate(() => [...document.querySelectorAll(".from, .pause")].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent));
  assert.deepEqual(cut, [], `${view} cuts off what it has to tell`);
}

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const [width, height] of [[320, 640], [768, 900], [1440, 900]]) {
    test(`every view is without a violation of axe's rules, ${colorScheme}, ${width} pixels wide`, async () => {
      const { page, problems } = await con.served({
        context: { colorScheme, viewport: { width, height } },
        served: [
          { name: "runner", backend: "charm" }, { name: "lab", backend: "eliza" }, { name: "team", backend: "kortix", production: true, protect: ["Somebody*"] },
          { name: "broken", backend: "foundry", problem: "Its credential is not set: MY_KEY." },
        ],
        loaded: false,
        seed: () => {
          con.sandbox.createMany("eliza", 8, { name: "e2e", running: false });
          con.sandbox.createMany("eliza", 3, { name: "e2e", running: false, refuses: "references" });
          con.sandbox.createMany("eliza", 2, { name: "e2e", running: false, accepts: {} });
          con.sandbox.createMany("kortix", 3, { name: "e2e" });
          con.sandbox.create("eliza", { name: "e2e running" });
        },
      });
      await page.waitForFunction(() => document.querySelectorAll(".source-done").length === 3);
      await check(page, "agents");
      await selectAll(page, "e2e");
      await check(page, "a selection");
      await page.getByRole("button", { name: "Select by ids…" }).click();
      await check(page, "select by ids");
      await page.getByRole("button", { name: "Cancel" }).click();
      const dialog = await openPlan(page);
      await check(page, "a plan with obstacles");
      await dialog.getByRole("button", { name: "Leave it out" }).click();
      for (const summary of await dialog.locator("summary").all()) await summary.click();
      await check(page, "a plan");
      await dialog.getByLabel("Type the production connection’s name: team").fill("team");
      await dialog.getByRole("checkbox", { name: "Look afterwards whether each is gone" }).uncheck();
      con.sandbox.inject({ kind: "delay", method: "DELETE", ms: 400 });
      await confirm(page);
      await page.getByText(/\d+ of 16 settled/).waitFor();
      await check(page, "a run");
      await receipt(page);
      await check(page, "a receipt");
      assert.ok(await page.locator('[data-outcome="accepted"] .outcome-sentence').first().evaluate((sentence) => sentence.clientHeight >= (innerWidth < 760 ? 30 : 10)), "what an outcome means stands in its row");
      await page.getByRole("button", { name: /^Details/ }).first().click();
      await check(page, "details");
      await page.getByRole("button", { name: "Done" }).click();
      await page.getByRole("button", { name: "Journal" }).click();
      await page.locator(".run-line").waitFor();
      await check(page, "journal");
      assert.deepEqual(problems, []);
    });
  }
}

test("with the keyboard alone, from opening to receipt", async () => {
  const { page, problems } = await con.served({ served: [{ name: "team", backend: "kortix" }] });
  const { keyboard } = page;
  /** @param {(element: Element) => boolean} wanted @param {string} key */
  const tabTo = async (wanted, key = "Tab") => {
    for (let presses = 0; presses < 60; presses += 1) {
      await keyboard.press(key);
      if (await page.evaluate(`(${wanted})(document.activeElement)`)) return;
    }
    assert.fail(`no way to ${wanted}`);
  };
  await tabTo((element) => element.getAttribute("type") === "search");
  await keyboard.type("Analyst");
  await page.getByText(/^1 of \d+ agents match/).waitFor();
  await tabTo((element) => element.getAttribute("role") === "row");
  await keyboard.press("Space");
  await tabTo((element) => element.textContent === "Look at the plan…");
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.waitForFunction(() => !document.querySelector("dialog .loading"));
  await tabTo((element) => element.getAttribute("name") === "backup");
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowDown");
  assert.ok(await page.getByRole("radio", { name: "No backup" }).isChecked());
  await tabTo((element) => element.matches(".confirm input"));
  await keyboard.type("Analyst");
  await tabTo((element) => element.matches("button.danger"));
  await keyboard.press("Enter");
  await receipt(page);
  assert.equal(con.sandbox.has("kortix", con.sandbox.agents.kortix.plain), false);
  await tabTo((element) => element.textContent === "Receipt as JSON");
  const [download] = await Promise.all([page.waitForEvent("download"), keyboard.press("Enter")]);
  assert.match(download.suggestedFilename(), /^agent-delete-receipt-.*\.json$/);
  await tabTo((element) => element.textContent === "Back to the agents");
  await keyboard.press("Enter");
  await page.getByRole("grid", { name: "Agents" }).waitFor();
  assert.deepEqual(problems, []);
});

test("what happens elsewhere on the page is announced", async () => {
  const { page } = await con.served({ served: [{ name: "team", backend: "kortix" }], seed: () => con.sandbox.createMany("kortix", 30, { name: "e2e" }) });
  await page.evaluate(() => {
    const said = /** @type {any} */ (window).said = [];
    const region = document.querySelector('.unseen[role="status"]');
    new MutationObserver(() => said.push(region?.textContent)).observe(/** @type {Node} */ (region), { childList: true, characterData: true, subtree: true });
  });
  await selectAll(page, "e2e");
  await openPlan(page);
  await confirm(page);
  await receipt(page);
  const said = /** @type {string[]} */ (await page.evaluate(() => /** @type {any} */ (window).said));
  assert.ok(said.includes("30 agents selected"), said.join("; "));
  assert.ok(said.some((text) => /^\d+ of 30 agents settled$/.test(text)), said.join("; "));
  assert.ok(said.includes("Finished: 30 deleted."), said.join("; "));
});

test("the theme is the system's until one is chosen, which is kept", async () => {
  const { page } = await con.served({ served: [{ name: "team", backend: "kortix" }], context: { colorScheme: "dark" } });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(await ground(), "rgb(14, 17, 22)");
  await page.getByRole("combobox", { name: "Theme" }).selectOption("light");
  assert.equal(await ground(), "rgb(244, 245, 247)");
  await page.reload();
  await page.getByRole("grid").waitFor();
  assert.equal(await ground(), "rgb(244, 245, 247)");
});

test("who wants no motion gets none", async () => {
  const { page } = await con.served({ served: [{ name: "team", backend: "kortix" }], context: { reducedMotion: "reduce" } });
  await row(page, con.sandbox.agents.kortix.plain).click();
  await openPlan(page);
  const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => {
    const { animationName, transitionDuration } = getComputedStyle(element);
    return animationName !== "none" || transitionDuration !== "0s";
  }).length);
  assert.equal(moving, 0);
});
