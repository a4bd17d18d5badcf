// @ts-check
// Firefox, for the one test that needs it. Debian's package is installed where that can be done.

import { existsSync } from "node:fs";
import { Problem } from "../lib/main.mjs";
import { which } from "../lib/paths.mjs";
import { tell } from "../lib/progress.mjs";
import { ask } from "../lib/run.mjs";
import { installWithApt } from "./apt.mjs";

const REMEDY = "Install Firefox (Debian: firefox-esr), or name its file in FIREFOX.";

/** @returns {Promise<string>} Its executable file. */
export async function ensureFirefox() {
  if (!findFirefox()) await installWithApt("Firefox", ["firefox-esr"], REMEDY);
  const file = findFirefox();
  if (!file) throw new Problem(REMEDY);
  const [version] = /\d+(\.\d+)+/.exec((await ask(file, ["--version"])) ?? "") ?? [];
  if (!version) throw new Problem(`${file} does not start. ${REMEDY}`);
  tell("Firefox", version);
  return file;
}

function findFirefox() {
  const file = process.env.FIREFOX;
  if (!file) return which("firefox-esr") ?? which("firefox");
  if (!existsSync(file)) throw new Problem("FIREFOX names no file that is there: correct or unset it.");
  return file;
}
