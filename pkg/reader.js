// @ts-check

/**
 * @template T
 * @typedef {{ next(): Promise<IteratorResult<T, undefined>>, return(): Promise<unknown> }} Source
 */

/**
 * @template T, S
 * @typedef {Source<T> & { all(): Promise<S> }} WholeSource What can also be had all together.
 */

/**
 * What `listAgents` returns: one result after the other, and nothing done before the first is asked for. It is over
 * after the first error.
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

/**
 * What `deleteAgents` returns: the same, or all together where it is awaited.
 *
 * @template T, S
 * @extends {Reader<T>}
 */
export class DeletionReader extends Reader {
  #open;
  #left = false;
  /** All together, once that has begun. @type {Promise<{ all: Promise<S> }> | undefined} */
  #begun;
  /** @type {Promise<S> | undefined} */
  #all;

  /** @param {() => Promise<WholeSource<T, S>>} open */
  constructor(open) {
    /** @type {Promise<WholeSource<T, S>> | undefined} */
    let source;
    const once = () => (source ??= open());
    super(once);
    this.#open = once;
  }

  async next() {
    // In the order in which they were asked for: the client in WebAssembly refuses the later of the two.
    if (this.#begun) {
      await this.#begun.catch(() => {});
    }
    return super.next();
  }

  return() {
    this.#left = true;
    return super.return();
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /**
   * @template [A=S], [B=never]
   * @param {((summary: S) => A | PromiseLike<A>) | null} [fulfilled]
   * @param {((reason: any) => B | PromiseLike<B>) | null} [rejected]
   * @returns {Promise<A | B>}
   */
  then(fulfilled, rejected) {
    return this.#whole().then(fulfilled, rejected);
  }

  /**
   * @template [B=never]
   * @param {((reason: any) => B | PromiseLike<B>) | null} [rejected]
   * @returns {Promise<S | B>}
   */
  catch(rejected) {
    return this.#whole().catch(rejected);
  }

  /** @param {(() => void) | null} [settled] @returns {Promise<S>} */
  finally(settled) {
    return this.#whole().finally(settled);
  }

  #whole() {
    this.#begun ??= this.#begin();
    return (this.#all ??= this.#begun.then(({ all }) => all));
  }

  async #begin() {
    const source = await this.#open();
    // Left before it began, it begins nothing: the client in WebAssembly says so.
    if (this.#left) {
      await source.return();
    }
    return { all: source.all() };
  }
}
