// Starts the proxy by itself:
//
//   AGENT_PLATFORM=kortix AGENT_BASE_URL=https://api.kortix.com/v1 AGENT_API_KEY=pk_…:sk_… STAFF_TOKEN=… node server.mjs
//
// Whoever sends `Authorization: Bearer <STAFF_TOKEN>` may pass. Put your own look at who has signed in there.

import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { createProxy } from "./proxy.mjs";

const { AGENT_PLATFORM, AGENT_BASE_URL, AGENT_API_KEY, STAFF_TOKEN, PORT = "8080" } = process.env;
for (const [name, value] of Object.entries({ AGENT_PLATFORM, AGENT_BASE_URL, AGENT_API_KEY, STAFF_TOKEN })) {
  if (!value) throw new Error(`${name} is not set.`);
}

const digest = (text) => createHash("sha256").update(text).digest();

const path = `/agents-of/${AGENT_PLATFORM}`;
const proxy = createProxy({
  backend: AGENT_PLATFORM,
  baseUrl: AGENT_BASE_URL,
  auth: { apiKey: AGENT_API_KEY },
  path,
  mayPass: ({ headers }) => timingSafeEqual(digest(headers.authorization ?? ""), digest(`Bearer ${STAFF_TOKEN}`)),
});

const server = createServer(proxy).listen(Number(PORT), "127.0.0.1", () => {
  console.log(`baseUrl: http://127.0.0.1:${server.address().port}${path}`);
});
