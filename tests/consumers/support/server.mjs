// @ts-check
// Servers that run as processes of their own for as long as a test.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { env } from "./run.mjs";

const START_TIMEOUT_MS = 60_000;

/** A port that is free now. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Starts a server on loopback, and ends it and all that it started after the test.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} command
 * @param {(port: number) => string[]} args
 * @param {string} cwd
 * @returns {Promise<string>} Its origin, once it answers.
 */
export async function startServer(t, command, args, cwd) {
  const port = await freePort();
  const child = spawn(command, args(port), { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let running = true;
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  child.once("error", (error) => {
    output += error.message;
    running = false;
  });
  const closed = new Promise((resolve) => child.once("close", resolve));
  closed.then(() => (running = false));
  const end = () => {
    try {
      process.kill(-(/** @type {number} */ (child.pid)), "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  process.once("exit", end);
  t.after(async () => {
    process.off("exit", end);
    end();
    if (running) await closed;
  });

  const origin = `http://127.0.0.1:${port}`;
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline && running; ) {
    try {
      await (await fetch(`${origin}/`, { signal: AbortSignal.timeout(START_TIMEOUT_MS) })).arrayBuffer();
      return origin;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`${command} does not serve:\n${output}`);
}
