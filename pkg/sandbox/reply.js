// @ts-check
// Replies as plain values: cheap to make, and any adapter can turn them into its own kind of response.

/** @typedef {import("./index.d.ts").SandboxReply} Reply */

/**
 * A JSON reply, serialised without spaces as the platforms do.
 * @param {number} status
 * @param {unknown} value
 * @param {Record<string, string>} [headers]
 * @returns {Reply}
 */
export function json(status, value, headers) {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(value) };
}

/**
 * @param {number} status
 * @param {string} body
 * @param {string} type content type
 * @returns {Reply}
 */
export function text(status, body, type) {
  return { status, headers: { "content-type": type }, body };
}

/**
 * A reply without a body.
 * @param {number} status
 * @param {Record<string, string>} [headers]
 * @returns {Reply}
 */
export function empty(status, headers = {}) {
  return { status, headers: { ...headers }, body: null };
}
