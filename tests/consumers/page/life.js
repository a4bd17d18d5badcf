// What it is given is in memory only: it is gone when the page is loaded anew in place of being restored.
import { AgentClient } from "./node_modules/agent-delete/index.js";

/** @type {AgentClient} */
let client;
/** @type {Promise<unknown>} */
let asked;

/** Deletes the first agent now, the second while the page goes away, the third once it is back. */
globalThis.live = async (options, [now, leaving, back]) => {
  client = new AgentClient(options);
  addEventListener("pagehide", () => {
    asked = client.deleteAgent(leaving).catch((error) => error.name);
  });
  addEventListener("pageshow", async ({ persisted }) => {
    if (!persisted) return;
    await asked;
    await client.deleteAgent(back);
  });
  return (await client.deleteAgent(now)).outcome;
};
