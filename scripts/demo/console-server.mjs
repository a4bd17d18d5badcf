// @ts-check
// Serves the console page and the package on loopback, and the emulated platforms at an origin of their own,
// so that the page meets real CORS.

import { createServer } from "node:http";
import { join } from "node:path";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { serveSandbox } from "../../pkg/sandbox/node.js";
import { pkg, root } from "../lib/paths.mjs";
import { listen } from "./listen.mjs";
import { policyFor } from "./policy.mjs";
import { readStatic } from "./static-files.mjs";

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
