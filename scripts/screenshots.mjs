// @ts-check
// npm run screenshots: every view of the console in both themes and three widths, into target/screenshots/. `npm run build` first.

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { createSandbox } from "../pkg/sandbox/index.js";
import { serveSandbox } from "../pkg/sandbox/node.js";
import { credentialHeader, forward } from "../tests/browser/support/forward.mjs";
import { hostPage } from "../tests/browser/support/host.mjs";
import { main } from "./lib/main.mjs";
import { pkg, target } from "./lib/paths.mjs";
import { ensureBrowser } from "./setup/debian.mjs";

/** @typedef {import("../pkg/types.js").BackendName} BackendName */

/** @type {[string, { width: number, height: number }][]} */
const SIZES = [["narrow", { width: 320, height: 720 }], ["middle", { width: 820, height: 1000 }], ["wide", { width: 1440, height: 900 }]];

/** @type {{ name: string, backend: BackendName, production?: boolean, protect?: string[], problem?: string }[]} */
const CONNECTIONS = [
  { name: "runner", backend: "charm" }, { name: "deep-agents", backend: "langchain", protect: ["billing-*"] },
  { name: "azure-prod", backend: "foundry", production: true }, { name: "eliza-lab", backend: "eliza" }, { name: "kortix-team", backend: "kortix" },
];

await main(async () => {
  const folder = join(target, "screenshots");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const sandbox = createSandbox();
  const served = await serveSandbox(sandbox);
  const options = {
    folder: join(pkg, "console"),
    connections: () => ({ connections: CONNECTIONS.map((one) => ({ address: served.baseUrl(one.backend), options: {}, ...one })) }),
    at: (/** @type {string} */ name, /** @type {string} */ path, /** @type {any} */ request, /** @type {any} */ response) => {
      const backend = CONNECTIONS.find((one) => one.name === name)?.backend ?? "charm";
      return forward(request, response, served.baseUrl(backend) + path, credentialHeader(/** @type {{ bearer: string } | { apiKey: string }} */ (sandbox.credential(backend)), backend));
    },
  };
  const host = await hostPage(options);
  const alone = await hostPage({ folder: options.folder });
  const browser = await chromium.launch({ executablePath: (await ensureBrowser()).chromium, args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
  try {
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      for (const [size, viewport] of SIZES) await visitAll(colorScheme, size, viewport);
    }
  } finally {
    await browser.close();
    await Promise.all([host.close(), alone.close(), served.close()]);
  }
  console.log(`The screenshots are in ${folder}`);

  /** @param {"light" | "dark"} colorScheme @param {string} size @param {{ width: number, height: number }} viewport */
  async function visitAll(colorScheme, size, viewport) {
    sandbox.reset();
    seed(sandbox);
    const page = await (await browser.newContext({ colorScheme, viewport, reducedMotion: "reduce" })).newPage();
    let number = 0;
    await visit(page, { host: host.address, alone: alone.address }, sandbox, async (view) => {
      await page.waitForTimeout(250);
      number += 1;
      await page.screenshot({ path: join(folder, `${String(number).padStart(2, "0")}-${view}-${size}-${colorScheme}.png`) });
    });
    await page.context().close();
  }
});

/** @param {import("../pkg/sandbox/index.js").Sandbox} sandbox */
function seed(sandbox) {
  for (let number = 1; number <= 24; number += 1) {
    sandbox.create("charm", { name: `e2e-support-${1000 + number}` });
    sandbox.create("eliza", { name: `e2e-data-${2000 + number}`, running: number % 12 === 0 });
    sandbox.create("kortix", { name: `pr-${300 + number}-preview` });
  }
  sandbox.createMany("eliza", 3, { name: "e2e-referenced", running: false, refuses: "references" });
  sandbox.createMany("eliza", 2, { name: "e2e-slow", running: false, accepts: {} });
  sandbox.create("langchain", { name: "billing-invoices" });
}

/**
 * Goes through every view.
 * @param {import("playwright-core").Page} page
 * @param {{ host: string, alone: string }} addresses
 * @param {import("../pkg/sandbox/index.js").Sandbox} sandbox
 * @param {(view: string) => Promise<void>} shoot
 */
async function visit(page, { host, alone }, sandbox, shoot) {
  const button = (/** @type {string | RegExp} */ name) => page.getByRole("button", { name });
  const looked = () => page.waitForFunction(() => !document.querySelector("dialog .loading"));

  await page.goto(alone);
  await page.waitForFunction((count) => document.querySelectorAll(".source-done").length === count, Object.keys(sandbox.agents).length);
  await shoot("sandbox");
  await button("Connect…").click();
  await shoot("connect");

  sandbox.inject({ kind: "reply", backend: "kortix", status: 401, body: { detail: "Token expired" }, times: 1 });
  sandbox.inject({ kind: "rate-limit", backend: "langchain", times: 1, retryAfter: 40 });
  await page.goto(host);
  await page.getByText(/Asked to wait/).waitFor();
  await page.getByText("Token expired").first().waitFor();
  await shoot("loading");
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll(".source-done").length === 5);

  await button("Select by ids…").click();
  await page.getByLabel(/^Ids, parted/).fill("agent_123, agent_daemon\nnobody agent_123");
  await shoot("ids");
  await button(/^Select 3/).click();
  await page.getByText("not selected").waitFor();
  await shoot("ids-answer");
  await button("Done").click();
  await page.getByRole("searchbox").fill("e2e");
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await shoot("selected");
  await button("Look at the plan…").click();
  await looked();
  await shoot("plan-obstacles");
  await button(/^Leave .* out$/).click();
  await page.getByRole("radio", { name: "No backup" }).check();
  const wanted = await page.locator(".confirm b").first().textContent();
  await page.getByLabel(/^Type how many/).fill(wanted ?? "");
  await shoot("plan");
  sandbox.inject({ kind: "delay", method: "DELETE", ms: 120 });
  sandbox.inject({ kind: "reply-lost", backend: "charm", method: "DELETE", skip: 6, times: 3 });
  await button(/^Delete \d+ agents$/).click();
  await page.getByText(/[1-9]\d of \d+ settled/).waitFor();
  await shoot("run");
  await page.getByRole("heading", { name: /receipt of/ }).waitFor({ timeout: 60_000 });
  await shoot("receipt");
  await button(/^Details/).first().click();
  await shoot("details");
  await button("Done").click();
  await button("Back to the agents").click();

  await button("Clear").click();
  await page.getByRole("searchbox").fill("support-bot");
  await page.locator(".grid-body .grid-row").first().click();
  await page.getByRole("button", { name: "Look at the plan…" }).click();
  await looked();
  await shoot("plan-production");
  await page.getByRole("radio", { name: "As a zip file" }).check();
  for (const field of await page.locator(".confirm .field").all()) await field.locator("input").fill((await field.locator("b").textContent()) ?? "");
  await page.locator("dialog button.danger").click();
  await page.getByRole("heading", { name: "Is the backup there?" }).waitFor();
  await shoot("backup");
  await button("Stop, and keep it").click();
  await button("Journal").click();
  await page.locator(".run-line").first().waitFor();
  await shoot("journal");
}
