// @ts-check
// An empty project into which the packed package is installed, as a user would install it.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const scratch = join(root, "target", "package-tests");
mkdirSync(scratch, { recursive: true });

/**
 * The project's folder. Test files run side by side: the first to need it makes it, the others find it.
 *
 * @returns {string}
 */
export function installed() {
  const tarball = process.env.AGENT_DELETE_TARBALL ?? pack();
  const digest = createHash("sha256").update(readFileSync(tarball)).digest("hex").slice(0, 16);
  const folder = join(scratch, digest);
  if (!existsSync(folder)) {
    const unfinished = mkdtempSync(join(scratch, "install-"));
    writeFileSync(join(unfinished, "package.json"), '{ "private": true }');
    npm(["install", "--offline", "--no-audit", "--no-fund", "--loglevel=error", tarball], unfinished);
    writeFileSync(join(unfinished, "package.mjs"), 'export * from "agent-delete";\n');
    writeFileSync(join(unfinished, "inline.mjs"), 'export * from "agent-delete/inline";\n');
    try {
      renameSync(unfinished, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
      rmSync(unfinished, { recursive: true });
    }
  }
  return folder;
}

/**
 * The package's exports, imported by its name from within the project.
 *
 * @param {"package.mjs" | "inline.mjs"} [entry]
 * @returns {Promise<typeof import("../../../pkg/index.js")>}
 */
export function importPackage(entry = "package.mjs") {
  return import(pathToFileURL(join(installed(), entry)).href);
}

/**
 * A copy of the installed package with files of its own, for what must not happen to the real one.
 *
 * @param {Record<string, string | Uint8Array | null>} changes New contents by file name; null takes it away.
 * @returns {string} The copy's folder, which the caller removes.
 */
export function altered(changes) {
  const folder = mkdtempSync(join(scratch, "altered-"));
  cpSync(join(installed(), "node_modules", "agent-delete"), folder, { recursive: true });
  for (const [name, content] of Object.entries(changes)) {
    if (content === null) rmSync(join(folder, name));
    else writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** @returns {string} */
function pack() {
  const folder = mkdtempSync(join(scratch, "pack-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const output = npm(["pack", "--json", "--pack-destination", folder, join(root, "pkg")], root);
  return join(folder, basename(JSON.parse(output)[0].filename));
}

/** @param {string[]} args @param {string} cwd */
function npm(args, cwd) {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
