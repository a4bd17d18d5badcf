// @ts-check
// One agent on each platform, deleted by the same call, and one deletion that is refused.

import { AgentClient, isAgentError } from "./package.mjs";
import { dim, green, red, yellow } from "./paint.mjs";
import { receipts } from "./receipt.mjs";
import { beginning, table } from "./table.mjs";
import { heading, paragraph } from "./text.mjs";

/**
 * @typedef {import("../../pkg/index.js").Deletion} Deletion
 * @typedef {import("../../pkg/index.js").AgentError} AgentError
 * @typedef {import("./world.mjs").World} World
 */

/** @type {import("./table.mjs").Column[]} */
const COLUMNS = [
  { title: "Platform" },
  { title: "Agent", cut: beginning },
  { title: "Outcome" },
  { title: "Existed" },
  { title: "Force" },
  { title: "Verified" },
];

/** @param {World} world */
export async function showDeletions({ server, sandbox }) {
  const { charm, langchain, foundry, eliza, kortix } = sandbox.agents;
  /** @type {[import("../../pkg/types.js").BackendName, string][]} */
  const agents = [
    ["charm", charm.plain],
    ["langchain", langchain.plain],
    ["foundry", foundry.live],
    ["eliza", eliza.running],
    ["kortix", kortix.default],
  ];
  heading("One agent on each platform", {
    about: "Foundry's has sessions in use, elizaOS's runs, Kortix's is the default one: hence force.",
    code: "await client.deleteAgent(id, { force: true, verify: true })",
  });
  const deletions = [];
  for (const [backend, id] of agents) {
    const client = new AgentClient(server.clientOptions(backend));
    deletions.push(await client.deleteAgent(id, { force: true, verify: true }));
  }
  print(table(COLUMNS, deletions.map(row)));
  console.log();
  paragraph("Kortix gives no answer that would prove an agent gone, so none is said to be verified there.");
  heading("Their receipts", { about: "Every HTTP exchange, without host and without credential." });
  print(receipts(deletions));
}

/** @param {World} world */
export async function showRefusal({ server, sandbox }) {
  heading("One refusal", {
    about: "The agent is running. elizaOS itself would delete it unasked; the client does not let it.",
    code: "await client.deleteAgent(id)",
  });
  const error = await refusal(() => {
    return new AgentClient(server.clientOptions("eliza")).deleteAgent(sandbox.agents.eliza.default);
  });
  paragraph(error.code, "code     ", red);
  paragraph(error.message, "message  ", String);
  paragraph(error.hint ?? "none", "hint     ", yellow);
  console.log();
  print(receipts([error]));
}

/**
 * @param {() => Promise<unknown>} call
 * @returns {Promise<AgentError>}
 */
async function refusal(call) {
  try {
    await call();
  } catch (error) {
    if (isAgentError(error)) return error;
    throw error;
  }
  throw new Error("The deletion of a running agent was not refused.");
}

/** @param {Deletion} deletion @returns {import("./table.mjs").Cell[]} */
function row({ backend, agentId, outcome, existed, force, verified }) {
  return [
    backend,
    agentId,
    [outcome, outcome === "deleted" ? green : yellow],
    existed === null ? ["not said", dim] : yesNo(existed),
    force.replace("-", " "),
    yesNo(verified),
  ];
}

/** @param {boolean} value */
function yesNo(value) {
  return value ? "yes" : "no";
}

/** @param {string[]} lines */
function print(lines) {
  for (const line of lines) console.log(line);
}
