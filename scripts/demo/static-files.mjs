// @ts-check
// Which file a URL means: a folder for each prefix, and nothing outside of it.

import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  // Only under this name does a browser compile the module while it still comes in.
  ".wasm": "application/wasm",
};

/**
 * Reads the file that a path means. null where there is none, or one of a type that is not served.
 * @param {Record<string, string>} folders By prefix, which ends with a slash. The longest that fits counts.
 * @param {string} pathname Of the URL, not decoded.
 * @returns {Promise<{ type: string, body: Buffer } | null>}
 */
export async function readStatic(folders, pathname) {
  const prefix = Object.keys(folders)
    .filter((one) => pathname.startsWith(one))
    .sort((a, b) => b.length - a.length)[0];
  if (prefix === undefined) return null;
  const names = namesOf(pathname.slice(prefix.length) || "index.html");
  const type = TYPES[extname(names?.at(-1) ?? "")];
  if (!names || !type) return null;
  try {
    const folder = await realpath(folders[prefix]);
    const file = await realpath(join(folder, ...names));
    // A link may lead out of the folder.
    return file.startsWith(folder + sep) ? { type, body: await readFile(file) } : null;
  } catch {
    return null;
  }
}

/**
 * The names in a path. null where one of them is hidden, leads elsewhere or is no name.
 * @param {string} path
 */
function namesOf(path) {
  try {
    const names = path.split("/").map(decodeURIComponent);
    return names.every((name) => /^[^./\\:\0][^/\\:\0]*$/.test(name)) ? names : null;
  } catch {
    return null;
  }
}
