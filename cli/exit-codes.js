// @ts-check
// What the exit codes mean, and the error that ends a command with one of them.

export const DONE = 0;
export const FAILED = 1;
export const USAGE = 2;
export const DECLINED = 3;
export const UNKNOWN = 4;
export const INTERRUPTED = 130;

/** For the pages of `help`: of a deletion. @type {[code: number, meaning: string][]} */
export const DELETING = [
  [DONE, "all deleted, or absent where that was allowed"],
  [FAILED, "some failed, or were named and left alone (protected, changed since the plan)"],
  [USAGE, "wrong use; nothing was sent"],
  [DECLINED, "declined, or the number did not fit; nothing was deleted"],
  [UNKNOWN, "some outcome is unknown: accepted, or may be gone"],
  [INTERRUPTED, "interrupted"],
];

/** @type {[code: number, meaning: string][]} */
export const STOPPING = [
  [DONE, "all stopped"],
  [FAILED, "some failed, or were named and are protected"],
  [USAGE, "wrong use; nothing was sent"],
  [DECLINED, "declined, or the number did not fit; nothing was stopped"],
  [UNKNOWN, "some may have been stopped or not"],
  [INTERRUPTED, "interrupted"],
];

/** Of a command that changes no agent. @param {string} done @param {string} failed @returns {[code: number, meaning: string][]} */
export const reading = (done, failed) => [[DONE, done], [FAILED, failed], [USAGE, "wrong use; nothing was sent"], [INTERRUPTED, "interrupted"]];

/** Ends the command with a sentence for the person and an exit code. */
export class Stop extends Error {
  /**
   * @param {number} exitCode
   * @param {string} message
   * @param {{ hint?: string, cause?: unknown }} [more]
   */
  constructor(exitCode, message, { hint, cause } = {}) {
    super(message, { cause });
    this.exitCode = exitCode;
    this.hint = hint ?? null;
  }
}

/** @param {string} message @param {{ hint?: string, cause?: unknown }} [more] */
export const wrongUse = (message, more) => new Stop(USAGE, message, more);
