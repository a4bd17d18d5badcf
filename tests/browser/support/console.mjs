// @ts-check
// The console page in Chromium, served with the packed package, and everything that goes wrong in it.

import { join } from "node:path";
import { chromium } from "playwright-core";
import { startConsole } from "../../../scripts/demo/console-server.mjs";
import { installed } from "../../package/support/project.mjs";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/**
 * @typedef {import("playwright-core").Page} Page
 * @typedef {Awaited<ReturnType<typeof openConsole>>} Console
 */

/** Starts the servers and the browser. Each test takes a page of its own. */
export async function openConsole() {
  const server = await startConsole({
    port: 0,
    packageFolder: join(installed(), "node_modules", "agent-delete"),
  });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  return {
    ...server,
    browser,

    /**
     * A page with the platforms as they were at the beginning.
     * @param {import("playwright-core").BrowserContextOptions} [options]
     */
    async page(options) {
      server.sandbox.reset();
      const page = await (await browser.newContext(options)).newPage();
      return { page, problems: watch(page, server.address) };
    },

    /** A page that has loaded, the agents that it suggests among it. @param {import("playwright-core").BrowserContextOptions} [options] */
    async ready(options) {
      const opened = await this.page(options);
      await opened.page.goto(server.address);
      await opened.page.locator("main:not([inert])").waitFor();
      await opened.page.locator("#one-agents option").first().waitFor({ state: "attached" });
      return opened;
    },

    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/**
 * What went wrong in a page. The browser also notes every error status that a platform answers; those belong
 * to a deletion, and are no problem of the page.
 * @param {Page} page
 * @param {string} address
 */
function watch(page, address) {
  /** @type {string[]} */
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    const status = message.text().startsWith("Failed to load resource: the server responded with a status");
    const platform = !message.location().url.startsWith(address);
    if (/error|warning/.test(message.type()) && !(status && platform)) problems.push(message.text());
  });
  return problems;
}

/**
 * The requests that the platforms got, without preflights: those that change something, or all.
 * @param {Console} console
 * @param {{ changing?: boolean }} [which]
 */
export function requests({ sandbox }, { changing = false } = {}) {
  return sandbox.requests
    .filter(({ method }) => method !== "OPTIONS" && !(changing && method === "GET"))
    .map(({ method, path }) => `${method} ${path}`);
}

/** The rows of results, the latest first: platform, agent, outcome. @param {Page} page */
export async function results(page) {
  const rows = await page.locator("#results > tbody > tr:first-child").all();
  return Promise.all(rows.map(async (row) => {
    const cells = await row.locator("> *").allTextContents();
    return { platform: cells[0], agent: cells[1], outcome: cells[2], cells };
  }));
}

/**
 * Chooses an agent in the form for one.
 * @param {Page} page
 * @param {string} backend
 * @param {string} id
 */
export async function choose(page, backend, id) {
  await page.locator("#one-platform").selectOption(backend);
  await page.locator("#one-agent").fill(id);
}
