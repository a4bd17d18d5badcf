// @ts-check
// Patterns over names and ids: `*`, `?`, `[…]` and `{a,b}`, by minimatch. A name is no path, so a slash in it is like any other
// character; it may begin with a dot, be `..` or be empty; and `!`, `#` and `(…)` stand for themselves.

import { Minimatch } from "minimatch";
import { wrongUse } from "./exit-codes.js";

/**
 * @param {string} pattern
 * @param {{ ignoreCase?: boolean }} [options] For what keeps agents: that errs on the side of keeping.
 * @returns {(text: string) => boolean}
 */
export function glob(pattern, { ignoreCase = false } = {}) {
  if (pattern === "") throw wrongUse("A pattern is empty: give a name, or a glob such as 'e2e-*'.");
  const wanted = pattern.normalize();
  const matcher = new Minimatch(asName(wanted), {
    dot: true, nocase: ignoreCase, nocomment: true, noext: true, nonegate: true, platform: "linux",
  });
  const literal = ignoreCase ? wanted.toLowerCase() : wanted;
  return (given) => {
    // The same letter may be written in one code point or in two.
    const text = given.normalize();
    return (ignoreCase ? text.toLowerCase() : text) === literal || matcher.match(asName(text));
  };
}

/** Whether a pattern is more than a literal text. @param {string} pattern */
export const isGlob = (pattern) => /[*?[{\\]/.test(pattern);

/** One segment of a path that is neither hidden nor empty. @param {string} text */
const asName = (text) => `n${text.replaceAll("/", "\u0001")}`;
