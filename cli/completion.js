// @ts-check
// Completion scripts, made from the commands as they are declared: names of commands, their options, and what an option takes.
// The names of connections are asked for when they are needed: `agent-delete connections --names`.

/** @import { Command, Option } from "commander" */
/** @import { Shell } from "./shells.js" */

/**
 * @typedef {"file" | "folder" | "connection" | "other"} Kind What a value is, where there are no choices.
 * @typedef {{ flag: string, about: string, choices: string[], kind: Kind | null, repeats: boolean }} CompletedOption `kind`: null where it takes no value.
 * @typedef {{ name: string, about: string, options: CompletedOption[], choices: string[], takesFile: boolean }} Completed
 */

/** @param {Command} program @param {Shell} shell */
export function script(program, shell) {
  const names = program.commands.map((command) => command.name());
  const commands = program.commands.map((command) => {
    const [argument] = command.registeredArguments;
    return {
      name: command.name(),
      about: command.description(),
      options: [...command.options.filter(({ hidden }) => !hidden).map(optionOf), HELP],
      choices: command.name() === "help" ? names : (argument?.argChoices?.slice() ?? []),
      takesFile: argument?.name() === "journal",
    };
  });
  return { bash, zsh, fish }[shell](commands);
}

/** @type {CompletedOption} */
const HELP = { flag: "--help", about: "show this page", choices: [], kind: null, repeats: false };

/** @type {Record<string, Kind>} */
const KINDS = { file: "file", dir: "folder" };
/** Options that take the name of a connection. */
const CONNECTIONS = ["--connection", "--production"];

/** @param {Option} option @returns {CompletedOption} */
function optionOf({ long, description, argChoices, flags }) {
  const [, value] = /<(.*)>/.exec(flags) ?? [];
  const kind = value === undefined ? null : CONNECTIONS.includes(long ?? "") ? "connection" : (KINDS[value] ?? "other");
  return { flag: long ?? "", about: description, choices: argChoices?.slice() ?? [], kind, repeats: /may be given again/.test(description) };
}

/** @param {string[]} flags @param {string} action A case of bash. */
const bashCase = (flags, action) => `    ${flags.map((flag) => `"${flag}"`).join(" | ")}) ${action} ;;`;

/** @param {Completed[]} commands */
function bash(commands) {
  /** @param {(option: CompletedOption) => boolean} such */
  const flags = (such) => [...new Set(commands.flatMap(({ options }) => options.filter(such).map(({ flag }) => flag)))];
  const chosen = new Map(commands.flatMap(({ options }) => options.filter(({ choices }) => choices.length > 0).map(({ flag, choices }) => [flag, choices])));
  return `# agent-delete: completion for bash. In ~/.bashrc: source <(agent-delete completion bash)
_agent_delete() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}"
  COMPREPLY=()
  # --option=value comes in three words.
  if [ "$current" = "=" ]; then current=""; elif [ "$previous" = "=" ]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$current"))
    return
  fi
  case "$previous" in
${[...chosen].map(([flag, choices]) => bashCase([flag], `COMPREPLY=($(compgen -W "${choices.join(" ")}" -- "$current")); return`)).join("\n")}
${bashCase(flags(({ kind }) => kind === "connection"), `COMPREPLY=($(compgen -W "$("\${COMP_WORDS[0]}" connections --names 2>/dev/null)" -- "$current")); return`)}
${bashCase(flags(({ kind }) => kind === "file"), "_agent_delete_files default -f; return")}
${bashCase(flags(({ kind }) => kind === "folder"), "_agent_delete_files dirnames -d; return")}
${bashCase(flags(({ kind, choices }) => kind === "other" && choices.length === 0), "return")}
  esac
  case "$command" in
${commands.filter(({ takesFile }) => takesFile).map(({ name }) => `    ${name}) [[ "$current" == -* ]] || { _agent_delete_files default -f; return; } ;;`).join("\n")}
  esac
  case "$command" in
${commands.map(({ name, options, choices }) => `    ${name}) COMPREPLY=($(compgen -W "${[...choices, ...options.map(({ flag }) => flag)].join(" ")}" -- "$current")) ;;`).join("\n")}
  esac
}
# Bash's own completion of files knows how to quote them; an old bash can't be told to use it.
_agent_delete_files() {
  compopt -o "$1" 2>/dev/null || COMPREPLY=($(compgen "$2" -- "$current"))
}
complete -F _agent_delete agent-delete
`;
}

/** @param {Completed[]} commands */
const zsh = (commands) => `#compdef agent-delete
# agent-delete: completion for zsh. In ~/.zshrc, after compinit: source <(agent-delete completion zsh)
_agent_delete_connections() {
  local -a names
  names=(\${(f)"$($program connections --names 2>/dev/null)"})
  compadd -a names
}
_agent_delete() {
  local -a commands
  commands=(
${commands.map(({ name, about }) => `    ${quoted(`${name}:${about}`)}`).join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local program="\${(Q)words[1]}" command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${commands.map(({ name, options, choices, takesFile }) => `    ${name})
      _arguments ${[...options.map(zshOption), ...zshArgument(choices, takesFile)].join(" \\\n        ")}
      ;;`).join("\n")}
  esac
}
if [ "$funcstack[1]" = "_agent_delete" ]; then _agent_delete "$@"; else compdef _agent_delete agent-delete; fi
`;

/** An id is nothing that a shell could know. @param {string[]} choices @param {boolean} takesFile */
const zshArgument = (choices, takesFile) => (choices.length > 0 ? [quoted(`1:argument:(${choices.join(" ")})`)] : takesFile ? [quoted("1:journal:_files")] : []);

/** @param {CompletedOption} option */
function zshOption({ flag, about, choices, kind, repeats }) {
  const values = { file: ":file:_files", folder: ":folder:_files -/", connection: ":connection:_agent_delete_connections", other: ":value: " };
  const value = choices.length > 0 ? `:value:(${choices.join(" ")})` : kind === null ? "" : values[kind];
  return quoted(`${repeats ? "*" : ""}${flag}${kind === null ? "" : "="}[${about.replace(/[[\]\\:]/g, "\\$&")}]${value}`);
}

/** @param {Completed[]} commands */
const fish = (commands) => `# agent-delete: completion for fish. agent-delete completion fish > ~/.config/fish/completions/agent-delete.fish
complete -c agent-delete -f
${commands.map(({ name, about }) => `complete -c agent-delete -n __fish_use_subcommand -a ${name} -d ${fishQuoted(about)}`).join("\n")}
${commands.flatMap(({ name, options, choices, takesFile }) => {
  const here = `complete -c agent-delete -n '__fish_seen_subcommand_from ${name}'`;
  return [
    ...(choices.length > 0 ? [`${here} -a ${fishQuoted(choices.join(" "))}`] : []),
    ...(takesFile ? [`${here} -F`] : []),
    ...options.map((option) => `${here} -l ${option.flag.slice(2)}${fishValue(option)} -d ${fishQuoted(option.about)}`),
  ];
}).join("\n")}
`;

/** @param {CompletedOption} option */
function fishValue({ choices, kind }) {
  const values = { file: " -r -F", folder: " -x -a '(__fish_complete_directories)'", connection: " -x -a '(set -l program (commandline -opc)[1]; $program connections --names 2>/dev/null)'", other: " -x" };
  return choices.length > 0 ? ` -x -a ${fishQuoted(choices.join(" "))}` : kind === null ? "" : values[kind];
}

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** @param {string} text */
const fishQuoted = (text) => `'${text.replace(/[\\']/g, "\\$&")}'`;
