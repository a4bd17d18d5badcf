// @ts-check
// Answers of the server's own, and what stands above every answer.

/** @import { ServerResponse } from "node:http" */

/** Nothing of it is kept, framed, guessed at or read by another site's page. */
export const ALWAYS = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** For what is data: should it ever be opened as a page, it is a dead one. */
export const DEAD = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** @param {ServerResponse} response @param {number} status @param {unknown} value @param {Record<string, string>} [headers] */
export function sendJson(response, status, value, headers = {}) {
  response.writeHead(status, { ...ALWAYS, "content-security-policy": DEAD, "content-type": "application/json", ...headers });
  response.end(JSON.stringify(value));
}

/**
 * A request that goes no further. In the shape of a platform's error, so that the package in the page reads it.
 *
 * @param {ServerResponse} response
 * @param {Refusal} refusal
 */
export function refuse(response, { status = 403, code, message }) {
  sendJson(response, status, { error: { code, message } });
}

/** @typedef {{ status?: number, code: string, message: string }} Refusal */
