// @ts-check
// Runs as the server, in the folder that it is installed in: elizaOS with PGlite and agents that ask no model.

import { AgentServer } from "@elizaos/server";
import { Service } from "@elizaos/core";
import sql from "@elizaos/plugin-sql";

const { PORT, DATA } = process.env;

/** A plugin whose service takes so long to stop. @param {string} name @param {number} ms */
const stopsAfter = (name, ms) => ({
  name,
  description: "stops late",
  services: [
    class extends Service {
      static serviceType = name;
      capabilityDescription = "stops late";
      /** @param {any} runtime */
      static async start(runtime) {
        return new this(runtime);
      }
      stop() {
        return new Promise((resolve) => setTimeout(resolve, ms));
      }
    },
  ],
});

const still = {
  name: "still",
  description: "answers without a model",
  models: { TEXT_EMBEDDING: async () => new Array(384).fill(0), TEXT_SMALL: async () => "", TEXT_LARGE: async () => "" },
};

const server = new AgentServer();
await server.start({ port: Number(PORT), dataDir: DATA, agents: [] });

const HOUR = 3_600_000;
// The server waits ten seconds for an agent to stop, then answers 202.
/** @type {Record<string, any[]>} */
const seeds = { talkative: [], slow: [stopsAfter("slow", 13_000)], stuck: [stopsAfter("stuck", HOUR)] };
const runtimes = await server.startAgents(Object.entries(seeds).map(([name, more]) => ({
  character: {
    name, bio: ["An agent of the live tests"],
    settings: { secrets: { WEATHER_API_KEY: "live-secret-of-an-agent" } },
  },
  plugins: [sql, still, ...more],
})));

const [talkative] = runtimes;
const [roomId, worldId, entityId] = [1, 2, 3].map(() => crypto.randomUUID());
await talkative.ensureConnection({
  entityId, roomId, worldId, userName: "user", name: "user", source: "live", type: "DM", channelId: roomId, messageServerId: worldId,
});
await talkative.createMemory(
  { entityId, roomId, agentId: talkative.agentId, content: { text: "what the user said", source: "live" } }, "messages",
);

console.log(`SEEDS ${JSON.stringify(Object.fromEntries(runtimes.map((runtime, at) => [Object.keys(seeds)[at], runtime.agentId])))}`);
