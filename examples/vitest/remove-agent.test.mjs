// npm test: the code in remove-agent.mjs against the emulated platforms. No network, no server, nothing mocked by hand.

import { AgentClient } from "agent-delete";
import { createSandbox } from "agent-delete/sandbox";
import { beforeEach, expect, test } from "vitest";
import { removeAgent } from "./remove-agent.mjs";

let sandbox, client, agents;

beforeEach(() => {
  sandbox = createSandbox();
  client = new AgentClient({ ...sandbox.clientOptions("eliza"), maxRetries: 0 });
  agents = sandbox.agents.eliza;
});

test("an agent is removed, and no other", async () => {
  const others = sandbox.list("eliza").filter((id) => id !== agents.stopped);
  expect(await removeAgent(client, agents.stopped)).toBe("It is gone.");
  expect(sandbox.list("eliza")).toEqual(others);
});

test("one that runs is kept, and the reason given", async () => {
  expect(await removeAgent(client, agents.running)).toMatch(/^It is still there\. Pass force: true/);
  expect(sandbox.has("eliza", agents.running)).toBe(true);
});

test("one that is not there is no success", async () => {
  expect(await removeAgent(client, "00000000-0000-4000-8000-00000000dead")).toBe("There is no such agent.");
});

test("a lost answer is no failure: the agent may be gone", async () => {
  sandbox.inject({ kind: "reply-lost", backend: "eliza", method: "DELETE", times: 1 });
  expect(await removeAgent(client, agents.stopped)).toBe("It may be gone. Look before you try again.");
  expect(sandbox.has("eliza", agents.stopped)).toBe(false);
});
