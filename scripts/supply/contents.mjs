// @ts-check
// What the package holds that others wrote: the crates in the WebAssembly, and the npm packages in the command line and the console.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Problem } from "../lib/main.mjs";
import { root } from "../lib/paths.mjs";
import { ask } from "../lib/run.mjs";
import { commandLine } from "../build/command-line.mjs";

/**
 * @typedef {object} Part
 * @property {"crate" | "npm" | "rust"} kind
 * @property {string} name
 * @property {string} version
 * @property {string} license By SPDX.
 * @property {string[]} texts The licences that are to be handed on, those of our choice where there is one.
 * @property {string[]} inside The files of the package that hold something of it.
 * @property {{ algorithm: "SHA-256" | "SHA-512", hex: string } | null} hash Of what the registry gave.
 */

/** What may be in the package. A licence that is not among them is looked at by a person first. */
const ALLOWED = ["MIT", "Apache-2.0", "ISC", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "Unicode-3.0", "Unlicense", "Zlib"];

const WASM = "core_bg.wasm";
const COMMAND_LINE = "bin/agent-delete.js";

/** @returns {Promise<Part[]>} In a fixed order. */
export async function contents() {
  const parts = [await standardLibrary(), ...(await crates()), ...(await npmPackages())];
  for (const { name, license, texts } of parts) {
    const unknown = license.split(/ OR | AND |\/|[()]/).map((id) => id.trim()).find((id) => id !== "" && !ALLOWED.includes(id));
    if (unknown !== undefined) throw new Problem(`${name} is under ${unknown}: may it be handed on with the package? See ${import.meta.url}.`);
    if (texts.length === 0) throw new Problem(`${name} brings no licence: add the text to ${import.meta.url}.`);
  }
  return parts;
}

/** @returns {Promise<Part>} */
async function standardLibrary() {
  const [, version = ""] = /^rustc (\S+)/.exec((await ask("rustc", ["--version"])) ?? "") ?? [];
  return {
    kind: "rust", name: "The Rust standard library", version, license: "MIT OR Apache-2.0",
    texts: [mit("The Rust Project Contributors")], inside: [WASM], hash: null,
  };
}

/** The crates that the module is made of, without those that only ran in the making. @returns {Promise<Part[]>} */
async function crates() {
  const output = await ask("cargo", ["metadata", "--format-version=1", "--filter-platform=wasm32-unknown-unknown", "--quiet"]);
  const line = output?.split("\n").find((text) => text.startsWith("{"));
  if (!line) throw new Problem("cargo metadata says nothing: see what `cargo metadata` says.");
  /** @type {{ packages: any[], resolve: { root: string, nodes: any[] } }} */
  const { packages, resolve } = JSON.parse(line);
  const named = new Map(packages.map((one) => [one.id, one]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const found = new Set();
  /** @param {string} id */
  const walk = (id) => {
    if (found.has(id) || named.get(id).targets.some((/** @type {any} */ { kind }) => kind.includes("proc-macro"))) return;
    found.add(id);
    for (const { pkg, dep_kinds } of nodes.get(id).deps) {
      if (dep_kinds.some((/** @type {any} */ { kind }) => kind === null)) walk(pkg);
    }
  };
  walk(resolve.root);
  found.delete(resolve.root);
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  return [...found].map((id) => named.get(id)).sort(byName).map(({ name, version, license, authors, manifest_path }) => {
    const [, hex = null] = new RegExp(`name = "${name}"\\nversion = "${version.replaceAll(".", "\\.")}"\\n.*\\nchecksum = "(\\w+)"`).exec(lock) ?? [];
    const texts = licences(dirname(manifest_path));
    return {
      kind: /** @type {const} */ ("crate"), name, version, license, inside: [WASM],
      // Some crates are published without the text that they name.
      texts: texts.length === 0 && /\bMIT\b/.test(license) ? [mit(authors.join(", "))] : texts,
      hash: hex === null ? null : { algorithm: /** @type {const} */ ("SHA-256"), hex },
    };
  });
}

/** The packages of which something is in the command line's one file, or in a file of the console. @returns {Promise<Part[]>} */
async function npmPackages() {
  /** @type {Map<string, Set<string>>} */
  const folders = new Map();
  for (const { file, input } of [...(await inCommandLine()), ...(await inConsole())]) {
    const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
    if (folder) folders.set(folder, (folders.get(folder) ?? new Set()).add(file));
  }
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  return [...folders].map(([folder, inside]) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const [algorithm, digest] = (lock.packages[folder]?.integrity ?? "").split("-");
    if (algorithm !== "sha512") throw new Problem(`package-lock.json has no sha512 of ${folder}: run npm install.`);
    return {
      kind: /** @type {const} */ ("npm"), name, version, license, inside: [...inside].sort(), texts: licences(join(root, folder)),
      hash: { algorithm: /** @type {const} */ ("SHA-512"), hex: Buffer.from(digest, "base64").toString("hex") },
    };
  }).sort(byName);
}

/** @returns {Promise<{ file: string, input: string }[]>} */
async function inCommandLine() {
  const { build } = await import("esbuild");
  const { metafile } = await build({ ...commandLine, write: false, metafile: true });
  return Object.values(metafile.outputs).flatMap(({ inputs }) => {
    return Object.entries(inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [{ file: COMMAND_LINE, input }] : []));
  });
}

/** @returns {Promise<{ file: string, input: string }[]>} */
async function inConsole() {
  const { build } = await import("vite");
  const built = await build({ configFile: join(root, "www", "vite.config.mjs"), build: { write: false } });
  const { output } = /** @type {{ output: any[] }} */ (Array.isArray(built) ? built[0] : built);
  return output.flatMap(({ fileName, modules = {} }) => {
    return Object.entries(/** @type {Record<string, { renderedLength: number }>} */ (modules)).flatMap(([id, { renderedLength }]) => {
      return renderedLength > 0 ? [{ file: `console/${fileName}`, input: relative(root, id).replaceAll("\\", "/") }] : [];
    });
  });
}

/** The licence files in a folder; MIT's alone where it is offered as a choice. @param {string} folder */
function licences(folder) {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|unlicense|notice)/i.test(name)).sort();
  const ours = names.filter((name) => /mit/i.test(name));
  const others = names.filter((name) => !/apache|unlicense|copying/i.test(name) && !ours.includes(name));
  const chosen = ours.length > 0 ? [...ours, ...others] : names;
  return chosen.map((name) => readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim());
}

/** @param {{ name: string, version: string }} a @param {{ name: string, version: string }} b */
function byName(a, b) {
  const [one, other] = [a, b].map(({ name, version }) => `${name} ${version}`);
  return one < other ? -1 : 1;
}

/** @param {string} holder */
function mit(holder) {
  const own = readFileSync(join(root, "LICENSE-MIT"), "utf8").trim();
  return own.replace(/^Copyright .*$/m, `Copyright (c) ${holder}`);
}
