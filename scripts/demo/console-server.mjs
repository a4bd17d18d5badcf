// @ts-check
// The console in the browser, served as any static host would: it opens on the sandbox in the page.

import { readFile, realpath } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { pkg } from "../lib/paths.mjs";
import { bold, cyan, dim } from "../lib/terminal.mjs";

/**
 * @typedef {import("node:http").IncomingMessage} IncomingMessage
 * @typedef {import("node:http").ServerResponse} ServerResponse
 *
 * @typedef {object} Console
 * @property {string} address Of the page.
 * @property {() => Promise<void>} close Ends the server and every open connection.
 */

/** Where the page is, when the port is free. */
const PORT = 4173;

/**
 * @param {{ port?: number }} [options] `port`: default 4173, or any free one where that is taken; 0 is any free one.
 * @returns {Promise<Console>}
 */
export async function startConsole({ port = PORT } = {}) {
  /** @param {IncomingMessage} request @param {ServerResponse} response */
  const answer = async ({ method = "GET", url = "/" }, response) => {
    const { pathname } = new URL(url.replace(/^\/+/, "/"), "http://localhost");
    if (method !== "GET" && method !== "HEAD") return send(response, 405, { allow: "GET, HEAD" });
    const file = await readStatic(join(pkg, "console"), pathname);
    if (!file) return send(response, 404, { "content-type": "text/plain" }, "There is no such file.\n");
    return send(response, 200, { "content-type": file.type, "content-security-policy": POLICY }, file.body);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  return {
    address: await listen(server, port),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {Record<string, string>} [headers]
 * @param {string | Buffer} [body] Not sent where only the headers are asked for.
 */
function send(response, status, headers = {}, body) {
  response.writeHead(status, {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    ...headers,
  });
  response.end(body);
}

/** Starts the page, and says where. Ctrl-C ends it, and with it the process. */
export async function serve() {
  const { address, close } = await startConsole();
  console.log(`${bold("The same in a browser")}: ${cyan(address)} ${dim("(Ctrl-C ends it)")}`);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    // From here on nothing else runs that a signal would have to end first.
    process.removeAllListeners(signal);
    process.once(signal, () => void close());
  }
}

const POLICY = Object.entries({
  "default-src": "'none'",
  // WebAssembly is code, and needs a word of its own.
  "script-src": "'self' 'wasm-unsafe-eval'",
  "style-src": "'self'",
  "img-src": "'self'",
  "connect-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "'none'",
}).map((directive) => directive.join(" ")).join("; ");

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
 * @param {string} folder
 * @param {string} pathname Of the URL, not decoded.
 * @returns {Promise<{ type: string, body: Buffer } | null>}
 */
async function readStatic(folder, pathname) {
  const names = namesOf(pathname.slice(1) || "index.html");
  const type = TYPES[extname(names?.at(-1) ?? "")];
  if (!names || !type) return null;
  try {
    const home = await realpath(folder);
    const file = await realpath(join(home, ...names));
    // A link may lead out of the folder.
    return file.startsWith(home + sep) ? { type, body: await readFile(file) } : null;
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

const HOST = "127.0.0.1";

/**
 * Listens on loopback: on this port, or on any free one where it is taken.
 * @param {import("node:http").Server} server
 * @param {number} port
 * @returns {Promise<string>} Its address.
 */
async function listen(server, port) {
  try {
    await listenOn(server, port);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EADDRINUSE") throw error;
    await listenOn(server, 0);
  }
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return `http://${HOST}:${address.port}/`;
}

/** @param {import("node:http").Server} server @param {number} port */
function listenOn(server, port) {
  return /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => {
      server.off("error", reject);
      resolve();
    });
  }));
}
