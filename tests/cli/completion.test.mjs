// Completion, in the real shells: each is started in a terminal, a line is typed with a tab in it and sent, and a program of the tool's
// name says which words it was given.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { platforms } from "../../cli/platforms.js";
import { stripVTControlCharacters } from "node:util";
import { program, root, until, world } from "./support.mjs";

const shells = {
  bash: { start: ["bash", "--noprofile", "--norc", "-i"], load: "source ./script" },
  zsh: { start: ["zsh", "-f", "-i"], load: "autoload -Uz compinit; compinit -u; source ./script" },
  fish: { start: ["fish", "--no-config", "-i"], load: "source ./script" },
};

/** What is typed up to the tab, and the words that the program gets. */
const lines = [
  ["pla", null], // platforms or plan
  ["compl", ["completion"]],
  ["help res", ["help", "resume"]],
  ["completion zs", ["completion", "zsh"]],
  ["list --connection st", ["list", "--connection", "staging"]],
  ["stop --production li", ["stop", "--production", "live.eu"]],
  ["delete --backend k", ["delete", "--backend", "kortix"]],
  ["list --status ina", ["list", "--status", "inactive"]],
  ["delete --at-m", ["delete", "--at-most"]],
  ["plan --from id", ["plan", "--from", "ids.txt"]],
  ["delete --plan spa", ["delete", "--plan", "spaced plan.json"]],
  ["backup --backup-dir fol", ["backup", "--backup-dir", "folder"]],
  ["desc", ["describe"]],
  ["describe --openapi id", ["describe", "--openapi", "ids.txt"]],
  ["resume jour", ["resume", "journal.ndjson"]],
  ["resume --conn", ["resume", "--connection"]],
  ["show id", ["show", "id"]], // an id is no file
  ["list --name id", ["list", "--name", "id"]],
  ["help --he", ["help", "--help"]],
];

for (const [shell, { start, load }] of Object.entries(shells)) {
  test(`${shell} completes commands, options, choices, connections and files, each where it goes`, async (t) => {
    const made = await world(t, { connections: ({ server }) => {
      const place = { backend: "eliza", baseUrl: server.baseUrl("eliza") };
      return { staging: place, "live.eu": place };
    } });
    const { cwd, run } = made;
    const { code, stdout } = await run("completion", shell);
    assert.equal(code, 0);
    for (const option of ["api-key", "bearer", "password", "token"]) assert.ok(!stdout.includes(option), option);
    writeFileSync(join(cwd, "script"), stdout);
    for (const file of ["ids.txt", "spaced plan.json", "journal.ndjson", "folder-like"]) writeFileSync(join(cwd, file), "");
    mkdirSync(join(cwd, "folder"));
    mkdirSync(join(cwd, "bin"));
    writeFileSync(join(cwd, "bin", "agent-delete"), `#!${process.execPath}
const [, , ...words] = process.argv;
if (words[1] === "--names") await import(${JSON.stringify(program)});
else console.log("GIVEN" + Buffer.from(JSON.stringify(words)).toString("hex") + "END");
`);
    chmodSync(join(cwd, "bin", "agent-delete"), 0o755);
    writeFileSync(join(cwd, "bin", "package.json"), '{"type":"module"}');

    const env = { PATH: `${join(cwd, "bin")}:${process.env.PATH}`, HOME: cwd, TERM: "xterm", PS1: "$ ", XDG_CONFIG_HOME: join(cwd, "config") };
    const child = spawn("python3", [join(root, "tests", "cli", "terminal.py"), "200", ...start], { cwd, env, stdio: ["pipe", "pipe", "inherit"] });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (more) => (text += more));
    t.after(() => child.kill());
    const given = () => [...stripVTControlCharacters(text).matchAll(/GIVEN([0-9a-f]+)END/g)].map(([, hex]) => JSON.parse(Buffer.from(hex, "hex")));
    const type = async (line) => {
      const before = given().length;
      child.stdin.write(`${line}\r`);
      await until(() => given().length > before || child.exitCode !== null);
      assert.equal(child.exitCode, null, text);
      return given().at(-1);
    };
    await type(`${load}; agent-delete ready`);
    for (const [line, words] of lines) {
      const got = await type(`agent-delete ${line}\t`);
      if (words === null) assert.ok(got[0].startsWith(line) && got[0] !== "platforms", `${line}: ${got}`);
      else assert.deepEqual(got.map((word) => word.replace(/[=/]$/, "")), words, line);
    }
    const ended = once(child, "close");
    child.stdin.end("exit\r");
    await ended; // else it may still write into its home while that is removed
  });
}

test("--option=value is completed in bash, too; what can't be completed offers nothing", async (t) => {
  const { run, cwd } = await world(t);
  writeFileSync(join(cwd, "script"), (await run("completion", "bash")).stdout);
  const complete = async (words) => {
    const child = spawn("bash", ["-c", `source ./script; COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _agent_delete; printf '%s\\n' "\${COMPREPLY[@]}"`], { cwd, stdio: ["ignore", "pipe", "ignore"] });
    let text = "";
    child.stdout.on("data", (more) => (text += more));
    await new Promise((resolve) => child.once("close", resolve));
    return text.trim().split("\n");
  };
  assert.deepEqual(await complete(["agent-delete", "pl"]), ["platforms", "plan"]);
  assert.deepEqual(await complete(["agent-delete", "list", "--backend", "=", "k"]), ["kortix"]);
  assert.deepEqual(await complete(["agent-delete", "list", "--backend", "="]), Object.keys(platforms));
  assert.deepEqual(await complete(["agent-delete", "list", "--header", ""]), [""]);
  assert.equal((await run("completion", "powershell")).code, 2);
});

test("connections --names reads the configuration and nothing else", async (t) => {
  const { run, sandbox, configure, server } = await world(t);
  assert.equal((await run("connections", "--names")).stdout, "");
  configure({ a: { backend: "eliza", baseUrl: server.baseUrl("eliza") }, b: { backend: "charm", baseUrl: server.baseUrl("charm") } });
  assert.equal((await run("connections", "--names")).stdout, "a\nb\n");
  assert.equal((await run("connections", "--names", "--json")).stdout, '{"name":"a"}\n{"name":"b"}\n');
  assert.deepEqual(sandbox.requests, []);
});
