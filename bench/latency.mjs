// @ts-check
// One deletion against a fetch in the same process, as a ratio to a plain fetch with JSON.parse.

import { AgentClient } from "../pkg/node.js";
import { inTurn } from "./median.mjs";

const url = "https://kortix.test/v1/agents/3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const id = url.slice(-36);
const body = '{"message":"Worker deleted successfully"}';
const headers = { "content-type": "application/json" };
const fetchHere = async () => new Response(body, { status: 200, headers });

const client = new AgentClient({
  backend: "kortix",
  baseUrl: "https://kortix.test/v1",
  auth: { bearer: "token" },
  fetch: fetchHere,
});

async function plain() {
  const response = await fetchHere(url, { method: "DELETE", headers: { Authorization: "Bearer token" } });
  return JSON.parse(await response.text());
}

/** Microseconds for one of many. @param {() => Promise<unknown>} call */
const timed = (call) => async () => {
  const calls = 2000;
  const start = performance.now();
  for (let left = calls; left > 0; left -= 1) {
    await call();
  }
  return ((performance.now() - start) * 1000) / calls;
};

export async function latency() {
  const { sdk, fetch } = await inTurn(9, { sdk: timed(() => client.deleteAgent(id)), fetch: timed(plain) });
  return {
    "deleteAgent, µs": sdk.toFixed(1),
    "plain fetch and JSON.parse, µs": fetch.toFixed(1),
    "ratio (goal: at most 1.5)": (sdk / fetch).toFixed(2),
  };
}
