// @ts-check
// The deletion itself: backups of all first, then each one between two lines of the journal, then the report.

import { exitCodeOf, outcomeOf, outcomes } from "./results.js";
import { gaps, saveAll, withheld } from "./backups.js";
import { FAILED } from "./exit-codes.js";
import { changes, fingerprint } from "./fingerprint.js";
import { showFailures } from "./failures.js";
import { progress, tally } from "./progress.js";
import { COMPANY } from "./protect.js";
import { writeSummary } from "./summary.js";
import { table } from "./table.js";
import { isMissing } from "./targets.js";
import { counted, messageOf } from "./text.js";

/** @import { DeleteManyOptions } from "../pkg/types.d.ts" */
/** @import { Connection } from "./connection.js" */
/** @import { Context } from "./context.js" */
/** @import { Journal, RunOptions } from "./journal.js" */
/** @import { Result } from "./results.js" */
/** @import { Target } from "./targets.js" */

/**
 * @typedef {object} Job
 * @property {Target[]} targets
 * @property {RunOptions} options
 * @property {Journal} journal
 * @property {string | null} folder Where backups go; null where none are wanted.
 * @property {Set<string>} saved Ids that have their backup already.
 * @property {Set<string>} begun Ids whose deletion an earlier run may have sent: gone is what they are meant to be.
 * @property {boolean} planned Whether a plan file says which agents, as they were then.
 * @property {number} skipped How many were named and are left alone; they were told before.
 * @property {import("./summary.js").Run["left"]} left For the summary.
 * @property {string[]} notes For the summary.
 * @property {string} [summary] Its file.
 * @property {string} goOn The command that goes on with this journal.
 */

/** @param {Context} context @param {Connection} connection @param {Job} job @returns {Promise<number>} The exit code. */
export async function carryOut(context, connection, job) {
  const { out, interrupt } = context;
  const start = performance.now();
  const work = new Work(context, connection, job);
  try {
    const readable = await work.backUp(job.targets);
    interrupt.check();
    interrupt.deleting(job.goOn);
    await work.run(readable);
  } catch (error) {
    if (error instanceof Error) Object.assign(error, { goOn: job.goOn });
    throw error;
  }
  const code = report(context, connection, job, work, performance.now() - start);
  if (work.trouble) {
    out.warn(["✗ ", out.paint.red], messageOf(work.trouble));
    return code === 0 ? FAILED : code;
  }
  return code;
}

class Work {
  /** @type {Result[]} */
  results = [];
  /** Why nothing more is begun, though nobody asked for that. @type {unknown} */
  trouble = null;
  begun = 0;
  #context;
  #connection;
  #job;
  #names;
  /** The agents as they were looked at. */
  #seen;

  /** @param {Context} context @param {Connection} connection @param {Job} job */
  constructor(context, connection, job) {
    this.#context = context;
    this.#connection = connection;
    this.#job = job;
    this.#names = new Map(job.targets.map(({ id, agent }) => [id, agent?.name ?? null]));
    this.#seen = new Map(job.targets.map(({ id, agent }) => [id, agent ?? null]));
  }

  /**
   * Saves what can be saved, before anything is deleted. What the platform does not let be saved is not deleted.
   *
   * @param {Target[]} targets
   * @returns {Promise<{ there: string[], missing: string[] }>}
   */
  async backUp(targets) {
    const { folder, journal, saved, options, notes } = this.#job;
    const missing = targets.filter((target) => !target.error && isMissing(target)).map(({ id }) => id);
    const there = targets.filter((target) => !target.error && !isMissing(target)).map(({ id }) => id);
    for (const { id, error } of targets) if (error) this.#settle({ agentId: id, deletion: null, error });
    if (folder === null) return { there, missing };
    const wanted = there.filter((id) => !saved.has(id));
    const bar = progress(this.#context.out, "Backing up", wanted.length);
    const refused = new Set();
    /** @type {import("./backups.js").Saved[]} */
    let all;
    try {
      all = await saveAll(this.#context, this.#connection, wanted, folder, {
        otherwise: "No deletion was begun.",
        onSaved: ({ id, file, error }) => {
          bar.add();
          if (file !== null) journal.write({ type: "backup", agentId: id, file });
          else if (error?.code === "not-found") {
            refused.add(id);
            missing.push(id);
          } else if (error) {
            refused.add(id);
            this.#settle({ agentId: id, deletion: null, error });
          }
        },
      });
    } finally {
      bar.end();
    }
    const { out } = this.#context;
    for (const gap of gaps(all)) {
      out.warn(["! ", out.paint.yellow], gap);
      notes.push(gap);
    }
    const secrets = withheld(all);
    if (secrets) out.note(secrets);
    if (options.stopOnError && this.results.some(({ error }) => error)) return { there: [], missing: [] };
    return { there: there.filter((id) => !refused.has(id)), missing };
  }

  /** @param {{ there: string[], missing: string[] }} ids */
  async run({ there, missing }) {
    const { begun, options } = this.#job;
    const bar = progress(this.#context.out, "Deleting", there.length + missing.length);
    const asSeen = this.#connection.protection.needsName || this.#job.planned
      ? { confirm: (/** @type {import("../pkg/types.d.ts").DeletionPlan} */ plan) => this.#refuseChanged(plan) }
      : {};
    const isGone = { confirm: (/** @type {{ agent: unknown }} */ plan) => plan.agent === null };
    /** @type {[string[], DeleteManyOptions][]} */
    const groups = [
      [there.filter((id) => !begun.has(id)), asSeen],
      [there.filter((id) => begun.has(id)), { ifMissing: "ignore", ...asSeen }],
      // No backup was taken of what was not there: where it is by now, it stays.
      [missing.filter((id) => !begun.has(id)), isGone],
      [missing.filter((id) => begun.has(id)), { ifMissing: "ignore", ...isGone }],
    ];
    try {
      for (const [ids, more] of groups) {
        if (ids.length === 0 || this.#ended()) continue;
        const { force, cascade, ifMissing, waitMs, verify, stopOnError } = options;
        const { interrupt } = this.#context;
        const results = this.#connection.agents.deleteAgents(this.#feed(ids), {
          force, cascade, ifMissing, waitMs, verify, stopOnError, concurrency: this.#connection.concurrency, signal: interrupt.signal, ...more,
        });
        for await (const result of results) {
          this.#settle(/** @type {Result} */ (result));
          bar.add(outcomeOf(/** @type {Result} */ (result)));
        }
      }
    } finally {
      bar.end();
    }
  }

  /**
   * Between the look and the deletion a person was asked and backups were made: what became protected meanwhile, or is no longer
   * what a plan has shown, stays.
   *
   * @param {import("../pkg/types.d.ts").DeletionPlan} plan
   */
  #refuseChanged({ agentId, agent, blockers }) {
    const { protection } = this.#connection;
    const by = agent && protection.of(agent);
    if (by) throw new Error(`by now the configuration protects it by "${by}"`);
    if (protection.forbidsCompany({ blockers })) throw new Error(COMPANY);
    const seen = this.#seen.get(agentId);
    const different = this.#job.planned && agent && seen ? changes(fingerprint(seen), fingerprint(agent)) : [];
    if (different.length > 0) throw new Error(`it has changed since it was looked at: ${different.join(", ")}`);
    return true;
  }

  /** Whether nothing more may begin. */
  #ended() {
    return this.#context.interrupt.asked || this.trouble !== null || (this.#job.options.stopOnError && this.results.some(({ error }) => error));
  }

  /** Ids as they are taken: what is taken stands in the journal. @param {string[]} ids */
  async *#feed(ids) {
    for (const id of ids) {
      if (this.#ended()) return;
      try {
        this.#job.journal.write({ type: "begin", agentId: id, time: new Date().toISOString() });
      } catch (error) {
        this.trouble = error;
        return;
      }
      this.begun += 1;
      yield id;
    }
  }

  /** @param {Result} result */
  #settle(result) {
    const { agentId, deletion, error } = result;
    this.results.push(result);
    if (!this.#context.out.resultsOnTerminal) showResult(this.#context, result, this.#names.get(agentId) ?? null);
    try {
      this.#job.journal.write({ type: "end", agentId, time: new Date().toISOString(), deletion, error });
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  /** @param {string} id @returns {string | null} */
  nameOf(id) {
    return this.#names.get(id) ?? null;
  }
}

/** @param {Context} context @param {Result} result @param {string | null} name */
function showResult({ out }, result, name) {
  if (out.json) out.jsonResult(result);
  else out.row(result.agentId, outcomeOf(result), name ?? "");
}

/**
 * @param {Context} context
 * @param {Connection} connection
 * @param {Job} job
 * @param {Work} work
 * @param {number} passed Milliseconds.
 */
function report(context, { label, backend }, job, work, passed) {
  const { out, interrupt } = context;
  const { results } = work;
  if (out.resultsOnTerminal) showOnTerminal(context, work);
  showFailures(out, results.flatMap(({ agentId, error }) => (error ? [{ agentId, error }] : [])));
  const notBegun = job.targets.length - results.length;
  /** Each with the command that follows from it. @type {string[]} */
  const notes = [];
  if (notBegun > 0) notes.push(`${counted(notBegun, "agent was", "agents were")} not begun. To go on: `);
  const counts = outcomes(results);
  const open = (counts.get("accepted") ?? 0) + (counts.get("unknown") ?? 0);
  if (notBegun === 0 && open > 0) notes.push(`${counted(open, "outcome is", "outcomes are")} not known. To look again: `);
  out.note([`${tally(counts) || "nothing deleted"} in ${(passed / 1000).toFixed(1)} s`, out.paint.bold]);
  for (const note of notes) out.warn(note, { whole: job.goOn });
  if (job.folder !== null) out.note(["Backups  ", out.paint.dim], { whole: job.folder });
  out.note(["Journal  ", out.paint.dim], { whole: job.journal.file });
  try {
    writeSummary(job.summary, { label, backend, results, left: job.left, notes: [...job.notes, ...notes.map((note) => note + job.goOn)] });
  } catch (error) {
    out.warn(`The summary can't be written: ${messageOf(error)}`);
  }
  return exitCodeOf(results, { notBegun, skipped: job.skipped, interrupted: interrupt.asked });
}

/** @param {Context} context @param {Work} work */
function showOnTerminal(context, work) {
  const { out } = context;
  if (out.json) {
    for (const result of work.results) out.jsonResult(result);
    return;
  }
  const { green, red, yellow, dim } = out.resultPaint;
  const paints = { deleted: green, absent: dim, accepted: yellow, unknown: yellow, failed: red };
  const rows = work.results.map((result) => {
    const outcome = outcomeOf(result);
    return /** @type {import("./table.js").Cell[]} */ ([result.agentId, work.nameOf(result.agentId) ?? "–", [outcome, paints[outcome]]]);
  });
  if (rows.length === 0) return;
  out.drawn("result", table([{ title: "Agent", whole: true }, { title: "Name" }, { title: "Outcome", whole: true }], rows, { width: out.width("stdout"), title: dim }));
}
