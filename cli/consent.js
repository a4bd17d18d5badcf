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
  const chosen = counted(count, "agent is chosen", "agents are chosen");
  if (expect !== undefined && count !== expect) {
    throw new Stop(DECLINED, `${chosen}, and --expect says ${expect}: nothing was ${verb}.`);
  }
  if (atMost !== undefined && count > atMost) {
    throw new Stop(DECLINED, `${chosen}, and --at-most says ${atMost}: nothing was ${verb}.`);
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
  const [{ id, agent }] = chosen;
  const name = agent?.name?.trim() ? agent.name : null;
  const number = String(chosen.length);
  if (chosen.length > 1) await typed(number, `Type their number, and ${number} agents are ${verb}:`);
  else if (name !== null && isTypable(name)) await typed(name, `Type its name, ${name}, and it is ${verb}:`);
  else if (!isTypable(id)) await typed(number, `Neither its name nor its id can be typed. Type ${number}, and it is ${verb}:`);
  else if (name !== null) await typed(id, `Its name can't be typed. Type its id, ${id}, and it is ${verb}:`);
  else await typed(id, `Type its id, ${id}, and it is ${verb}:`);

  /** @param {string} expected @param {string} question */
  async function typed(expected, question) {
    if (plain(await prompts.text(question)) !== plain(expected)) {
      throw new Stop(DECLINED, `That is something else: nothing was ${verb}.`);
    }
  }
}

/** The same letters are the same in one code point and in two. @param {string} text */
const plain = (text) => text.normalize("NFC").trim();

/** Longer ones would be typed wrong. */
const LONGEST = 64;

/**
 * Whether a person can read a text off a terminal and type it: letters and digits of any script, what stands on every keyboard, and
 * single spaces. Emoji, control characters, marks of direction and what can't be seen are none of these.
 *
 * @param {string} text
 */
export function isTypable(text) {
  const trimmed = text.trim();
  return trimmed.length <= LONGEST && !/ {2}/.test(trimmed) && /^[\p{L}\p{Mn}\p{Mc}\p{Nd} -~]+$/u.test(trimmed.replace(INVISIBLE, "\n"));
}

/** Letters and marks that show nothing, or only change what stands before them. */
const INVISIBLE = /[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
