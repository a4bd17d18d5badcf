// @ts-check

/**
 * @template T
 * @typedef {{ next(): Promise<IteratorResult<T, undefined>>, return(): Promise<unknown> }} Source
 */

/**
 * What `listAgents` and `deleteAgents` return: one result after the other, and nothing done before the first
 * is asked for. It is over after the first error.
 *
 * @template T
 */
export class Reader {
  #open;
  /** @type {Promise<Source<T>> | undefined} */
  #source;
  #over = false;

  /** @param {() => Promise<Source<T>>} open */
  constructor(open) {
    this.#open = open;
  }

  /** @returns {Promise<IteratorResult<T, undefined>>} */
  async next() {
    try {
      const source = this.#over ? undefined : await (this.#source ??= this.#open());
      // It may have been ended while it opened.
      const result = this.#over ? undefined : await source?.next();
      this.#over ||= !!result?.done;
      return result ?? { value: undefined, done: true };
    } catch (error) {
      this.#over = true;
      throw error;
    }
  }

  /** @returns {Promise<IteratorResult<T, undefined>>} */
  async return() {
    this.#over = true;
    const source = await this.#source?.catch(() => undefined);
    await source?.return();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** For `await using`, where the runtime has it. */
  async [Symbol.asyncDispose ?? Symbol()]() {
    await this.return();
  }
}
