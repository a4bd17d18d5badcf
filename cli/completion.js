// @ts-check
// Completion scripts, made from the commands as they are declared: names of commands, their options, and what an option takes.

/** @import { Command, Option } from "commander" */
/** @import { Shell } from "./shells.js" */

/** @typedef {{ name: string, about: string, options: { flag: string, about: string, choices: string[], takesValue: boolean, takesFile: boolean }[], choices: string[] }} Completed */

/** @param {Command} program @param {Shell} shell */
export function script(program, shell) {
  const names = program.commands.map((command) => command.name());
  const commands = program.commands.map((command) => ({
    name: command.name(),
    about: command.description(),
    options: command.options.filter(({ hidden }) => !hidden).map(optionOf),
    choices: command.name() === "help" ? names : (command.registeredArguments[0]?.argChoices?.slice() ?? []),
  }));
  return { bash, zsh, fish }[shell](commands);
}

/** @param {Option} option */
function optionOf({ long, description, argChoices, flags }) {
  const takesValue = /[<[]/.test(flags);
  return { flag: long ?? "", about: description, choices: argChoices?.slice() ?? [], takesValue, takesFile: /<(file|dir)>/.test(flags) };
}

/** @param {Completed[]} commands */
const bash = (commands) => `# agent-delete: completion for bash. In ~/.bashrc: source <(agent-delete completion bash)
_agent_delete() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$current"))
    return
  fi
  case "$command $previous" in
${commands.flatMap(({ name, options }) => options.filter(({ choices }) => choices.length > 0).map(({ flag, choices }) => `    "${name} ${flag}") COMPREPLY=($(compgen -W "${choices.join(" ")}" -- "$current")); return ;;`)).join("\n")}
${commands.flatMap(({ name, options }) => options.filter(({ takesFile }) => takesFile).map(({ flag }) => `    "${name} ${flag}") COMPREPLY=($(compgen -f -- "$current")); return ;;`)).join("\n")}
  esac
  case "$command" in
${commands.map(({ name, options, choices }) => `    ${name}) COMPREPLY=($(compgen -W "${[...choices, ...options.map(({ flag }) => flag), "--help"].join(" ")}" -- "$current"))${name === "resume" ? ' ; [[ "$current" == -* ]] || COMPREPLY=($(compgen -f -- "$current"))' : ""} ;;`).join("\n")}
  esac
}
complete -F _agent_delete agent-delete
`;

/** @param {Completed[]} commands */
const zsh = (commands) => `#compdef agent-delete
# agent-delete: completion for zsh. In ~/.zshrc, after compinit: source <(agent-delete completion zsh)
_agent_delete() {
  local -a commands
  commands=(
${commands.map(({ name, about }) => `    ${quoted(`${name}:${about}`)}`).join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${commands.map(({ name, options, choices }) => `    ${name})
      _arguments -s ${[...options.map(zshOption), choices.length > 0 ? quoted(`1:argument:(${choices.join(" ")})`) : quoted("*:argument:_files")].join(" \\\n        ")}
      ;;`).join("\n")}
  esac
}
compdef _agent_delete agent-delete
`;

/** @param {Completed["options"][number]} option */
function zshOption({ flag, about, choices, takesValue, takesFile }) {
  const value = choices.length > 0 ? `:value:(${choices.join(" ")})` : takesFile ? ":file:_files" : takesValue ? ":value: " : "";
  return quoted(`${flag}[${about.replace(/[[\]\\:]/g, "\\$&")}]${value}`);
}

/** @param {Completed[]} commands */
const fish = (commands) => `# agent-delete: completion for fish. agent-delete completion fish > ~/.config/fish/completions/agent-delete.fish
complete -c agent-delete -f
${commands.map(({ name, about }) => `complete -c agent-delete -n __fish_use_subcommand -a ${name} -d ${fishQuoted(about)}`).join("\n")}
${commands.flatMap(({ name, options, choices }) => [
  ...(choices.length > 0 ? [`complete -c agent-delete -n '__fish_seen_subcommand_from ${name}' -a ${fishQuoted(choices.join(" "))}`] : []),
  ...options.map(({ flag, about, choices: values, takesValue, takesFile }) =>
    `complete -c agent-delete -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}${takesValue ? " -r" : ""}${takesFile ? " -F" : ""}${values.length > 0 ? ` -a ${fishQuoted(values.join(" "))}` : ""} -d ${fishQuoted(about)}`),
]).join("\n")}
complete -c agent-delete -n '__fish_seen_subcommand_from resume' -F
`;

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** @param {string} text */
const fishQuoted = (text) => `'${text.replace(/[\\']/g, "\\$&")}'`;
