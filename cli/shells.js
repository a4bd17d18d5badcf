// @ts-check
// The shells that completion is for.

/** @typedef {"bash" | "zsh" | "fish"} Shell */

/** @type {Shell[]} */
export const SHELLS = ["bash", "zsh", "fish"];
