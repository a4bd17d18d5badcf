// @ts-check
// `delete`: chooses, shows, backs up, asks, deletes, and says what became of each.

import { carryOut } from "../carry-out.js";
import { connect, refuseOtherPlace } from "../connection.js";
import { checkNumber, consent, refuseEarly } from "../consent.js";
import { DONE, FAILED, wrongUse } from "../exit-codes.js";
import { refuseHow } from "../input.js";
import { commandLine, connectionWords } from "../invocation.js";
import { compared, readPlanFile } from "../plan-file.js";
import { beginRun, checkRecords } from "../run.js";
import { isFiltered } from "../selection.js";
import { preview, remarks } from "../show.js";
import { checkSummary, protectedOnes, writeSummary } from "../summary.js";
import { refuseSource, targetsOf } from "../targets.js";
import { counted, few } from "../text.js";
import { showPlans } from "./plan.js";

/** @import { Connection } from "../connection.js" */
/** @import { Context } from "../context.js" */
/** @import { PlanFile } from "../plan-file.js" */
/** @import { Targets } from "../targets.js" */

/** @param {Context} context @param {any} options @param {string[]} ids */
export async function run(context, options, ids) {
  if (options.backup === false && options.backupDir !== undefined) throw wrongUse("--no-backup and --backup-dir can't be given together.");
  const plan = options.plan === undefined ? null : readPlanFile(options.plan);
  if (plan) refuseBeside(options, ids);
  else refuseSource(ids, options);
  const connection = await connect(context, options);
  if (plan) refuseOtherPlace("plan", plan.connection, connection);
  checkSummary(options.summary);
  const filtered = isFiltered(options);
  await refuseHow(connection, { ifMissing: options.ifMissing, waitMs: options.wait, verify: options.verify });
  if (!options.dryRun) {
    checkRecords(context, connection.label, options);
    refuseEarly(context, connection, options, { all: options.all ?? false, filtered, verb: "deleted" });
  }

  const how = plan ? plan.options : { force: options.force ?? false, cascade: options.cascade ?? [] };
  const { targets, changed } = await chosen(context, connection, options, ids, plan);
  if (options.dryRun) {
    const code = showPlans(context, connection, targets);
    context.out.note("This was a dry run: nothing was deleted.");
    return code;
  }
  preview(context, targets);
  checkNumber(targets.chosen.length, options, "deleted");
  const unread = plan?.unread ?? [];
  if (unread.length > 0) context.out.warn(["! ", context.out.paint.yellow], `${counted(unread.length, "agent")} could not be looked at when the plan was made, and ${unread.length === 1 ? "is" : "are"} left alone: ${few(unread.map(({ id }) => id))}`);
  const left = [
    ...unread.map(({ id }) => ({ agentId: id, why: "it could not be looked at when the plan was made" })),
    ...changed.map(({ id, what }) => ({ agentId: id, why: `it has changed since the plan was made: ${what}` })),
    ...protectedOnes(targets),
  ];
  const skipped = changed.length + (targets.listed ? 0 : targets.kept.length);
  const notes = remarks({ ...targets, chosen: [] }, "deleted").slice(1);
  if (targets.chosen.length === 0) {
    writeSummary(options.summary, { label: connection.label, backend: connection.backend, results: [], left, notes });
    return skipped > 0 ? FAILED : DONE;
  }
  await consent(context, connection, targets, options, "deleted");

  const runOptions = {
    ...how,
    // What a listing named and is gone by then is what it was meant to be.
    ifMissing: options.ifMissing ?? (targets.listed ? "ignore" : "error"),
    waitMs: options.wait ?? 0,
    verify: options.verify ?? false,
    stopOnError: options.stopOnError ?? false,
  };
  const { journal, folder } = beginRun(context, connection, targets.chosen, runOptions, options);
  return carryOut(context, connection, {
    targets: targets.chosen,
    options: runOptions,
    journal,
    folder,
    saved: new Set(),
    begun: new Set(),
    planned: plan !== null,
    skipped,
    left,
    notes,
    summary: options.summary,
    goOn: commandLine(["resume", journal.file, ...connectionWords(options)], context),
  });
}

/**
 * @param {Context} context
 * @param {Connection} connection
 * @param {any} options
 * @param {string[]} ids
 * @param {PlanFile | null} plan
 * @returns {Promise<{ targets: Targets, changed: { id: string, what: string }[] }>} `changed`: those that are not what the plan says.
 */
async function chosen(context, connection, options, ids, plan) {
  if (!plan) return { targets: await targetsOf(context, connection, ids, options), changed: [] };
  if (plan.agents.length === 0) {
    return { targets: { chosen: [], kept: [], undated: 0, others: 0, listed: false, filtered: false }, changed: [] };
  }
  const targets = await targetsOf(context, connection, plan.agents.map(({ id }) => id), plan.options);
  const { same, changed } = compared(plan, targets.chosen);
  for (const { id, what } of changed) context.out.warn(["! ", context.out.paint.yellow], `${id} has changed since the plan was made and is skipped: ${what}`);
  return { targets: { ...targets, chosen: same }, changed };
}

/** The plan says which agents, and how. @param {any} options @param {string[]} ids */
function refuseBeside(options, ids) {
  const { all, from, force, cascade } = options;
  const [given] = Object.entries({ ids: ids[0], "--all": all, "--from": from, "--force": force, "--cascade": cascade, "a filter": isFiltered(options) || undefined })
    .filter(([, value]) => value !== undefined);
  if (given) throw wrongUse(`--plan says what is deleted and how: ${given[0]} can't be given beside it.`);
}
