// @ts-check
// Serves a sandbox over HTTP. Nothing is decided here: every answer is the sandbox's own.

import { createServer } from "node:http";

/**
 * @typedef {import("node:http").IncomingMessage} IncomingMessage
 * @typedef {import("node:http").ServerResponse} ServerResponse
 * @typedef {import("./index.d.ts").Sandbox} Sandbox
 * @typedef {import("./index.d.ts").SandboxReply} Reply
 */

// Longer than clients keep idle connections, so that it is never the server that closes one under a request.
const KEEP_ALIVE_MS = 75_000;

/**
 * @param {Sandbox} sandbox
 * @param {import("./node.d.ts").ServeOptions} [options]
 * @returns {Promise<import("./node.d.ts").SandboxServer>}
 */
export async function serveSandbox(sandbox, { port = 0, host = "127.0.0.1" } = {}) {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, (request, response) => {
    answer(sandbox, request, response).catch(() => response.destroy());
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve(undefined);
    });
  });
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  const origin = `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;

  /** @param {import("../types.js").KnownBackend} backend */
  const baseUrl = (backend) => origin + sandbox.baseUrl(backend).slice(sandbox.origin.length);

  return {
    origin,
    baseUrl,
    clientOptions: (backend, overrides) => ({
      backend,
      baseUrl: baseUrl(backend),
      auth: sandbox.credential(backend),
      ...overrides,
    }),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => {
          const gone =
            /** @type {NodeJS.ErrnoException | undefined} */ (error)?.code === "ERR_SERVER_NOT_RUNNING";
          if (error && !gone) reject(error);
          else resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {Sandbox} sandbox
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 */
async function answer(sandbox, request, response) {
  const { method = "GET", url = "/", headers } = request;
  /** @type {Reply} */
  let reply;
  try {
    reply = await sandbox.handle({
      method,
      path: url,
      origin: `http://${headers.host ?? "localhost"}`,
      headers: /** @type {Record<string, string | undefined>} */ (headers),
      body: hasBody(headers) ? await read(request) : "",
      // Made only when somebody asks: most answers come at once.
      get signal() {
        return whenClosed(response);
      },
    });
  } catch {
    // A reset, not an orderly end: the client must not take what it has for an answer.
    request.socket.resetAndDestroy();
    return;
  }
  if (response.destroyed) return;
  const { status, body } = reply;
  response.writeHead(status, framed(reply));
  if (body !== null && typeof body === "object" && Symbol.asyncIterator in body) {
    await pump(body, response, request);
  } else if (body === null || method === "HEAD") {
    response.end();
  } else {
    response.end(body);
  }
}

/** @param {IncomingMessage["headers"]} headers */
function hasBody(headers) {
  return (headers["content-length"] ?? "0") !== "0" || headers["transfer-encoding"] !== undefined;
}

/** @param {IncomingMessage} request */
async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(/** @type {Buffer} */ (chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** @param {ServerResponse} response */
function whenClosed(response) {
  const controller = new AbortController();
  response.once("close", () => controller.abort());
  return controller.signal;
}

/**
 * A known length spares the chunked encoding.
 * @param {Reply} reply
 */
function framed({ status, headers, body }) {
  if (
    status === 204 ||
    status === 304 ||
    (body !== null && typeof body === "object" && !ArrayBuffer.isView(body))
  ) {
    return headers;
  }
  return { ...headers, "content-length": String(body === null ? 0 : Buffer.byteLength(body)) };
}

/**
 * Writes as fast as the client reads, until it goes away.
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {ServerResponse} response
 * @param {IncomingMessage} request
 */
async function pump(chunks, response, request) {
  try {
    for await (const chunk of chunks) {
      if (response.destroyed) return;
      if (!response.write(chunk)) await drained(response);
    }
    response.end();
  } catch {
    // What is written must get out first, or the client would see no answer at all.
    response.write("", () => request.socket.destroy());
  }
}

/** @param {ServerResponse} response */
function drained(response) {
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done);
      response.off("close", done);
      resolve(undefined);
    };
    response.on("drain", done);
    response.on("close", done);
  });
}
