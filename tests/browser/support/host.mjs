// @ts-check
// A host of the built page, with as strict a policy as any. Of itself it knows no connections, and forwards nothing.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml", ".wasm": "application/wasm",
};

/** Below a path, as behind a token or on pages of a project. */
const BELOW = "/some/where/";

/**
 * @param {{ folder: string, connect?: string[], connections?: () => unknown, policy?: (policy: string) => string,
 *   at?: (name: string, path: string, request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => unknown }} options
 *   `connect`: origins that the page may send requests to, beside its own. `connections`: what connections.json answers, if anything;
 *   `at`: where the requests of a connection go.
 */
export async function hostPage({ folder, connect = [], connections, at, policy = (text) => text }) {
  const csp = policy(Object.entries({
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": ["'self'", ...connect].join(" "),
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
  }).map((directive) => directive.join(" ")).join("; "));
  const server = createServer(async (request, response) => {
    const [pathname] = (request.url ?? "/").split("?");
    const [, connection, path] = /^at\/([^/]+)(\/.*)$/.exec((request.url ?? "").slice(BELOW.length)) ?? [];
    if (at && connection) {
      at(decodeURIComponent(connection), path, request, response);
      return;
    }
    const name = pathname.startsWith(BELOW) ? normalize(pathname.slice(BELOW.length) || "index.html") : "..";
    const headers = { "content-security-policy": csp, "x-content-type-options": "nosniff", "cache-control": "no-store", "referrer-policy": "no-referrer" };
    if (name === "connections.json" && connections) {
      response.writeHead(200, { ...headers, "content-type": "application/json" }).end(JSON.stringify(connections()));
      return;
    }
    try {
      if (name.startsWith("..")) throw new Error("elsewhere");
      const body = await readFile(join(folder, name));
      response.writeHead(200, { ...headers, "content-type": TYPES[extname(name)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}${BELOW}`,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
