// @ts-check
// A module of the page for Node: its TypeScript and what it imports in one file, which is made anew for each test file.

import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { pkg, root, target } from "../../../scripts/lib/paths.mjs";

const folder = join(target, "console-tests");
mkdirSync(folder, { recursive: true });

/** @param {string} path Below www/src, without its ending. @returns {Promise<any>} */
export async function pageModule(path) {
  const outfile = join(mkdtempSync(join(folder, "m-")), "module.mjs");
  await build({
    entryPoints: [join(root, "www", "src", `${path}.ts`)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    jsx: "automatic",
    jsxImportSource: "preact",
    // By which `npm run coverage` finds the lines again.
    sourcemap: process.env.NODE_V8_COVERAGE ? "inline" : false,
    plugins: [{
      name: "package",
      setup(build) {
        // It reads the WebAssembly from beside itself, and stays where it is.
        build.onResolve({ filter: /^agent-delete(\/sandbox)?$/ }, ({ path }) => ({
          path: pathToFileURL(join(pkg, path.endsWith("sandbox") ? "sandbox/index.js" : "node.js")).href, external: true,
        }));
      },
    }],
    logLevel: "warning",
  });
  return import(pathToFileURL(outfile).href);
}
