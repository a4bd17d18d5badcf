// @ts-check
// The console in the browser, by the command that serves it. Without a configuration it opens on the sandbox in the page.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pkg } from "../lib/paths.mjs";
import { bold, cyan, dim } from "../lib/terminal.mjs";

/**
 * @typedef {object} Console
 * @property {string} address Of the page.
 * @property {Promise<unknown>} ended
 * @property {() => Promise<void>} close Ends it and every open connection.
 */

/**
 * @param {{ port?: number }} [options] `port`: the command's own by default, or any free one where that is taken; 0 is any free one.
 * @returns {Promise<Console>}
 */
export async function startConsole({ port } = {}) {
  // A folder without a configuration, so that nobody's own connections are shown.
  const folder = mkdtempSync(join(tmpdir(), "agent-delete-console-"));
  const args = [join(pkg, "bin", "agent-delete.js"), "console", "--json", "--quiet", ...(port === undefined ? [] : ["--port", String(port)])];
  const child = spawn(process.execPath, args, {
    cwd: folder, env: { ...process.env, XDG_CONFIG_HOME: folder, APPDATA: folder }, stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  const ended = once(child, "close").finally(() => rmSync(folder, { recursive: true, force: true }));
  for await (const line of createInterface({ input: child.stdout })) {
    const { address } = JSON.parse(line);
    return {
      address,
      ended,
      async close() {
        child.kill("SIGTERM");
        await ended;
      },
    };
  }
  await ended;
  throw new Error(`The console did not start: ${said.trim()}`);
}

/** Starts the page, and says where. Ctrl-C ends it, and with it the process. */
export async function serve() {
  const { address, ended, close } = await startConsole();
  console.log(`${bold("The same in a browser")}: ${cyan(address)} ${dim("(Ctrl-C ends it)")}`);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    // From here on nothing else runs that a signal would have to end first.
    process.removeAllListeners(signal);
    process.once(signal, () => void close());
  }
  await ended;
}
