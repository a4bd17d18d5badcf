// @ts-check
// What stands in pkg/ beside the module and is not written by hand.

import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Problem } from "../lib/main.mjs";
import { routesOf } from "../../pkg/sent.js";
import { pkg, root } from "../lib/paths.mjs";
import { commandLine } from "./command-line.mjs";
import { step } from "./step.mjs";

/** Files of the repository that belong into the package as well. */
const COPIED = ["README.md", "LICENSE-APACHE", "LICENSE-MIT"];

const PLATFORMS = `// @ts-check
// Generated: what the Rust crate says of the platforms.

/** @param {any} value */
function freeze(value) {
  for (const part of Object.values(value)) if (typeof part === "object" && part !== null) freeze(part);
  return Object.freeze(value);
}

/** @type {typeof import("./index.js").platforms} */
export const platforms = /* @__PURE__ */ freeze(`;

const ROUTES = `// @ts-check
// Generated: every kind of request that the Rust crate sends, and the headers that count.

/** @type {typeof import("./routes.d.ts").routes} */
export const routes = `;

/**
 * What each platform is and can do, and what is asked of it, asked of the module just built, so that it is known before the
 * module is loaded.
 * @param {import("./step.mjs").BuildOptions} options
 */
export function buildPlatforms(options) {
  return step({
    name: "platforms",
    inputs: ["pkg/core_bg.js", "pkg/core_bg.wasm", "pkg/sent.js", "scripts/build/package.mjs"],
    outputs: ["pkg/platforms.js", "pkg/routes.js"],
    run: async () => {
      const { createGlue } = await import(pathToFileURL(join(pkg, "core_bg.js")).href);
      const glue = createGlue({ setTimeout, clearTimeout, queueMicrotask });
      const { instance } = await WebAssembly.instantiate(readFileSync(join(pkg, "core_bg.wasm")), { "./core_bg.js": glue });
      glue.__wbg_set_wasm(instance.exports);
      /** @type {Function} */ (instance.exports.__wbindgen_start)();
      writeFileSync(join(pkg, "platforms.js"), `${PLATFORMS}${JSON.stringify(glue.platforms(), null, 2)});\n`);
      /** @type {(Parameters<typeof routesOf>[0] & { name: string })[]} */
      const sent = glue.routes();
      const routes = Object.fromEntries(sent.map((one) => [one.name, routesOf(one)]));
      writeFileSync(join(pkg, "routes.js"), `${ROUTES}${JSON.stringify(routes, null, 2)};\n`);
    },
  }, options);
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

/** @satisfies {import("esbuild").BuildOptions} */
const common = {
  bundle: true,
  platform: /** @type {const} */ ("node"),
  target: "node20",
  logLevel: /** @type {const} */ ("warning"),
};

/** The entry for `import` in Node. @satisfies {import("esbuild").BuildOptions} */
export const nodeEntry = {
  ...common,
  format: /** @type {const} */ ("esm"),
  entryPoints: [join(pkg, "node.js")],
  outfile: join(pkg, "node.mjs"),
  external: ["./wasm-inline.js"],
};

/** What `require` gets, each built from the ES module of the same name. */
const COMMONJS = ["node", "inline", "proxy", "sandbox/index", "sandbox/node"];

/**
 * The entries for `require`. Each is one file: test runners that only require can't import another from it. And that for Node's
 * `import`, in one file as well: to find and read a dozen takes a quarter of the time from the import to the first request.
 * @param {import("./step.mjs").BuildOptions} options
 */
export function buildEntries(options) {
  const modules = ["", "sandbox/"].flatMap((folder) => {
    return readdirSync(join(pkg, folder)).filter((name) => name.endsWith(".js")).sort().map((name) => `pkg/${folder}${name}`);
  });
  return step({
    name: "entries",
    inputs: ["package-lock.json", "scripts/build/package.mjs", ...modules],
    outputs: ["pkg/node.mjs", ...COMMONJS.map((name) => `pkg/${name}.cjs`)],
    run: async () => {
      const { build } = await import("esbuild");
      await build(nodeEntry);
      for (const name of COMMONJS) {
        await build({
          ...common,
          format: "cjs",
          entryPoints: [join(pkg, `${name}.js`)],
          outfile: join(pkg, `${name}.cjs`),
          ...(name === "node" && BESIDE_ITS_FILES),
        });
      }
    },
  }, options);
}

/**
 * How the entry that reads the WebAssembly from beside itself is built.
 * @type {import("esbuild").BuildOptions}
 */
const BESIDE_ITS_FILES = {
  external: ["./wasm-inline.js"],
  // CommonJS has no import.meta; the address of the file is the same thing.
  banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
  define: { "import.meta.url": "moduleUrl" },
};

/** @param {import("./step.mjs").BuildOptions} options */
export function buildCommandLine(options) {
  return step({
    name: "command line",
    inputs: [
      "package-lock.json", "scripts/build/package.mjs", "scripts/build/command-line.mjs", "cli", "pkg/platforms.js",
      "pkg/proxy.js", "pkg/given.js", "pkg/routes.js", "pkg/agent-delete.schema.json", "pkg/package.json",
    ],
    outputs: ["pkg/bin/agent-delete.js"],
    run: async () => {
      const { build } = await import("esbuild");
      await build(commandLine);
      chmodSync(commandLine.outfile, 0o755);
    },
  }, options);
}

/**
 * The licences of what is in the package and others wrote.
 * @param {import("./step.mjs").BuildOptions} options
 */
export function buildNotices(options) {
  return step({
    name: "notices",
    inputs: ["Cargo.lock", "Cargo.toml", "LICENSE-MIT", "package-lock.json", "scripts/supply", "pkg/bin/agent-delete.js", "pkg/console"],
    outputs: ["pkg/THIRD-PARTY-LICENSES.txt"],
    run: async () => {
      const { notices } = await import("../supply/notices.mjs");
      writeFileSync(join(pkg, "THIRD-PARTY-LICENSES.txt"), await notices());
    },
  }, options);
}

/**
 * The console: the page and all that it loads, the WebAssembly among it, so that any host can serve the folder.
 * @param {import("./step.mjs").BuildOptions} options
 */
export function buildConsole(options) {
  return step({
    name: "console",
    inputs: [
      "package-lock.json", "scripts/build/package.mjs", "www", "cli", "pkg/core_bg.wasm", "pkg/core_bg.js",
      ...["", "sandbox/"].flatMap((folder) => readdirSync(join(pkg, folder)).filter((name) => name.endsWith(".js")).sort().map((name) => `pkg/${folder}${name}`)),
    ],
    outputs: ["pkg/console"],
    run: async () => {
      const { build } = await import("vite");
      await build({ configFile: join(root, "www", "vite.config.mjs") });
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
