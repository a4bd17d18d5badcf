// Stands between a page and an agent platform. It holds the platform's key, which must not be in a page, lets in whom you let
// in, and forwards only what agent-delete asks for. In the page:
//
//   new AgentClient({ backend: "kortix", baseUrl: new URL("/agents-of/kortix", location.href) })

import { platforms } from "agent-delete";
import { routeOf } from "agent-delete/proxy";

/**
 * @param {object} options
 * @param {import("agent-delete").KnownBackend | import("agent-delete").DescribedPlatform} options.backend The platform: its name, or
 *   what `describePlatform` gives for a description.
 * @param {string} options.baseUrl Of the platform's API.
 * @param {{ apiKey: string } | { bearer: string } | { sign: import("agent-delete").Sign }} options.auth The platform's credential.
 *   Where a description has a scheme of its own, it stands before the key.
 * @param {string} options.path Where this proxy is on your server, such as "/agents-of/kortix".
 * @param {(request: import("node:http").IncomingMessage) => boolean | Promise<boolean>} options.mayPass Whether who asks may
 *   delete agents: your own look at the session. Refuse what another site's page sends: cookies come along with it.
 * @returns {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => Promise<void>}
 *   A listener for `http.createServer`.
 */
export function createProxy({ backend, baseUrl, auth, path, mayPass }) {
  const { apiKeyHeader } = typeof backend === "string" ? platforms.find(({ name }) => name === backend) : backend;
  const header = auth.bearer ? "Authorization" : apiKeyHeader;
  const credential = { [header]: `${header === "Authorization" ? "Bearer " : ""}${auth.bearer ?? auth.apiKey}` };
  const signed = async (request) => (auth.sign ? auth.sign(request) : credential);
  const root = new URL(baseUrl).href.replace(/\/$/, "");
  const passes = async (request) => mayPass(request);

  return async (request, response) => {
    if (!(await passes(request).catch(() => false))) return refuse(response, 401, "Sign in first.");
    try {
      const body = await read(request);
      const { method, url: asked } = request;
      // Its path stands as it is sent, without any detour: what has one is no request of agent-delete.
      const known = asked.startsWith(`${path}/`) && body !== null && routeOf(backend, { method, path: asked.slice(path.length), body });
      if (!known) return refuse(response, 404, "That is not forwarded.");
      const url = root + known.path;
      const credentials = await signed({ method, url, headers: known.headers, body: known.body }).catch(() => null);
      if (!credentials) return refuse(response, 401, "It could not be signed: nothing was sent.");
      const answer = await fetch(url, {
        method,
        headers: { ...known.headers, ...credentials },
        body: known.body,
        redirect: "manual",
        signal: AbortSignal.timeout(30_000),
      });
      const content = Buffer.from(await answer.arrayBuffer());
      const headers = known.answerHeaders.flatMap((name) => (answer.headers.has(name) ? [[name, answer.headers.get(name)]] : []));
      response.writeHead(answer.status, { ...Object.fromEntries(headers), "cache-control": "no-store" }).end(content);
    } catch {
      // The request may have arrived all the same. A 502 says so: agent-delete tells it as an unknown outcome.
      refuse(response, 502, "The platform gave no answer.");
    }
  };
}

function refuse(response, status, error) {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify({ error }));
}

/** The body; null where it is longer than what agent-delete may send: a search can be in it. */
async function read(request) {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk;
    if (text.length > 16_384) return null;
  }
  return text;
}
