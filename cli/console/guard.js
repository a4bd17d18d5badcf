// @ts-check
// Who may ask at all: the page that this process serves, and whoever was told its address.

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** @import { IncomingMessage } from "node:http" */

/** What nobody can guess, for the address. */
export const newToken = () => randomBytes(32).toString("base64url");

/** Whether a text is the token, in a time that does not tell how much of it is right. @param {string} given @param {string} token */
export const isToken = (given, token) => timingSafeEqual(digest(given), digest(token));

/** @param {string} text */
const digest = (text) => createHash("sha256").update(text).digest();

/**
 * Why a request is not the page's own, or null. A name that somebody else's DNS leads here has another `Host`; another site's page
 * says so in `Origin` or `Sec-Fetch-Site`, which no page can forge.
 *
 * @param {IncomingMessage} request
 * @param {string} host This server's, with the port.
 */
export function foreign({ headers }, host) {
  if (headers.host !== host) return "it was asked for under another name";
  if (headers.origin !== undefined && headers.origin !== `http://${host}`) return "another site's page asked for it";
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return "another site's page asked for it";
  return null;
}

/** Whether a browser asks for data as something else: a page of its own, a frame, a script. @param {IncomingMessage} request */
export function isMisused({ headers }) {
  const [mode, destination] = [headers["sec-fetch-mode"], headers["sec-fetch-dest"]];
  return mode === "navigate" || (destination !== undefined && destination !== "empty");
}
