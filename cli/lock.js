// @ts-check
// One process at a time works on a journal: two would delete everything twice.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { wrongUse } from "./exit-codes.js";
import { PRIVATE } from "./files.js";

/**
 * Takes a journal until this process ends. What a killed process has left behind is taken over.
 *
 * @param {string} journal
 */
export function lock(journal) {
  const file = `${journal}.lock`;
  try {
    take(file);
  } catch (/** @type {any} */ error) {
    if (error?.code !== "EEXIST") throw error;
    const owner = Number(readFileSync(file, "utf8"));
    if (owner !== process.pid && isAlive(owner)) {
      throw wrongUse(`The journal ${journal} is being worked on by the process ${owner}: wait for its end.`);
    }
    rmSync(file, { force: true });
    take(file);
  }
  process.once("exit", () => rmSync(file, { force: true }));
}

/** @param {string} file */
const take = (file) => writeFileSync(file, String(process.pid), { flag: "wx", mode: PRIVATE });

/** @param {number} pid */
function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (/** @type {any} */ error) {
    // It is there, and another user's.
    return error?.code === "EPERM";
  }
}
