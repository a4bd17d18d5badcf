// @ts-check
// Text from elsewhere, as it may be shown: an agent's name is whatever somebody called it, and a terminal obeys what it reads.

/** Control characters (C0, DEL, C1), line and paragraph separators, and what turns the direction of text. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Folds what a terminal would obey into what it shows, `\x1b` for an escape. @param {unknown} text */
export const shown = (text) => String(text).replace(UNSAFE, escaped);

/**
 * The name of a header or a member, as a message may hold it. Names are made of words: what may be a credential, which came there
 * by mistake, is not shown.
 *
 * @param {string} name
 */
export const shownName = (name) => (name.length >= 8 && /[!-,/-@[-^`{-~]/.test(name) ? "[not shown]" : name);

/** JSON on one line in which nothing stands that a terminal would obey. @param {unknown} value */
export const jsonLine = (value) =>
  JSON.stringify(value).replace(UNSAFE, (character) => `\\u${hex(character).padStart(4, "0")}`);

/** @param {string} character */
const escaped = (character) =>
  character === "\t" || character === "\n" || character === "\r" ? " " : `\\x${hex(character).padStart(2, "0")}`;

/** @param {string} character */
const hex = (character) => character.charCodeAt(0).toString(16);

/** @param {number} count @param {string} one @param {string} [many] */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** How many are named where there may be hundreds. */
const NAMED = 5;

/** The first of many. @param {string[]} items */
export const few = (items) => items.slice(0, NAMED).join(", ") + (items.length > NAMED ? `, and ${items.length - NAMED} more` : "");

/** A thrown value's own sentence. @param {any} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/** A sentence in lines of so many characters, broken between words. @param {string} text @param {number} width */
export function wrapped(text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}
