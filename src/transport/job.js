// @ts-check
// Work that JavaScript does for the core. Each piece is a job: its outcome, which never rejects, and a way to give it up,
// which ends it too, so that nothing of it stays behind.
import { failure } from "./value.js";

/** @typedef {{ outcome: Promise<any>, stop: () => void }} Job */

/**
 * Waits for a length of time. Where the surroundings have no timer it ends at once: a pause too short beats one without
 * end. `setTimeout` would take more than 2³¹−1 milliseconds, some 25 days, for 1; so that is the most.
 *
 * @param {number} millis
 * @returns {Job}
 */
export function sleep(millis) {
  /** @type {any} */
  let timer;
  return begin(
    () =>
      new Promise((resolve) => {
        try {
          timer = setTimeout(resolve, Math.min(millis, 0x7fff_ffff));
        } catch {
          resolve(undefined);
        }
      }),
    () => clearTimeout(timer),
  );
}

/**
 * Begins a job.
 *
 * @param {() => Promise<any>} work Never throws: it rejects.
 * @param {() => void} [giveUp] Called where the work is given up, and nothing waits for it any more.
 * @returns {Job}
 */
export function begin(work, giveUp) {
  /** @type {(outcome?: any) => void} */
  let end = () => {};
  const outcome = new Promise((resolve) => (end = resolve));
  let over = false;
  /** @param {any} [result] */
  const finish = (result) => {
    over = true;
    end(result);
  };
  work().then(finish, (thrown) => finish(failure(thrown)));
  return {
    outcome,
    stop() {
      if (!over) {
        finish();
        try {
          giveUp?.();
        } catch {
          // There is nothing left to give up.
        }
      }
    },
  };
}
