// @ts-check
// A backup as a text, and back. JSON knows no bytes, so they are base64 there, and `bytes` lists their places.
import { inputError, kindOf } from "./given.js";

/** @import { AgentBackup } from "./types.d.ts" */

/** What such a text says of itself. */
const FORMAT = "agent-delete backup";

/** Raised when an older reader would misread what is written. */
const VERSION = 1;

/** @type {typeof import("./index.js").backupToJson} */
export function backupToJson(backup) {
  try {
    const { backend, agentId, takenAt, source, missing, redacted, content } = checked(backup);
    /** Filled while the content is written, before it is written itself. @type {string[]} */
    const bytes = [];
    const about = { format: FORMAT, version: VERSION, backend, agentId, takenAt, source, missing, redacted };
    return JSON.stringify({ ...about, content, bytes }, bytesAsText(content, bytes), 2);
  } catch (error) {
    throw error instanceof Fault
      ? inputError(error.message)
      : inputError("the backup can't be written as JSON", { cause: [error] });
  }
}

/** @type {typeof import("./index.js").backupFromJson} */
export function backupFromJson(text) {
  try {
    return read(text);
  } catch (error) {
    throw error instanceof Fault ? inputError(error.message) : error;
  }
}

/** What is wrong with a backup. */
class Fault extends Error {}

/** @param {boolean} right @param {string} message @returns {asserts right} */
function must(right, message) {
  if (!right) {
    throw new Fault(message);
  }
}

/** @param {unknown} text @returns {AgentBackup} */
function read(text) {
  must(typeof text === "string", `a backup is read from a string, not from ${kindOf(text)}`);
  const { format, version, bytes, ...rest } = parsed(text);
  must(format === FORMAT, `the text is no backup that backupToJson wrote: format must be "${FORMAT}"`);
  must(
    version === VERSION,
    typeof version === "number" && version > VERSION
      ? `the backup has the version ${version}, and this release of agent-delete reads ${VERSION}: use a newer one`
      : `the backup's version must be ${VERSION}`,
  );
  const { backend, agentId, takenAt, source, missing, redacted, content } = checked(rest);
  must(isListOf(bytes, isText), "the backup's bytes must be an array of JSON Pointers");
  for (const pointer of bytes) {
    textAsBytes(content, pointer);
  }
  return { backend, agentId, takenAt, source, missing, redacted, content };
}

/** The object in a text. What the parser says is not told on: it repeats pieces of the text. @param {string} text @returns {Record<string, any>} */
function parsed(text) {
  let value;
  try {
    // Windows' editors put a mark before the text.
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    must(text.trim() !== "", "the text is empty, and no backup");
    must(false, "the text is no JSON: it may be cut off, or something else than a backup");
  }
  must(isObject(value), `a backup is a JSON object, not ${kindOf(value)}`);
  return value;
}

/** Of a platform, also of one that was described. */
const isName = /^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$/;

/** @type {[keyof AgentBackup, right: string, fits: (value: any) => boolean][]} */
const fields = [
  ["backend", "the name of a platform", (name) => isText(name) && isName.test(name)],
  ["agentId", "a text that is not empty", (id) => isText(id) && id !== ""],
  ["takenAt", "an ISO 8601 date", (date) => isText(date) && !Number.isNaN(Date.parse(date))],
  ["source", '"export" or "agent"', (source) => source === "export" || source === "agent"],
  ["missing", "an array of { part, reason }", (list) => isListOf(list, isMissing)],
  ["redacted", "an array of JSON Pointers", (list) => isListOf(list, isText)],
  ["content", "an object", (content) => isObject(content)],
];

/** Something whose fields are those of a backup. @param {any} value @returns {AgentBackup} */
function checked(value) {
  must(isObject(value), `a backup must be an object, not ${kindOf(value)}`);
  for (const [field, right, fits] of fields) {
    must(fits(value[field]), `the backup's ${field} must be ${right}`);
  }
  return value;
}

/** @param {any} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {any} value */
const isText = (value) => typeof value === "string";

/** @param {any} value */
const isMissing = (value) => isObject(value) && isText(value.part) && isText(value.reason);

/** @param {any} value @param {(item: any) => boolean} fits */
const isListOf = (value, fits) => Array.isArray(value) && value.every(fits);

/**
 * For `JSON.stringify`: puts a text in the place of each piece of bytes, and lists its JSON Pointer.
 *
 * @param {object} content
 * @param {string[]} found
 * @returns {(this: any, key: string, value: any) => unknown}
 */
function bytesAsText(content, found) {
  /** Where in the content each object is that is being written. */
  const places = new Map([[content, ""]]);
  return function (key, value) {
    const holder = places.get(this);
    if (holder === undefined) {
      return value;
    }
    const place = `${holder}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    // As it is, before a `toJSON` such as that of Node's Buffer.
    const own = this[key];
    if (ArrayBuffer.isView(own)) {
      found.push(place);
      return base64(new Uint8Array(own.buffer, own.byteOffset, own.byteLength));
    }
    if (typeof value === "object" && value !== null) {
      places.set(value, place);
    }
    return value;
  };
}

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let text = "";
  // So many arguments a function takes everywhere.
  const most = 8192;
  for (let at = 0; at < bytes.length; at += most) {
    text += String.fromCharCode(...bytes.subarray(at, at + most));
  }
  return btoa(text);
}

/**
 * Puts bytes in the place of the text that a pointer leads to.
 *
 * @param {any} content
 * @param {string} pointer
 */
function textAsBytes(content, pointer) {
  const steps = pointer.split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const [root, last] = [steps.shift(), steps.pop()];
  let holder = content;
  for (const step of steps) {
    holder = member(holder, step);
  }
  const name = last ?? "";
  const text = root === "" && last !== undefined ? member(holder, name) : undefined;
  must(typeof text === "string", `the backup's bytes name a place that holds no text: ${pointer}`);
  let bytes;
  try {
    bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    must(false, `the backup's content is damaged: ${pointer} holds no base64`);
  }
  // Defined, not set: whatever its name, a member is a member; and no polluted prototype adds to its descriptor.
  const descriptor = { __proto__: null, value: bytes, enumerable: true, configurable: true, writable: true };
  Object.defineProperty(holder, name, descriptor);
}

/** A member of its own. @param {any} holder @param {string} name */
const member = (holder, name) =>
  typeof holder === "object" && holder !== null && Object.hasOwn(holder, name) ? holder[name] : undefined;
