// @ts-check
// The console in Chromium, out of the packed package, on whatever connections a test wants.

import { join } from "node:path";
import { chromium } from "playwright-core";
import { createSandbox } from "../../../pkg/sandbox/index.js";
import { serveSandbox } from "../../../pkg/sandbox/node.js";
import { installed } from "../../package/support/project.mjs";
import { credentialHeader, forward } from "./forward.mjs";
import { hostPage } from "./host.mjs";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/**
 * @typedef {import("playwright-core").Page} Page
 * @typedef {import("../../../pkg/types.js").KnownBackend} BackendName
 * @typedef {Awaited<ReturnType<typeof openConsole>>} Console
 * @typedef {{ name: string, backend: BackendName, production?: boolean, protect?: string[], options?: object, problem?: string }} Served
 */

/** @type {BackendName[]} */
export const BACKENDS = ["charm", "langchain", "foundry", "eliza", "kortix"];

/** Chromium does not tell of an error status twice: a platform's belong to what is tested, and a static host has no connections. */
const EXPECTED = /^Failed to load resource: /;

export const pageFolder = () => join(installed(), "node_modules", "agent-delete", "console");

/** Starts the browser, and a sandbox over HTTP. */
export async function openConsole() {
  const sandbox = createSandbox();
  const platforms = await serveSandbox(sandbox);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  /** @type {{ close: () => Promise<unknown> }[]} */
  const hosts = [];

  /** @param {Parameters<typeof hostPage>[0]} options @param {import("playwright-core").BrowserContextOptions} [context] */
  const open = async (options, context) => {
    sandbox.reset();
    const host = await hostPage(options);
    hosts.push(host);
    const page = await (await browser.newContext({ ...context, acceptDownloads: true })).newPage();
    /** @type {string[]} */
    const problems = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => {
      if (/error|warning/.test(message.type()) && !EXPECTED.test(message.text())) problems.push(message.text());
    });
    /** @type {import("playwright-core").Request[]} */
    const requests = [];
    page.on("request", (request) => requests.push(request));
    return { page, problems, requests, address: host.address };
  };

  return {
    sandbox,
    platforms,
    browser,
    open,

    /**
     * The page with the connections of a server behind it.
     * @param {{ served?: Served[], seed?: () => void, context?: import("playwright-core").BrowserContextOptions, loaded?: boolean, policy?: (policy: string) => string }} [options]
     */
    async served({ served = BACKENDS.map((backend) => ({ name: backend, backend })), seed = () => {}, context, loaded = true, policy } = {}) {
      const opened = await open({
        folder: pageFolder(),
        ...(policy && { policy }),
        connections: () => ({ connections: served.map((one) => ({ address: platforms.baseUrl(one.backend), production: false, protect: [], options: {}, ...one })) }),
        at: (name, path, request, response) => {
          const backend = served.find((one) => one.name === name)?.backend;
          if (backend) return forward(request, response, platforms.baseUrl(backend) + path, credentialHeader(sandbox.credential(backend), backend));
          response.writeHead(404).end();
        },
      }, context);
      seed();
      await opened.page.goto(opened.address);
      if (loaded) await allLoaded(opened.page, served.length);
      return opened;
    },

    /** The page on a static host: the sandbox is in the page. @param {import("playwright-core").BrowserContextOptions} [context] */
    async alone(context) {
      const opened = await open({ folder: pageFolder(), connect: [platforms.origin] }, context);
      await opened.page.goto(opened.address);
      await allLoaded(opened.page, Object.keys(sandbox.agents).length);
      return opened;
    },

    async close() {
      await browser.close();
      await Promise.all(hosts.map((host) => host.close()));
      await platforms.close();
    },
  };
}

/** @param {Page} page @param {number} connections */
export async function allLoaded(page, connections) {
  await page.waitForFunction((count) => document.querySelectorAll(".source-done").length === count, connections);
}

/** The row of an agent. @param {Page} page @param {string} id */
export const row = (page, id) => page.locator(`.grid-body [data-agent="${CSS(id)}"]`);

/** What became of an agent, as the run's list has it. @param {Page} page @param {string} id */
export const outcome = (page, id) => page.locator(`[data-outcome][data-agent="${CSS(id)}"]`);

/** @param {string} text */
const CSS = (text) => text.replace(/["\\]/g, "\\$&");

/** Finds agents by a search, and selects all that match. @param {Page} page @param {string} search */
export async function selectAll(page, search) {
  await page.getByRole("searchbox").fill(search);
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
}

/** Opens the plan of what is selected, and waits until every agent was looked at. @param {Page} page */
export async function openPlan(page) {
  await page.getByRole("button", { name: "Look at the plan…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await page.waitForFunction(() => !document.querySelector("dialog .loading"));
  return dialog;
}

/**
 * Types what has to be typed, and deletes.
 * @param {Page} page
 * @param {{ backup?: "none" | "zip" | "folder", typed?: string }} [options]
 */
export async function confirm(page, { backup = "none", typed } = {}) {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: { none: "No backup", zip: "As a zip file", folder: "Into a folder" }[backup] }).check();
  const field = dialog.getByLabel(/^Type (the agent’s name|how many agents)/);
  await field.fill(typed ?? (await dialog.locator(".confirm .field b").first().textContent()) ?? "");
  await dialog.getByRole("button", { name: /^Delete / }).last().click();
}

/** Waits for the receipt. @param {Page} page */
export const receipt = (page) => page.getByRole("heading", { name: /receipt of/i }).waitFor({ timeout: 60_000 });

/**
 * The requests that the platforms got and that change something.
 * @param {Console} console
 */
export const changing = ({ sandbox }) => sandbox.requests
  .filter(({ method }) => method !== "OPTIONS" && method !== "GET")
  .map(({ method, path }) => `${method} ${path}`);

/** A download as text, or as bytes. @param {import("playwright-core").Download} download */
export async function contentOf(download) {
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
