// @ts-check
// What a caller gave: how messages speak of it, and the error for what can't be used.
import { AgentError } from "./error.js";

/**
 * The error of what is refused before any request.
 *
 * @param {string} message
 * @param {{ backend?: any, hint?: string, cause?: [unknown] }} [more] `cause`: what was thrown, whatever it is.
 */
export function inputError(message, { backend = null, hint, cause } = {}) {
  return new AgentError({ code: "invalid-input", message, backend, hint, ...(cause && { cause: cause[0] }) });
}

/** What a value is, with its article. @param {any} value */
export function kindOf(value) {
  if (value === null || value === undefined) {
    return String(value);
  }
  try {
    return Array.isArray(value) ? "an array" : typeof value === "object" ? "an object" : `a ${typeof value}`;
  } catch {
    return "an object";
  }
}
