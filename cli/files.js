// @ts-check
// Files that matter: whole or not at all, on the disk and not only on its way there, for their owner's eyes alone.

import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** For its owner alone. */
export const PRIVATE = 0o600;

/** @param {string} folder */
export function makeFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
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
