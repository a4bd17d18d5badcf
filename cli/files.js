// @ts-check
// Files that matter: whole or not at all, on the disk and not only on its way there, for their owner's eyes alone.

import { accessSync, closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, parse, resolve } from "node:path";
import { timeName } from "./names.js";

/** For its owner alone. */
export const PRIVATE = 0o600;

/** @param {string} folder */
export function makeFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/**
 * A folder that no other run has, made by its name alone: below `parent`, by the time.
 *
 * @param {string} parent
 * @param {number} [now]
 */
export function makeRunFolder(parent, now = Date.now()) {
  makeFolder(parent);
  for (let number = 1; ; number += 1) {
    const folder = join(parent, `${timeName(now)}${number === 1 ? "" : `-${number}`}`);
    try {
      mkdirSync(folder, { mode: 0o700 });
      return folder;
    } catch (/** @type {any} */ error) {
      if (error?.code !== "EEXIST") throw error;
    }
  }
}

/** Before anything is sent: whether a file or folder could be made there. Throws what stands in the way. @param {string} place */
export function checkPlace(place) {
  const there = resolve(place);
  if (existsSync(there)) accessSync(there, constants.W_OK);
  else if (existsSync(dirname(there)) && !statSync(dirname(there)).isDirectory()) throw new Error(`${dirname(there)} is no folder`);
  else checkPlace(dirname(there));
}

/** A name that is not taken: the file's own, or one with a number. @param {string} file */
export function freeName(file) {
  const { dir, name, ext } = parse(file);
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? file : join(dir, `${name}-${number}${ext}`);
    if (!existsSync(free)) return free;
  }
}

/**
 * Writes a file whole or not at all: beside it first, flushed, then in its place.
 *
 * @param {string} file
 * @param {string} content
 */
export function writeWhole(file, content) {
  const temporary = `${file}.part`;
  try {
    const handle = openSync(temporary, "w", PRIVATE);
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  flushFolder(dirname(file));
}

/** The new name, too. Windows has no such thing. @param {string} folder */
function flushFolder(folder) {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
