// @ts-check
// Bad input, found before anything is sent: the client itself judges the ids and the connection, without a network.

import { wrongUse } from "./exit-codes.js";
import { NO_AGENT } from "./platforms.js";
import { sdk } from "./sdk.js";

/** @import { AgentError } from "../pkg/index.js" */
/** @import { Settings } from "./connection.js" */

/**
 * The refusals of ids that are none on this platform.
 *
 * @param {Settings} settings
 * @param {string[]} ids
 * @returns {Promise<AgentError[]>}
 */
export async function invalidIds(settings, ids) {
  const { AgentClient } = await sdk();
  const offline = new AgentClient({ ...settings.client, fetch: nothing, maxRetries: 0 });
  /** @param {string} id @returns {Promise<AgentError | null>} */
  const refusal = async (id) => {
    try {
      await offline.getAgent(id);
    } catch (error) {
      if (/** @type {AgentError} */ (error).code === "invalid-input") return /** @type {AgentError} */ (error);
    }
    return null;
  };
  const place = await refusal(NO_AGENT);
  if (place) throw wrongUse(place.message, { hint: place.hint ?? undefined });
  const refusals = [];
  for (const id of ids) {
    const refused = await refusal(id);
    if (refused) refusals.push(refused);
  }
  return refusals;
}

/** @returns {Promise<never>} */
const nothing = () => Promise.reject(new TypeError("nothing is sent"));
