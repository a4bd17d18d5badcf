// @ts-check
// Commands that are printed for a person to go on with: quoted for the shell, and with the connection that they need.

/** @import { ConnectionFlags } from "./connection.js" */

/**
 * A command of this tool as it is typed here. `npx` finds what no PATH has.
 *
 * @param {string[]} words
 * @param {{ env: NodeJS.ProcessEnv, platform?: NodeJS.Platform }} surroundings
 */
export function commandLine(words, { env, platform = process.platform }) {
  const name = env.npm_lifecycle_event === "npx" ? ["npx", "agent-delete"] : ["agent-delete"];
  return [...name, ...words].map((word) => quoted(word, platform)).join(" ");
}

/** The flags that lead to the same place. None of them carries a credential: such flags and headers are refused. @param {ConnectionFlags} flags */
export function connectionWords({ connection, backend, baseUrl, apiVersion, allowInsecureHttp, ...rest }) {
  return [
    ...(connection === undefined ? [] : ["--connection", connection]),
    ...(backend === undefined ? [] : ["--backend", backend]),
    ...(baseUrl === undefined ? [] : ["--base-url", baseUrl]),
    ...(apiVersion === undefined ? [] : ["--api-version", apiVersion]),
    ...(allowInsecureHttp ? ["--allow-insecure-http"] : []),
    ...howWords(rest),
  ];
}

/** What no journal keeps of a connection. @param {ConnectionFlags} flags */
export function howWords({ header = [], timeout, maxRetries, concurrency }) {
  return [
    ...header.flatMap(([name, value]) => ["--header", `${name}: ${value}`]),
    ...(timeout === undefined ? [] : ["--timeout", `${timeout}ms`]),
    ...(maxRetries === undefined ? [] : ["--max-retries", String(maxRetries)]),
    ...(concurrency === undefined ? [] : ["--concurrency", String(concurrency)]),
  ];
}

/** A word as a shell takes it for one: PowerShell and cmd on Windows, else a POSIX shell. @param {string} word @param {NodeJS.Platform} [platform] */
export function quoted(word, platform = process.platform) {
  if (platform === "win32") return /^[\w@%+=:,./\\-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
