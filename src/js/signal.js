// @ts-check
// Listening to an `AbortSignal`, or to anything that behaves as one, of whatever realm.
import { failure, member } from "../transport/value.js";
import { wrong } from "./options.js";

/** @typedef {(reason: ReturnType<typeof failure>) => void} Tell */

/**
 * Who hears of a signal. All calls under way share one listener, so that a long-lived signal gathers none.
 *
 * @type {WeakMap<object, { calls: Set<Tell>, listener: () => void }>}
 */
const watched = new WeakMap();

/**
 * Tells of an abort, at once where it was before.
 *
 * @param {any} signal
 * @param {Tell} tell Takes the reason as a failure.
 * @returns {() => void} Ends that.
 */
export function watch(signal, tell) {
  if (member(signal, "aborted")) {
    tell(reasonOf(signal));
    return () => {};
  }
  const shared = watched.get(signal) ?? listen(signal);
  shared.calls.add(tell);
  return () => {
    shared.calls.delete(tell);
    if (shared.calls.size === 0) {
      watched.delete(signal);
      try {
        signal.removeEventListener("abort", shared.listener);
      } catch {
        // It is heard no more all the same: nobody is told.
      }
    }
  };
}

/** @param {any} signal */
function listen(signal) {
  /** @type {Set<Tell>} */
  const calls = new Set();
  const listener = () => {
    for (const tell of [...calls]) {
      tell(reasonOf(signal));
    }
  };
  try {
    signal.addEventListener("abort", listener);
  } catch {
    throw wrong("signal", "an AbortSignal", signal);
  }
  const shared = { calls, listener };
  watched.set(signal, shared);
  return shared;
}

/** @param {any} signal */
function reasonOf(signal) {
  const reason = member(signal, "reason");
  return failure(reason === undefined ? new Error("no reason given") : reason);
}
