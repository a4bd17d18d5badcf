// @ts-check
// A table that fits: columns are as wide as their texts, and where that is wider than the terminal, the widest give way.

import Table from "cli-table3";
import stringWidth from "string-width";
import { shown } from "./text.js";

/** @import { Part, Paint } from "./output.js" */

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {boolean} [whole] It is the last to be shortened: an id that is cut is of no use.
 * @property {boolean} [spare] It is left out where the others would have too little room.
 */

const GAP = 2;
const INDENT = 2;
/** A column that gives way keeps at least this. */
const LEAST = 8;

const BORDERLESS = {
  top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "", "bottom-left": "",
  "bottom-right": "", left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: " ".repeat(GAP),
};

/**
 * @param {Column[]} columns
 * @param {Part[][]} rows
 * @param {{ width: number, title?: Paint }} options `title` paints the first line.
 * @returns {string[]} Lines.
 */
export function table(columns, rows, { width, title = String }) {
  const surplus = columns.findIndex(({ spare }) => spare);
  if (surplus >= 0 && least(columns, rows) > width) {
    /** @template T @param {T[]} list */
    const without = (list) => list.filter((_, at) => at !== surplus);
    return table(without(columns), rows.map(without), { width, title });
  }
  const texts = rows.map((row) => row.map((part) => shown(typeof part === "string" ? part : part[0])));
  const widths = fitted(columns, texts, width - INDENT);
  const drawing = new Table({
    chars: BORDERLESS,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
    colWidths: widths,
    wordWrap: false,
  });
  drawing.push(columns.map((column, at) => title(cut(column.title, widths[at]))));
  for (const [number, row] of rows.entries()) {
    drawing.push(row.map((part, at) => {
      const text = cut(texts[number][at], widths[at]);
      return typeof part === "string" ? text : part[1](text);
    }));
  }
  return drawing.toString().split("\n").map((line) => `${" ".repeat(INDENT)}${line}`.trimEnd());
}

/** How wide it is when whatever may be cut is. @param {Column[]} columns @param {Part[][]} rows */
function least(columns, rows) {
  const widths = columns.map(({ title, whole }, at) => {
    const full = Math.max(stringWidth(title), ...rows.map((row) => stringWidth(shown(typeof row[at] === "string" ? row[at] : row[at][0]))));
    return whole ? full : Math.min(full, LEAST);
  });
  return widths.reduce((sum, one) => sum + one, INDENT + GAP * (columns.length - 1));
}

/** @param {Column[]} columns @param {string[][]} texts @param {number} room */
function fitted(columns, texts, room) {
  const widths = columns.map(({ title }, at) => Math.max(stringWidth(title), ...texts.map((row) => stringWidth(row[at]))));
  const free = room - GAP * (columns.length - 1);
  const sum = () => widths.reduce((total, one) => total + one, 0);
  // First those that may be cut, then whatever is there: a line that wraps is worse.
  for (const mayShrink of [columns.map(({ whole }) => !whole), columns.map(() => true)]) {
    while (sum() > free) {
      const widest = widths.reduce((best, one, at) => (mayShrink[at] && one > LEAST && one > (widths[best] ?? 0) ? at : best), -1);
      if (widest < 0) break;
      widths[widest] -= 1;
    }
  }
  return widths;
}

/** Keeps the beginning of a text. @param {string} text @param {number} width */
export function cut(text, width) {
  if (stringWidth(text) <= width) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
