// @ts-check
// What every command is given: the streams, the person, and the surroundings.

/** @import { Interrupt } from "./interrupt.js" */
/** @import { Output } from "./output.js" */
/** @import { Prompts } from "./prompts.js" */

/**
 * @typedef {object} Context
 * @property {Output} out
 * @property {Prompts} prompts
 * @property {Interrupt} interrupt
 * @property {NodeJS.ProcessEnv} env
 * @property {string} cwd
 * @property {NodeJS.ReadStream} stdin
 */

export {};
