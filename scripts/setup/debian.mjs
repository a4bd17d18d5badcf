// @ts-check
// What the tests need besides: Chromium with ChromeDriver, Firefox, nginx, the real proxy that they put in between, zsh and fish.
// Debian's packages are installed where that can be done without asking anybody.

import { existsSync } from "node:fs";
import { Problem } from "../lib/main.mjs";
import { which } from "../lib/paths.mjs";
import { ask, run } from "../lib/run.mjs";
import { progress, tell } from "../lib/terminal.mjs";

const BROWSERS = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const CHROMIUM_REMEDY = "Install both Chromium and ChromeDriver, or name their files in CHROMIUM and CHROMEDRIVER.";

/**
 * @returns {Promise<{ chromium: string, chromedriver: string }>} The two executable files.
 */
export async function ensureBrowser() {
  let found = findBrowser();
  if (!found) {
    await installWithApt("Chromium", ["chromium", "chromium-driver"], CHROMIUM_REMEDY);
    found = findBrowser();
    if (!found) throw new Problem(CHROMIUM_REMEDY);
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
  if (!found) throw new Problem(`${file} does not start. ${CHROMIUM_REMEDY}`);
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

const FIREFOX_REMEDY = "Install Firefox (Debian: firefox-esr), or name its file in FIREFOX.";

/** @returns {Promise<string>} Its executable file. */
export async function ensureFirefox() {
  if (!findFirefox()) await installWithApt("Firefox", ["firefox-esr"], FIREFOX_REMEDY);
  const file = findFirefox();
  if (!file) throw new Problem(FIREFOX_REMEDY);
  const [version] = /\d+(\.\d+)+/.exec((await ask(file, ["--version"])) ?? "") ?? [];
  if (!version) throw new Problem(`${file} does not start. ${FIREFOX_REMEDY}`);
  tell("Firefox", version);
  return file;
}

function findFirefox() {
  return named("FIREFOX") ?? first(["firefox-esr", "firefox"]);
}

const NGINX_REMEDY = "Install nginx, or name its file in NGINX.";

/** @returns {Promise<string>} Its executable file. */
export async function ensureNginx() {
  if (!findNginx()) await installWithApt("nginx", ["nginx"], NGINX_REMEDY);
  const file = findNginx();
  if (!file) throw new Problem(NGINX_REMEDY);
  const [version] = /\d+(\.\d+)+/.exec((await run(file, ["-v"])).output) ?? [];
  if (!version) throw new Problem(`${file} does not start. ${NGINX_REMEDY}`);
  tell("nginx", version);
  return file;
}

function findNginx() {
  // Debian keeps it where a user's PATH does not look.
  const usual = "/usr/sbin/nginx";
  return named("NGINX") ?? which("nginx") ?? (existsSync(usual) ? usual : null);
}

/** The shells in which the tests complete commands; bash is everywhere. */
export async function ensureShells() {
  for (const shell of ["zsh", "fish"]) {
    const remedy = `Install ${shell}, so that it is in PATH.`;
    if (!which(shell)) await installWithApt(shell, [shell], remedy);
    const [version] = /\d+(\.\d+)+/.exec((await ask(shell, ["--version"])) ?? "") ?? [];
    if (!version) throw new Problem(remedy);
    tell(shell, version);
  }
}

/**
 * @param {string} name What a person calls it.
 * @param {string[]} packages
 * @param {string} remedy What to do where it can't be installed from here.
 */
export async function installWithApt(name, packages, remedy) {
  const isRoot = process.getuid?.() === 0;
  const allowed = isRoot || (await run("sudo", ["-n", "true"])).code === 0;
  if (!which("apt-get") || !allowed) throw new Problem(remedy);
  const step = progress(name, `apt-get install ${packages.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "-y", ...packages]]) {
    const [command, ...rest] = isRoot ? ["apt-get", ...args] : ["sudo", "-n", "apt-get", ...args];
    const { code, output } = await run(command, rest, { env });
    if (code !== 0) {
      step.end("failed");
      throw new Problem(`${output.trim()}\n${remedy}`);
    }
  }
  step.end("installed");
}
