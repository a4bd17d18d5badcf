// Deletions and errors of all platforms in one table, the latest on top, each with its receipt.

import { byId, element } from "./element.js";
import { titles } from "./platforms.js";
import { receipt } from "./receipt.js";

/**
 * @typedef {import("agent-delete").Deletion} Deletion
 * @typedef {import("agent-delete").AgentError} AgentError
 *
 * @typedef {object} Result
 * @property {Deletion | AgentError} of
 * @property {string} outcome
 * @property {"good" | "open" | "bad"} tone
 * @property {[name: string, value: string][]} facts Shown in columns of their own, where there is room.
 * @property {[name: string, value: string | null][]} details
 */

/** @param {Deletion} deletion */
export function showDeletion(deletion) {
  const { outcome, existed, force, verified, deletedAt, message, requestId } = deletion;
  show({
    of: deletion,
    outcome,
    tone: outcome === "accepted" ? "open" : "good",
    facts: [
      ["Existed", existed === null ? "not said" : yesNo(existed)],
      ["Force", force.replace("-", " ")],
      ["Verified", yesNo(verified)],
    ],
    details: [["Message", message], ["Deleted at", deletedAt], ["Request id", requestId]],
  });
}

/** @param {AgentError} error */
export function showError(error) {
  const { code, message, hint, status, requestId, outcomeUnknown } = error;
  show({
    of: error,
    outcome: code,
    tone: code === "cancelled" ? "open" : "bad",
    facts: [["Existed", "–"], ["Force", "–"], ["Verified", "–"]],
    details: [
      ["What happened", message],
      ["What to do", hint],
      ["Careful", outcomeUnknown ? "It may be deleted all the same: look before you try again." : null],
      ["Status", status === null ? null : String(status)],
      ["Request id", requestId],
    ],
  });
}

let shown = 0;

/** @param {Result} result */
function show(result) {
  const { of, outcome, tone, facts } = result;
  const id = `result-${(shown += 1)}`;
  const detail = element("tr", { id, className: "detail", hidden: tone !== "bad" }, detailCell(result));
  const row = element(
    "tr",
    {},
    element("th", { scope: "row", textContent: titles[of.backend] }),
    element("td", { className: "agent" }, element("code", { textContent: of.agentId ?? "" })),
    element("td", {}, element("span", { className: `badge ${tone}`, textContent: outcome })),
    ...facts.map(([, value]) => element("td", { className: "wide", textContent: value })),
    element("td", {}, switchFor(detail, of.steps.length)),
  );
  const table = byId("results", HTMLTableElement);
  table.tHead?.after(element("tbody", {}, row, detail));
  table.hidden = false;
  byId("results-empty", HTMLElement).hidden = true;
}

/**
 * The button that shows and hides a row.
 * @param {HTMLTableRowElement} detail
 * @param {number} steps
 */
function switchFor(detail, steps) {
  const button = element("button", {
    type: "button",
    className: "switch",
    textContent: steps === 1 ? "1 step" : `${steps} steps`,
    ariaExpanded: String(!detail.hidden),
  });
  button.setAttribute("aria-controls", detail.id);
  button.addEventListener("click", () => {
    detail.hidden = !detail.hidden;
    button.ariaExpanded = String(!detail.hidden);
  });
  return button;
}

/** @param {Result} result */
function detailCell({ of, tone, facts, details }) {
  const narrow = tone === "bad" ? [] : facts.map(([name, value]) => pair(name, value, "narrow"));
  const rest = details.flatMap(([name, value]) => (value === null ? [] : [pair(name, value)]));
  return element("td", { colSpan: 7 }, element("dl", {}, ...narrow, ...rest), receipt(of.steps));
}

/** @param {string} name @param {string} value @param {string} [className] */
function pair(name, value, className = "") {
  const term = element("dt", { textContent: name });
  return element("div", { className }, term, element("dd", { textContent: value }));
}

/** @param {boolean} value */
function yesNo(value) {
  return value ? "yes" : "no";
}
