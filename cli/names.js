// @ts-check
// Names of files and folders that every system takes, Windows among them.

import { createHash } from "node:crypto";

/** Names that are devices on Windows, whatever stands behind their first dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

const LONGEST = 120;

/**
 * A text as a part of a path. What is no problem stays as it is. Different texts give different names, also where a file system
 * takes A and a for the same.
 *
 * @param {string} text
 */
export function fileName(text) {
  const safe = encodeURIComponent(text)
    .replace(/[*'()!]/g, percent)
    .replace(/^\.|[. ]$/g, percent)
    .replace(DEVICE, (name) => percent(name[0]) + name.slice(1));
  if (safe.length <= LONGEST && !/[A-Z]/.test(text)) return safe || "%";
  return `${safe.slice(0, LONGEST - 17)}-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
}

/** A moment as a part of a path: no colon, and later ones sort later. @param {number} now */
export const timeName = (now) => new Date(now).toISOString().replaceAll(":", "-");

/** @param {string} character */
const percent = (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
