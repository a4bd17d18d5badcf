// @ts-check
// Questions to a person, on standard error. The library is loaded with the first one.

import { INTERRUPTED, Stop } from "./exit-codes.js";
import { shown } from "./text.js";

export class Prompts {
  /** Without echo. @param {string} question */
  secret = (question) =>
    asked(async (context) => (await import("@inquirer/password")).default({ message: shown(question) }, context));

  /** @param {string} question */
  text = (question) =>
    asked(async (context) => (await import("@inquirer/input")).default({ message: shown(question) }, context));
}

/** @param {(context: { output: NodeJS.WriteStream }) => Promise<string>} ask */
async function asked(ask) {
  try {
    return await ask({ output: process.stderr });
  } catch (error) {
    if (error instanceof Error && error.name === "ExitPromptError") {
      throw new Stop(INTERRUPTED, "Interrupted; nothing was changed.");
    }
    throw error;
  }
}
