// @ts-check
// The entry of the command line.

import { CommanderError } from "commander";
import { NEVER_AN_ARGUMENT, refuseCredentialOptions, WHERE_IT_COMES_FROM } from "./credentials.js";
import { DONE, FAILED, INTERRUPTED, Stop, USAGE } from "./exit-codes.js";
import { Interrupt } from "./interrupt.js";
import { Output } from "./output.js";
import { commandOf, makeProgram } from "./program.js";
import { Prompts } from "./prompts.js";
import { usageSentence } from "./usage.js";
import { hintOf, sentenceOf } from "./wording.js";

/** @import { Context } from "./context.js" */

const { stdout, stderr, stdin, env } = process;

/** @param {any} options @returns {Context} */
function contextOf(options) {
  // For the library that asks, which is loaded later.
  if (options.color === false) env.NO_COLOR = "1";
  out = new Output({ stdout, stderr, stdin, env }, options);
  interrupt = new Interrupt(out);
  return { out, prompts: new Prompts(), interrupt, env, cwd: process.cwd(), stdin };
}

/** @type {Interrupt | undefined} */
let interrupt;
let out = new Output({ stdout, stderr, stdin, env }, {});

const program = makeProgram({ contextOf, finish: (code) => (process.exitCode = code) });

for (const command of [program, ...program.commands]) {
  command.configureOutput({
    writeErr: (text) => out.warn(text.trimEnd()),
    outputError: (text) => {
      const sentence = usageSentence(text, command);
      out.warn(["✗ ", out.paint.red], sentence);
      if (sentence === NEVER_AN_ARGUMENT) out.warn("    ", [WHERE_IT_COMES_FROM, out.paint.yellow]);
    },
  });
}

try {
  refuseCredentialOptions(process.argv.slice(2));
  const [first] = process.argv.slice(2);
  // Before anything else is read: `bogus --help` is no question about the whole.
  if (first !== undefined && !first.startsWith("-")) commandOf(program, first);
  await program.parseAsync();
} catch (error) {
  process.exitCode = told(error);
}

/** Says what went wrong, without a stack unless that is asked for. @param {any} error @returns {number} The exit code. */
function told(error) {
  if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : USAGE;
  // What an interrupted call threw says no more than that.
  if (interrupt?.asked && !(error instanceof Stop)) return INTERRUPTED;
  const { red, yellow, dim } = out.paint;
  const code = error?.code && !(error instanceof Stop) ? `${error.code}  ` : "";
  out.warn(["✗ ", red], [code, red], sentenceOf(error));
  const hint = hintOf(error);
  if (hint) out.warn("    ", [hint, yellow]);
  if (error?.goOn) out.warn("    To go on: ", { whole: error.goOn });
  if (env.DEBUG) for (const line of String(error?.stack ?? "").split("\n")) out.warn("    ", [line, dim]);
  if (error instanceof Stop) return error.exitCode;
  return error?.code === "invalid-input" ? USAGE : FAILED;
}
