// @ts-check
// What a consumer needs beside the package: its bundler, framework or runtime. Installed once for this user,
// outside the repository, and again when its package.json changes.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache } from "../../../scripts/lib/paths.mjs";
import { must, tell } from "./run.mjs";
import { sources } from "./sources.mjs";

const folder = join(cache, "consumers");

/** Downloads of a cold cache; some are 200 MB. */
const INSTALL_TIMEOUT_MS = 10 * 60_000;

/**
 * @param {string} name The consumer's folder.
 * @returns {Promise<string>} The folder that holds its node_modules; an empty one where it needs nothing.
 */
export async function tools(name) {
  const file = join(sources, name, "package.json");
  if (!existsSync(file)) {
    const bare = join(folder, "bare");
    mkdirSync(bare, { recursive: true });
    return bare;
  }
  return installed(name, readFileSync(file, "utf8"));
}

/**
 * @param {string} name Of what needs it.
 * @param {string} manifest A package.json.
 * @returns {Promise<string>} The folder that holds the node_modules.
 */
export async function installed(name, manifest) {
  const digest = createHash("sha256").update(manifest).digest("hex").slice(0, 12);
  const finished = join(folder, `${name}-${digest}`);
  if (existsSync(finished)) return finished;

  tell(`installing the tools of ${name}, once for this user`);
  mkdirSync(folder, { recursive: true });
  const unfinished = mkdtempSync(join(folder, `installing-${name}-`));
  try {
    writeFileSync(join(unfinished, "package.json"), manifest);
    await must("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", "--include=dev"], {
      cwd: unfinished, timeoutMs: INSTALL_TIMEOUT_MS,
    });
    renameSync(unfinished, finished);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(finished)) throw error;
  }
  return finished;
}
