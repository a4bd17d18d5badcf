// @ts-check
// `resume`: goes on where a run stopped, by its journal. What is proved is left alone, and every other agent is looked at first.

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { carryOut } from "../carry-out.js";
import { configurationFiles, readConfiguration } from "../configuration.js";
import { normal, open, settingsOf } from "../connection.js";
import { checkNumber, consent, refuseEarly } from "../consent.js";
import { DONE, FAILED, wrongUse } from "../exit-codes.js";
import { fingerprint, isAnother } from "../fingerprint.js";
import { commandLine, connectionWords } from "../invocation.js";
import { Journal, readJournal } from "../journal.js";
import { lock } from "../lock.js";
import { preview } from "../show.js";
import { checkSummary } from "../summary.js";
import { targetsOf } from "../targets.js";
import { counted } from "../text.js";

/** @import { Context } from "../context.js" */
/** @import { RunLine } from "../journal.js" */

/** @param {Context} context @param {any} options @param {string} given */
export async function run(context, options, given) {
  const { out } = context;
  const file = resolve(context.cwd, given);
  readJournal(file); // what is none is told before anything is made beside it
  lock(file);
  const { run, entries } = readJournal(file);
  checkSummary(options.summary);
  const connection = await open(context, placeOf(context, options, run));
  refuseEarly(context, connection, options, { all: false, filtered: false, verb: "deleted" });

  const left = entries.filter(({ proved }) => !proved);
  out.note(`${counted(entries.length, "agent")} in the journal, ${entries.length - left.length} done, ${left.length} left.`);
  if (left.length === 0) return DONE;
  const seen = new Map(left.map((entry) => [entry.agentId, entry]));
  const targets = await targetsOf(context, connection, [...seen.keys()], run.options);
  const others = targets.chosen.filter(({ id, plan }) => plan?.agent && isAnother(seen.get(id)?.seen ?? null, fingerprint(plan.agent)));
  for (const { id } of others) out.warn(["! ", out.paint.yellow], `${id} belongs to another agent by now, created later, which is left alone.`);
  const chosen = targets.chosen.filter((target) => !others.includes(target));
  preview(context, { ...targets, chosen });
  checkNumber(chosen.length, options, "deleted");
  const skipped = targets.kept.length;
  if (chosen.length === 0) return skipped > 0 ? FAILED : DONE;
  await consent(context, connection, { ...targets, chosen }, options, "deleted");

  const journal = new Journal(file, "a");
  journal.resume();
  return carryOut(context, connection, {
    targets: chosen,
    options: run.options,
    journal,
    folder: run.backups,
    saved: new Set(left.filter(({ backup }) => backup !== null && existsSync(backup)).map(({ agentId }) => agentId)),
    begun: new Set(left.filter(({ begun }) => begun).map(({ agentId }) => agentId)),
    planned: false,
    skipped,
    notes: [],
    summary: options.summary,
    goOn: commandLine(["resume", file, ...connectionWords(options)], context),
  });
}

/**
 * The same place as before: by its name in the configuration, else as the flags or the journal have it.
 *
 * @param {Context} context
 * @param {any} options
 * @param {RunLine} run
 */
function placeOf(context, options, { connection: { name, backend, baseUrl, apiVersion, allowInsecureHttp } }) {
  const isGiven = options.connection !== undefined || options.backend !== undefined;
  const before = name === null ? { backend, baseUrl, apiVersion, allowInsecureHttp } : { connection: name };
  const settings = settingsOf(isGiven ? options : { ...options, ...before }, readConfiguration(configurationFiles(context)), context.cwd);
  if (settings.backend !== backend || normal(settings.baseUrl) !== normal(baseUrl)) {
    throw wrongUse(`The journal is of ${backend} at ${baseUrl}, and ${settings.label} is ${settings.backend} at ${settings.baseUrl}.`);
  }
  return settings;
}
