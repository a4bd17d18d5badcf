// @ts-check
// A table that fits: columns are as wide as their texts, and where that is wider than the terminal, the widest give way; a column in
// which nothing is known is left out. Where even that is too wide, each row takes lines of its own. What decides is never cut.

import Table from "cli-table3";
import stringWidth from "string-width";
import { shown } from "./text.js";

/** @import { Paint } from "./output.js" */

/** @typedef {string | [text: string, paint: Paint]} Cell */

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {boolean} [whole] It is never shortened: an id that is cut is of no use.
 * @property {boolean} [spare] It is left out where the others would have too little room.
 */

/** Stands where nothing is known. */
const NOTHING = "–";

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
 * @param {Cell[][]} rows
 * @param {{ width: number, title?: Paint }} options `title` paints the first line.
 * @returns {string[]} Lines.
 */
export function table(columns, rows, { width, title = String }) {
  const empty = columns.findIndex((_, at) => at > 0 && rows.every((row) => saysNothing(textOf(row[at]))));
  const surplus = empty > 0 ? empty : columns.findIndex(({ spare }) => spare);
  if (surplus >= 0 && (empty > 0 || least(columns, rows) > width)) {
    /** @template T @param {T[]} list */
    const without = (list) => list.filter((_, at) => at !== surplus);
    return table(without(columns), rows.map(without), { width, title });
  }
  if (least(columns, rows) > width) return rows.flatMap((row) => stacked(columns, row, width));
  const texts = rows.map((row) => row.map(textOf));
  const widths = fitted(columns, texts, width - INDENT);
  const drawing = new Table({
    chars: BORDERLESS,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
    colWidths: widths,
    wordWrap: false,
  });
  drawing.push(columns.map((column, at) => title(cut(column.title, widths[at]))));
  for (const [number, row] of rows.entries()) {
    drawing.push(row.map((cell, at) => painted(cell, cut(texts[number][at], widths[at]))));
  }
  return drawing.toString().split("\n").map((line) => `${" ".repeat(INDENT)}${line}`.trimEnd());
}

/** @param {Cell} cell */
const textOf = (cell) => shown(typeof cell === "string" ? cell : cell[0]);

/** @param {Cell} cell @param {string} text */
const painted = (cell, text) => (typeof cell === "string" ? text : cell[1](text));

/** @param {string} text */
const saysNothing = (text) => text === "" || text === NOTHING;

/** A row in lines: what it is about, then what decides, then the rest as far as there is room. @param {Column[]} columns @param {Cell[]} row @param {number} width */
function stacked(columns, row, width) {
  const lines = [" ".repeat(INDENT) + painted(row[0], textOf(row[0]))];
  const facts = row.map((cell, at) => ({ cell, text: textOf(cell), whole: columns[at].whole ?? false })).slice(1).filter(({ text }) => !saysNothing(text));
  let room = 0;
  for (const { cell, text, whole } of [...facts.filter((fact) => fact.whole), ...facts.filter((fact) => !fact.whole)]) {
    const needed = whole ? stringWidth(text) : Math.min(stringWidth(text), LEAST);
    const fits = GAP + needed <= room;
    if (!fits) lines.push(" ".repeat(2 * INDENT - GAP));
    room = (fits ? room : width - 2 * INDENT + GAP) - GAP;
    const kept = whole ? text : cut(text, room);
    lines[lines.length - 1] += " ".repeat(GAP) + painted(cell, kept);
    room -= stringWidth(kept);
  }
  return lines;
}

/** How wide it is when whatever may be cut is. @param {Column[]} columns @param {Cell[][]} rows */
function least(columns, rows) {
  const widths = columns.map(({ title, whole }, at) => {
    const full = Math.max(stringWidth(title), ...rows.map((row) => stringWidth(textOf(row[at]))));
    return whole ? full : Math.min(full, LEAST);
  });
  return widths.reduce((sum, one) => sum + one, INDENT + GAP * (columns.length - 1));
}

/** @param {Column[]} columns @param {string[][]} texts @param {number} room */
function fitted(columns, texts, room) {
  const widths = columns.map(({ title }, at) => Math.max(stringWidth(title), ...texts.map((row) => stringWidth(row[at]))));
  const free = room - GAP * (columns.length - 1);
  const sum = () => widths.reduce((total, one) => total + one, 0);
  while (sum() > free) {
    const widest = widths.reduce((best, one, at) => (!columns[at].whole && one > LEAST && one > (widths[best] ?? 0) ? at : best), -1);
    if (widest < 0) break;
    widths[widest] -= 1;
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
