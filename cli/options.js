// @ts-check
// The options that commands share, in groups, and how their texts become values. The help pages are made of these.

import { Option } from "commander";
import { refuseCredentialHeader } from "./credentials.js";
import { date, duration } from "./dates.js";
import { wrongUse } from "./exit-codes.js";
import { glob } from "./globs.js";
import { backends } from "./platforms.js";

/** @import { Command } from "commander" */

/** @param {string} flags @param {string} about @param {(text: string, before: any) => any} [parse] */
function option(flags, about, parse) {
  const made = new Option(flags, about);
  return parse ? made.argParser(parse) : made;
}

/** @param {string} name @param {number} least */
const whole = (name, least) => (/** @type {string} */ text) => {
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) throw wrongUse(`${name} must be a whole number from ${least} on, not "${text}".`);
  return Number(text);
};

/** @param {string} text */
export function port(text) {
  const number = whole("--port", 0)(text);
  if (number > 65_535) throw wrongUse(`--port must be at most 65535, not "${text}".`);
  return number;
}

/** @param {string} name */
const span = (name) => (/** @type {string} */ text) => duration(text, name);

/** @param {string} name */
const day = (name) => (/** @type {string} */ text) => date(text, name);

/** Many of one option. A pattern that is none is found here, not among the agents. @param {string} text @param {string[]} [before] */
function globs(text, before = []) {
  glob(text);
  return [...before, text];
}

/** @param {string} text @param {[string, string][]} [before] @returns {[string, string][]} */
function header(text, before = []) {
  const [, name, value] = /^([^:\s]+):\s*(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw wrongUse('--header must look like "Name: value".');
  refuseCredentialHeader(name, value, "--header");
  return [...before, [name, value]];
}

/** @type {Record<string, () => Option[]>} */
export const groups = {
  "Connection:": () => [
    option("--connection <name>", "one of agent-delete.json"),
    option("--backend <platform>", "without a configuration").choices(backends),
    option("--base-url <url>", "root of the platform's API"),
    option("--api-version <version>", "foundry's api-version"),
    option('--header <"Name: value">', "an extra header of every request; may be given again", header),
    option("--allow-insecure-http", "let the credential travel over plain http to another machine"),
    option("--timeout <duration>", "time for one attempt, such as 30s", span("--timeout")),
    option("--max-retries <n>", "attempts after the first one (default: 2)", whole("--max-retries", 0)),
    option("--concurrency <n>", "agents under way at once (default: 4)", whole("--concurrency", 1)),
  ],
  "Which agents:": () => [
    option("--from <file>", "ids from a file, or - for standard input: one a line, or NDJSON with id"),
    option("--all", "every agent that the platform lists and the filters choose"),
  ],
  "Filters:": () => [
    option("--name <glob>", "only those with such a name; may be given again", globs),
    option("--exclude <glob>", "none with such a name or id; may be given again", globs),
    option("--status <status>", "only those that are so").choices(["active", "inactive"]),
    option("--older-than <duration>", "only those created longer ago than 30d, 2h, …", span("--older-than")),
    option("--created-before <date>", "only those created before a day or a moment (ISO 8601, UTC)", day("--created-before")),
    option("--updated-before <date>", "only those not changed since", day("--updated-before")),
    option("--not-default", "none that is the account's default agent"),
  ],
  "Consent:": () => [
    option("--yes", "do not ask; for scripts"),
    option("--expect <n>", "go on only if that many are chosen", whole("--expect", 0)),
    option("--at-most <n>", "go on only if no more are chosen", whole("--at-most", 0)),
    option("--production <name>", "with --yes: the name of a connection that is marked as production"),
  ],
  "How:": () => [
    option("--force", "delete agents that are in use, too; it does not mean --yes"),
    option("--cascade <what>", "delete first what the platform would leave behind").choices(["threads"]).argParser((text, before = []) => {
      if (text !== "threads") throw wrongUse(`--cascade must be threads, not "${text}".`);
      return before.includes(text) ? before : [...before, text];
    }),
  ],
  "Output:": () => [
    option("--json", "NDJSON in the API's own shapes, and nothing else, on standard output"),
    option("--quiet", "say only what went wrong"),
    option("--verbose", "show the receipts: every HTTP exchange"),
    option("--no-color", "no colour; NO_COLOR does the same"),
  ],
};

/** @param {Command} command @param {string[]} names */
export function withGroups(command, names) {
  for (const name of names) {
    command.optionsGroup(name);
    for (const one of groups[name]()) command.addOption(one);
  }
  return command;
}
