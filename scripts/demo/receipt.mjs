// @ts-check
// The receipt of a call: every HTTP exchange, in order.

import { dim } from "./paint.mjs";
import { lastSegments, table } from "./table.mjs";

/** @typedef {import("../../pkg/types.js").Step} Step */

/** @type {import("./table.mjs").Column[]} */
const COLUMNS = [
  { title: "Platform" },
  { title: "Purpose" },
  { title: "Method" },
  { title: "Path", cut: lastSegments },
  { title: "Status", align: "right" },
  { title: "Try", align: "right" },
  { title: "ms", align: "right" },
];

/**
 * @param {{ backend: string, steps: Step[] }[]} calls
 */
export function receipts(calls) {
  return table(COLUMNS, calls.flatMap(({ backend, steps }) => {
    return steps.map((step, at) => row(at === 0 ? backend : "", step));
  }));
}

/**
 * @param {string} backend
 * @param {Step} step
 * @returns {import("./table.mjs").Cell[]}
 */
function row(backend, { purpose, method, path, status, attempt, durationMs }) {
  return [
    backend,
    purpose,
    method,
    path,
    status === null ? ["none", dim] : String(status),
    String(attempt),
    String(Math.round(durationMs)),
  ];
}
