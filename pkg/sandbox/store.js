// @ts-check
// The agents of one platform, in the order in which they were made.

/**
 * @template {{ id: string }} T
 */
export class Store {
  /** @type {Map<string, T & { seq: number }>} */
  #records = new Map();
  #seq = 0;

  /**
   * @param {T} record
   * @returns {T & { seq: number }} the stored record, with its place in the order
   */
  add(record) {
    this.#seq += 1;
    const stored = { ...record, seq: this.#seq };
    this.#records.set(record.id, stored);
    return stored;
  }

  /** @param {string} id */
  get(id) {
    return this.#records.get(id);
  }

  /** @param {string} id */
  delete(id) {
    return this.#records.delete(id);
  }

  ids() {
    return [...this.#records.keys()];
  }

  values() {
    return [...this.#records.values()];
  }

  /**
   * One page after a cursor. It survives the deletion of the record at the cursor.
   * @param {{
   *   cursor?: string | null, limit: number, descending?: boolean, filter?: (record: T) => boolean,
   * }} options
   * @returns {{ records: (T & { seq: number })[], more: boolean }}
   */
  page({ cursor, limit, descending = false, filter = () => true }) {
    const after = cursor ? seqOf(cursor) : null;
    const all = this.values();
    if (descending) all.reverse();
    const rest = all.filter(
      (record) =>
        (after === null || (descending ? record.seq < after : record.seq > after)) && filter(record),
    );
    return { records: rest.slice(0, limit), more: rest.length > limit };
  }
}

/**
 * An opaque cursor: it tells a client nothing that it could build one from.
 * @param {{ seq: number }} record
 */
export function cursorOf(record) {
  return btoa(`after:${record.seq}`);
}

/** @param {string} cursor */
function seqOf(cursor) {
  try {
    return Number(atob(cursor).split(":")[1]);
  } catch {
    return Number.NaN;
  }
}

/**
 * Reads a whole number of a query within bounds.
 * @param {URLSearchParams} query
 * @param {string} name
 * @param {{ min: number, max: number, fallback: number }} bounds
 * @returns {number | null} null where it is out of bounds or no number
 */
export function count(query, name, { min, max, fallback }) {
  const given = query.get(name);
  if (given === null) return fallback;
  const value = Number(given);
  return /^\d+$/.test(given) && value >= min && value <= max ? value : null;
}
