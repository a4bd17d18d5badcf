// @ts-check
// An async iterator over what comes piece by piece.

/**
 * @param {(ending: boolean) => Promise<unknown[] | undefined>} more Gives the next pieces, and nothing after the last.
 * Called to end it, it begins nothing more, and waits for what is under way.
 */
export function stream(more) {
  const pieces = (async function* () {
    try {
      for (;;) {
        const asked = more(false);
        // WebAssembly that has stopped gives no promise, and would be asked without end.
        const next = "then" in asked ? await asked : undefined;
        if (next === undefined) {
          return;
        }
        yield* next;
      }
    } finally {
      await more(true);
    }
  })();
  return {
    next: () => pieces.next(),
    async return() {
      // It ends now, and not when a `next` that was called before has come back.
      await Promise.all([more(true), pieces.return(undefined)]);
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
