// @ts-check
// Headless Chromium, and pages in it whose errors are not overlooked.

import { chromium } from "playwright-core";
import { which } from "../../../scripts/lib/paths.mjs";

const REMEDY = "Chromium is missing: run `npm test`, which installs it, or name its file in CHROMIUM.";

const args = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/**
 * @param {import("node:test").TestContext} t
 * @param {import("playwright-core").LaunchOptions} [options]
 */
export async function startChromium(t, options) {
  const executablePath = process.env.CHROMIUM || which("chromium") || which("google-chrome");
  if (!executablePath) throw new Error(REMEDY);
  const browser = await chromium.launch({ executablePath, args, timeout: 60_000, ...options });
  t.after(() => browser.close());
  return browser;
}

/**
 * Opens an address in a page of its own.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 */
export async function openPage(browser, url) {
  const context = await browser.newContext();
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  /** Errors that nobody caught. @type {string[]} */
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(url);
  return { page, errors, close: () => context.close() };
}

/**
 * Calls the global function `deleteAgents` of a page, once the page has set it.
 *
 * @param {import("playwright-core").Page} page
 * @param {import("./platforms.mjs").Task[]} tasks
 * @returns {Promise<unknown>}
 */
export async function deleteInPage(page, tasks) {
  await page.waitForFunction(() => typeof (/** @type {any} */ (globalThis).deleteAgents) === "function");
  return page.evaluate((given) => /** @type {any} */ (globalThis).deleteAgents(given), tasks);
}
