// @ts-check
// Commands, bounded in time, whose output is shown when they fail.

import { join } from "node:path";
import { cache } from "../../../scripts/lib/paths.mjs";
import { run } from "../../../scripts/lib/run.mjs";

/** Longer than any build here takes on two busy cores. */
const TIMEOUT_MS = 4 * 60_000;

const home = join(cache, "consumers", "home");

/**
 * What the commands of the consumers see: this environment, without what would change their output or
 * report to their makers, and with a place of their own for what they cache.
 */
export const env = {
  ...process.env,
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
  CI: "1",
  NODE_ENV: undefined,
  NODE_OPTIONS: undefined,
  NODE_TEST_CONTEXT: undefined,
  DO_NOT_TRACK: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  XDG_CACHE_HOME: join(home, "cache"),
  XDG_CONFIG_HOME: join(home, "config"),
  BUN_INSTALL_CACHE_DIR: join(home, "cache", "bun"),
};

/**
 * Runs a command to its end. Rejects, with all its output, when it fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import("../../../scripts/lib/run.mjs").RunOptions} options
 * @returns {Promise<string>} What it printed.
 */
export async function must(command, args, options) {
  const { code, output } = await run(command, args, { timeoutMs: TIMEOUT_MS, env, ...options });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${output}`);
  return output;
}

/** Tells a person who waits what is going on. @param {string} text */
export function tell(text) {
  console.log(`… ${text}`);
}
