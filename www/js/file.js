// A text as a file on the user's disk.

import { element } from "./element.js";

/** The browser has read the file's content long before. */
const KEEP_MS = 60_000;

/**
 * Starts a download. A browser does not tell whether it came through.
 * @param {string} name
 * @param {string} type
 * @param {string} text
 */
export function saveFile(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href: url, download: name.replace(/[^\w.-]+/g, "-") }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}
