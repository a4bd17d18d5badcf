// @ts-check
// The commands, their arguments and options. What a command does is in a file of its own, which is read when it is called.

import { Argument, Command, Option } from "commander";
import manifest from "../pkg/package.json" with { type: "json" };
import { duration } from "./dates.js";
import { unlikeness } from "../pkg/nearest.js";
import { DELETING, DONE, FAILED, reading, STOPPING, USAGE, wrongUse } from "./exit-codes.js";
import { examples, helpWidth, LAYOUT, listed } from "./help.js";
import { port, withGroups } from "./options.js";
import { SHELLS } from "./shells.js";
import { wrapped } from "./text.js";

/** @import { Context } from "./context.js" */

const CONNECTION = ["Connection:"];
const BACKUPS = "below ./agent-delete-backups";
const SUMMARY = "add a summary in Markdown, as for $GITHUB_STEP_SUMMARY";
const WHICH = ["Which agents:", "Filters:"];

const CREDENTIALS = "A credential is never an argument. It comes from AGENT_DELETE_API_KEY or AGENT_DELETE_BEARER, from the " +
  "platform's own variable (see platforms), from a command that agent-delete.json names, or is asked for.";

const EXAMPLES = [
  "agent-delete list --connection test --name 'e2e-*'",
  "agent-delete delete --connection test AGENT_ID",
  "agent-delete delete --connection test --all --name 'e2e-*' --older-than 2h --yes --at-most 50",
];

/**
 * @param {object} surroundings
 * @param {(options: any) => Context} surroundings.contextOf
 * @param {(code: number) => void} surroundings.finish
 */
export function makeProgram({ contextOf, finish }) {
  const width = helpWidth(process.stdout);
  const program = new Command("agent-delete")
    .description("Deletes AI agents on sixteen platforms, and on any other that is described to it, and says \"deleted\" of none that the platform has not proved to be.")
    .version(manifest.version, "--version", "print the version")
    .helpOption("-h, --help", "show this page")
    .helpCommand(false)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp(LAYOUT)
    .configureOutput({ getOutHelpWidth: () => width })
    .addHelpText("after", () => ["", listed("Exit codes:", DELETING, width), "", ...wrapped(CREDENTIALS, width), "", examples("Examples:", EXAMPLES, width)].join("\n"));

  /**
   * @param {string} usage
   * @param {string} about
   * @param {string[]} groups
   * @param {[code: number, meaning: string][]} exits
   * @param {(context: Context, options: any, argument: any) => Promise<number> | number} run
   * @param {(command: Command) => void} [more] What it takes that no other does.
   */
  const command = (usage, about, groups, exits, run, more = () => {}) => {
    const made = program.command(usage).description(about).helpOption("-h, --help", "show this page").exitOverride();
    withGroups(made, groups);
    more(made);
    withGroups(made, ["Output:"]);
    made.addHelpText("after", () => `\n${listed("Exit codes:", exits, width)}`);
    made.action(async (...given) => {
      const options = made.opts();
      finish(await run(contextOf(options), options, given[0]));
    });
  };

  command("platforms", "What can be talked to, and where it takes a credential from.", [], [[DONE, "done"], [USAGE, "wrong use"]], async (context) =>
    (await import("./commands/platforms.js")).run(context));
  command("connections", "List the connections of agent-delete.json, and try each with one read.", [], reading("all can be reached", "something is wrong with some"), async (context, options) =>
    (await import("./commands/connections.js")).run(context, options), (made) => made
    .optionsGroup("Output:")
    .option("--names", "only their names; none is tried"));

  /** @param {Command} made */
  const withRaw = (made) => made.optionsGroup("Output:").option("--raw", "the platform's own object, too; it may hold secrets");
  command("list", "List agents.", [...CONNECTION, "Filters:"], reading("done", "the listing failed"), async (context, options) =>
    (await import("./commands/list.js")).run(context, options), (made) =>
    // What `list` lists is all that there is.
    withRaw(made.addOption(new Option("--all").hideHelp())));
  command("show <id>", "Show one agent.", CONNECTION, reading("done", "it is not there, or can't be read"), async (context, options, id) =>
    (await import("./commands/show.js")).run(context, options, id), withRaw);

  command("plan [ids...]", "Say what a deletion would do. Changes nothing.", [...CONNECTION, ...WHICH, "How:"], reading("each was looked at", "some can't be read, or the listing failed"), async (context, options, ids) =>
    (await import("./commands/plan.js")).run(context, options, ids), (made) => made
    .optionsGroup("Records:")
    .option("--out <file>", "keep the plan, for delete --plan"));

  command("backup [ids...]", "Save all that the platform lets be saved of agents, a file each.", [...CONNECTION, ...WHICH], reading("all saved", "some could not be saved"), async (context, options, ids) =>
    (await import("./commands/backup.js")).run(context, options, ids), (made) => made
    .optionsGroup("Records:")
    .option("--backup-dir <dir>", `where to: in it, a folder for each run (default: ${BACKUPS})`)
    .option("--include-secrets", "keep secret values, which are left out else"));

  command("stop [ids...]", "Stop running agents.", [...CONNECTION, ...WHICH, "Consent:"], STOPPING, async (context, options, ids) =>
    (await import("./commands/stop.js")).run(context, options, ids));

  command("delete [ids...]", "Delete agents: show, ask, back up, delete, tell.", [...CONNECTION, ...WHICH, "Consent:", "How:"], DELETING, async (context, options, ids) =>
    (await import("./commands/delete.js")).run(context, options, ids), (made) => made
    .optionsGroup("How:")
    .addOption(new Option("--if-missing <how>", "what an agent is that is not there; by default an error for ids, ignored where a listing named it").choices(["error", "ignore"]))
    .option("--wait <duration>", "ask on until an accepted deletion is proved, at most so long", (text) => duration(text, "--wait"))
    .option("--verify", "read each agent after its deletion")
    .option("--stop-on-error", "begin nothing more after the first failure")
    .option("--dry-run", "end before anything is asked or changed")
    .option("--plan <file>", "delete what plan --out kept, and nothing else")
    .optionsGroup("Records:")
    .option("--backup-dir <dir>", `where backups go: in it, a folder for each run (default: ${BACKUPS})`)
    .option("--no-backup", "take no backups")
    .option("--journal <file>", "where the journal goes (default: journal.ndjson beside the backups)")
    .option("--summary <file>", SUMMARY));

  command("resume <journal>", "Go on where a deletion stopped, by its journal.", [...CONNECTION, "Consent:"], DELETING, async (context, options, journal) =>
    (await import("./commands/resume.js")).run(context, options, journal), (made) => made
    .optionsGroup("Records:")
    .option("--summary <file>", SUMMARY));

  command("describe", "Draft the description of a platform from its OpenAPI document. Sends nothing.", [], [[DONE, "drafted; what is left to look at is told"], [FAILED, "the operation can't be described, or not all of it"], [USAGE, "wrong use, or a document that can't be read"]], async (context, options) =>
    (await import("./commands/describe.js")).run(context, options), (made) => made
    .option("--openapi <file>", "the document, OpenAPI 3 in JSON or YAML")
    .option("--operation <id>", 'the operation that deletes an agent: its operationId, or "DELETE /path"')
    .option("--out <file>", "where the description goes (default: standard output)"));

  command("console", "Serve a page to find, look at and delete agents in, on this machine alone.", [], reading("ended by Ctrl-C", "the page can't be served"), async (context, options) =>
    (await import("./commands/console.js")).run(context, options), (made) => made
    .option("--connection <name>", "only this one of agent-delete.json; may be given again", (name, /** @type {string[]} */ before = []) => [...before, name])
    .option("--port <n>", "where it listens (default: 24283, or another where that is taken)", port)
    .option("--open", "open it in the browser"));

  program
    .command("completion")
    .description("Print a completion script: source it from the shell's start-up file.")
    .helpOption("-h, --help", "show this page")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .exitOverride()
    .action(async (shell) => finish((await import("./commands/completion.js")).run(contextOf({}), program, shell)));

  program
    .command("help")
    .description("Show the page of a command.")
    .helpOption("-h, --help", "show this page")
    .addArgument(new Argument("[command]", "its name"))
    .exitOverride()
    .action((name) => (name === undefined ? program : commandOf(program, name)).outputHelp());

  program.action((name) => {
    if (name === undefined) throw wrongUse("No command is given; `agent-delete help` lists them.");
    commandOf(program, name);
  });
  program.argument("[command]").usage("<command> [options]");
  program.showHelpAfterError("Options come after the command that they are for.");
  return program;
}

/**
 * The command of a name; where there is none, an error that names the one that may be meant.
 *
 * @param {Command} program
 * @param {string} name
 */
export function commandOf(program, name) {
  const found = program.commands.find((command) => command.name() === name);
  if (found) return found;
  const [nearest] = program.commands
    .map((command) => ({ name: command.name(), unlikeness: unlikeness(name.toLowerCase(), command.name()) }))
    .sort((one, other) => one.unlikeness - other.unlikeness);
  const instead = nearest.unlikeness < Infinity ? `did you mean ${nearest.name}?` : "`agent-delete help` lists them.";
  throw wrongUse(`There is no command ${name}; ${instead}`);
}
