// @ts-check
// How the command line becomes one file: the package has no dependencies. It loads the package beside it.

import { join } from "node:path";
import { root } from "../lib/paths.mjs";

/** @satisfies {import("esbuild").BuildOptions} */
export const commandLine = {
  absWorkingDir: root,
  entryPoints: [join(root, "cli", "main.js")],
  outfile: join(root, "pkg", "bin", "agent-delete.js"),
  bundle: true,
  format: /** @type {const} */ ("esm"),
  platform: /** @type {const} */ ("node"),
  target: "node20",
  legalComments: /** @type {const} */ ("eof"),
  banner: {
    // What is bundled of CommonJS asks for Node's modules by require.
    js: '#!/usr/bin/env node\nimport { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
  },
  logLevel: /** @type {const} */ ("warning"),
};
