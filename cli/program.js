// @ts-check
// The commands, their arguments and options. What a command does is in a file of its own, which is read when it is called.

import { Argument, Command, Option } from "commander";
import manifest from "../pkg/package.json" with { type: "json" };
import { duration } from "./dates.js";
import { meanings, wrongUse } from "./exit-codes.js";
import { refuseCredentials, withGroups } from "./options.js";
import { SHELLS } from "./shells.js";

/** @import { Context } from "./context.js" */

const CONNECTION = ["Connection:"];
const BACKUPS = "./agent-delete-backups/CONNECTION/TIME";
const SUMMARY = "add a summary in Markdown, as for $GITHUB_STEP_SUMMARY";
const WHICH = ["Which agents:", "Filters:"];

/**
 * @param {object} surroundings
 * @param {(options: any) => Context} surroundings.contextOf
 * @param {(code: number) => void} surroundings.finish
 */
export function makeProgram({ contextOf, finish }) {
  const program = new Command("agent-delete")
    .description("Deletes AI agents on Charm, LangChain, Azure AI Foundry, elizaOS and Kortix, and says \"deleted\" of none that the platform has not proved to be.")
    .version(manifest.version, "--version", "print the version")
    .helpOption("--help", "show this page")
    .helpCommand("help [command]", "Show the page of a command.")
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: false })
    .addHelpText("after", `
Exit codes:
${meanings.map(([code, meaning]) => `  ${String(code).padEnd(4)} ${meaning}`).join("\n")}

A credential is never an argument. It comes from AGENT_DELETE_API_KEY or AGENT_DELETE_BEARER, from the platform's own
variable (see platforms), from a command that agent-delete.json names, or is asked for.

Examples:
  agent-delete list --connection test --name 'e2e-*'
  agent-delete delete --connection test AGENT_ID
  agent-delete delete --connection test --all --name 'e2e-*' --older-than 2h --yes --at-most 50`);

  /**
   * @param {string} usage
   * @param {string} about
   * @param {string[]} groups
   * @param {(context: Context, options: any, argument: any) => Promise<number> | number} run
   * @param {(command: Command) => void} [more] What it takes that no other does.
   */
  const command = (usage, about, groups, run, more = () => {}) => {
    const made = program.command(usage).description(about).helpOption("--help", "show this page").exitOverride();
    withGroups(made, groups);
    more(made);
    withGroups(made, ["Output:"]);
    refuseCredentials(made);
    made.action(async (...given) => {
      const options = made.opts();
      finish(await run(contextOf(options), options, given[0]));
    });
  };

  command("platforms", "What can be talked to, and where it takes a credential from.", [], async (context) =>
    (await import("./commands/platforms.js")).run(context));
  command("connections", "List the connections of agent-delete.json, and try each with one read.", [], async (context) =>
    (await import("./commands/connections.js")).run(context));

  /** @param {Command} made */
  const withRaw = (made) => made.optionsGroup("Output:").option("--raw", "the platform's own object, too; it may hold secrets");
  command("list", "List agents.", [...CONNECTION, "Filters:"], async (context, options) =>
    (await import("./commands/list.js")).run(context, options), (made) =>
    // What `list` lists is all that there is.
    withRaw(made.addOption(new Option("--all").hideHelp())));
  command("show <id>", "Show one agent.", CONNECTION, async (context, options, id) =>
    (await import("./commands/show.js")).run(context, options, id), withRaw);

  command("plan [ids...]", "Say what a deletion would do. Changes nothing.", [...CONNECTION, ...WHICH, "How:"], async (context, options, ids) =>
    (await import("./commands/plan.js")).run(context, options, ids), (made) => made
    .optionsGroup("Records:")
    .option("--out <file>", "keep the plan, for delete --plan"));

  command("backup [ids...]", "Save all that the platform lets be saved of agents, a file each.", [...CONNECTION, ...WHICH], async (context, options, ids) =>
    (await import("./commands/backup.js")).run(context, options, ids), (made) => made
    .optionsGroup("Records:")
    .option("--backup-dir <dir>", `where to (default: ${BACKUPS})`)
    .option("--include-secrets", "keep secret values, which are left out else"));

  command("stop [ids...]", "Stop running agents.", [...CONNECTION, ...WHICH, "Consent:"], async (context, options, ids) =>
    (await import("./commands/stop.js")).run(context, options, ids));

  command("delete [ids...]", "Delete agents: show, ask, back up, delete, tell.", [...CONNECTION, ...WHICH, "Consent:", "How:"], async (context, options, ids) =>
    (await import("./commands/delete.js")).run(context, options, ids), (made) => made
    .optionsGroup("How:")
    .addOption(new Option("--if-missing <how>", "what an agent is that is not there; by default an error for ids, ignored where a listing named it").choices(["error", "ignore"]))
    .option("--wait <duration>", "ask on until an accepted deletion is proved, at most so long", (text) => duration(text, "--wait"))
    .option("--verify", "read each agent after its deletion")
    .option("--stop-on-error", "begin nothing more after the first failure")
    .option("--dry-run", "end before anything is asked or changed")
    .option("--plan <file>", "delete what plan --out kept, and nothing else")
    .optionsGroup("Records:")
    .option("--backup-dir <dir>", `where backups go (default: ${BACKUPS})`)
    .option("--no-backup", "take no backups")
    .option("--journal <file>", "where the journal goes (default: journal.ndjson beside the backups)")
    .option("--summary <file>", SUMMARY));

  command("resume <journal>", "Go on where a deletion stopped, by its journal.", [...CONNECTION, "Consent:"], async (context, options, journal) =>
    (await import("./commands/resume.js")).run(context, options, journal), (made) => made
    .optionsGroup("Records:")
    .option("--summary <file>", SUMMARY));

  program
    .command("completion")
    .description("Print a completion script: source it from the shell's start-up file.")
    .helpOption("--help", "show this page")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .exitOverride()
    .action(async (shell) => finish((await import("./commands/completion.js")).run(contextOf({}), program, shell)));

  program.action((name) => {
    throw wrongUse(name === undefined ? "No command is given." : `There is no command ${name}.`, { hint: "agent-delete help lists them." });
  });
  program.argument("[command]").usage("<command> [options]");
  return program;
}
