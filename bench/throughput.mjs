// @ts-check
// Ten thousand deletions over HTTP on loopback, 64 at a time, as a ratio to a plain loop over fetch.

import { fork } from "node:child_process";
import { once } from "node:events";
import { AgentClient } from "../pkg/node.js";
import { inTurn } from "./median.mjs";

const count = 10_000;
const concurrency = 64;

export async function throughput() {
  const server = fork(new URL("./server.mjs", import.meta.url));
  try {
    const [{ baseUrl, auth }] = await once(server, "message");
    const create = async () => {
      server.send(count);
      const [{ ids }] = await once(server, "message");
      return ids;
    };
    const client = new AgentClient({ backend: "charm", baseUrl, auth });
    const { sdk, fetch } = await inTurn(5, {
      sdk: async () => bulk(client, await create()),
      fetch: async () => plain(baseUrl, auth.bearer, await create()),
    });
    return {
      "deleteAgents, a second": sdk.toFixed(0),
      "plain fetch loop, a second": fetch.toFixed(0),
      "ratio (goal: at least 0.85)": (sdk / fetch).toFixed(2),
    };
  } finally {
    server.kill();
  }
}

/** @param {AgentClient} client @param {string[]} ids */
async function bulk(client, ids) {
  const start = performance.now();
  for await (const { deletion, error } of client.deleteAgents(ids, { concurrency })) {
    if (deletion?.outcome !== "deleted") {
      throw error ?? new Error(`${deletion?.outcome}`);
    }
  }
  return (count * 1000) / (performance.now() - start);
}

/** @param {string} baseUrl @param {string} token @param {string[]} ids */
async function plain(baseUrl, token, ids) {
  const start = performance.now();
  const left = ids[Symbol.iterator]();
  const worker = async () => {
    for (const id of left) {
      const response = await fetch(`${baseUrl}/v1/agents/${id}`, {
        method: "DELETE",
        headers: { Authorization: `Bearer ${token}` },
      });
      await response.arrayBuffer();
      if (response.status !== 204) {
        throw new Error(`${response.status}`);
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (count * 1000) / (performance.now() - start);
}
