// @ts-check
// An async iterator over what comes piece by piece.

/**
 * @param {(ending: boolean) => Promise<any[] | undefined>} more Gives the next pieces, and nothing after the last and after
 * an error. Called to end it, it begins nothing more, and waits for what is under way.
 */
export function stream(more) {
  /** @type {AsyncGenerator<any, undefined>} */
  const pieces = (async function* () {
    for (let next; (next = await more(false))?.length; ) {
      yield* next;
    }
    return undefined;
  })();
  return {
    next: () => pieces.next(),
    async return() {
      // It ends now, and not when a `next` that was called before has come back.
      await Promise.all([more(true), pieces.return(undefined)]);
      return { value: undefined, done: /** @type {const} */ (true) };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    /** For `await using`, where the runtime has it. */
    async [Symbol.asyncDispose ?? Symbol()]() {
      await this.return();
    },
  };
}
