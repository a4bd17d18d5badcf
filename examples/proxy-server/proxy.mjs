// Stands between a page and an agent platform. It holds the platform's key, which must not be in a page, lets in whom you let
// in, and forwards only what agent-delete asks for. In the page:
//
//   new AgentClient({ backend: "kortix", baseUrl: new URL("/agents-of/kortix", location.href) })

import { platforms } from "agent-delete";

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
/** Text in one segment of a path. What a server might decode into a dot, a slash, a backslash or a % is left out. */
const SEGMENT = "(?:[\\w.~!$&'()*+,;=:@-]|%(?!2[5EeFf]|5[Cc]|0)[0-9A-Fa-f]{2})+";

/** What may be asked of each platform. `ID` stands for an agent's id, `ANY` for something else in a segment of its own. */
const ROUTES = {
  charm: {
    id: SEGMENT,
    routes: ["GET /v1/agents", "GET /v1/agents/ID", "GET /v1/versions/ID", "POST /v1/daemon/ID/stop", "DELETE /v1/agents/ID"],
  },
  langchain: {
    id: UUID,
    routes: ["GET /agents", "GET /agents/ID", "GET /threads", "DELETE /threads/ANY", "DELETE /agents/ID"],
  },
  foundry: {
    id: "[A-Za-z0-9-]{1,63}",
    routes: [
      "GET /agents", "GET /agents/ID", "GET /agents/ID/versions", "GET /agents/ID/code:download",
      "GET /agents/ID/endpoint/sessions", "POST /agents/ID:disable", "DELETE /agents/ID",
    ],
  },
  eliza: {
    id: UUID,
    routes: ["GET /agents", "GET /agents/ID", "GET /agents/ID/memories", "GET /agents/ID/rooms", "POST /agents/ID/stop",
      "DELETE /agents/ID"],
  },
  kortix: {
    id: UUID,
    routes: ["GET /agents", "GET /agents/ID", "GET /agents/ID/export", "GET /agents/ID/versions", "PUT /agents/ID",
      "DELETE /agents/ID"],
    // An agent is changed in nothing but this.
    bodies: ['{"is_default":false}', '{"is_default":true}'],
  },
};

/** What of an answer means something to agent-delete. */
const HEADERS = ["content-type", "retry-after", "retry-after-ms", "x-ms-retry-after-ms", "x-request-id", "apim-request-id", "age", "date"];

const TIMEOUT_MS = 30_000;

/**
 * @param {object} options
 * @param {string} options.backend The platform.
 * @param {string} options.baseUrl Of the platform's API.
 * @param {{ apiKey: string } | { bearer: string }} options.auth The platform's credential.
 * @param {string} options.path Where this proxy is on your server, such as "/agents-of/kortix".
 * @param {(request: import("node:http").IncomingMessage) => boolean | Promise<boolean>} options.mayPass Whether who asks may
 *   delete agents: your own look at the session. Refuse what another site's page sends: cookies come along with it.
 * @returns {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => Promise<void>}
 *   A listener for `http.createServer`.
 */
export function createProxy({ backend, baseUrl, auth, path, mayPass }) {
  const { apiKeyHeader } = platforms.find(({ name }) => name === backend);
  const credential = auth.bearer ? { authorization: `Bearer ${auth.bearer}` } : { [apiKeyHeader]: auth.apiKey };
  const { id, routes, bodies = [""] } = ROUTES[backend];
  const patterns = routes.map((route) => route.replace("ID", id).replace("ANY", SEGMENT));
  const known = new RegExp(`^(?:${patterns.join("|")})$`);
  const root = new URL(baseUrl).href.replace(/\/$/, "");
  const passes = async (request) => mayPass(request);

  return async (request, response) => {
    const { method, url } = request;
    const [asked, query] = url.split("?", 2);
    const below = asked.slice(path.length);
    const target = `${root}${below}${query === undefined ? "" : `?${query}`}`;
    if (!(await passes(request).catch(() => false))) {
      return refuse(response, 401, "Sign in first.");
    }
    // A URL that is read otherwise than it is written ("..", "%2e%2e") would lead somewhere else.
    if (!asked.startsWith(`${path}/`) || !known.test(`${method} ${below}`) || new URL(target).href !== target) {
      return refuse(response, 404, "That is not forwarded.");
    }
    try {
      const body = await read(request);
      if (!bodies.concat("").includes(body) || (method === "PUT" && body === "")) {
        return refuse(response, 400, "A change of that kind is not forwarded.");
      }
      const answer = await fetch(target, {
        method,
        headers: { accept: "application/json", ...(body && { "content-type": "application/json" }), ...credential },
        body: body || undefined,
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const content = Buffer.from(await answer.arrayBuffer());
      const headers = HEADERS.flatMap((name) => (answer.headers.has(name) ? [[name, answer.headers.get(name)]] : []));
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

/** No body that is forwarded is longer than this. */
const LONGEST = 100;

async function read(request) {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk;
    if (text.length > LONGEST) return text;
  }
  return text;
}
