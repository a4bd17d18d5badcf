// @ts-check
// The console with ten thousand agents in Chromium: how soon the first rows are there, how soon all, and the frames while
// scrolling.

import { join } from "node:path";
import { chromium } from "playwright-core";
import { createSandbox } from "../pkg/sandbox/index.js";
import { serveSandbox } from "../pkg/sandbox/node.js";
import { pkg } from "../scripts/lib/paths.mjs";
import { credentialHeader, forward } from "../tests/browser/support/forward.mjs";
import { hostPage } from "../tests/browser/support/host.mjs";

const AGENTS = 10_000;
const backend = "langchain";

/** @returns {Promise<import("./measures.mjs").Measured>} */
export async function consoleOfTenThousand() {
  const sandbox = createSandbox({ keepRequests: 0 });
  sandbox.createMany(backend, AGENTS, { name: "bench" });
  const platforms = await serveSandbox(sandbox);
  const host = await hostPage({
    folder: join(pkg, "console"),
    connections: () => ({ connections: [{ name: "lab", backend, address: platforms.baseUrl(backend), options: {} }] }),
    at: (_, path, request, response) => forward(request, response, platforms.baseUrl(backend) + path, credentialHeader(/** @type {any} */ (sandbox.credential(backend)), backend)),
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const start = performance.now();
    await page.goto(host.address);
    await page.locator(".grid-body .grid-row").first().waitFor();
    const first = performance.now() - start;
    await page.locator(".source-done").waitFor();
    const all = performance.now() - start;
    const frames = await page.evaluate(scrolled);
    const elements = await page.locator(".grid-body .grid-row").count();
    return {
      rows: {
        console: {
          "ms to first rows": first.toFixed(0), "ms to all": all.toFixed(0), "ms a frame (median)": frames.median.toFixed(1),
          "ms (99 %)": frames.most.toFixed(1), "rows drawn": String(elements),
        },
      },
      goals: [
        { what: "rows of 10,000 that are in the page", value: elements, most: 80 },
        { what: "frames longer than 50 ms while scrolling, of 100", value: frames.long, most: 2 },
      ],
    };
  } finally {
    await browser.close();
    await Promise.all([host.close(), platforms.close()]);
  }
}

/** Scrolls for three hundred frames, in the page. */
async function scrolled() {
  const grid = /** @type {HTMLElement} */ (document.querySelector('[role="grid"]'));
  /** @type {number[]} */
  const times = [];
  let before = performance.now();
  for (let frame = 0; frame < 300; frame += 1) {
    grid.scrollTop += 600;
    const now = await new Promise(requestAnimationFrame);
    times.push(now - before);
    before = now;
  }
  times.sort((a, b) => a - b);
  return { median: times[150], most: times[297], long: times.filter((time) => time > 50).length / 3 };
}
