// @ts-check
// Bad input, found before anything is made or sent: the client itself judges the connection, the options and the ids, without a
// network.

import { wrongUse } from "./exit-codes.js";
import { nameOf, noAgent } from "./platforms.js";
import { sdk } from "./sdk.js";
import { hintOf, sentenceOf } from "./wording.js";

/** @import { AgentError } from "../pkg/index.js" */
/** @import { ClientOptions, DeleteOptions } from "../pkg/types.d.ts" */
/** @import { Connection } from "./connection.js" */
/** @import { Client } from "./sdk.js" */

/**
 * A client of which nothing is sent, once it has taken the connection and its credential.
 *
 * @param {ClientOptions} client
 * @returns {Promise<Client>}
 */
export async function soundClient(client) {
  const { AgentClient } = await sdk();
  /** @type {Client | undefined} */
  let offline;
  const refused = await refusal(() =>
    (offline = new AgentClient({ ...client, fetch: nothing })).getAgent(noAgent(nameOf(client.backend)), ONCE));
  if (refused || !offline) throw asWrongUse(refused);
  return offline;
}

/** Refuses how to delete, where the platform can't. @param {Connection} connection @param {DeleteOptions} how */
export async function refuseHow({ offline }, how) {
  const refused = await refusal(() => offline.deleteAgent(noAgent(offline.backend), { ...how, ...ONCE }));
  if (refused) throw asWrongUse(refused);
}

/** Refuses ids that are none on this platform. @param {Connection} connection @param {string[]} ids */
export async function refuseInvalid({ offline }, ids) {
  const refused = [];
  for (const id of ids) refused.push(await refusal(() => offline.getAgent(id, ONCE)));
  const [first, ...rest] = refused.filter((error) => error !== null);
  if (first) throw asWrongUse(first, rest.length === 0 ? "" : ` (and ${rest.length} more like it)`);
}

/** What the client says to bad input; null to any other. @param {() => Promise<unknown>} call @returns {Promise<AgentError | null>} */
async function refusal(call) {
  try {
    await call();
  } catch (/** @type {any} */ error) {
    if (error.code === "invalid-input") return error;
  }
  return null;
}

/** @param {AgentError | null} error */
const asWrongUse = (error, more = "") => wrongUse(`${sentenceOf(error)}${more}`, { hint: hintOf(error) ?? undefined, cause: error });

const ONCE = { maxRetries: 0 };

/** @returns {Promise<never>} */
const nothing = () => Promise.reject(new TypeError("nothing is sent"));
