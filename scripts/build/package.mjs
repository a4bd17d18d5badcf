// @ts-check
// What stands in pkg/ beside the module and is not written by hand.

import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Problem } from "../lib/main.mjs";
import { pkg, root } from "../lib/paths.mjs";
import { step } from "./step.mjs";

/** Files of the repository that belong into the package as well. */
const COPIED = ["README.md", "LICENSE-APACHE", "LICENSE-MIT"];

const CAPABILITIES = `// @ts-check
// Generated: what the Rust crate says.

/** @typedef {import("./types.d.ts").BackendName} BackendName */
/** @typedef {import("./types.d.ts").Capabilities} Capabilities */

/** @param {any} value */
function freeze(value) {
  for (const part of Object.values(value)) if (typeof part === "object") freeze(part);
  return Object.freeze(value);
}

/** Frozen through and through. @type {Readonly<Record<BackendName, Capabilities>>} */
export const capabilities = /* @__PURE__ */ freeze(`;

/**
 * What each platform can do, asked of the module just built, so that a client can tell it before the module is loaded.
 * @param {import("./step.mjs").BuildOptions} options
 */
export function buildCapabilities(options) {
  return step({
    name: "capabilities",
    inputs: ["pkg/core_bg.js", "pkg/core_bg.wasm", "pkg/types.d.ts", "scripts/build/package.mjs"],
    outputs: ["pkg/capabilities.js"],
    run: async () => {
      const { createGlue } = await import(pathToFileURL(join(pkg, "core_bg.js")).href);
      const glue = createGlue();
      const { instance } = await WebAssembly.instantiate(readFileSync(join(pkg, "core_bg.wasm")), { "./core_bg.js": glue });
      glue.__wbg_set_wasm(instance.exports);
      /** @type {Function} */ (instance.exports.__wbindgen_start)();
      const all = Object.fromEntries(backends().map((name) => [name, glue.capabilities(name)]));
      writeFileSync(join(pkg, "capabilities.js"), `${CAPABILITIES}${JSON.stringify(all, null, 2)});\n`);
    },
  }, options);
}

/** The platforms' names, as the package's types declare them. */
function backends() {
  const [, names = ""] = /type BackendName = ([^;]+);/.exec(readFileSync(join(pkg, "types.d.ts"), "utf8")) ?? [];
  const all = Array.from(names.matchAll(/"([^"]+)"/g), ([, name]) => name);
  if (all.length === 0) throw new Problem("pkg/types.d.ts declares no BackendName: add it.");
  return all;
}

/**
 * The module as text, for the places where it cannot be fetched as a file of its own.
 * @param {import("./step.mjs").BuildOptions} options
 */
export function buildInline(options) {
  return step({
    name: "inline",
    inputs: ["pkg/core_bg.wasm", "scripts/build/package.mjs"],
    outputs: ["pkg/wasm-inline.js"],
    run: () => {
      const text = readFileSync(join(pkg, "core_bg.wasm")).toString("base64");
      writeFileSync(join(pkg, "wasm-inline.js"), `/* Generated: core_bg.wasm in base64. */\nexport default "${text}";\n`);
    },
  }, options);
}

/**
 * The Node entry for `require`.
 * @param {import("./step.mjs").BuildOptions} options
 */
export function buildCommonJs(options) {
  const modules = readdirSync(pkg).filter((name) => name.endsWith(".js") && name !== "wasm-inline.js").sort();
  return step({
    name: "commonjs",
    inputs: ["package-lock.json", "scripts/build/package.mjs", ...modules.map((name) => `pkg/${name}`)],
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

/**
 * The command line, with all that it needs in one file: the package has no dependencies. It loads the package beside it.
 * @param {import("./step.mjs").BuildOptions} options
 */
export function buildCommandLine(options) {
  return step({
    name: "command line",
    inputs: ["package-lock.json", "scripts/build/package.mjs", "cli", "pkg/agent-delete.schema.json", "pkg/package.json"],
    outputs: ["pkg/bin/agent-delete.js"],
    run: async () => {
      const { build } = await import("esbuild");
      await build({
        entryPoints: [join(root, "cli", "main.js")],
        outfile: join(pkg, "bin", "agent-delete.js"),
        bundle: true,
        format: "esm",
        platform: "node",
        target: "node20",
        legalComments: "eof",
        banner: {
          // What is bundled of CommonJS asks for Node's modules by require.
          js: '#!/usr/bin/env node\nimport { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
        },
        logLevel: "warning",
      });
      chmodSync(join(pkg, "bin", "agent-delete.js"), 0o755);
    },
  }, options);
}

/** @param {import("./step.mjs").BuildOptions} options */
export function buildCopies(options) {
  return step({
    name: "copies",
    inputs: COPIED,
    outputs: COPIED.map((name) => `pkg/${name}`),
    run: () => {
      for (const name of COPIED) {
        if (!existsSync(join(root, name))) throw new Problem(`${name} is missing: the package needs it.`);
        copyFileSync(join(root, name), join(pkg, name));
      }
    },
  }, options);
}
