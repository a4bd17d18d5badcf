// @ts-check
// What the exit codes mean, and the error that ends a command with one of them.

export const DONE = 0;
export const FAILED = 1;
export const USAGE = 2;
export const DECLINED = 3;
export const UNKNOWN = 4;
export const INTERRUPTED = 130;

/** For `help`. @type {[code: number, meaning: string][]} */
export const meanings = [
  [DONE, "all deleted, or absent where that was allowed"],
  [FAILED, "some failed"],
  [USAGE, "wrong use; nothing was sent"],
  [DECLINED, "declined, or the number did not fit; nothing was deleted"],
  [UNKNOWN, "some outcome is unknown: accepted, or may be gone"],
  [INTERRUPTED, "interrupted"],
];

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
