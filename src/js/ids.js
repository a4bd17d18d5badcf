// @ts-check
// Reading the ids of a bulk deletion from an iterable, one by one.
import { begin } from "../transport/job.js";
import { isArray, kindOf, member } from "../transport/value.js";
import { readId, wrong } from "./options.js";

/** What `next` gives after the last id. */
const NO_MORE = { number: 2 };

/**
 * Begins to iterate. One string is refused, an object of it too: it would be taken for ids of one letter each.
 *
 * @param {any} given
 */
export function iterate(given) {
  const fault = wrong("ids", "an iterable or async iterable of ids", given);
  const later = member(given, Symbol.asyncIterator);
  const isAsync = typeof later === "function";
  const start = isAsync ? later : member(given, Symbol.iterator);
  /** @type {any} */
  let iterator;
  let total;
  try {
    iterator = Object(given) === given && !(given instanceof String) && start.call(given);
    total = totalOf(given);
  } catch {
    throw fault;
  }
  const next = member(iterator, "next");
  if (typeof next !== "function") {
    throw fault;
  }
  let atEnd = false;
  return {
    /** Whether the next one may be long in coming. */
    isAsync,
    /** How many there are; `undefined` where that is not known before the end. */
    total,
    /** The next id, as `readId` gives it; after the last, and after a failure, that there is no more. */
    next: () =>
      begin(async () => {
        if (atEnd) {
          return NO_MORE;
        }
        let isLast = true;
        try {
          let item = next.call(iterator);
          if (isAsync) {
            item = await item;
          }
          if (Object(item) !== item) {
            throw kindOf(item);
          }
          if (item.done) {
            return NO_MORE;
          }
          const { value } = item;
          isLast = false;
          return readId(value);
        } finally {
          // It may have been closed meanwhile.
          atEnd ||= isLast;
        }
      }),
    /** Asks for no more. An iterator that fails to end has nothing more to tell. */
    close() {
      if (!atEnd) {
        atEnd = true;
        begin(async () => member(iterator, "return")?.call(iterator));
      }
    },
  };
}

/** How many ids an array or a set holds; of anything else that is not known before its end. @param {any} given */
function totalOf(given) {
  const total = isArray(given) ? member(given, "length") : given instanceof Set ? member(given, "size") : undefined;
  return typeof total === "number" ? total : undefined;
}
