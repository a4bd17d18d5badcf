// @ts-check
// Child processes: one way to run a command. What it started ends with it when it takes too long.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { root } from "./paths.mjs";

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] Default: the repository's root.
 * @property {NodeJS.ProcessEnv} [env] Default: this process's environment.
 * @property {(line: string) => void} [onLine] Called with every line of output as it comes.
 * @property {number} [timeoutMs] The command and its children are killed after that. Default: never.
 *
 * @typedef {object} RunResult
 * @property {number} code 127 when the command could not be started, 124 when it took too long.
 * @property {string} output Standard output and standard error, as they came.
 */

const windows = process.platform === "win32";

/** Process groups that are still alive. @type {Set<number>} */
const groups = new Set();

/** @param {number} group @param {NodeJS.Signals} signal */
function endGroup(group, signal) {
  try {
    process.kill(windows ? group : -group, signal);
  } catch {
    // It has ended by itself.
  }
}

process.on("exit", () => groups.forEach((group) => endGroup(group, "SIGKILL")));
process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));

/**
 * Runs a command to its end. Never rejects: a command that fails has a code other than 0.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, { cwd = root, env = process.env, onLine, timeoutMs } = {}) {
  return new Promise((settle) => {
    // A group of its own, so that a timeout also ends grandchildren such as browsers.
    const child = spawn(command, args, {
      cwd, env, detached: !windows, shell: windows, stdio: ["ignore", "pipe", "pipe"],
    });
    const group = child.pid;
    if (group !== undefined) groups.add(group);

    /** @type {Buffer[]} */
    const chunks = [];
    const lines = new PassThrough();
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        chunks.push(chunk);
        if (onLine) lines.write(chunk);
      });
    }
    if (onLine) createInterface({ input: lines }).on("line", onLine);

    let timedOut = false;
    const timer = timeoutMs && setTimeout(() => {
      timedOut = true;
      if (group !== undefined) endGroup(group, "SIGKILL");
    }, timeoutMs);

    /** @param {number} code @param {string} [note] */
    const end = (code, note = "") => {
      clearTimeout(timer || undefined);
      lines.end();
      if (group !== undefined) groups.delete(group);
      settle({ code, output: Buffer.concat(chunks).toString() + note });
    };
    child.once("error", (error) => end(127, `${error.message}\n`));
    child.once("close", (code) => {
      if (timedOut) end(124, `\nstopped after ${(timeoutMs ?? 0) / 60_000} minutes\n`);
      else end(code ?? 1);
    });
  });
}

/**
 * What a command printed, trimmed; null when it is missing or fails.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string | null>}
 */
export async function ask(command, args, options) {
  const { code, output } = await run(command, args, options);
  return code === 0 ? output.trim() : null;
}
