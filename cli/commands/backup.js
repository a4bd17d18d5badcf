// @ts-check
// `backup`: all that the platform lets be saved of agents, a file each.

import { basename } from "node:path";
import { checkRunsFolder, gaps, newFolder, runsFolder, saveAll, withheld } from "../backups.js";
import { connect } from "../connection.js";
import { DONE, FAILED } from "../exit-codes.js";
import { showFailures } from "../failures.js";
import { progress } from "../progress.js";
import { table } from "../table.js";
import { refuseSource, targetsOf } from "../targets.js";
import { counted } from "../text.js";

/** @import { Context } from "../context.js" */
/** @import { Saved } from "../backups.js" */
/** @import { Cell } from "../table.js" */

/** @param {Context} context @param {any} options @param {string[]} ids */
export async function run(context, options, ids) {
  const { out } = context;
  refuseSource(ids, options);
  const connection = await connect(context, options);
  const runs = runsFolder(context.cwd, connection.label, options.backupDir);
  checkRunsFolder(runs);
  const { chosen, kept, undated } = await targetsOf(context, connection, ids, options);
  // To save what is protected harms nobody.
  const wanted = [...chosen.map(({ id }) => id), ...kept.map(({ agent }) => agent.id)];
  if (undated > 0) out.note(`${counted(undated, "agent has", "agents have")} no date to judge by.`);
  if (wanted.length === 0) {
    out.note("No agent matches: nothing is saved.");
    return DONE;
  }
  const folder = newFolder(runs);
  const bar = progress(out, "Backing up", wanted.length);
  const saved = await saveAll(context, connection, wanted, folder, { includeSecrets: options.includeSecrets, onSaved: () => bar.add() }).finally(() => bar.end());
  if (out.resultsOnTerminal && !out.json) draw(context, saved);
  for (const one of saved) show(context, one);
  for (const gap of gaps(saved)) out.warn(["! ", out.paint.yellow], gap);
  const failures = saved.flatMap(({ id, error }) => (error ? [{ agentId: id, error }] : []));
  showFailures(out, failures);
  out.note(`${counted(saved.length - failures.length, "agent")} saved in `, { whole: folder });
  const secrets = withheld(saved);
  if (secrets) out.note(secrets);
  return failures.length > 0 ? FAILED : DONE;
}

/** @param {Context} context @param {Saved} saved */
function show({ out }, { id, file, backup, error }) {
  if (out.json) {
    const { content: _, ...about } = backup ?? { content: null };
    out.jsonResult({ agentId: id, file, backup: backup && about, error });
    return;
  }
  if (backup && !out.resultsOnTerminal) out.row(id, String(file));
}

/** @param {Context} context @param {Saved[]} saved */
function draw({ out }, saved) {
  const { red, dim } = out.resultPaint;
  const rows = saved.map(({ id, file }) => /** @type {Cell[]} */ ([id, file === null ? ["not saved", red] : basename(file)]));
  out.drawn("result", table([{ title: "Agent", whole: true }, { title: "File", whole: true }], rows, { width: out.width("stdout"), title: dim }));
}
