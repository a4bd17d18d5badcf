// @ts-check
// The record of what was received: the latest requests, up to a limit.

/** @typedef {import("./index.d.ts").RequestRecord} RequestRecord */

export class Requests {
  /** @type {RequestRecord[]} */
  #records = [];
  #limit;

  /** @param {number} limit */
  constructor(limit) {
    this.#limit = limit;
  }

  /**
   * @param {RequestRecord} record
   * @returns {RequestRecord} the same, to be completed when the answer is known
   */
  add(record) {
    if (this.#limit === 0) return record;
    // Dropping them one by one would move the whole array each time.
    if (this.#records.length >= 2 * this.#limit) this.#records.splice(0, this.#limit);
    this.#records.push(record);
    return record;
  }

  get latest() {
    return this.#limit === 0 ? [] : this.#records.slice(-this.#limit);
  }

  clear() {
    this.#records = [];
  }
}
