// What the tests of the command line share: the sandbox over HTTP, and the command line as a process of its own.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { platforms } from "../../cli/platforms.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { serveSandbox } from "../../pkg/sandbox/node.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const program = join(root, "pkg", "bin", "agent-delete.js");

/** A sandbox, its server, and a folder to work in. `t` ends them. */
export async function world(t, { sandbox: options, connections } = {}) {
  const sandbox = createSandbox(options);
  const server = await serveSandbox(sandbox);
  const cwd = mkdtempSync(join(tmpdir(), "agent-delete-cli-"));
  t.after(async () => {
    await server.close();
    rmSync(cwd, { recursive: true, force: true });
  });
  const made = { sandbox, server, cwd };
  made.configure = (more) => writeFileSync(join(cwd, "agent-delete.json"), JSON.stringify({ connections: more }));
  made.run = (...args) => made.start(...args).done;
  /** @param {...(string | { env?: object, input?: string, cwd?: string, wrap?: (command: string[]) => string[] })} given Arguments, and how to run at the end. */
  made.start = (...given) => {
    const how = typeof given.at(-1) === "object" ? given.pop() : {};
    return start(given, { cwd, env: { ...credentials(sandbox), ...how.env }, ...how, env: { ...base(cwd), ...credentials(sandbox), ...how.env } });
  };
  /** Flags that lead to a platform. */
  made.to = (backend) => ["--backend", backend, "--base-url", server.baseUrl(backend)];
  if (connections) made.configure(connections(made));
  return made;
}

/** The platforms' own variables, with what the sandbox takes. Two share one; there it is the first's. */
export function credentials(sandbox) {
  const env = { KORTIX_API_KEY: kortixKey(sandbox) };
  for (const [backend, { variable }] of Object.entries(platforms)) {
    if (variable !== null) env[variable] ??= Object.values(sandbox.credential(backend))[0];
  }
  return env;
}

/** Kortix takes a JWT or a key. */
export function kortixKey(sandbox) {
  for (const kind of ["valid", "alternative"]) {
    const { apiKey } = sandbox.credential("kortix", kind);
    if (apiKey) return apiKey;
  }
  throw new Error("the sandbox has no key for kortix");
}

/** An environment without what the machine happens to have. */
const base = (home) => ({
  PATH: process.env.PATH, HOME: home, SystemRoot: process.env.SystemRoot, XDG_CONFIG_HOME: join(home, "config"), TERM: "xterm-256color",
});

export function start(args, { cwd, env, input, wrap = (command) => command }) {
  const [command, ...rest] = wrap([process.execPath, program, ...args]);
  const child = spawn(command, rest, { cwd, env, stdio: ["pipe", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (text) => (texts[name] += text));
  if (input !== null) child.stdin.end(input ?? "");
  child.stdin.on("error", () => {});
  const done = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, ...texts }));
  });
  return { child, texts, done };
}

/** The values of NDJSON; whatever is no JSON throws. */
export const ndjson = (text) => text.split("\n").filter(Boolean).map((line) => JSON.parse(line));

/** The folder of a connection's only run. */
export function runFolder(cwd, connection) {
  const folder = join(cwd, "agent-delete-backups", connection);
  const runs = readdirSync(folder);
  if (runs.length !== 1) throw new Error(`${runs.length} runs in ${folder}`);
  return join(folder, runs[0]);
}

export const journalOf = (file) => ndjson(readFileSync(file, "utf8"));

/** Waits for what another process does. */
export async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Requests that change something. */
export const changing = (sandbox) => sandbox.requests.filter(({ method }) => method !== "GET");
