// @ts-check
// The built package, by the file that its manifest names for `import "agent-delete"` in Node.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { pkg } from "../lib/paths.mjs";

const manifest = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));

/** @type {string} */
export const version = manifest.version;

/** @type {typeof import("../../pkg/index.js")} */
export const { AgentClient, isAgentError } = await import(
  pathToFileURL(join(pkg, manifest.exports["."].node.import.default)).href
);
