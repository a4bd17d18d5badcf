// @ts-check
// `resume`: goes on where a run stopped, by its journal. What is proved is left alone, and every other agent is looked at first.

import { resolve } from "node:path";
import { isBackupOf } from "../backups.js";
import { carryOut } from "../carry-out.js";
import { configurationFiles, readConfiguration } from "../configuration.js";
import { open, refuseOtherPlace, settingsOf } from "../connection.js";
import { checkNumber, consent, refuseEarly } from "../consent.js";
import { DONE, FAILED, wrongUse } from "../exit-codes.js";
import { fingerprint, isAnother } from "../fingerprint.js";
import { refuseHow } from "../input.js";
import { commandLine, connectionWords } from "../invocation.js";
import { Journal, readJournal } from "../journal.js";
import { lock } from "../lock.js";
import { preview } from "../show.js";
import { checkSummary, protectedOnes, writeSummary } from "../summary.js";
import { targetsOf } from "../targets.js";
import { counted } from "../text.js";

/** @import { Context } from "../context.js" */
/** @import { RunLine } from "../journal.js" */

/** @param {Context} context @param {any} options @param {string} given */
export async function run(context, options, given) {
  const { out } = context;
  const file = resolve(context.cwd, given);
  const { run } = readJournal(file);
  const connection = await open(context, placeOf(context, options, run));
  const { stopOnError: _, ...how } = run.options;
  await refuseHow(connection, how);
  checkSummary(options.summary);
  refuseEarly(context, connection, options, { all: false, filtered: false, verb: "deleted" });
  lock(file);
  // Another process may have gone on with it until now.
  const { entries } = readJournal(file);

  const left = entries.filter(({ proved }) => !proved);
  out.note(`${counted(entries.length, "agent")} in the journal, ${entries.length - left.length} done, ${left.length} left.`);
  /** @type {import("../summary.js").Run["left"]} */
  const alone = [];
  const { label, backend } = connection;
  const nothingDone = () => writeSummary(options.summary, { label, backend, results: [], left: alone, notes: [] });
  if (left.length === 0) {
    nothingDone();
    return DONE;
  }
  const seen = new Map(left.map((entry) => [entry.agentId, entry]));
  const targets = await targetsOf(context, connection, [...seen.keys()], run.options);
  const others = targets.chosen.filter(({ id, plan }) => plan?.agent && isAnother(seen.get(id)?.seen ?? null, fingerprint(plan.agent)));
  for (const { id } of others) out.warn(["! ", out.paint.yellow], `${id} belongs to another agent by now, created later, which is left alone.`);
  const chosen = targets.chosen.filter((target) => !others.includes(target));
  preview(context, { ...targets, chosen });
  checkNumber(chosen.length, options, "deleted");
  const skipped = targets.kept.length;
  alone.push(...others.map(({ id }) => ({ agentId: id, why: "it belongs to another agent by now, created later" })), ...protectedOnes(targets));
  if (chosen.length === 0) {
    nothingDone();
    return skipped > 0 ? FAILED : DONE;
  }
  await consent(context, connection, { ...targets, chosen }, options, "deleted");

  const saved = new Set();
  for (const { agentId, backup } of left) if (backup !== null && (await isBackupOf(backup, agentId))) saved.add(agentId);
  const journal = new Journal(file, "a");
  journal.resume();
  return carryOut(context, connection, {
    targets: chosen,
    options: run.options,
    journal,
    folder: run.backups,
    saved,
    begun: new Set(left.filter(({ begun }) => begun).map(({ agentId }) => agentId)),
    planned: false,
    skipped,
    left: alone,
    notes: [],
    summary: options.summary,
    goOn: commandLine(["resume", file, ...connectionWords(options)], context),
  });
}

/**
 * The same place as before. A journal does not decide where a credential is sent: the connection is one of the configuration, or is
 * given anew by flags.
 *
 * @param {Context} context
 * @param {any} options
 * @param {RunLine} run
 */
function placeOf(context, options, { connection }) {
  const { name, backend, baseUrl } = connection;
  const isGiven = options.connection !== undefined || options.backend !== undefined;
  if (!isGiven && name === null) {
    throw wrongUse(`The journal is of ${backend} at ${baseUrl}, and a journal does not decide where a credential is sent: give the connection, by --connection NAME or by --backend ${backend} --base-url URL.`);
  }
  const settings = settingsOf(isGiven ? options : { ...options, connection: name }, readConfiguration(configurationFiles(context)), context.cwd);
  refuseOtherPlace("journal", connection, settings);
  return settings;
}
