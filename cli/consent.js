// @ts-check
// Whether a person, or who wrote the script, means it: this many, these, there.

import { DECLINED, Stop, wrongUse } from "./exit-codes.js";
import { counted } from "./text.js";

/** @import { Connection } from "./connection.js" */
/** @import { Context } from "./context.js" */
/** @import { Targets } from "./targets.js" */

/**
 * @typedef {object} ConsentFlags
 * @property {boolean} [yes]
 * @property {number} [expect]
 * @property {number} [atMost]
 * @property {string} [production]
 */

/**
 * What can be said no to before anything is read.
 *
 * @param {Context} context
 * @param {Connection} connection
 * @param {ConsentFlags} flags
 * @param {{ all: boolean, filtered: boolean, verb: string }} what
 */
export function refuseEarly({ out }, { production, label }, flags, { all, filtered, verb }) {
  const { yes = false, expect, atMost } = flags;
  if (expect !== undefined && atMost !== undefined) throw wrongUse("--expect and --at-most can't be given together.");
  if (flags.production !== undefined && !production.includes(flags.production)) {
    throw wrongUse(`--production ${flags.production} is not ${production.length > 0 ? production[0] : `needed: ${label} is not marked so`}.`);
  }
  if (!yes) {
    if (out.interactive) return;
    throw wrongUse(`There is no terminal to ask on, so nothing is ${verb}. --yes answers for a script.`);
  }
  if (all && !filtered) {
    throw wrongUse("--yes with --all needs a filter: say --name '*' for every agent.");
  }
  if (filtered && expect === undefined && atMost === undefined) {
    throw wrongUse("--yes with a filter needs --expect N or --at-most N beside it, for a filter may match more than was meant.");
  }
  if (production.length > 0 && flags.production === undefined) {
    throw wrongUse(`${production[0]} is marked as production: --yes needs --production ${production[0]} beside it.`);
  }
}

/**
 * Whether the number is the one that was said.
 *
 * @param {number} count
 * @param {ConsentFlags} flags
 * @param {string} verb
 */
export function checkNumber(count, { expect, atMost }, verb) {
  if (expect !== undefined && count !== expect) {
    throw new Stop(DECLINED, `${counted(count, "agent")} would be ${verb}, and --expect says ${expect}: nothing was ${verb}.`);
  }
  if (atMost !== undefined && count > atMost) {
    throw new Stop(DECLINED, `${counted(count, "agent")} would be ${verb}, and --at-most says ${atMost}: nothing was ${verb}.`);
  }
}

/**
 * Asks: for one, its name; for many, their number; for all, and in production, the connection's name too.
 *
 * @param {Context} context
 * @param {Connection} connection
 * @param {Pick<Targets, "chosen" | "listed" | "filtered">} targets
 * @param {ConsentFlags} flags
 * @param {string} verb
 */
export async function consent({ prompts }, { label, production }, { chosen, listed, filtered }, { yes = false }, verb) {
  if (yes) return;
  const places = listed && !filtered ? [label, ...production] : production;
  for (const place of new Set(places)) {
    const why = production.includes(place) ? "This is production." : "This means every agent.";
    await typed(place, `${why} Type the connection's name, ${place}:`);
  }
  if (chosen.length === 1) {
    const [{ id, agent }] = chosen;
    const name = agent?.name?.trim() ? agent.name : id;
    await typed(name, `Type its ${name === id ? "id" : "name"}, ${name}, and it is ${verb}:`);
  } else {
    await typed(String(chosen.length), `Type their number, and ${chosen.length} agents are ${verb}:`);
  }

  /** @param {string} expected @param {string} question */
  async function typed(expected, question) {
    if ((await prompts.text(question)).trim() !== expected.trim()) {
      throw new Stop(DECLINED, `That is something else: nothing was ${verb}.`);
    }
  }
}
