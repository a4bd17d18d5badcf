// @ts-check
// The configuration file: where it is looked for, and that it is what its published schema says.

import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import schema from "../pkg/agent-delete.schema.json" with { type: "json" };
import { refuseCredentialHeader, WHERE_IT_COMES_FROM } from "./credentials.js";
import { checker } from "./schema.js";
import { messageOf } from "./text.js";
import { wrongUse } from "./exit-codes.js";

/** @import { ClientOptions } from "../pkg/types.d.ts" */

/**
 * @typedef {object} CredentialSource
 * @property {string[]} [command]
 * @property {string} [member]
 * @property {string} [env]
 * @property {"apiKey" | "bearer"} [as]
 *
 * @typedef {object} ConfiguredConnection A connection as the file has it; the schema says what each member means.
 * @property {ClientOptions["backend"]} backend Its name, or its description.
 * @property {string} [baseUrl]
 * @property {string} [apiVersion]
 * @property {Record<string, string>} [headers]
 * @property {boolean} [allowInsecureHttp]
 * @property {string} [timeout]
 * @property {number} [maxRetries]
 * @property {number} [concurrency]
 * @property {CredentialSource} [credential]
 * @property {string[]} [protect]
 * @property {boolean} [production]
 *
 * @typedef {object} Configuration
 * @property {string} file
 * @property {Record<string, ConfiguredConnection>} connections
 */

const NAME = "agent-delete.json";

/** @type {ReturnType<typeof checker<{ connections: Record<string, ConfiguredConnection> }>>} */
const check = checker(schema);

/**
 * The files that may hold the configuration, in the order in which they are looked for: the working folder's, else the user's.
 *
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform, home?: string }} [place]
 */
export function configurationFiles({ cwd = process.cwd(), env = process.env, platform = process.platform, home = homedir() } = {}) {
  const { join } = platform === "win32" ? path.win32 : path.posix;
  const folders = {
    win32: () => env.APPDATA || join(home, "AppData", "Roaming"),
    darwin: () => env.XDG_CONFIG_HOME || join(home, "Library", "Application Support"),
    other: () => env.XDG_CONFIG_HOME || join(home, ".config"),
  };
  const folder = platform === "win32" || platform === "darwin" ? folders[platform]() : folders.other();
  return [join(cwd, NAME), join(folder, "agent-delete", NAME)];
}

/** The first of these files that is there. @param {string[]} [files] @returns {Configuration | null} */
export function readConfiguration(files = configurationFiles()) {
  for (const file of files) {
    let text;
    try {
      text = readFileSync(file, "utf8");
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") continue;
      throw wrongUse(`${file} can't be read: ${messageOf(error)}`);
    }
    return { file, ...checked(text, file) };
  }
  return null;
}

/**
 * @param {string} text
 * @param {string} file
 * @returns {{ connections: Record<string, ConfiguredConnection> }}
 */
export function checked(text, file) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    // JSON.parse quotes what it stumbled over, and that may be a credential.
    throw wrongUse(`${file} is not JSON.`);
  }
  const { value: configuration, wrong } = check(value);
  if (wrong !== null) throw wrongUse(`${file} is not as it should be: ${wrong}.`, { hint: "Its schema is agent-delete.schema.json of the package." });
  const { connections } = configuration;
  for (const [name, { headers = {}, baseUrl = "", backend }] of Object.entries(connections)) {
    const described = typeof backend === "object" ? backend : null;
    for (const [header, content] of Object.entries({ ...described?.headers, ...headers })) refuseCredentialHeader(header, content, `${file}, headers of "${name}"`);
    if ([baseUrl, described?.baseUrl ?? ""].some((url) => /^[^/?#]*\/\/[^/?#]*@|[?#]/.test(url))) {
      throw wrongUse(`${file}: "baseUrl" of "${name}" must have no user name, no password, no query and no fragment. ${WHERE_IT_COMES_FROM}`);
    }
  }
  return { connections };
}
