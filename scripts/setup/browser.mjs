// @ts-check
// Chromium and ChromeDriver, for the browser tests. Debian's packages are installed where that can be done.

import { existsSync } from "node:fs";
import { Problem } from "../lib/main.mjs";
import { which } from "../lib/paths.mjs";
import { tell } from "../lib/progress.mjs";
import { ask } from "../lib/run.mjs";
import { installWithApt } from "./apt.mjs";

const BROWSERS = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const REMEDY = "Install both Chromium and ChromeDriver, or name their files in CHROMIUM and CHROMEDRIVER.";

/**
 * @returns {Promise<{ chromium: string, chromedriver: string }>} The two executable files.
 */
export async function ensureBrowser() {
  let found = findBrowser();
  if (!found) {
    await installWithApt("Chromium", ["chromium", "chromium-driver"], REMEDY);
    found = findBrowser();
    if (!found) throw new Problem(REMEDY);
  }
  const [browser, driver] = await Promise.all([version(found.chromium), version(found.chromedriver)]);
  if (browser.split(".")[0] !== driver.split(".")[0]) {
    throw new Problem(`Chromium is ${browser} and ChromeDriver ${driver}: install the two in one version.`);
  }
  tell("Chromium", `${browser}, with its driver`);
  return found;
}

/** @param {string} file */
async function version(file) {
  const [found] = /\d+(\.\d+){2,}/.exec((await ask(file, ["--version"])) ?? "") ?? [];
  if (!found) throw new Problem(`${file} does not start. ${REMEDY}`);
  return found;
}

function findBrowser() {
  const chromium = named("CHROMIUM") ?? first(BROWSERS);
  const chromedriver = named("CHROMEDRIVER") ?? first(["chromedriver"]);
  return chromium && chromedriver ? { chromium, chromedriver } : null;
}

/** The file that an environment variable names. @param {string} variable */
function named(variable) {
  const file = process.env[variable];
  if (!file) return null;
  if (!existsSync(file)) throw new Problem(`${variable} names no file that is there: correct or unset it.`);
  return file;
}

/** @param {string[]} commands */
function first(commands) {
  return commands.map(which).find((file) => file !== null) ?? null;
}
