// @ts-check
// What a command is about to do, for a person's eyes: the agents, what goes and what stays, and what stands in the way.

import { age } from "./dates.js";
import { tally } from "./progress.js";
import { isMissing } from "./targets.js";
import { table } from "./table.js";
import { counted, wrapped } from "./text.js";
import { worded } from "./wording.js";

/** @import { Agent, Blocker, DeletionPlan } from "../pkg/types.d.ts" */
/** @import { Context } from "./context.js" */
/** @import { Colours, Output } from "./output.js" */
/** @import { Cell } from "./table.js" */
/** @import { Target, Targets } from "./targets.js" */

/** A preview shows as many; `plan` shows all. */
const PREVIEW = 20;

/** @typedef {"deleted" | "stopped"} Verb What a command does to agents. */

/** What would become of an agent, in a word or two. @param {Target} target @param {Verb} verb */
export function verdict({ plan, error, agent }, verb) {
  if (error) return `can't be read: ${error.code}`;
  if (!plan) return "not looked at";
  if (isMissing({ plan, error, agent, id: "" })) return "not there";
  // What stands in the way of a deletion stands in the way of nothing else.
  if (verb === "stopped") return agent?.status === "inactive" ? "does not run" : agent ? "would be stopped" : "the platform decides";
  const blocker = plan.blockers.find(({ overridden }) => !overridden);
  if (plan.deletable === false && blocker) return `${blocker.code}${blocker.liftedBy ? ` (--${blocker.liftedBy})` : ""}`;
  return plan.deletable === null ? "the platform decides" : "would be deleted";
}

/**
 * @param {Pick<Targets, "chosen" | "kept">} targets
 * @param {Colours} paint
 * @param {{ width: number, verb: Verb, limit?: number, now?: number }} options
 */
export function targetsTable({ chosen, kept }, { dim, red, yellow, green }, { width, verb, limit = Infinity, now = Date.now() }) {
  /** @param {string} text */
  const colour = (text) => (text === `would be ${verb}` ? red : text === "not there" || text === "does not run" ? dim : yellow);
  /** @type {Cell[][]} */
  const rows = [
    ...chosen.map((target) => {
      const word = verdict(target, verb);
      return /** @type {Cell[]} */ ([target.id, target.agent?.name ?? "–", ...common(target.agent, now), [word, colour(word)]]);
    }),
    ...kept.map(({ agent, by }) => /** @type {Cell[]} */ ([agent.id, agent.name ?? "–", ...common(agent, now), [`protected by ${by}`, green]])),
  ];
  const columns = [{ title: "Agent", whole: true }, { title: "Name" }, { title: "Status", spare: true }, { title: "Age", spare: true }, { title: "Then", whole: true }];
  return [...table(columns, rows.slice(0, limit), { width, title: dim }), ...(rows.length > limit ? [`  … and ${rows.length - limit} more`] : [])];
}

/** @param {Agent | null} agent @param {number} now */
const common = (agent, now) => [`${agent?.status ?? "–"}${agent?.isDefault ? ", default" : ""}`, age(agent?.createdAt ?? null, now)];

/**
 * The preview, on standard error.
 *
 * @param {Context} context
 * @param {Targets} targets
 * @param {{ table?: boolean, verb?: Verb }} [options]
 */
export function preview({ out }, targets, { table: withTable = true, verb = "deleted" } = {}) {
  const { chosen, kept } = targets;
  if (withTable && chosen.length + kept.length > 0) {
    out.drawn("note", targetsTable(targets, out.paint, { width: out.width(), verb, limit: PREVIEW }));
    out.note("");
  }
  if (verb === "deleted") {
    const plans = chosen.flatMap(({ plan }) => (plan ? [plan] : []));
    const possible = plans.filter(canBeDeleted);
    list(out, "destroys", possible.flatMap(({ destroys }) => destroys), out.paint.red);
    list(out, "keeps", possible.flatMap(({ keeps }) => keeps), out.paint.green);
    obstacles(out, plans);
  }
  for (const sentence of remarks(targets, verb)) out.note(sentence);
}

/** As it is, or with a flag that is not given yet. @param {DeletionPlan} plan */
const canBeDeleted = ({ deletable, blockers }) => deletable !== false || blockers.every(({ overridden, liftedBy }) => overridden || liftedBy !== null);

/** How many, and what was left out and why. @param {Targets} targets @param {Verb} verb */
export function remarks({ chosen, kept, undated, others, listed }, verb) {
  const sentences = [];
  if (chosen.length === 0) sentences.push(listed || others + undated > 0 ? `No agent matches: nothing is ${verb}.` : `Nothing is ${verb}.`);
  else sentences.push(`${counted(chosen.length, "agent")}: ${tally(verdicts(chosen, verb))}.`);
  if (kept.length > 0) sentences.push(`${counted(kept.length, "agent")} ${kept.length === 1 ? "is" : "are"} protected by the configuration and stay${kept.length === 1 ? "s" : ""}.`);
  if (undated > 0) sentences.push(`${counted(undated, "agent")} ${undated === 1 ? "has" : "have"} no date to judge by and stay${undated === 1 ? "s" : ""}.`);
  return sentences;
}

/** @param {Target[]} targets @param {Verb} verb */
function verdicts(targets, verb) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const target of targets) counts.set(verdict(target, verb), (counts.get(verdict(target, verb)) ?? 0) + 1);
  return counts;
}

/** Where the text beside a title begins. */
const INDENT = 14;

/** @param {Output} out @param {string} title @param {string[]} items @param {import("./output.js").Paint} paint */
function list(out, title, items, paint) {
  const lines = [...new Set(items)].flatMap((item) => wrapped(worded(item), out.width() - INDENT));
  lines.forEach((text, at) => out.note(`  ${(at === 0 ? title : "").padEnd(INDENT - 2)}`, [text, paint]));
}

/** What stands in the way, alike ones counted. @param {Output} out @param {DeletionPlan[]} plans */
function obstacles(out, plans) {
  /** @type {Map<string, { blocker: Blocker, count: number }>} */
  const seen = new Map();
  for (const { blockers, agentId } of plans) {
    for (const blocker of blockers) {
      const message = blocker.message.replaceAll(agentId, "…");
      const known = seen.get(message) ?? { blocker: { ...blocker, message }, count: 0 };
      known.count += 1;
      seen.set(message, known);
    }
  }
  const sentences = [...seen.values()].map(({ blocker, count }) => {
    const lifted = blocker.liftedBy ? (blocker.overridden ? ` Overridden by --${blocker.liftedBy}.` : ` Lifted by --${blocker.liftedBy}.`) : "";
    return `${count > 1 ? `${count} × ` : ""}${blocker.code}: ${worded(blocker.message)}${lifted}`;
  });
  list(out, "in the way", sentences, out.paint.yellow);
}

/** A plan for programs: the platform's own object may hold secrets, and is left out. @param {DeletionPlan} plan */
export const planResult = (plan) => ({ ...plan, agent: plan.agent && agentResult(plan.agent) });

/** @param {Agent} agent @param {{ raw?: boolean }} [options] */
export const agentResult = (agent, { raw = false } = {}) => (raw ? agent : { ...agent, raw: null });

/**
 * The plan of an agent that the configuration protects, in the client's own shape.
 *
 * @param {{ agent: Agent, by: string }} kept
 * @param {string} backend
 * @returns {Omit<DeletionPlan, "backend"> & { backend: string }}
 */
export const keptPlan = ({ agent, by }, backend) => ({
  backend,
  agentId: agent.id,
  agent: agentResult(agent),
  deletable: false,
  blockers: [{ code: "protected", message: `the configuration protects it by "${by}"`, liftedBy: null, overridden: false }],
  requests: [],
  destroys: [],
  keeps: [],
});
