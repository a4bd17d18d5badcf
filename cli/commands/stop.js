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
import { table } from "../table.js";
import { refuseSource, targetsOf } from "../targets.js";
import { counted } from "../text.js";

/** @import { AgentError } from "../../pkg/index.js" */
/** @import { Context } from "../context.js" */
/** @import { Cell } from "../table.js" */
/** @import { Targets } from "../targets.js" */

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
  if (out.json) for (const { agentId, error } of settled) out.jsonResult({ agentId, error });
  else if (out.resultsOnTerminal) draw(context, targets, settled);
  else for (const { agentId, error } of settled) out.row(agentId, error ? "failed" : "stopped");
  const failures = settled.flatMap(({ agentId, error }) => (error ? [{ agentId, error }] : []));
  showFailures(out, failures);
  out.note(`${counted(settled.length - failures.length, "agent")} stopped, ${failures.length} failed.`);
  if (interrupt.asked) return INTERRUPTED;
  if (failures.some(({ error }) => error.outcomeUnknown)) return UNKNOWN;
  return failures.length > 0 || (!targets.listed && targets.kept.length > 0) ? FAILED : DONE;
}

/** @param {Context} context @param {Targets} targets @param {{ agentId: string, error: unknown }[]} settled */
function draw({ out }, { chosen }, settled) {
  if (settled.length === 0) return;
  const { green, red, dim } = out.resultPaint;
  const names = new Map(chosen.map(({ id, agent }) => [id, agent?.name ?? "–"]));
  const rows = settled.map(({ agentId, error }) => /** @type {Cell[]} */ ([agentId, names.get(agentId) ?? "–", error ? ["failed", red] : ["stopped", green]]));
  out.drawn("result", table([{ title: "Agent", whole: true }, { title: "Name" }, { title: "Outcome", whole: true }], rows, { width: out.width("stdout"), title: dim }));
}
