// @ts-check
// Calling the caller's functions.
import { begin } from "../transport/job.js";
import { kindOf } from "../transport/value.js";

/**
 * Calls a function, and waits for what it gives: `{ value }`, or the failure it ends in.
 *
 * @param {Function} call
 * @param {unknown} argument
 */
export const ask = (call, argument) => begin(async () => ({ value: await call(argument) }));

/**
 * Asks for a credential: `{ secret }`, or a failure.
 *
 * @param {Function} call
 * @param {string} name The option that holds it.
 */
export const askSecret = (call, name) =>
  begin(async () => {
    const secret = await call();
    if (typeof secret !== "string" || secret === "") {
      throw new Error(`${name} gave ${secret === "" ? "an empty string" : kindOf(secret)} in place of a credential`);
    }
    return { secret };
  });

/**
 * Calls a function that nobody waits for: a broken logger must not break a deletion.
 *
 * @param {Function} call
 * @param {unknown} argument
 */
export function tell(call, argument) {
  ask(call, argument);
}
