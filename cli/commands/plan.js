// @ts-check
// `plan`: what a deletion would do. Changes nothing. A plan that is kept can be carried out later, by `delete --plan`.

import { connect } from "../connection.js";
import { DONE, FAILED } from "../exit-codes.js";
import { showFailures } from "../failures.js";
import { commandLine, connectionWords } from "../invocation.js";
import { checkPlanFile, writePlanFile } from "../plan-file.js";
import { keptPlan, planResult, preview, targetsTable, verdict } from "../show.js";
import { refuseSource, targetsOf } from "../targets.js";
import { counted } from "../text.js";

/** @import { Connection } from "../connection.js" */
/** @import { Context } from "../context.js" */
/** @import { Targets } from "../targets.js" */

/** @param {Context} context @param {any} options @param {string[]} ids */
export async function run(context, options, ids) {
  const { out } = context;
  refuseSource(ids, options);
  if (options.out !== undefined) checkPlanFile(options.out);
  const connection = await connect(context, options);
  const targets = await targetsOf(context, connection, ids, options);
  if (options.out !== undefined) {
    writePlanFile(options.out, connection, targets.chosen, { force: options.force ?? false, cascade: options.cascade ?? [] });
  }
  const code = showPlans(context, connection, targets);
  if (options.out !== undefined) {
    const unread = targets.chosen.filter(({ error }) => error).length;
    if (unread > 0) out.warn(["! ", out.paint.yellow], `${counted(unread, "agent")} could not be looked at: named in the plan as unread, and not deleted by it.`);
    const next = commandLine(["delete", "--plan", options.out, ...connectionWords(options)], context);
    out.note("The plan is in ", { whole: options.out }, ". To carry it out: ", { whole: next });
  }
  return code;
}

/**
 * What `plan` and a dry run end with.
 *
 * @param {Context} context
 * @param {Connection} connection
 * @param {Targets} targets
 */
export function showPlans(context, { backend }, targets) {
  const { out } = context;
  const { chosen, kept } = targets;
  if (out.json) {
    for (const { plan } of chosen) if (plan) out.jsonResult(planResult(plan));
    for (const one of kept) out.jsonResult(keptPlan(one, backend));
  } else if (!out.resultsOnTerminal) {
    for (const target of chosen) out.row(target.id, verdict(target, "deleted"), target.agent?.name ?? "");
    for (const { agent, by } of kept) out.row(agent.id, `protected by ${by}`, agent.name ?? "");
  } else if (chosen.length + kept.length > 0) {
    out.drawn("result", targetsTable(targets, out.resultPaint, { width: out.width("stdout"), verb: "deleted" }));
    out.note("");
  }
  preview(context, targets, { table: false });
  const failures = chosen.flatMap(({ id, error }) => (error ? [{ agentId: id, error }] : []));
  showFailures(out, failures);
  return failures.length > 0 ? FAILED : DONE;
}
