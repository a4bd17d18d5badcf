// @ts-check
// A platform that repeats the credential in an answer does not tell it to the page: in any case, escaped as URLs, JSON and HTML do
// it, in hexadecimal and in base64, alone or within something longer. What the crate hides (`src/secrecy/`) is hidden here,
// in answers as they come.

import { Transform } from "node:stream";
import { unescaped, viewOf } from "./unescaped.js";

/** @import { View } from "./unescaped.js" */

const HIDDEN = "[credential]";

/** A shorter text is no secret that could be told from other words. */
const SHORTEST = 6;

/** So often escapes are undone at most: those of a document, and three within it. Proxies escape what was escaped. */
const DEEPEST = 4;

/** So long a piece of base64 is kept back at most, until it is seen where it ends. */
const LONGEST_RUN = 1 << 13;

/**
 * What is looked for, a character for each byte: in any case, and as it is.
 *
 * @typedef {{ anyCase: string[], base64: string[] }} Needles
 * @param {Iterable<string>} secrets
 * @returns {Needles}
 */
function needlesOf(secrets) {
  /** @type {Needles} */
  const needles = { anyCase: [], base64: [] };
  // Of a pair such as "pk_…:sk_…" the second alone is one, too.
  const all = [...secrets].flatMap((secret) => [secret, secret.slice(secret.indexOf(":") + 1)]);
  for (const secret of new Set(all)) {
    if (secret.length < SHORTEST) continue;
    const bytes = Buffer.from(secret);
    needles.anyCase.push(bytes.toString("latin1").toLowerCase(), bytes.toString("hex"));
    needles.base64.push(...inBase64(bytes));
  }
  return needles;
}

/** Three bytes become four characters, so that it may stand in three ways; the ends depend on its neighbours. @param {Buffer} secret */
function inBase64(secret) {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), secret]);
    const form = bytes.toString("base64").slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
    return [form, form.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/**
 * A text, and what it says when its escapes are undone, once or more: without what may become an escape by what follows.
 *
 * @param {string} text
 * @param {boolean} isWhole Whether nothing follows.
 */
function* viewsOf(text, isWhole) {
  /** @type {View | null} */
  let view = viewOf(text);
  for (let depth = 0; view && depth <= DEEPEST; depth += 1) {
    const { text: said, origin } = view;
    /** @type {{ length: number, next: View | null }} */
    const { length, next } = unescaped(view, isWhole);
    yield { said: said.slice(0, length), origin, rest: length < said.length ? origin(length, length + 1)[0] : Infinity };
    view = next;
  }
}

/** @param {string} text @param {string} needle */
function* placesOf(text, needle) {
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) yield at;
}

/** Where they stand in a view. @param {string} text @param {Needles} needles @returns {Generator<[number, number]>} */
function* found(text, { anyCase, base64 }) {
  const lower = text.toLowerCase();
  for (const needle of anyCase) {
    for (const at of placesOf(lower, needle)) yield [at, at + needle.length];
  }
  for (const needle of base64) {
    // The rest of the piece may hold the ends of it.
    for (const at of placesOf(text, needle)) yield [at - runBefore(text, at), at + runAfter(text, at)];
  }
}

const isOfRun = (/** @type {string | undefined} */ character) => character !== undefined && /[\w+/-]/.test(character);

/** @param {string} text @param {number} at */
function runBefore(text, at) {
  let length = 0;
  while (length <= LONGEST_RUN && isOfRun(text[at - length - 1])) length += 1;
  return length;
}

/** @param {string} text @param {number} at */
function runAfter(text, at) {
  let length = 0;
  while (isOfRun(text[at + length])) length += 1;
  while (text[at + length] === "=") length += 1;
  return length;
}

/**
 * A text without them, and how much of its end may be the beginning of one.
 *
 * @param {string} text
 * @param {Needles} needles
 * @param {boolean} isWhole Whether nothing follows.
 * @returns {{ clean: string, kept: string }}
 */
function cleaned(text, needles, isWhole) {
  /** @type {[number, number][]} */
  const pieces = [];
  let until = text.length;
  for (const { said, origin, rest } of viewsOf(text, isWhole)) {
    for (const [start, end] of found(said, needles)) pieces.push(origin(start, end));
    const from = isWhole ? said.length : beginning(said, needles);
    until = Math.min(until, rest, from < said.length ? origin(from, from + 1)[0] : Infinity);
  }
  pieces.sort(([one], [other]) => one - other);
  let clean = "";
  let last = 0;
  for (const [start, end] of pieces) {
    // What reaches into the part that is kept is kept as a whole.
    if (start < until && end > until) until = Math.max(last, start);
    if (start >= until) break;
    if (start >= last) clean += text.slice(last, start) + HIDDEN;
    last = Math.max(last, end);
  }
  return { clean: clean + text.slice(last, until), kept: text.slice(Math.max(last, until)) };
}

/** From where the end of a view may go on as one of them. @param {string} text @param {Needles} needles */
function beginning(text, { anyCase, base64 }) {
  const longest = Math.max(0, ...anyCase.map(({ length }) => length));
  const end = text.slice(-longest).toLowerCase();
  let from = text.length - end.length;
  while (from < text.length && !anyCase.some((needle) => needle.startsWith(end.slice(from - text.length)))) from += 1;
  if (base64.length === 0) return from;
  const run = text.slice(0, -2) + text.slice(-2).replace(/=+$/, "");
  const length = runBefore(run, run.length);
  return length === 0 || length > LONGEST_RUN ? from : Math.min(from, run.length - length);
}

/** @param {string} text @param {Iterable<string>} secrets */
export function hidden(text, secrets) {
  const bytes = Buffer.from(text).toString("latin1");
  return Buffer.from(cleaned(bytes, needlesOf(secrets), true).clean, "latin1").toString();
}

/** The same for a stream: what comes goes on at once, but for an end that may be the beginning of one. @param {Iterable<string>} secrets */
export function hiding(secrets) {
  const needles = needlesOf(secrets);
  // Bytes as one character each, so that nothing that is no text is changed.
  let held = "";
  /** @param {string} text @param {boolean} isWhole */
  const next = (text, isWhole) => {
    const { clean, kept } = cleaned(held + text, needles, isWhole);
    held = kept;
    return Buffer.from(clean, "latin1");
  };
  return new Transform({
    transform: (chunk, _encoding, done) => done(null, next(chunk.toString("latin1"), false)),
    flush: (done) => done(null, next("", true)),
  });
}
