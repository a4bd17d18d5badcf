// @ts-check
// The demonstration: the package at work in Node, on the five emulated platforms over real HTTP. Results, a refusal,
// a plan, a backup and a bulk deletion.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { serveSandbox } from "../../pkg/sandbox/node.js";
import { pkg } from "../lib/paths.mjs";
import {
  beginning, bold, dim, duration, green, heading, lastSegments, paragraph, progressBar, red, table, yellow,
} from "../lib/terminal.mjs";
import { showCommandLine } from "./command-line.mjs";

const manifest = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));

/** @type {string} */
const version = manifest.version;

/** @type {typeof import("../../pkg/index.js")} */
const { AgentClient, backupFromJson, backupToJson, isAgentError, resultsToCsv } = await import(
  pathToFileURL(join(pkg, manifest.exports["."].node.import.default)).href
);

export async function demo() {
  const world = await openWorld();
  try {
    const place = `on five emulated platforms at ${world.server.origin}`;
    console.log(`${bold(`agent-delete ${version}`)} ${dim(place)}`);
    await showDeletions(world);
    await showRefusal(world);
    await showPlan(world);
    await showBackup(world);
    await showBulk(world);
    await showCommandLine(world);
    console.log();
  } finally {
    await world.server.close();
  }
}

/**
 * @typedef {import("../../pkg/index.js").AgentError} AgentError
 * @typedef {import("../../pkg/types.js").Deletion} Deletion
 * @typedef {import("../../pkg/types.js").DeletionPlan} DeletionPlan
 * @typedef {import("../../pkg/types.js").Progress} Progress
 * @typedef {import("../../pkg/types.js").Step} Step
 * @typedef {import("../lib/terminal.mjs").Cell} Cell
 * @typedef {import("../lib/terminal.mjs").Column} Column
 *
 * @typedef {object} World What the demonstration plays in.
 * @property {import("../../pkg/sandbox/index.js").Sandbox} sandbox
 * @property {import("../../pkg/sandbox/node.js").SandboxServer} server
 */

/** @returns {Promise<World>} */
async function openWorld() {
  const sandbox = createSandbox();
  return { sandbox, server: await serveSandbox(sandbox) };
}

/** @type {Column[]} */
const DELETION_COLUMNS = [
  { title: "Platform" },
  { title: "Agent", cut: beginning },
  { title: "Outcome" },
  { title: "Existed" },
  { title: "Force" },
  { title: "Verified" },
];

/** @param {World} world */
async function showDeletions({ server, sandbox }) {
  const { charm, langchain, foundry, eliza, kortix } = sandbox.agents;
  /** @type {[import("../../pkg/types.js").KnownBackend, string][]} */
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
  print(table(DELETION_COLUMNS, deletions.map(deletionRow)));
  console.log();
  paragraph("Kortix gives no answer that would prove an agent gone, so none is said to be verified there.");
  heading("Their receipts", { about: "Every HTTP exchange, without host and without credential." });
  print(receipts(deletions));
}

/** @param {World} world */
async function showRefusal({ server, sandbox }) {
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

/** @param {Deletion} deletion @returns {Cell[]} */
function deletionRow({ backend, agentId, outcome, existed, force, verified }) {
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

/** @type {Column[]} */
const RECEIPT_COLUMNS = [
  { title: "Platform" },
  { title: "Purpose" },
  { title: "Method" },
  { title: "Path", cut: lastSegments },
  { title: "Status", align: "right" },
  { title: "Try", align: "right" },
  { title: "ms", align: "right" },
];

/**
 * @param {{ backend: string, steps: Step[] }[]} calls
 */
function receipts(calls) {
  return table(RECEIPT_COLUMNS, calls.flatMap(({ backend, steps }) => {
    return steps.map((step, at) => receiptRow(at === 0 ? backend : "", step));
  }));
}

/**
 * @param {string} backend
 * @param {Step} step
 * @returns {Cell[]}
 */
function receiptRow(backend, { purpose, method, path, status, attempt, durationMs }) {
  return [
    backend,
    purpose,
    method,
    path,
    status === null ? ["none", dim] : String(status),
    String(attempt),
    String(Math.round(durationMs)),
  ];
}

/** @param {World} world */
async function showPlan({ server, sandbox }) {
  // The seeded default agent is gone by now.
  const id = sandbox.create("kortix", { name: "Front desk", isDefault: true });
  const client = new AgentClient(server.clientOptions("kortix"));
  heading("A plan", {
    about: "A default agent on Kortix, first without force, then with it. Nothing is changed.",
    code: "await client.planDeletion(id, { force })",
  });
  const plan = await client.planDeletion(id);
  paragraph(`${plan.agent?.name} (${plan.agentId})`, label("agent"), String);
  answer("no force", plan);
  answer("force", await client.planDeletion(id, { force: true }));
  list("destroys", plan.destroys, red);
  list("keeps", plan.keeps, green);
}

/** @param {string} name @param {DeletionPlan} plan */
function answer(name, { deletable, blockers, requests }) {
  const verdicts = { true: "deletable", false: "not deletable", null: "the platform will tell" };
  paragraph(verdicts[`${deletable}`], label(name), deletable ? green : yellow);
  for (const { code, message, liftedBy, overridden } of blockers) {
    const lifted = liftedBy ? `${overridden ? "Overridden" : "Lifted"} by ${liftedBy}.` : "";
    paragraph(`${code}: ${message} ${lifted}`.trim(), label(""), String);
  }
  for (const { purpose, method, path } of requests) {
    paragraph(`${purpose.padEnd(15)}${method.padEnd(8)}${path}`, label(""), dim);
  }
}

/** @param {string} name @param {string[]} items @param {import("../lib/terminal.mjs").Paint} paint */
function list(name, items, paint) {
  items.forEach((item, at) => paragraph(item, label(at === 0 ? name : ""), paint));
}

/** @param {string} name */
function label(name) {
  return name.padEnd(10);
}

/** @param {World} world */
async function showBackup({ server, sandbox }) {
  heading("A backup", {
    about: "Taken before anything is stopped: a stopped elizaOS agent no longer shows its memories.",
    code: "await client.backupAgent(id)",
  });
  const client = new AgentClient(server.clientOptions("eliza"));
  const backup = await client.backupAgent(sandbox.agents.eliza.default);
  const text = backupToJson(backup);
  const { content, source, missing, redacted } = backupFromJson(text);
  const rows = Object.entries(content).map(([part, saved]) => [part, extent(saved)]);
  for (const line of table([{ title: "Part" }, { title: "Saved" }], rows)) console.log(line);
  console.log();
  paragraph(source === "export" ? "the platform's own export" : "the plain agent", "source    ", String);
  paragraph(missing.map(({ part }) => part).join(", ") || "nothing", "missing   ", String);
  paragraph(`${redacted.length} secret values`, "redacted  ", String);
  for (const pointer of redacted) paragraph(pointer, "          ", dim);
  paragraph(`${text.length} characters by backupToJson, read back by backupFromJson`, "as a text ", String);
}

/** @param {unknown} saved */
function extent(saved) {
  if (Array.isArray(saved)) return saved.length === 1 ? "1 entry" : `${saved.length} entries`;
  return `${JSON.stringify(saved).length} bytes of JSON`;
}

const AGENTS = 200;

/** Ids that can't be deleted: one that no agent has, and one that is no id. */
const WRONG_IDS = ["00000000-0000-4000-8000-00000000dead", "../agents"];

/** @type {Column[]} */
const FAILURE_COLUMNS = [{ title: "Failed" }, { title: "Agent" }, { title: "Why", cut: beginning }];

/** @param {World} world */
async function showBulk({ server, sandbox }) {
  const ids = sandbox.createMany("kortix", AGENTS, { name: "Left over" });
  ids.splice(AGENTS / 4, 0, ...WRONG_IDS);
  heading(`${ids.length} ids at once`, {
    about: "Half-way, Kortix answers 429 and asks for a second of patience. Two of the ids are wrong.",
    code: "for await (const result of client.deleteAgents(ids, { concurrency: 8 }))",
  });
  const faults = [
    sandbox.inject({ kind: "delay", backend: "kortix", ms: 15 }),
    sandbox.inject({ kind: "rate-limit", backend: "kortix", skip: AGENTS / 2, times: 3, retryAfter: 1 }),
  ];

  const client = new AgentClient(server.clientOptions("kortix"));
  const bar = progressBar();
  const start = performance.now();
  const results = [];
  let attempts = 0;
  const reader = client.deleteAgents(ids, {
    concurrency: 8,
    onProgress: (progress) => bar.show(progress.settled, ids.length, tally(progress)),
  });
  for await (const result of reader) {
    attempts += (result.deletion ?? result.error).steps.length;
    results.push(result);
  }
  bar.end();
  const passed = duration(performance.now() - start);
  for (const fault of faults) fault.remove();

  paragraph(`${ids.length} ids, ${attempts} requests, ${passed}`);
  console.log();
  const rows = results.flatMap(({ agentId, error }) => (error ? [failureRow(agentId, error)] : []));
  for (const line of table(FAILURE_COLUMNS, rows)) console.log(line);
  console.log();
  const lines = resultsToCsv(results).split("\r\n");
  paragraph(`For a spreadsheet, resultsToCsv(results) gives ${lines.length - 1} lines.`);
}

/**
 * How the settled ones ended, each outcome by its own name: what is only accepted is not deleted.
 * @param {Progress} progress
 */
function tally({ deleted, accepted, absent, failed, duplicates }) {
  const rare = Object.entries({ accepted, absent, duplicates }).filter(([, count]) => count > 0);
  return [`${deleted} deleted`, ...rare.map(([name, count]) => `${count} ${name}`), `${failed} failed`].join(", ");
}

/**
 * @param {string} agentId
 * @param {AgentError} error
 * @returns {Cell[]}
 */
function failureRow(agentId, { code, backendMessage, message }) {
  return [[code, red], agentId, [backendMessage ?? message.slice(message.indexOf(": ") + 2), dim]];
}
