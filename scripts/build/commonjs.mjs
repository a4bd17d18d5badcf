// @ts-check
// The Node entry for `require`.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pkg } from "../lib/paths.mjs";
import { step } from "./step.mjs";

/** @param {import("./step.mjs").BuildOptions} options */
export function buildCommonJs(options) {
  const modules = readdirSync(pkg).filter((name) => name.endsWith(".js") && name !== "wasm-inline.js").sort();
  return step({
    name: "commonjs",
    inputs: ["package-lock.json", "scripts/build/commonjs.mjs", ...modules.map((name) => `pkg/${name}`)],
    outputs: ["pkg/node.cjs"],
    run: async () => {
      const { build } = await import("esbuild");
      await build({
        entryPoints: [join(pkg, "node.js")],
        outfile: join(pkg, "node.cjs"),
        bundle: true,
        format: "cjs",
        platform: "node",
        target: "node20",
        external: ["./wasm-inline.js"],
        // CommonJS has no import.meta; the address of the file is the same thing.
        banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
        define: { "import.meta.url": "moduleUrl" },
        logLevel: "warning",
      });
    },
  }, options);
}
