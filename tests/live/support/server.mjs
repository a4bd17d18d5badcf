// @ts-check
// A real server as a child process: started, waited for, and ended with all that it started.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * @typedef {object} Place Where a server may be.
 * @property {string} folder What was installed.
 * @property {string} scratch An empty folder for its data, taken away afterwards.
 * @property {number} port A free one, on loopback.
 * @property {number} otherPort Another, for what it needs besides.
 *
 * @typedef {object} Command
 * @property {string} command
 * @property {string[]} args
 * @property {Record<string, string>} env All of its environment but PATH and HOME, so that no key of this machine's gets in.
 * @property {string} [cwd] Default: the scratch folder.
 *
 * @typedef {object} Started
 * @property {string} origin
 * @property {Record<string, string>} seeds What it said by itself of the agents that it began with.
 * @property {() => Promise<void>} stop
 */

/** How long a server may take until it answers, on a busy machine. */
const START_MS = 400_000;

/** How long it may take to end when it is asked to. */
const STOP_MS = 20_000;

/** What a server prints with this before it are its seeds, as JSON. */
const SEEDS = /^SEEDS (.*)$/m;

/**
 * Starts a server and waits until it answers.
 * @param {import("./types.mjs").LiveServer} server
 * @param {string} folder
 * @returns {Promise<Started>}
 */
export async function start(server, folder) {
  const scratch = mkdtempSync(join(tmpdir(), "agent-delete-live-"));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  /** @type {Started["seeds"]} */
  let seeds = {};
  const { command, args, env, cwd = scratch } = server.command({ folder, scratch, port, otherPort: await freePort() });
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: scratch, ...env },
    // A group of its own, so that its children end with it.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output = (output + chunk).slice(-20_000)));
  let ended = false;
  const end = once(child, "close").then(() => (ended = true), () => (ended = true));

  /** @param {NodeJS.Signals} signal */
  const signal = (signal) => {
    try {
      process.kill(-(child.pid ?? 0), signal);
    } catch {
      // It has ended by itself.
    }
  };
  const kill = () => signal("SIGKILL");
  process.once("exit", kill);

  const stop = async () => {
    signal("SIGTERM");
    const timer = setTimeout(kill, STOP_MS);
    await end;
    clearTimeout(timer);
    kill(); // what it left behind of its group
    process.off("exit", kill);
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
    if (await answers(origin)) throw new Error(`${server.title} still answers at ${origin} after its end.`);
  };

  const until = Date.now() + START_MS;
  try {
    while (!(await server.ready(origin, output))) {
      if (ended || Date.now() > until) throw new Error(`${server.title} ${ended ? "ended by itself" : "did not answer in time"}.`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  } catch (cause) {
    await stop().catch(() => {}); // why it could not be used says more
    throw new Error(`${server.title} cannot be used. It said:\n${output}`, { cause });
  }
  const [, said] = SEEDS.exec(output) ?? [];
  if (said) seeds = JSON.parse(said);
  return { origin, seeds, stop };
}

/** Whether anything answers there. @param {string} url */
export async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** Systems give out ports from 32768 on (Linux) or 49152 on to who asks for any: a server that takes a minute to start would lose its own. */
const PORTS = { from: 20_000, to: 32_000 };

/** @returns {Promise<number>} A port that was free a moment ago. */
export async function freePort() {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from));
    const listener = createServer();
    try {
      await once(listener.listen(port, "127.0.0.1"), "listening");
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === "EADDRINUSE") continue;
      throw error;
    }
    listener.close();
    await once(listener, "close");
    return port;
  }
}
