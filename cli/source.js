// @ts-check
// Where the agents' ids come from: arguments, a file, standard input, or the platform's whole listing.

import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { wrongUse } from "./exit-codes.js";
import { messageOf } from "./text.js";

/** @import { Agent } from "../pkg/types.d.ts" */
/** @import { Connection } from "./connection.js" */
/** @import { Context } from "./context.js" */

/**
 * The ids that a person named, each once, in their order.
 *
 * @param {Context} context
 * @param {string[]} given
 * @param {string | undefined} from A file, or `-`.
 */
export async function namedIds(context, given, from) {
  const read = from === undefined ? [] : idsIn(await contentOf(context, from), from);
  return [...new Set([...given, ...read])];
}

/** @param {Context} context @param {string} from */
async function contentOf({ stdin }, from) {
  if (from === "-") return text(stdin);
  try {
    return await readFile(from, "utf8");
  } catch (error) {
    throw wrongUse(`--from ${from} can't be read: ${messageOf(error)}`);
  }
}

/**
 * Ids of a text: one a line, as far as a tab (as `list` prints them), or NDJSON whose objects have an `id` or an `agentId`.
 * Empty lines don't count.
 *
 * @param {string} content
 * @param {string} from
 */
export function idsIn(content, from) {
  return content.replace(/^\ufeff/, "").split(/\r?\n/).flatMap((line, at) => {
    if (line.trim() === "") return [];
    if (!line.startsWith("{")) return [line.split("\t", 1)[0]];
    let value;
    try {
      value = JSON.parse(line);
    } catch {
      throw wrongUse(`--from ${from}: line ${at + 1} begins like JSON and is none.`);
    }
    const id = value.id ?? value.agentId;
    if (typeof id !== "string") throw wrongUse(`--from ${from}: line ${at + 1} has no "id" that is a text.`);
    return [id];
  });
}

/**
 * Every agent of the platform. It is read to its end before anything is decided: a listing that fails half-way is none.
 *
 * @param {Context} context
 * @param {Connection} connection
 */
export async function listing({ interrupt }, { agents }) {
  /** @type {Map<string, Agent>} An agent that moves from page to page while it is read is still one. */
  const all = new Map();
  for await (const agent of agents.listAgents({ signal: interrupt.signal })) all.set(agent.id, agent);
  interrupt.check();
  return [...all.values()];
}
