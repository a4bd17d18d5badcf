// @ts-check
// The help pages: as wide as the terminal, and with what the declared options do not say.

import { wrapped } from "./text.js";

/** @import { Command } from "commander" */

/** Longer lines are hard to read. */
const WIDEST = 100;
/** Where no terminal says it. */
const USUAL = 80;

/** @param {{ columns?: number }} stream */
export const helpWidth = ({ columns }) => Math.min(columns || USUAL, WIDEST);

/** How pages are laid out. Every command has options, so that need not be said of each. */
export const LAYOUT = {
  showGlobalOptions: false,
  minWidthToWrap: 10,
  /** @param {Command} command */
  subcommandTerm: (command) => [command.name(), command.usage()].join(" ").replace(/ ?\[options\]/, ""),
};

/** A list with its explanations beside it. @param {string} title @param {[term: string | number, about: string][]} items @param {number} width */
export function listed(title, items, width) {
  const indent = Math.max(...items.map(([term]) => String(term).length)) + 4;
  const lines = items.flatMap(([term, about]) =>
    wrapped(about, width - indent).map((text, at) => `${(at === 0 ? `  ${term}` : "").padEnd(indent)}${text}`));
  return [title, ...lines].join("\n");
}

/** A command may be too long for the page, and goes on as a shell lets it. @param {string} title @param {string[]} commands @param {number} width */
export function examples(title, commands, width) {
  // A flag stays with its value.
  const broken = commands.map((command) => wrapped(command.replace(/ (?!--)/g, "\0"), width - 6).map((line) => line.replaceAll("\0", " ")));
  return [title, ...broken.map((lines) => `  ${lines.join(" \\\n    ")}`)].join("\n");
}
