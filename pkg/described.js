// @ts-check
// What a described platform can do, known before any WebAssembly has loaded, as that of the others is. The description is checked
// by the client in WebAssembly, which says the same of one that is right.

/** @import { Capabilities } from "./types.d.ts" */

/**
 * @param {any} description As it was given.
 * @returns {Capabilities}
 */
export const capabilitiesOf = ({ delete: deletion, stop, list, destroys, keeps }) => ({
  force: deletion?.force === undefined ? "none" : "server",
  stop: stop !== undefined,
  list: list !== undefined,
  export: false,
  cascade: [],
  destroys: texts(destroys, "the agent"),
  keeps: texts(keeps, "whatever the platform's description does not say"),
});

/** @param {any} given @param {string} otherwise @returns {string[]} */
const texts = (given, otherwise) => (Array.isArray(given) ? Array.from(given) : [otherwise]);
