// @ts-check
// A static web server on loopback, which remembers what it was asked for.

import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";

/** @type {Record<string, string>} */
const types = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/**
 * @param {import("node:test").TestContext} t
 * @param {string} folder Its index.html stands for "/".
 * @param {object} [options]
 * @param {(path: string) => Record<string, string>} [options.headers] More headers of an answer.
 * @param {(path: string) => boolean} [options.missing] Whether a file must seem not to be there.
 */
export async function serveFolder(t, folder, { headers = () => ({}), missing = () => false } = {}) {
  /** The paths asked for, in order. @type {string[]} */
  const requests = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    requests.push(pathname);
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    const file = normalize(join(folder, decodeURIComponent(path)));
    const inside = file.startsWith(folder + sep);
    if (!inside || missing(path) || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404, { "content-type": "text/plain", ...headers(path) }).end("Not found");
      return;
    }
    const type = types[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, ...headers(path) });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { origin: `http://127.0.0.1:${port}`, requests };
}
