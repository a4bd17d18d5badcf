// @ts-check
// JSON, URLs and dates for the core, each in one crossing into WebAssembly.

/** The bits of a number, for `pack`. */
const bits = new DataView(new ArrayBuffer(8));

/**
 * Reads a JSON document, and packs it for `unpack` in web.rs. `undefined` where it is no JSON.
 *
 * @param {string} text
 */
export function parseJson(text) {
  try {
    return pack(JSON.parse(text));
  } catch {
    // No JSON, or so deep that the stack does not hold it.
  }
}

/**
 * A value as a flat text: a letter for its type, then what it holds.
 *
 * @param {any} value
 * @returns {string}
 */
function pack(value) {
  switch (typeof value) {
    case "string":
      return `s${ended(value)}`;
    case "number":
      bits.setFloat64(0, value);
      return `d${bits.getBigUint64(0).toString(16).padStart(16, "0")}`;
    case "boolean":
      return value ? "t" : "f";
  }
  if (value === null) {
    return "n";
  }
  if (Array.isArray(value)) {
    return `[${value.map(pack).join("")}]`;
  }
  return `{${Object.entries(value).map(([name, member]) => `k${ended(name)}${pack(member)}`).join("")}}`;
}

/** A text with its end marked, and what looks like that mark or like its escape escaped. @param {string} text */
const ended = (text) => `${text.replace(/[\0\x01]/g, (mark) => (mark === "\0" ? "\x01n" : "\x01e"))}\0`;

/** Made when it is first needed: importing this asks nothing of the surroundings. @type {TextDecoder | undefined} */
let decoder;

/** UTF-8 as a text, with U+FFFD for what is none. A byte order mark stays. @param {Uint8Array} bytes */
export function decoded(bytes) {
  decoder ??= new TextDecoder("utf-8", { ignoreBOM: true });
  return decoder.decode(bytes);
}

/**
 * What a URL is made of, a line each: scheme, origin, host, path, user name, password. `undefined` where it is none.
 *
 * @param {string} text
 */
export function parseUrl(text) {
  try {
    const url = new URL(text);
    return [url.protocol, url.origin, url.hostname, url.pathname, url.username + url.password].join("\n");
  } catch {
    // No URL.
  }
}

/**
 * Milliseconds since 1970 of an HTTP date; NaN where it is none. `Date.parse` takes nearly anything for a date, "2"
 * among it; an HTTP date begins with a day's name and ends so.
 *
 * @param {string} text
 */
export const parseHttpDate = (text) => (/^[a-z].*GMT$/i.test(text) ? Date.parse(text) : NaN);

/**
 * A date in ISO 8601. `undefined` beyond four digits of a year, where JavaScript writes it in another shape.
 *
 * @param {number} epochMs
 */
export function isoDate(epochMs) {
  if (epochMs >= 0 && epochMs < 253402300800000) {
    return new Date(epochMs).toISOString();
  }
}
