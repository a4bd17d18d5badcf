// @ts-check
// What stands in the way of a change, whatever the page says: an agent that the configuration protects, and a production
// connection whose name was not typed.

import { particularsOf } from "../platforms.js";
import { COMPANY } from "../protect.js";
import { sentenceOf } from "../wording.js";

/** @import { Known } from "../../pkg/proxy.d.ts" */
/** @import { Refusal } from "./answers.js" */
/** @import { Place } from "./places.js" */

/** The header in which the page repeats the name that was typed. */
export const TYPED = "x-agent-delete-production";

/**
 * Why a change is not forwarded, or null.
 *
 * @param {Place} place
 * @param {Known} known
 * @param {string} typed
 * @param {AbortSignal} signal
 * @returns {Promise<Refusal | null>}
 */
export async function inTheWay(place, known, typed, signal) {
  const { name, connection: { production, protection } } = place;
  if (production.length > 0 && ![name, ...production].includes(typed)) {
    return { code: "production", message: `"${name}" is marked as production, and its name was not typed: nothing was sent.` };
  }
  // What makes an agent the default one again destroys nothing, and must not fail for a read.
  if (!protection.needsName || known.purpose === "restore-default") return null;
  const id = known.agentId ?? place.threads.get(known.threadId ?? "");
  if (id === undefined) {
    return { code: "protected", message: "Nobody can tell whose thread this is, and its agent may be protected: nothing was sent." };
  }
  return protectedBy(place, known.purpose, id, signal);
}

/**
 * Names may change, so the agent is read before each change.
 *
 * @param {Place} place
 * @param {string} purpose
 * @param {string} id
 * @param {AbortSignal} signal
 * @returns {Promise<Refusal | null>}
 */
async function protectedBy({ connection: { agents, protection, backend } }, purpose, id, signal) {
  /** @param {string | null} pattern @returns {Refusal | null} */
  const refusal = (pattern) =>
    pattern === null ? null : { code: "protected", message: `The configuration protects it by "${pattern}": nothing was sent.` };
  const byId = refusal(protection.of({ id, name: null }));
  if (byId) return byId;
  try {
    const { name } = await agents.getAgent(id, { signal });
    const byName = refusal(protection.of({ id, name }));
    if (byName || purpose !== "delete") return byName;
    const plan = await agents.planDeletion(id, { force: true, signal });
    return protection.forbidsCompany(plan) ? { code: "protected", message: `Nothing was sent: ${COMPANY}.` } : null;
  } catch (error) {
    const { code } = /** @type {any} */ (error);
    // There is nothing of that name to protect.
    if (code === "not-found" && !particularsOf(backend).missingProvesNothing) return null;
    const status = code === "unauthenticated" ? 401 : 403;
    return { status, code: "protected", message: `It can't be read, so nobody can tell whether it is protected; nothing was sent. ${sentenceOf(error)}` };
  }
}

/** No page of a list of threads is longer. */
const LONGEST_LIST = 1 << 20;

/**
 * Remembers whose threads a list shows that passes by.
 *
 * @param {Place} place
 * @param {Known} known
 * @param {import("node:stream").Readable} list
 */
export function rememberThreads({ threads, connection }, { agentId }, list) {
  if (!connection.protection.needsName) return;
  let text = "";
  list.on("data", (chunk) => {
    if (text.length <= LONGEST_LIST) text += chunk.toString("latin1");
  });
  list.on("end", () => {
    for (const { thread, owner } of threadsIn(text)) {
      if (typeof thread === "string") threads.set(thread, typeof owner === "string" && owner !== "" ? owner : String(agentId));
    }
  });
}

/** LangChain's are in a member and name their agent, LangGraph's are all there is and name it among their metadata. @param {string} text */
function threadsIn(text) {
  try {
    const list = JSON.parse(text);
    /** @type {any[]} */
    const rows = Array.isArray(list) ? list : list.threads;
    return rows.map((row) => ({ thread: row.thread_id ?? row.id, owner: row.agent_id ?? row.metadata?.assistant_id }));
  } catch {
    return [];
  }
}
