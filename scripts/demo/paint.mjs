// @ts-check
// Colours, for a terminal whose owner has not turned them off.

const live = process.stdout.isTTY === true && !process.env.NO_COLOR;

/** @typedef {(text: string) => string} Paint */

/**
 * @param {number} on
 * @param {number} off
 * @returns {Paint}
 */
const code = (on, off) => (text) => (live ? `\x1b[${on}m${text}\x1b[${off}m` : text);

export const bold = code(1, 22);
export const dim = code(2, 22);
export const red = code(31, 39);
export const green = code(32, 39);
export const yellow = code(33, 39);
export const cyan = code(36, 39);
