// @ts-check
// The server on loopback: the page's files, what it is told of the connections, and the way to their platforms. Everything lies
// below a token, new at each start.

import { createServer } from "node:http";
import manifest from "../../pkg/package.json" with { type: "json" };
import { routeOf } from "../../pkg/proxy.js";
import { refuse, sendJson } from "./answers.js";
import { TYPED, inTheWay } from "./changes.js";
import { forward } from "./forward.js";
import { foreign, isMisused, isToken, newToken } from "./guard.js";
import { sendFile } from "./page.js";
import { described } from "./places.js";

/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { AddressInfo } from "node:net" */
/** @import { Known } from "../../pkg/proxy.d.ts" */
/** @import { Page } from "./page.js" */
/** @import { Place, Wrong } from "./places.js" */

/** This machine, and nobody beyond it. */
const LOOPBACK = "127.0.0.1";

/** In bytes. No body of the package comes near; what is searched for may be in it, as elsewhere in a path, for which Node has this limit. */
const LONGEST_BODY = 16_384;

/** @typedef {(place: Place, known: Known, ended: number | string) => void} Told */

export class ConsoleServer {
  #server = createServer((request, response) => {
    this.#answer(request, response).catch(() => response.destroy());
  });
  #token = newToken();
  /** For the browser that is opened: others on this machine can read its arguments. @type {string | undefined} */
  #once;
  #page;
  #places;
  #told;
  /** Exchanges with platforms, by what ends them. @type {Map<AbortController, { place: Place, known: Known, ended: Promise<unknown> }>} */
  #underWay = new Map();

  /** @param {Page} page @param {(Place | Wrong)[]} places @param {Told} told Of each exchange with a platform. */
  constructor(page, places, told) {
    this.#page = page;
    this.#places = places;
    this.#told = told;
  }

  /** @param {number} port 0 for any free one. */
  async listen(port) {
    await new Promise((resolve, reject) => {
      this.#server.once("error", reject).listen(port, LOOPBACK, () => resolve(undefined));
    });
  }

  get #host() {
    return `${LOOPBACK}:${/** @type {AddressInfo} */ (this.#server.address()).port}`;
  }

  /** Where the page is. */
  get address() {
    return `http://${this.#host}/${this.#token}/`;
  }

  /** An address that leads there a single time. */
  addressForOnce() {
    this.#once = newToken();
    return `http://${this.#host}/${this.#once}`;
  }

  /** What may be changing something at this moment. */
  get changing() {
    return [...this.#underWay.values()].filter(({ known }) => known.changes);
  }

  /** Takes nothing new, ends reads, and hears out what may change something. */
  async close() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    const changing = this.changing.map(({ ended }) => ended);
    for (const [controller, { known }] of this.#underWay) if (!known.changes) controller.abort();
    await Promise.all(changing);
    this.#server.closeIdleConnections();
    // What a browser keeps open for later.
    setTimeout(() => this.#server.closeAllConnections(), GRACE_MS).unref();
    await closed;
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  async #answer(request, response) {
    const why = foreign(request, this.#host);
    if (why) return refuse(response, { code: "foreign", message: `Refused: ${why}.` });
    const [, token = "", rest] = /^\/([^/?#]*)(?:\/(.*))?$/s.exec(request.url ?? "") ?? [];
    if (this.#once !== undefined && rest === undefined && isToken(token, this.#once)) {
      this.#once = undefined;
      response.writeHead(303, { location: `/${this.#token}/`, "cache-control": "no-store", "referrer-policy": "no-referrer" });
      return void response.end();
    }
    if (!isToken(token, this.#token) || rest === undefined) {
      return refuse(response, { code: "foreign", message: "Refused: this is not the address that was printed." });
    }
    const [, name, path] = /^at\/([^/]*)(\/.*)$/s.exec(rest) ?? [];
    if (name !== undefined) return this.#forward(request, response, name, path);
    if (request.method !== "GET") return refuse(response, { code: "not-forwarded", message: "Refused: only connections take that." });
    if (rest === "connections.json") {
      if (isMisused(request)) return refuse(response, { code: "foreign", message: "Refused: this is for the page's own script." });
      return sendJson(response, 200, { connections: this.#places.map(described), version: manifest.version });
    }
    const file = this.#page.get(rest);
    if (!file) return refuse(response, { status: 404, code: "not-found", message: "There is no such file." });
    sendFile(response, file);
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response @param {string} name @param {string} path */
  async #forward(request, response, name, path) {
    /** @param {string} message */
    const no = (message) => refuse(response, { code: "not-forwarded", message: `${message}: nothing was sent.` });
    if (isMisused(request)) return no("This is for the page's own script");
    const place = this.#places.find((one) => one.name === name);
    if (!place) return no("There is no such connection");
    if (place.problem !== null) return no(`The connection is set up wrongly: ${place.problem}`);
    const body = await read(request);
    const { apiVersion } = place.connection.client;
    const known = body === null ? null : routeOf(place.sent, { method: request.method ?? "", path, body, ...(apiVersion !== undefined && { apiVersion }) });
    if (!known) return no("That is no request of this package");
    if (!this.#server.listening) return no("The console has ended");
    const controller = new AbortController();
    response.once("close", () => controller.abort());
    const ended = this.#exchange(place, known, typed(request), response, controller.signal);
    this.#underWay.set(controller, { place, known, ended });
    try {
      this.#told(place, known, await ended);
    } finally {
      this.#underWay.delete(controller);
    }
  }

  /** @param {Place} place @param {Known} known @param {string} confirmed @param {ServerResponse} response @param {AbortSignal} signal */
  async #exchange(place, known, confirmed, response, signal) {
    const refusal = known.changes ? await inTheWay(place, known, confirmed, signal) : null;
    if (!refusal) return forward(place, known, response, signal);
    refuse(response, refusal);
    return `refused, ${refusal.code}`;
  }
}

/** How long a connection may go on after the last answer. */
const GRACE_MS = 200;

/** The name that was typed, as the page says. @param {IncomingMessage} request */
function typed({ headers }) {
  try {
    return decodeURIComponent(String(headers[TYPED] ?? ""));
  } catch {
    return "";
  }
}

/** The body; null where it is longer than any that is forwarded, or no text. @param {IncomingMessage} request */
async function read(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LONGEST_BODY) return null;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    return null;
  }
}
