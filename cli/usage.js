// @ts-check
// What the library that reads arguments says of wrong ones, in the words of the rest. What an option is given, or what is glued to
// one, may be a credential by mistake, and is not repeated.

import { carriesElsewhere, NEVER_AN_ARGUMENT } from "./credentials.js";
import { counted } from "./text.js";

/** @import { Command } from "commander" */

/** @type {[said: RegExp, here: (match: string[], command: Command) => string][]} */
const SENTENCES = [
  [/^unknown option '([^]*)'(?:\n\(Did you mean (?:one of )?(.*)\?\))?$/, ([, given, meant], command) => {
    if (carriesElsewhere(given)) return NEVER_AN_ARGUMENT;
    const option = given.startsWith("--") ? given.replace(/[=\s][^]*$/, "") : given.slice(0, 2);
    if (command.options.some(({ long }) => long === option)) return `${option} takes no value.`;
    if (meant) return `There is no option ${option}; did you mean ${either(meant)}?`;
    return `There is no option ${option}; \`agent-delete help${command.parent ? ` ${command.name()}` : ""}\` lists them.`;
  }],
  [/^missing required argument '(.*)'$/, ([, name], command) =>
    `No ${name} is given: agent-delete ${command.name()} ${command.usage().replace("[options] ", "")}`],
  [/^option '(--[\w-]+).*' argument missing$/, ([, option]) => `${option} needs a value.`],
  [/^option '(--[\w-]+).*' argument '([^]*)' is invalid\. Allowed choices are (.*)\.$/, ([, option, given, choices]) => mustBe(option, given, choices)],
  [/^command-argument value '([^]*)' is invalid for argument '(.*)'\. Allowed choices are (.*)\.$/, ([, given, name, choices]) => mustBe(`The ${name}`, given, choices)],
  [/^too many arguments for '(.*)'\. Expected (\d+) arguments? but got (\d+)/, ([, name, most, given]) =>
    `${name} takes ${most === "0" ? "no argument" : `${counted(Number(most), "argument")}, not ${given}`}.`],
];

/** @param {string} text @param {Command} command */
export function usageSentence(text, command) {
  const said = text.trim().replace(/^error: /, "");
  for (const [pattern, here] of SENTENCES) {
    const match = pattern.exec(said);
    if (match) return here(match, command);
  }
  return "The arguments can't be understood; `agent-delete help` tells how they are given.";
}

/** @param {string} what @param {string} given @param {string} choices */
const mustBe = (what, given, choices) => `${what} must be ${either(choices)}${given.startsWith("-") ? "" : `, not "${given}"`}.`;

/** `a, b, c` as `a, b or c`. @param {string} list */
const either = (list) => list.replace(/, ([^,]*)$/, " or $1");
