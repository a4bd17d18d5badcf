// @ts-check
// What the console's own server does, as far as the page can tell: a connection's requests go on to its platform, with the
// credential added here. The real one has tests of its own; this one lets a test put faults behind it.

import { Readable } from "node:stream";

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {string} url
 * @param {Record<string, string>} headers
 */
export async function forward(request, response, url, headers) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const ended = new AbortController();
  response.once("close", () => ended.abort());
  try {
    const answer = await fetch(url, {
      method: request.method,
      headers: { ...headers, ...(request.headers["content-type"] && { "content-type": request.headers["content-type"] }) },
      redirect: "manual",
      signal: ended.signal,
      ...(body.length > 0 && { body }),
    });
    /** @type {Record<string, string>} */
    const kept = {};
    for (const name of ["content-type", "retry-after", "x-request-id"]) {
      const value = answer.headers.get(name);
      if (value !== null) kept[name] = value;
    }
    response.writeHead(answer.status, { "cache-control": "no-store", ...kept });
    if (answer.body) Readable.fromWeb(/** @type {any} */ (answer.body)).once("error", () => response.destroy()).pipe(response);
    else response.end();
  } catch {
    response.destroy();
  }
}

/** @param {{ bearer: string } | { apiKey: string }} auth @param {string} backend */
export function credentialHeader(auth, backend) {
  if ("bearer" in auth) return { authorization: `Bearer ${auth.bearer}` };
  return { [backend === "foundry" ? "api-key" : "x-api-key"]: auth.apiKey };
}
