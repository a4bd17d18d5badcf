// @ts-check
// A text with its escapes undone, and where each piece of it comes from: those of URLs, of JSON and of HTML. The crate's own
// (`src/secrecy/unescaped.rs`) in JavaScript.

/**
 * @typedef {object} View A character for each byte.
 * @property {string} text
 * @property {(start: number, end: number) => [number, number]} origin Where a piece of it, which is not empty, is in the text.
 */

const ESCAPE = /%[0-9a-f]{2}|\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[/\\"'])|&(?:amp|lt|gt|quot|apos|#x[0-9a-f]{1,5}|#[0-9]{1,6});/gi;

/** What may become one of them by what follows. */
const UNFINISHED = /(?:%[0-9a-f]?|\\(?:u[0-9a-f]{0,3}|x[0-9a-f]?)?|&[#0-9a-z]{0,8})$/i;

/** No escape is longer. */
const LONGEST = 10;

/** @type {Record<string, string>} */
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** @param {string} text @returns {View} */
export const viewOf = (text) => ({ text, origin: (start, end) => [start, end] });

/**
 * A view as far as no escape has only begun at its end, unless nothing follows; and what it says with its escapes undone once more,
 * which is null where there are none.
 *
 * @param {View} view
 * @param {boolean} isWhole Whether nothing follows.
 * @returns {{ length: number, next: View | null }}
 */
export function unescaped({ text, origin }, isWhole) {
  /** @type {string[]} */
  const pieces = [];
  // Of each escape: where what it says begins and ends, and where it does itself.
  /** @type {number[][]} */
  const [begins, ends, from, to] = [[], [], [], []];
  let said = 0;
  let last = 0;
  for (const match of text.matchAll(ESCAPE)) {
    const character = saidBy(match[0]);
    if (character === null) continue;
    pieces.push(text.slice(last, match.index), character);
    begins.push((said += match.index - last));
    ends.push((said += character.length));
    from.push(match.index);
    to.push((last = match.index + match[0].length));
  }
  const tail = Math.max(last, text.length - LONGEST);
  const begun = isWhole ? null : UNFINISHED.exec(text.slice(tail));
  const length = begun ? tail + begun.index : text.length;
  if (begins.length === 0) return { length, next: null };
  pieces.push(text.slice(last, length));
  /** The last escape that begins at or before this place. @param {number} place */
  const before = (place) => {
    let [low, high] = [0, begins.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (begins[middle] <= place) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  /** Where a character comes from: its own place, or the whole of an escape. @param {number} place @returns {[number, number]} */
  const under = (place) => {
    const escape = before(place);
    if (escape >= 0 && place < ends[escape]) return [from[escape], to[escape]];
    const start = escape < 0 ? place : to[escape] + place - ends[escape];
    return [start, start + 1];
  };
  return { length, next: { text: pieces.join(""), origin: (start, end) => origin(under(start)[0], under(end - 1)[1]) } };
}

/** What an escape says, in bytes; null where that is no character. @param {string} escape */
function saidBy(escape) {
  const digits = (/** @type {number} */ at) => Number.parseInt(escape.slice(at), 16);
  if (escape[0] === "%") return String.fromCharCode(digits(1));
  if (escape[0] === "\\") return /[ux]/i.test(escape[1]) ? bytesOf(digits(2)) : escape[1];
  const name = escape.slice(1, -1);
  if (name[0] !== "#") return NAMED[name] ?? null;
  return bytesOf(/x/i.test(name[1]) ? digits(3) : Number(name.slice(1)));
}

/** @param {number} code @returns {string | null} */
function bytesOf(code) {
  if (code < 0x80) return String.fromCharCode(code);
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return null;
  return Buffer.from(String.fromCodePoint(code)).toString("latin1");
}
