// @ts-check
// Rows in columns, one line each, no wider than the terminal.

import { dim } from "./paint.mjs";
import { WIDTH } from "./text.mjs";

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {"right"} [align]
 * @property {Cut} [cut] Where a line is too long, this column gives way, and this shortens its text.
 *
 * @typedef {string | [text: string, paint: import("./paint.mjs").Paint]} Cell
 *
 * @typedef {(text: string, width: number) => string} Cut
 */

/** Keeps the beginning. @type {Cut} */
export const beginning = (text, width) => `${text.slice(0, width - 1)}…`;

/** Keeps the last segments of a path, and its query. @type {Cut} */
export const lastSegments = (text, width) => {
  const rest = text.slice(text.length - width + 1);
  return `…${rest.slice(Math.max(0, rest.indexOf("/")))}`;
};

const INDENT = "  ";
const GAP = "  ";

/**
 * @param {Column[]} columns
 * @param {Cell[][]} rows
 * @param {number} [width] Default: the terminal's.
 * @returns {string[]} The lines: titles, then rows.
 */
export function table(columns, rows, width = WIDTH) {
  const widths = columns.map(({ title }, at) => {
    return Math.max(title.length, ...rows.map((row) => textOf(row[at]).length));
  });
  const full = INDENT.length + widths.reduce((sum, one) => sum + one) + GAP.length * (columns.length - 1);
  const shrinking = columns.findIndex(({ cut }) => cut);
  if (shrinking >= 0 && full > width) {
    widths[shrinking] = Math.max(columns[shrinking].title.length, widths[shrinking] - (full - width));
  }
  /** @param {Cell[]} cells */
  const line = (cells) => {
    return (INDENT + cells.map((cell, at) => fit(cell, columns[at], widths[at])).join(GAP)).trimEnd();
  };
  return [line(columns.map(({ title }) => [title, dim])), ...rows.map(line)];
}

/** @param {Cell} cell */
function textOf(cell) {
  return typeof cell === "string" ? cell : cell[0];
}

/** @param {Cell} cell @param {Column} column @param {number} width */
function fit(cell, { align, cut }, width) {
  const text = textOf(cell);
  const fitting = cut && text.length > width ? cut(text, width) : text;
  const painted = typeof cell === "string" ? fitting : cell[1](fitting);
  const space = " ".repeat(width - fitting.length);
  return align === "right" ? space + painted : painted + space;
}
