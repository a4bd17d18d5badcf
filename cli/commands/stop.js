// @ts-check
// `stop`: ends running agents, which can be started again.

import { checkNumber, consent, refuseEarly } from "../consent.js";
import { connect } from "../connection.js";
import { DONE, FAILED, INTERRUPTED, UNKNOWN, wrongUse } from "../exit-codes.js";
import { showFailures } from "../failures.js";
import { each } from "../plans.js";
import { progress } from "../progress.js";
import { isFiltered } from "../selection.js";
import { preview } from "../show.js";
import { refuseSource, targetsOf } from "../targets.js";
import { counted } from "../text.js";

/** @import { AgentError } from "../../pkg/index.js" */
/** @import { Context } from "../context.js" */

/** @param {Context} context @param {any} options @param {string[]} ids */
export async function run(context, options, ids) {
  const { out, interrupt } = context;
  refuseSource(ids, options);
  const connection = await connect(context, options);
  if (!connection.agents.capabilities.stop) throw wrongUse(`${connection.backend} has no way to stop an agent.`);
  // Ids that were typed, where it is not production, are consent enough for what can be undone.
  const asks = options.all || options.from !== undefined || isFiltered(options) || connection.production.length > 0;
  if (asks) refuseEarly(context, connection, options, { all: options.all ?? false, filtered: isFiltered(options), verb: "stopped" });
  const targets = await targetsOf(context, connection, ids, options);
  preview(context, targets, { verb: "stopped", table: asks });
  checkNumber(targets.chosen.length, options, "stopped");
  if (targets.chosen.length === 0) return targets.listed ? DONE : targets.kept.length > 0 ? FAILED : DONE;
  if (asks) await consent(context, connection, targets, options, "stopped");

  const bar = progress(out, "Stopping", targets.chosen.length);
  const results = await each(targets.chosen, connection.concurrency, async ({ id, error: unread }) => {
    /** @type {{ agentId: string, error: AgentError | null } | null} */
    let result = null;
    if (!interrupt.asked) {
      try {
        if (unread) throw unread;
        await connection.agents.stopAgent(id, { signal: interrupt.signal });
        result = { agentId: id, error: null };
      } catch (error) {
        result = { agentId: id, error: /** @type {AgentError} */ (error) };
      }
    }
    bar.add(result === null ? undefined : result.error ? "failed" : "stopped");
    return result;
  }).finally(() => bar.end());
  const settled = results.flatMap((result) => result ?? []);
  for (const { agentId, error } of settled) {
    if (out.json) out.jsonResult({ agentId, error });
    else out.row(agentId, error ? "failed" : "stopped");
  }
  const failures = settled.flatMap(({ agentId, error }) => (error ? [{ agentId, error }] : []));
  showFailures(out, failures);
  out.note(`${counted(settled.length - failures.length, "agent")} stopped, ${failures.length} failed.`);
  if (interrupt.asked) return INTERRUPTED;
  if (failures.some(({ error }) => error.outcomeUnknown)) return UNKNOWN;
  return failures.length > 0 || (!targets.listed && targets.kept.length > 0) ? FAILED : DONE;
}
