// @ts-check
// What a call gives, as JavaScript's own objects.

/** @param {string} json @returns {unknown} */
export const parse = (json) => JSON.parse(json);

/**
 * Puts a file where the JSON of a backup, or of what has one, has `null` for it.
 *
 * @param {any} object
 * @param {string} part
 * @param {Uint8Array} bytes A view of WebAssembly's memory, which holds something else soon.
 */
export function putFile(object, part, bytes) {
  (object.backup ?? object).content[part] = bytes.slice();
}

/**
 * An `Error` named "AgentError" with these fields as its own.
 *
 * @param {string} json
 * @param {string | undefined} reason What lies behind it, in words.
 * @param {unknown} thrown The very value that was thrown, unless nothing was.
 * @param {boolean} wasThrown
 * @param {unknown} backup
 */
export function agentError(json, reason, thrown, wasThrown, backup) {
  const fields = JSON.parse(json);
  const options = reason === undefined ? undefined : { cause: wasThrown ? thrown : new Error(reason) };
  const error = Object.assign(new Error(fields.message, options), { name: "AgentError" }, fields);
  if (backup !== undefined) {
    // Not enumerable, so that no log holds what was saved.
    Object.defineProperty(error, "backup", { value: backup });
  }
  return error;
}

/** What became of one agent among many, in a list. @param {string} agentId @param {unknown} deletion @param {unknown} error */
export const settled = (agentId, deletion, error) => [{ agentId, deletion, error }];

/** A promise, and what settles it. */
export function defer() {
  /** @type {any} */
  const deferred = {};
  deferred.promise = new Promise((resolve, reject) => Object.assign(deferred, { resolve, reject }));
  return deferred;
}
