// A console as a process of its own, a client as the page makes one, and requests as no page would send them.
import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { AgentClient } from "../../pkg/node.js";
import { platforms } from "../../cli/platforms.js";
import { until, world } from "./support.mjs";

/** Those that take a credential as it is. */
export const BACKENDS = Object.keys(platforms).filter((backend) => platforms[backend].scheme !== "sign");

/** Whose platform has no variable, or shares it with another. */
const NAMED = ["charm", "langgraph"];

/** A world with a connection to each platform, named like it. */
export async function everywhere(t, more = {}) {
  const made = await world(t, {
    connections: ({ server }) => Object.fromEntries(BACKENDS.map((backend) => [backend, {
      backend, baseUrl: server.baseUrl(backend), ...(NAMED.includes(backend) && { credential: { env: `${backend.toUpperCase()}_TOKEN` } }), ...more[backend],
    }])),
  });
  const env = Object.fromEntries(NAMED.map((backend) => [`${backend.toUpperCase()}_TOKEN`, Object.values(made.sandbox.credential(backend))[0]]));
  return { ...made, env };
}

/** A console that has said where it is. Arguments, and how to run at the end, as of `made.start`. */
export async function startConsole(t, made, ...given) {
  const how = typeof given.at(-1) === "object" ? given.pop() : {};
  const { child, texts, done } = made.start("console", "--port", "0", ...given, { input: null, ...how });
  t.after(() => child.kill("SIGKILL"));
  await until(() => texts.stdout.includes("\n") || child.exitCode !== null);
  const address = texts.stdout.split("\n")[0];
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}\/$/, texts.stderr);
  const { host, port, pathname } = new URL(address);
  return { address, host, port, path: pathname, child, texts, done };
}

/** A client as the page has it. */
export function pageClient(console, name, options) {
  return new AgentClient({ baseUrl: `${console.address}at/${name}`, fetch: fromPage, maxRetries: 0, ...options });
}

/** What the page has in place of `fetch`. */
async function fromPage(url, init) {
  const answer = await fetch(url, init);
  const code = answer.headers.get("x-agent-delete-not-sent");
  if (code) throw new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
  return answer;
}

/** A request as it stands here, which `fetch` would set right. `target` is behind the console's address, or a whole one with `raw`. */
export function ask(console, target, { method = "GET", headers = {}, body = "", raw = false } = {}) {
  return new Promise((resolve, reject) => {
    const path = raw ? target : console.path + target;
    const sent = request({ host: "127.0.0.1", port: console.port, method, path, headers: { host: console.host, ...headers, ...(body && { "content-length": Buffer.byteLength(body) }) } });
    sent.on("response", async (response) => {
      const chunks = [];
      let broken = false;
      try {
        for await (const chunk of response) chunks.push(chunk);
      } catch {
        broken = true;
      }
      resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks), text: Buffer.concat(chunks).toString(), broken });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** A platform of the test's own making. It keeps what it was asked. */
export async function upstream(t, answer) {
  const asked = [];
  const server = createServer((incoming, response) => {
    asked.push({ method: incoming.method, url: incoming.url, headers: incoming.headers });
    answer(incoming, response, asked);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => (server.closeAllConnections(), server.close()));
  return { asked, baseUrl: `http://127.0.0.1:${server.address().port}` };
}
