// @ts-check
// A plan that is kept: made by one person, reviewed by another, carried out as it stands.

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { wrongUse } from "./exit-codes.js";
import { checkPlace, makeFolder, writeWhole } from "./files.js";
import { changes, FINGERPRINT, fingerprint } from "./fingerprint.js";
import { BACKEND, CASCADE, checker } from "./schema.js";
import { planResult } from "./show.js";
import { messageOf } from "./text.js";
import { sentenceOf } from "./wording.js";

/** @import { DeletionPlan } from "../pkg/types.d.ts" */
/** @import { Settings } from "./connection.js" */
/** @import { Fingerprint } from "./fingerprint.js" */
/** @import { Target } from "./targets.js" */

const VERSION = 1;

/**
 * @typedef {object} PlanFile
 * @property {number} version
 * @property {string} madeAt
 * @property {{ name: string | null, backend: string, baseUrl: string, apiVersion?: string }} connection
 * @property {{ force: boolean, cascade: "threads"[] }} options
 * @property {{ id: string, seen: Fingerprint | null, blockers: string[], plan: DeletionPlan }[]} agents
 * @property {{ id: string, code: string, message: string }[]} [unread] Agents that could not be looked at. Nothing is planned for them.
 */

/** What is read of it. The plans themselves are for who reviews it. @type {ReturnType<typeof checker<PlanFile>>} */
const check = checker({
  type: "object",
  required: ["version", "connection", "options", "agents"],
  properties: {
    version: { const: VERSION },
    connection: {
      type: "object",
      required: ["backend", "baseUrl"],
      properties: { backend: BACKEND, baseUrl: { type: "string" }, apiVersion: { type: "string" } },
    },
    options: {
      type: "object",
      required: ["force", "cascade"],
      additionalProperties: false,
      properties: { force: { type: "boolean" }, cascade: CASCADE },
    },
    agents: {
      type: "array",
      items: {
        type: "object",
        required: ["id", "seen", "blockers"],
        properties: { id: { type: "string", minLength: 1 }, seen: FINGERPRINT, blockers: { type: "array", items: { type: "string" } } },
      },
    },
    unread: { type: "array", items: { type: "object", required: ["id"], properties: { id: { type: "string", minLength: 1 } } } },
  },
});

/**
 * @param {string} file
 * @param {Settings} settings
 * @param {Target[]} targets
 * @param {{ force: boolean, cascade: "threads"[] }} options
 */
export function writePlanFile(file, { name, backend, baseUrl, client: { apiVersion } }, targets, options) {
  const agents = targets.flatMap(({ id, agent, plan }) => (plan ? [{ id, seen: fingerprint(agent), blockers: codes(plan), plan: planResult(plan) }] : []));
  const unread = targets.flatMap(({ id, error }) => (error ? [{ id, code: error.code, message: sentenceOf(error) }] : []));
  /** @type {PlanFile} */
  const content = { version: VERSION, madeAt: new Date().toISOString(), connection: { name, backend, baseUrl, apiVersion }, options, agents, unread };
  try {
    makeFolder(dirname(resolve(file)));
    writeWhole(file, `${JSON.stringify(content, null, 2)}\n`);
  } catch (error) {
    throw wrongUse(`--out ${file} can't be written: ${messageOf(error)}`);
  }
}

/** Before anything is sent: whether a plan can be kept there. Only a plan is written over. @param {string} file */
export function checkPlanFile(file) {
  const there = resolve(file);
  try {
    checkPlace(there);
    if (existsSync(there) && (!statSync(there).isFile() || (statSync(there).size > 0 && !isPlan(there)))) throw new Error("what is there is no plan");
  } catch (error) {
    throw wrongUse(`--out ${file} can't be written: ${messageOf(error)}`);
  }
}

/** @param {string} file */
function isPlan(file) {
  try {
    return check(JSON.parse(readFileSync(file, "utf8"))).wrong === null;
  } catch {
    return false;
  }
}

/** @param {string} file @returns {PlanFile} */
export function readPlanFile(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw wrongUse(`--plan ${file} can't be read: ${messageOf(error)}`);
  }
  let content;
  try {
    content = JSON.parse(text);
  } catch {
    throw wrongUse(`--plan ${file} is no plan of agent-delete: it is not JSON.`);
  }
  const { version } = Object(content);
  if (typeof version === "number" && version !== VERSION) {
    throw wrongUse(`--plan ${file} is a plan of version ${version}; this agent-delete knows version ${VERSION}.`);
  }
  const { value, wrong } = check(content);
  if (wrong !== null) throw wrongUse(`--plan ${file} is no plan of agent-delete: ${wrong}.`);
  return value;
}

/**
 * Those that are what they were, and those that are not, with what is different.
 *
 * @param {PlanFile} planned
 * @param {Target[]} targets The same agents, as they are now.
 */
export function compared(planned, targets) {
  const before = new Map(planned.agents.map((one) => [one.id, one]));
  /** @type {Target[]} */
  const same = [];
  /** @type {{ id: string, what: string }[]} */
  const changed = [];
  for (const target of targets) {
    const one = before.get(target.id);
    const different = !one ? ["the plan has no agent of this id"] : target.error || !target.plan ? [] : changes(one.seen, fingerprint(target.plan.agent));
    if (one && target.plan && different.length === 0 && codes(target.plan).join() !== one.blockers.join()) different.push("what stands in the way");
    if (different.length === 0) same.push(target);
    else changed.push({ id: target.id, what: different.join(", ") });
  }
  return { same, changed };
}

/** @param {DeletionPlan} plan */
const codes = ({ blockers }) => blockers.map(({ code }) => code).sort();
