// @ts-check
// What became of many agents as a table, for a spreadsheet: CSV by RFC 4180.
import { inputError, kindOf } from "./given.js";

/** @import { DeletionResult } from "./types.d.ts" */

/**
 * The columns, each with what it takes from a result.
 *
 * @type {[name: string, of: (result: DeletionResult) => string | number | boolean | null][]}
 */
const columns = [
  ["agentId", ({ agentId }) => agentId],
  ["backend", ({ deletion, error }) => (deletion ?? error).backend],
  ["outcome", ({ deletion }) => deletion?.outcome ?? "failed"],
  ["existed", ({ deletion }) => deletion?.existed ?? null],
  ["verified", ({ deletion }) => deletion?.verified ?? null],
  ["code", ({ error }) => error?.code ?? null],
  ["message", ({ deletion, error }) => (deletion ?? error).message],
  ["hint", ({ error }) => error?.hint ?? null],
  ["outcomeUnknown", ({ error }) => error?.outcomeUnknown ?? null],
  ["status", ({ error }) => error?.status ?? null],
  ["requestId", ({ deletion, error }) => (deletion ?? error).requestId],
  ["deletedAt", ({ deletion }) => deletion?.deletedAt ?? null],
  ["duplicate", ({ duplicate }) => duplicate],
];

/** @type {typeof import("./index.js").resultsToCsv} */
export function resultsToCsv(results) {
  const lines = [columns.map(([name]) => name)];
  for (const result of all(results)) {
    lines.push(columns.map(([, of]) => cell(of(result))));
  }
  return lines.map((cells) => `${cells.join(",")}\r\n`).join("");
}

/** The results, if that is what they are. @param {any} results @returns {DeletionResult[]} */
function all(results) {
  const fault = "results must be an array of what deleteAgents gives";
  if (typeof results !== "object" || results === null) {
    throw inputError(`${fault}, not ${kindOf(results)}`);
  }
  if (typeof results[Symbol.iterator] !== "function") {
    throw inputError(`${fault}, not ${kindOf(results)}`, {
      hint: "Await them first, and give their results: const { results } = await client.deleteAgents(ids);",
    });
  }
  const list = [...results];
  const wrong = list.findIndex((result) => !isResult(result));
  if (wrong >= 0) {
    throw inputError(`${fault}; the one at ${wrong} is ${kindOf(list[wrong])} that has no agentId with a deletion or an error`);
  }
  return list;
}

/** @param {any} result */
const isResult = (result) => typeof result?.agentId === "string" && !!(result.deletion ?? result.error);

/**
 * What a spreadsheet takes for the beginning of a formula, also where letters are wide; and what it skips before one. An
 * apostrophe before it makes it a text.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** @param {string | number | boolean | null} value */
function cell(value) {
  if (typeof value !== "string") {
    return value === null ? "" : String(value);
  }
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
