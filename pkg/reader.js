// @ts-check
import { inputError, kindOf } from "./given.js";


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
    Reader.#check(this, "next");
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
    Reader.#check(this, "return");
    this.#over = true;
    const source = await this.#source?.catch(() => undefined);
    await source?.return();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /**
   * A method must be called on its reader: `const { next } = client.listAgents()` leaves it behind.
   *
   * @param {any} self
   * @param {string} method
   */
  static #check(self, method) {
    if (!(typeof self === "object" && self !== null && #open in self)) {
      throw notOnReader(self, method);
    }
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
    DeletionReader.#of(this, "next");
    // In the order in which they were asked for: the client in WebAssembly refuses the later of the two.
    if (this.#begun) {
      await this.#begun.catch(() => {});
    }
    return await super.next();
  }

  async return() {
    DeletionReader.#of(this, "return").#left = true;
    return await super.return();
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
    return DeletionReader.#of(this, "then").#settled(fulfilled, rejected);
  }

  /**
   * @template [B=never]
   * @param {((reason: any) => B | PromiseLike<B>) | null} [rejected]
   * @returns {Promise<S | B>}
   */
  catch(rejected) {
    return DeletionReader.#of(this, "catch").#settled(undefined, rejected);
  }

  /** @param {(() => void) | null} [settled] @returns {Promise<S>} */
  finally(settled) {
    return DeletionReader.#of(this, "finally").#whole().finally(settled);
  }

  /**
   * What a method was called on, which must be its reader.
   *
   * @param {any} self
   * @param {string} method
   * @returns {DeletionReader<any, any>}
   */
  static #of(self, method) {
    if (typeof self === "object" && self !== null && #begun in self) {
      return self;
    }
    throw notOnReader(self, method);
  }

  /**
   * By `await` alone, so that it works whatever has become of the `then` of promises.
   *
   * @param {((summary: any) => any) | null} [fulfilled]
   * @param {((reason: any) => any) | null} [rejected]
   */
  async #settled(fulfilled, rejected) {
    let summary;
    try {
      summary = await this.#whole();
    } catch (error) {
      if (typeof rejected !== "function") {
        throw error;
      }
      return await rejected(error);
    }
    return typeof fulfilled === "function" ? await fulfilled(summary) : summary;
  }

  #whole() {
    this.#begun ??= this.#begin();
    const begun = this.#begun;
    return (this.#all ??= (async () => await (await begun).all)());
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

/** @param {unknown} self @param {string} method */
function notOnReader(self, method) {
  return inputError(`${method} must be called on what listAgents or deleteAgents gave; here it is called on ${kindOf(self)}`, {
    hint: "Call it on that object, or loop over it by for await. One behind a proxy, as frameworks make them of what they watch, is none.",
  });
}
