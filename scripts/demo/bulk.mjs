// @ts-check
// Many agents at once, among them two that can't be deleted, on a platform that asks for patience half-way.

import { progressBar } from "./bar.mjs";
import { AgentClient } from "./package.mjs";
import { dim, red } from "./paint.mjs";
import { beginning, table } from "./table.mjs";
import { heading, paragraph } from "./text.mjs";
import { duration } from "../lib/progress.mjs";

const AGENTS = 200;

/** @type {import("./table.mjs").Column[]} */
const COLUMNS = [{ title: "Failed" }, { title: "Agent" }, { title: "Why", cut: beginning }];

/** @param {import("./world.mjs").World} world */
export async function showBulk({ server, sandbox }) {
  heading(`${AGENTS} agents at once`, {
    about: "Half-way, Kortix answers 429 and asks for a second of patience. Two of the ids are wrong.",
    code: "for await (const result of client.deleteAgents(ids, { concurrency: 8 }))",
  });
  const ids = sandbox.createMany("kortix", AGENTS, { name: "Left over" });
  ids.splice(AGENTS / 4, 0, "00000000-0000-4000-8000-00000000dead", "../agents");
  const faults = [
    sandbox.inject({ kind: "delay", backend: "kortix", ms: 15 }),
    sandbox.inject({ kind: "rate-limit", backend: "kortix", skip: AGENTS / 2, times: 3, retryAfter: 1 }),
  ];

  const client = new AgentClient(server.clientOptions("kortix"));
  const bar = progressBar();
  const start = performance.now();
  const failures = [];
  let attempts = 0;
  const results = client.deleteAgents(ids, {
    concurrency: 8,
    onProgress: ({ settled, deleted, failed }) => {
      bar.show(settled, ids.length, `${deleted} deleted, ${failed} failed`);
    },
  });
  for await (const { agentId, deletion, error } of results) {
    attempts += (deletion ?? error).steps.length;
    if (error) failures.push({ agentId, error });
  }
  bar.end();
  const passed = duration(performance.now() - start);
  for (const fault of faults) fault.remove();

  paragraph(`${ids.length} ids, ${attempts} requests, ${passed}`);
  console.log();
  const rows = failures.map(({ agentId, error }) => row(agentId, error));
  for (const line of table(COLUMNS, rows)) console.log(line);
}

/**
 * @param {string} agentId
 * @param {import("../../pkg/index.js").AgentError} error
 * @returns {import("./table.mjs").Cell[]}
 */
function row(agentId, { code, backendMessage, message }) {
  return [[code, red], agentId, [backendMessage ?? message.slice(message.indexOf(": ") + 2), dim]];
}
