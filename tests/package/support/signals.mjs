// @ts-check

/**
 * Counts who listens to a signal.
 *
 * @param {AbortSignal} signal
 * @returns {() => number} How many do, now.
 */
export function countListeners(signal) {
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (/** @type {any[]} */ ...args) => {
    listeners += 1;
    return Reflect.apply(addEventListener, signal, args);
  };
  signal.removeEventListener = (/** @type {any[]} */ ...args) => {
    listeners -= 1;
    return Reflect.apply(removeEventListener, signal, args);
  };
  return () => listeners;
}
