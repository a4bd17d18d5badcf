import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { allLoaded, confirm, openConsole, openPlan, outcome, selectAll } from "./support/console.mjs";

/** @type {import("./support/console.mjs").Console} */
let con;
before(async () => (con = await openConsole()));
after(() => con.close());

/** A bulk under way. @param {string} backend */
async function underWay(backend = "kortix") {
  const opened = await con.served({
    served: [{ name: "team", backend: /** @type {any} */ (backend) }],
    seed: () => {
      con.sandbox.createMany(/** @type {any} */ (backend), 60, { name: "e2e" });
      con.sandbox.inject({ kind: "delay", method: "DELETE", ms: 200 });
    },
  });
  await selectAll(opened.page, "e2e");
  await openPlan(opened.page);
  await confirm(opened.page);
  await opened.page.getByText(/[1-9]\d* of 60 settled/).waitFor();
  return opened;
}

test("leaving in the middle asks first; before and afterwards it does not", async () => {
  const { page } = await underWay();
  /** @type {string[]} */
  const asked = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await page.evaluate(() => location.reload()).catch(() => {});
  await page.waitForTimeout(300);
  assert.deepEqual(asked, ["beforeunload"]);
  await page.getByRole("button", { name: /^Cancel the/ }).click();
  await page.getByRole("heading", { name: /^Cancelled/ }).waitFor();
  await page.reload();
  await allLoaded(page, 1);
  assert.equal(asked.length, 1);
});

test("a reload in the middle: the journal shows what had been sent, and each is looked at again or tried again", async () => {
  const { page, problems } = await underWay();
  page.on("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await allLoaded(page, 1);
  await page.getByText("A deletion of 60 agents was broken off").waitFor();
  await page.getByRole("button", { name: "See what was sent" }).click();
  await page.getByRole("heading", { name: "Broken off: the receipt of 60 agents" }).waitFor();

  const ids = await page.evaluate(async () => {
    const database = await new Promise((resolve) => {
      const opening = indexedDB.open("agent-delete-console");
      opening.onsuccess = () => resolve(opening.result);
    });
    return new Promise((resolve) => {
      const asking = database.transaction("entries").objectStore("entries").getAll();
      asking.onsuccess = () => resolve(asking.result.map(({ id, state }) => ({ id, state })));
    });
  });
  const gone = (/** @type {{ id: string }} */ { id }) => !con.sandbox.has("kortix", id);
  const waiting = ids.filter(({ state }) => state === "waiting");
  assert.ok(waiting.length > 0);
  assert.ok(!waiting.some(gone), "what the journal calls not begun is still there");
  assert.ok(ids.filter(({ state }) => state === "settled").every(gone), "what it calls deleted is gone");
  const sent = ids.filter(({ state }) => state === "begun");
  assert.ok(sent.length > 0);
  await outcome(page, sent[0].id).getByText("Sent, no answer seen").waitFor();

  await page.getByRole("button", { name: /^Look again at the/ }).click();
  await page.getByText(/Looked again: (It is still there\.|Kortix does not find it any more\.)/).first().waitFor();
  await page.getByRole("button", { name: /^Try the .* again…$/ }).click();
  await page.waitForFunction(() => !document.querySelector("dialog .loading"));
  await confirm(page);
  await page.getByRole("heading", { name: /^The receipt of/ }).waitFor({ timeout: 60_000 });
  assert.equal(con.sandbox.list("kortix").filter((id) => con.sandbox.get("kortix", id)?.name === "e2e").length, 0);

  await page.getByRole("button", { name: "Journal" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".run-line").length === 2);
  assert.deepEqual(await page.locator(".run-state").allTextContents(), ["finished", "broken off"]);
  await page.getByRole("button", { name: /^Forget/ }).last().click();
  await page.waitForFunction(() => document.querySelectorAll(".run-line").length === 1);
  assert.deepEqual(problems, []);
});

test("another tab does not take a run that goes on for one that was broken off", async () => {
  const { page, address } = await underWay();
  const other = await page.context().newPage();
  await other.goto(address);
  await allLoaded(other, 1);
  await other.getByRole("button", { name: "Journal" }).click();
  await other.getByText("under way").waitFor();
  assert.equal(await other.getByText("was broken off").count(), 0);
  await page.getByRole("button", { name: /^Cancel the/ }).click();
  await page.getByRole("heading", { name: /^Cancelled/ }).waitFor();
});

test("without a journal nothing is deleted", async () => {
  const { page } = await con.served({ served: [{ name: "team", backend: "kortix" }], seed: () => con.sandbox.createMany("kortix", 3, { name: "e2e" }) });
  await selectAll(page, "e2e");
  await openPlan(page);
  await page.evaluate(() => {
    IDBDatabase.prototype.transaction = () => { throw new DOMException("The disk is full.", "QuotaExceededError"); };
  });
  await confirm(page);
  await page.getByText("It was stopped, and nothing more was begun: The disk is full.").waitFor();
  assert.equal(con.sandbox.requests.filter(({ method }) => method === "DELETE").length, 0);
  await page.getByRole("button", { name: "Not begun 3" }).waitFor();
});
