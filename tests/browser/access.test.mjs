import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, openConsole } from "./support/console.mjs";

/** @type {import("./support/console.mjs").Console} */
let con;
before(async () => (con = await openConsole()));
after(() => con.close());

test("every control has a name", async () => {
  const { page } = await con.ready();
  await page.getByRole("button", { name: "Delete six agents" }).click();
  await page.locator("#each-status", { hasText: "conflict" }).waitFor();
  const nameless = await page.evaluate(() => {
    const controls = ":is(main, header, dialog) :is(button, input, select, textarea, progress)";
    return [...document.querySelectorAll(controls)]
      .filter((control) => control.checkVisibility())
      .filter((control) => {
        const label = control.getAttribute("aria-label") ?? control.labels?.[0]?.textContent ?? "";
        return (label + (control.matches("button") ? control.textContent : "")).trim() === "";
      })
      .map((control) => control.outerHTML);
  });
  assert.deepEqual(nameless, []);
});

test("an agent can be deleted with the keyboard alone", async () => {
  const { page, problems } = await con.ready();
  await page.locator("#one-platform").focus();
  await page.keyboard.type("Kortix");
  await page.keyboard.press("Tab");
  await page.keyboard.type(con.sandbox.agents.kortix.plain);
  const remove = page.getByRole("button", { name: "Delete…" });
  for (let presses = 0; presses < 10; presses += 1) {
    await page.keyboard.press("Tab");
    if (await remove.evaluate((button) => button === document.activeElement)) break;
  }
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator("#one-status", { hasText: "Kortix: deleted." }).waitFor();
  assert.equal(con.sandbox.has("kortix", con.sandbox.agents.kortix.plain), false);
  // The dialog gives the focus back to the button that opened it.
  assert.ok(await remove.evaluate((button) => button === document.activeElement));
  assert.deepEqual(problems, []);
});

test("Enter in the agent's field shows the plan, and deletes nothing", async () => {
  const { page } = await con.ready();
  await choose(page, "kortix", con.sandbox.agents.kortix.plain);
  await page.locator("#one-agent").press("Enter");
  await page.getByRole("dialog", { name: /^To delete/ }).waitFor();
});

test("what happens is announced", async () => {
  const { page } = await con.ready();
  for (const id of ["each-status", "one-status", "many-status"]) {
    assert.equal(await page.locator(`#${id}`).getAttribute("role"), "status");
  }
  assert.equal(await page.locator("#problem").getAttribute("role"), "alert");
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(`nothing is cut off at a width of 360 pixels (${colorScheme})`, async () => {
    const { page } = await con.ready({ colorScheme, viewport: { width: 360, height: 740 } });
    await page.getByRole("button", { name: "Delete six agents" }).click();
    await page.locator("#each-status", { hasText: "conflict" }).waitFor();
    for (const button of await page.locator("button.switch").all()) await button.click();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    await choose(page, "langchain", con.sandbox.agents.langchain.withThreads);
    await page.getByRole("button", { name: "Delete…" }).click();
    const box = await page.getByRole("dialog").boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= 360);
  });

  test(`text stands out from what is behind it (${colorScheme})`, async () => {
    const { page } = await con.ready({ colorScheme });
    const pairs = [
      ["--text", "--page"], ["--text", "--card"], ["--text", "--raised"], ["--faint", "--page"],
      ["--faint", "--card"], ["--faint", "--raised"], ["--on-accent", "--accent"], ["--good", "--good-back"],
      ["--open", "--open-back"], ["--bad", "--bad-back"], ["--bad", "--card"],
    ];
    const colours = await page.evaluate((names) => {
      const style = getComputedStyle(document.documentElement);
      return names.map((pair) => pair.map((name) => style.getPropertyValue(name).trim()));
    }, pairs);
    const weak = pairs.filter((_, at) => contrast(colours[at][0], colours[at][1]) < 4.5);
    assert.deepEqual(weak, []);
  });
}

/** The contrast ratio of WCAG 2. @param {string} a @param {string} b Each "#rrggbb". */
function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** @param {string} colour */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
