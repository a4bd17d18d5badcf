// @ts-check
// The console page in the browser: serves it and the package on loopback, and the emulated platforms at an origin of
// their own, so that the page meets real CORS.

import { createHash } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { serveSandbox } from "../../pkg/sandbox/node.js";
import { pkg, root } from "../lib/paths.mjs";
import { bold, cyan, dim } from "../lib/terminal.mjs";

/**
 * @typedef {import("../../pkg/types.js").BackendName} BackendName
 * @typedef {import("../../pkg/sandbox/index.js").Sandbox} Sandbox
 * @typedef {import("node:http").IncomingMessage} IncomingMessage
 * @typedef {import("node:http").ServerResponse} ServerResponse
 *
 * @typedef {object} Console
 * @property {string} address Of the page.
 * @property {Sandbox} sandbox
 * @property {() => Promise<void>} close Ends both servers and every open connection.
 */

/** Where the page is, when the port is free. */
const PORT = 4173;

/** How many agents the page has made when it wants many to delete. */
const SPARE_AGENTS = 200;

/** @type {BackendName[]} */
const BACKENDS = ["charm", "langchain", "foundry", "eliza", "kortix"];

/**
 * @param {{ port?: number, packageFolder?: string }} [options] `port`: default 4173, or any free one where
 *   that is taken; 0 is any free one. `packageFolder`: the package to serve; default the one built here.
 * @returns {Promise<Console>}
 */
export async function startConsole({ port = PORT, packageFolder = pkg } = {}) {
  const sandbox = createSandbox();
  const platforms = await serveSandbox(sandbox);
  const folders = { "/": join(root, "www"), "/agent-delete/": packageFolder };

  /** What the page has to know. In a product your own server tells it to those who have signed in. */
  const connections = {
    clients: BACKENDS.map((backend) => platforms.clientOptions(backend)),
    agents: sandbox.agents,
  };

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  const answer = async ({ method = "GET", url = "/" }, response) => {
    const { pathname } = new URL(url.replace(/^\/+/, "/"), "http://localhost");
    if (method === "POST" && pathname === "/reset") {
      sandbox.reset();
      return send(response, 204);
    }
    const backend = BACKENDS.find((one) => method === "POST" && pathname === `/spare-agents/${one}`);
    if (backend) return sendJson(response, sandbox.createMany(backend, SPARE_AGENTS));
    if (method !== "GET" && method !== "HEAD") return send(response, 405, { allow: "GET, HEAD" });
    if (pathname === "/connections.json") return sendJson(response, connections);
    const file = await readStatic(folders, pathname);
    if (!file) return send(response, 404, { "content-type": "text/plain" }, "There is no such file.\n");
    /** @type {Record<string, string>} */
    const headers = { "content-type": file.type };
    if (file.type.startsWith("text/html")) {
      headers["content-security-policy"] = policyFor(file.body.toString(), platforms.origin);
    }
    return send(response, 200, headers, file.body);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const address = await listen(server, port).catch(async (error) => {
    await platforms.close();
    throw error;
  });
  return {
    address,
    sandbox,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, platforms.close()]);
    },
  };
}

/** @param {ServerResponse} response @param {unknown} value */
function sendJson(response, value) {
  send(response, 200, { "content-type": "application/json" }, JSON.stringify(value));
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

/** Starts the page and its platforms, and says where. Ctrl-C ends both, and with them the process. */
export async function serve() {
  const { address, close } = await startConsole();
  console.log(`${bold("The same in a browser")}: ${cyan(address)} ${dim("(Ctrl-C ends it)")}`);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    // From here on nothing else runs that a signal would have to end first.
    process.removeAllListeners(signal);
    process.once(signal, () => void close());
  }
}

/**
 * @param {string} html The page. Its import map, the only script in it, is allowed by its hash.
 * @param {string} platforms Where its requests may go, besides its own origin.
 */
function policyFor(html, platforms) {
  return Object.entries({
    "default-src": "'none'",
    // WebAssembly is code, and needs a word of its own.
    "script-src": `'self' 'wasm-unsafe-eval' ${inlineScripts(html).map(sourceOf).join(" ")}`,
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": `'self' ${platforms}`,
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
  }).map((directive) => directive.join(" ")).join("; ");
}

/** @param {string} html */
function inlineScripts(html) {
  return [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs)].map(([, text]) => text);
}

/** @param {string} script */
function sourceOf(script) {
  return `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
}

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
async function readStatic(folders, pathname) {
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
