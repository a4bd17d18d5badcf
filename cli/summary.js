// @ts-check
// A run as Markdown, for the summary of a pipeline's job. It is added to what stands in the file, as such files are shared.

import { appendFileSync, closeSync, existsSync, openSync, rmSync } from "node:fs";
import { wrongUse } from "./exit-codes.js";
import { grouped } from "./failures.js";
import { outcomes } from "./results.js";
import { counted, messageOf, shown } from "./text.js";

/** @import { Failure } from "./failures.js" */
/** @import { Result } from "./results.js" */
/** @import { Targets } from "./targets.js" */

/**
 * @typedef {object} Run
 * @property {string} label The connection.
 * @property {string} backend
 * @property {Result[]} results
 * @property {{ agentId: string, why: string }[]} left Agents that were named and left alone.
 * @property {string[]} notes Whatever else was told, a sentence each.
 */

/** For `left`. @param {Pick<Targets, "kept">} targets @returns {Run["left"]} */
export const protectedOnes = ({ kept }) => kept.map(({ agent, by }) => ({ agentId: agent.id, why: `the configuration protects it by "${by}"` }));

/** Before anything is sent: whether the file can be written. @param {string | undefined} file */
export function checkSummary(file) {
  if (file === undefined) return;
  try {
    const isNew = !existsSync(file);
    closeSync(openSync(file, "a"));
    if (isNew) rmSync(file);
  } catch (error) {
    throw wrongUse(`--summary ${file} can't be written: ${messageOf(error)}`);
  }
}

/** @param {string | undefined} file @param {Run} run */
export function writeSummary(file, run) {
  if (file !== undefined) appendFileSync(file, markdown(run));
}

/** How many lines a table has at the most. */
const GROUPS = 50;

/** @param {Run} run */
export function markdown({ label, backend, results, left, notes }) {
  const counts = [...outcomes(results)];
  const failures = results.flatMap(({ agentId, error }) => (error ? [{ agentId, error }] : []));
  const groups = grouped(/** @type {Failure[]} */ (failures));
  return [
    `### agent-delete: ${escaped(label)} (${escaped(backend)})`,
    "",
    counts.length === 0 ? "No agent was deleted." : `| Outcome | Agents |\n|---|---:|\n${counts.map(([name, count]) => `| ${name} | ${count} |`).join("\n")}`,
    ...(groups.length === 0 ? [] : [
      "",
      "| Failed | Code | Why | Agents |",
      "|---:|---|---|---|",
      ...groups.slice(0, GROUPS).map(({ code, message, hint, members }) => {
        const ids = members.slice(0, 3).map(({ agentId }) => escaped(agentId ?? "")).join(", ");
        const why = [message, hint].filter(Boolean).map((text) => escaped(String(text))).join(" ");
        return `| ${members.length} | ${escaped(code)} | ${why} | ${ids}${members.length > 3 ? " …" : ""} |`;
      }),
      ...(groups.length > GROUPS ? ["", `And ${counted(groups.length - GROUPS, "more kind", "more kinds")} of failure.`] : []),
    ]),
    ...(left.length === 0 ? [] : [
      "",
      "| Left alone | Why |",
      "|---|---|",
      ...left.slice(0, GROUPS).map(({ agentId, why }) => `| ${escaped(agentId)} | ${escaped(why)} |`),
      ...(left.length > GROUPS ? ["", `And ${counted(left.length - GROUPS, "more agent")}.`] : []),
    ]),
    ...notes.flatMap((note) => ["", escaped(note)]),
    "",
    "",
  ].join("\n");
}

/** What Markdown, or the HTML in it, would take for itself. @param {string} text */
const escaped = (text) => shown(text).replace(/[\\`*_{}[\]()#+!|~@]/g, "\\$&").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
