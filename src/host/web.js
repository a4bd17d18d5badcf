// @ts-check
// JSON, URLs and dates for the core, each in one crossing into WebAssembly.

/** The bits of a number, for `pack`. */
const bits = new DataView(new ArrayBuffer(8));

/** How deeply a document may nest. A deeper one is not read: it would exhaust the stack. */
const MAX_DEPTH = 128;

/**
 * Reads a JSON document, and packs it for `unpack` in web.rs. `undefined` where it is no JSON.
 *
 * @param {string} text
 */
export function parseJson(text) {
  try {
    return pack(JSON.parse(text));
  } catch {
    // No JSON, or too deep.
  }
}

/**
 * A value as a flat text: a letter for its type, then what it holds, then a mark of its end. A function is as an empty
 * array, and nothing as `null`.
 *
 * @param {any} value
 * @param {number} [depth] Of how many others it is a part.
 * @returns {string}
 */
export function pack(value, depth = 0) {
  if (depth > MAX_DEPTH) {
    throw new RangeError("nested too deeply");
  }
  /** @param {any} part */
  const within = (part) => pack(part, depth + 1);
  switch (typeof value) {
    case "string":
      // What looks like the mark or like its escape is escaped.
      return `s${value.replace(/[\0\x01]/g, (mark) => (mark === "\0" ? "\x01n" : "\x01e"))}\0`;
    case "number":
      bits.setFloat64(0, value);
      return `d${bits.getBigUint64(0).toString(16)}\0`;
    case "boolean":
      return value ? "t\0" : "f\0";
  }
  if (value === null || typeof value !== "object") {
    return typeof value === "function" ? pack([]) : "n\0";
  }
  if (Array.isArray(value)) {
    return `[\0${value.map(within).join("")}]\0`;
  }
  return `{\0${Object.entries(value).flat().map(within).join("")}}\0`;
}

/** UTF-8 as a text, with U+FFFD for what is none. A byte order mark stays. @param {Uint8Array} bytes */
export const decoded = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);

/**
 * What a URL is made of, a line each: scheme, origin, host, path, user name and password together. `undefined` where it is none.
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
