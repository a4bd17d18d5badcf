// @ts-check
// One request of the page, sent on to its platform with the credential, and the answer as it comes. Nothing is repeated here and
// no answer made up for a platform's: what the page's client concludes is what it would have concluded by itself.

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { messageOf } from "../text.js";
import { ALWAYS, DEAD, refuse, sendJson } from "./answers.js";
import { rememberThreads } from "./changes.js";
import { codeOfUnsent } from "./not-sent.js";
import { credentialOf } from "./places.js";
import { hidden, hiding } from "./scrub.js";

/** @import { ServerResponse } from "node:http" */
/** @import { Known } from "../../pkg/proxy.d.ts" */
/** @import { Place } from "./places.js" */

/** Tells the page that nothing was sent, and why: a code that its package knows. */
const NOT_SENT = "x-agent-delete-not-sent";

/**
 * @param {Place} place
 * @param {Known} known
 * @param {ServerResponse} response
 * @param {AbortSignal} signal Ends the exchange.
 * @returns {Promise<number | string>} The status, or what there was in its place.
 */
export async function forward(place, known, response, signal) {
  const { root } = place;
  const target = new URL(root + known.path);
  // What is read otherwise than it is written would lead somewhere else.
  if (`${target.origin}${target.pathname}` !== root + known.path.split("?", 1)[0]) {
    refuse(response, { code: "not-forwarded", message: "Its path would lead somewhere else: nothing was sent." });
    return "not sent";
  }
  let credential;
  try {
    credential = await credentialOf(place);
  } catch (error) {
    refuse(response, { status: 401, code: "unauthenticated", message: `${messageOf(error)}: nothing was sent.` });
    return "not sent";
  }
  let answer;
  try {
    answer = await fetch(target, { ...requestOf(place, known, credential), signal });
  } catch (error) {
    return unanswered(response, error);
  }
  try {
    await pass(answer, place, known, response);
    return answer.status;
  } catch {
    response.destroy();
    return `${answer.status}, broken off`;
  }
}

/** @param {Place} place @param {Known} known @param {Record<string, string>} credential @returns {RequestInit} */
function requestOf({ connection }, { method, body, headers: usual }, credential) {
  const headers = new Headers(usual);
  // As in the crate: the configuration's own stands in place of a platform's, but for these.
  for (const [name, value] of Object.entries(connection.client.headers ?? {})) {
    if (!/^(accept|content-type)$/i.test(name)) headers.set(name, value);
  }
  for (const [name, value] of Object.entries(credential)) headers.set(name, value);
  return { method, headers, body, redirect: "manual", ...(method === "GET" && { cache: "no-store" }) };
}

/**
 * An answer that did not come. Where it is proved that nothing was sent, the page is told; else its own connection breaks as the
 * platform's did. It has seen the beginning of an answer by then, for a browser repeats by itself what got none.
 *
 * @param {ServerResponse} response
 * @param {unknown} thrown
 */
async function unanswered(response, thrown) {
  const code = await codeOfUnsent(thrown);
  if (code !== null) {
    const message = `The platform can't be reached (${code}): nothing was sent.`;
    sendJson(response, 502, { error: { code: "not-sent", message } }, { [NOT_SENT]: code });
    return `not sent, ${code}`;
  }
  response.writeHead(502, { ...ALWAYS, "content-type": "application/json", "content-length": "2" });
  response.write("{", () => response.destroy());
  return "no answer";
}

/**
 * @param {Response} answer
 * @param {Place} place
 * @param {Known} known
 * @param {ServerResponse} response
 */
async function pass(answer, place, known, response) {
  const { secrets } = place;
  // A redirect's `Location` and a cookie are not among them.
  const headers = known.answerHeaders.flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, hidden(value, secrets)]];
  });
  // Node would add a date of its own, which would then be taken for the platform's.
  response.sendDate = false;
  response.writeHead(answer.status, { ...ALWAYS, "content-security-policy": DEAD, ...Object.fromEntries(headers) });
  if (!answer.body) return void response.end();
  const clean = hiding(secrets);
  if (known.purpose === "list" && known.agentId !== null) rememberThreads(place, known, clean);
  await pipeline(Readable.fromWeb(/** @type {any} */ (answer.body)), clean, response);
}
