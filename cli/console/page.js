// @ts-check
// The built page: its files, read once, so that no path of a request ever becomes a path of the disk.

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { FAILED, Stop } from "../exit-codes.js";
import { ALWAYS } from "./answers.js";

/** @import { ServerResponse } from "node:http" */

/** @typedef {Map<string, { type: string, content: Buffer }>} Page By path below the token. */

/** Beside the folder that the bundle is in. Not written into the URL, so that a bundler leaves it alone. */
const PLACE = "../console/";

/** @type {Record<string, string>} */
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** What the page may load and where it may send: this server's, and nothing else. WebAssembly is code and needs a word of its own. */
const POLICY = [
  "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self' data: blob:",
  "font-src 'self'", "connect-src 'self'", "manifest-src 'self'", "worker-src 'self'", "base-uri 'none'", "form-action 'none'",
  "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
].join("; ");

/** @param {string} [folder] @returns {Page} */
export function readPage(folder = fileURLToPath(new URL(PLACE, import.meta.url))) {
  /** @type {Page} */
  const page = new Map();
  let names;
  try {
    names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    throw new Stop(FAILED, `The page is missing from this installation: ${folder} can't be read.`);
  }
  for (const name of names) {
    const type = TYPES[path.extname(name)];
    // Folders and what a page does not load.
    if (type) page.set(name.split(path.sep).join("/"), { type, content: readFileSync(path.join(folder, name)) });
  }
  const index = page.get("index.html");
  if (!index) throw new Stop(FAILED, `The page is missing from this installation: ${folder} has no index.html.`);
  return page.set("", index);
}

/** @param {ServerResponse} response @param {{ type: string, content: Buffer }} file */
export function sendFile(response, { type, content }) {
  response.writeHead(200, { ...ALWAYS, "content-security-policy": POLICY, "content-type": type, "content-length": content.length });
  response.end(content);
}
