// @ts-check
// Values of any making: what they are, what they hold, what was thrown. Nothing here throws.

/** The longest text that is taken from a thrown value, in UTF-16 units. */
const LONGEST = 10_000;

/**
 * What a value is, with its article: `a string`, `undefined`.
 *
 * @param {unknown} value
 */
export function kindOf(value) {
  const type = typeof value;
  if (value == null) {
    return String(value);
  }
  if (type !== "object") {
    return `a ${type}`;
  }
  return isArray(value) ? "an array" : "an object";
}

/** Of a revoked proxy JavaScript itself can't say whether it is an array, and throws. @param {unknown} value */
export function isArray(value) {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/**
 * A failure as it is handed to the core: the very value that was thrown, and its words.
 *
 * @param {unknown} thrown
 */
export const failure = (thrown) => ({ thrown, text: describe(thrown) });

/**
 * The message of an error and of what lies behind it, in one line. Node's `fetch` says only "fetch failed"; its cause
 * says why.
 *
 * @param {unknown} thrown
 */
function describe(thrown) {
  let text = typeof thrown === "string" ? thrown : textOf(thrown, "message") || textOf(thrown, "name") || kindOf(thrown);
  const behind = member(thrown, "cause");
  const reason = textOf(behind, "message") || textOf(behind, "code") || behind;
  if (typeof reason === "string" && reason !== "" && !text.includes(reason)) {
    text += `: ${reason}`;
  }
  return text.slice(0, LONGEST).replace(/[\0-\x1f\x7f-\x9f]/g, " ");
}

/** @param {unknown} value @param {string} name */
function textOf(value, name) {
  const text = member(value, name);
  return typeof text === "string" ? text : "";
}

/**
 * A member of an object that may be of any making. `undefined` where there is none, or where reading it throws.
 *
 * @param {any} value
 * @param {PropertyKey} name
 */
export function member(value, name) {
  try {
    return Object(value) === value ? value[name] : undefined;
  } catch {
    return undefined;
  }
}

// The plain objects that these modules make for the core are read by their own members' names: what a polluted
// prototype adds is none of them.

/** @param {any} object @param {string} name @returns {any} */
export const value = (object, name) => (object && Object.hasOwn(object, name) ? object[name] : undefined);

/** @param {unknown} object @param {string} name @returns {string | undefined} */
export const text = (object, name) => value(object, name);

/** NaN where there is none. @param {unknown} object @param {string} name @returns {number} */
export const number = (object, name) => value(object, name) ?? NaN;

/** @param {unknown} object @param {string} name @returns {Uint8Array | undefined} */
export const bytes = (object, name) => value(object, name);
