// @ts-check
// What the crate tells of the requests that it sends to a platform, read.

/** @import { Purpose } from "./types.d.ts" */
/** @import { Routes } from "./routes.d.ts" */

/**
 * See `Backend::routes` of the crate for the lines.
 *
 * @param {{ id: string, apiVersion: string | null, readHeaders: string[], routes: string }} sent
 * @returns {Routes}
 */
export function routesOf({ id, apiVersion, readHeaders, routes: text }) {
  /** @type {Routes} */
  const routes = { id, apiVersion, headers: {}, answerHeaders: [...readHeaders], routes: [] };
  for (const line of text.trimEnd().split("\n")) {
    // What comes last may hold the mark as well.
    const [first, second, third = "", ...body] = line.split(" ");
    if (first === "header") {
      routes.headers[second.slice(0, -1)] = [third, ...body].join(" ");
    } else if (first === "answer") {
      routes.answerHeaders.push(second);
    } else {
      const [path, ...query] = third.split(/[?&]/);
      routes.routes.push({ purpose: /** @type {Purpose} */ (first), method: second, path, query, body: body.join(" ") });
    }
  }
  return routes;
}
