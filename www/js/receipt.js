// The receipt of a call as a table: every HTTP exchange, in order.

import { element } from "./element.js";

/** @typedef {import("agent-delete").Step} Step */

/** @param {readonly Step[]} steps */
export function receipt(steps) {
  if (steps.length === 0) return element("p", { textContent: "No request was sent." });
  /** @param {string} textContent */
  const title = (textContent, className = "") => element("th", { scope: "col", textContent, className });
  const titles = [
    title("Purpose"),
    title("Request", "request"),
    ...["Status", "Try", "ms"].map((text) => title(text, "number")),
  ];
  return element(
    "table",
    { className: "receipt" },
    element("caption", { textContent: "Receipt" }),
    element("thead", {}, element("tr", {}, ...titles)),
    element("tbody", {}, ...steps.map(row)),
  );
}

/** @param {Step} step */
function row({ purpose, method, path, status, attempt, durationMs }) {
  return element(
    "tr",
    {},
    element("td", { textContent: purpose }),
    element("td", { className: "request" }, element("code", { textContent: `${method} ${path}` })),
    element("td", { className: "number", textContent: String(status ?? "none") }),
    element("td", { className: "number", textContent: String(attempt) }),
    element("td", { className: "number", textContent: String(Math.round(durationMs)) }),
  );
}
