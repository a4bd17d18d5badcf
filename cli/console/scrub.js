// @ts-check
// A platform that repeats the credential in an answer does not tell it to the page.

import { Transform } from "node:stream";

const HIDDEN = "[credential]";

/** A shorter text is no secret that could be told from other words. */
const SHORTEST = 6;

/** @param {string} encoded */
const lowerHex = (encoded) => encoded.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());

/** As it is, percent-encoded once or twice, as JSON writes it, and in base64. @param {Iterable<string>} secrets */
function forms(secrets) {
  const found = new Set();
  for (const secret of secrets) {
    if (secret.length < SHORTEST) continue;
    const percent = [encodeURIComponent(secret), lowerHex(encodeURIComponent(secret))];
    const json = [JSON.stringify(secret).slice(1, -1), secret.replaceAll("/", "\\/")];
    for (const form of [secret, ...percent, ...percent.map(encodeURIComponent), ...json, ...inBase64(secret)]) found.add(form);
  }
  // What holds another goes first.
  return [...found].sort((one, other) => other.length - one.length);
}

/** Three bytes become four characters, so that it may stand in three ways; the ends depend on its neighbours. @param {string} secret */
function inBase64(secret) {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const form = bytes.toString("base64").slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
    return [form, form.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** @param {string} text @param {Iterable<string>} secrets */
export const hidden = (text, secrets) => forms(secrets).reduce((whole, form) => whole.replaceAll(form, HIDDEN), text);

/** The same for a stream: each chunk goes on at once, but for an end that may be the beginning of a credential. @param {Iterable<string>} secrets */
export function hiding(secrets) {
  // Bytes as one character each, so that nothing that is no text is changed.
  const needles = forms(secrets).map((form) => Buffer.from(form).toString("latin1"));
  const longest = Math.max(0, ...needles.map(({ length }) => length));
  let held = "";
  /** @param {string} text */
  const clean = (text) => needles.reduce((whole, needle) => whole.replaceAll(needle, HIDDEN), text);
  return new Transform({
    transform(chunk, _encoding, done) {
      const text = clean(held + chunk.toString("latin1"));
      let from = Math.max(0, text.length - longest + 1);
      while (from < text.length && !needles.some((needle) => needle.startsWith(text.slice(from)))) from += 1;
      held = text.slice(from);
      done(null, Buffer.from(text.slice(0, from), "latin1"));
    },
    flush(done) {
      done(null, Buffer.from(held, "latin1"));
    },
  });
}
