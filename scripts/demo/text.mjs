// @ts-check
// How the demonstration lays its lines out.

import { bold, cyan, dim } from "./paint.mjs";

/** Lines are no longer than that, and no longer than the terminal is wide. */
export const WIDTH = Math.min(100, process.stdout.columns || 100);

/**
 * A heading, and a sentence or a line of code below it.
 * @param {string} title
 * @param {{ about?: string, code?: string }} [below]
 */
export function heading(title, { about, code } = {}) {
  console.log(`\n${bold(title)}`);
  if (about) paragraph(about);
  if (code) console.log(`  ${cyan(code)}`);
  console.log();
}

/**
 * Text, broken between words.
 * @param {string} text
 * @param {string} [label] Before the first line; the others are indented as far.
 * @param {import("./paint.mjs").Paint} [paint] Of the text.
 */
export function paragraph(text, label = "", paint = dim) {
  const indent = " ".repeat(2 + label.length);
  wrap(text, WIDTH - indent.length).forEach((line, index) => {
    console.log(`${index === 0 ? `  ${label}` : indent}${paint(line)}`);
  });
}

/**
 * @param {string} text
 * @param {number} width A longer word has a line of its own.
 */
export function wrap(text, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
