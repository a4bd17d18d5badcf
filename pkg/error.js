// @ts-check
/**
 * @import { AgentBackup, AgentErrorFields } from "./types.d.ts"
 * @import { DeletionsSummary } from "./index.js"
 */

/** Shared by all copies of the package, so that each knows the others' errors. */
const brand = Symbol.for("agent-delete.AgentError");

/** A failed call. */
export class AgentError extends Error {
  #backup;
  #summary;

  /**
   * @param {Partial<AgentErrorFields> & Pick<AgentErrorFields, "message" | "code" | "backend"> &
   *   { backup?: AgentBackup, summary?: DeletionsSummary }} fields
   * @param {any} [backend] The platform, where the fields name none.
   */
  constructor(fields, backend = null) {
    super(fields.message, "cause" in fields ? { cause: fields.cause } : undefined);
    this.code = fields.code;
    this.backend = fields.backend ?? backend;
    this.agentId = fields.agentId ?? null;
    this.status = fields.status ?? null;
    this.backendCode = fields.backendCode ?? null;
    this.backendMessage = fields.backendMessage ?? null;
    this.requestId = fields.requestId ?? null;
    this.details = fields.details ?? [];
    this.retryable = fields.retryable ?? false;
    this.retryAfterMs = fields.retryAfterMs ?? null;
    this.outcomeUnknown = fields.outcomeUnknown ?? false;
    this.hint = fields.hint ?? null;
    this.steps = fields.steps ?? [];
    this.#backup = fields.backup ?? null;
    this.#summary = fields.summary ?? null;
  }

  /** No own property, so that no log holds it. */
  get backup() {
    return this.#backup;
  }

  /** No own property, either. */
  get summary() {
    return this.#summary;
  }

  /** @returns {"AgentError"} */
  get name() {
    return "AgentError";
  }

  get [brand]() {
    return true;
  }

  /** Errors of another copy of the package count. @param {unknown} value */
  static [Symbol.hasInstance](value) {
    return this === AgentError ? isAgentError(value) : super[Symbol.hasInstance](value);
  }

  /** For logs: without stack and cause, which may hold anything. @returns {Record<string, unknown>} */
  toJSON() {
    const shown = { name: this.name, message: this.message };
    return Object.assign(/** @type {Record<string, unknown>} */ (shown), this);
  }
}

/**
 * Whether a value is an `AgentError`, of this or of another copy of the package.
 *
 * @param {any} value
 * @returns {value is AgentError}
 */
export function isAgentError(value) {
  return value?.[brand] === true;
}

/** The WebAssembly part did not start. */
export class LoadError extends Error {
  /** @returns {"LoadError"} */
  get name() {
    return "LoadError";
  }
}
