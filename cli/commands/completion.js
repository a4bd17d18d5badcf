// @ts-check
// `completion`: a script for the shell.

import { script } from "../completion.js";

/** @import { Command } from "commander" */
/** @import { Context } from "../context.js" */

/** @param {Context} context @param {Command} program @param {"bash" | "zsh" | "fish"} shell */
export function run({ out }, program, shell) {
  out.raw(script(program, shell));
  return 0;
}
