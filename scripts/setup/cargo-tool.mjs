// @ts-check
// The command-line tools from crates.io that the tests need, each version in a folder of its own in the user's cache.

import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { cargo, lockedVersion } from "../lib/cargo.mjs";
import { cache, which } from "../lib/paths.mjs";
import { tell } from "../lib/terminal.mjs";
import { ask } from "../lib/run.mjs";

/**
 * wasm-bindgen's test runner. Its version has to equal the crate's: the two share an unversioned format.
 * @returns {Promise<string>} The folder of wasm-bindgen-test-runner.
 */
export function ensureWasmBindgen() {
  return ensureCargoTool({
    crate: "wasm-bindgen-cli",
    version: lockedVersion("wasm-bindgen"),
    commands: ["wasm-bindgen", "wasm-bindgen-test-runner"],
  });
}

/**
 * wasm-pack, to test that it builds the crate; the package itself is built without it.
 * @returns {Promise<string>} The folder of wasm-pack.
 */
export function ensureWasmPack() {
  return ensureCargoTool({ crate: "wasm-pack", version: "0.15.1", commands: ["wasm-pack"] });
}

/**
 * cargo-deny, which judges licences, sources and advisories.
 * @returns {Promise<string>} Its folder.
 */
export function ensureCargoDeny() {
  return ensureCargoTool({ crate: "cargo-deny", version: "0.20.2", commands: ["cargo-deny"] });
}

/**
 * cargo-llvm-cov, which counts what the tests ran. It adds the toolchain's llvm-tools where rustup has not.
 * @returns {Promise<string>} Its folder.
 */
export function ensureCargoLlvmCov() {
  return ensureCargoTool({ crate: "cargo-llvm-cov", version: "0.9.1", commands: ["cargo-llvm-cov"], ask: ["llvm-cov"] });
}

/**
 * Makes sure of a tool of exactly one version: the one on PATH, the cached one, or a new one.
 * @param {object} tool
 * @param {string} tool.crate Its name on crates.io.
 * @param {string} tool.version
 * @param {string[]} tool.commands The commands needed of it. The first must answer `--version`.
 * @param {string[]} [tool.ask] What has to stand before that.
 * @returns {Promise<string>} The folder that holds the commands.
 */
async function ensureCargoTool({ crate, version, commands, ask: before = [] }) {
  const [name] = commands;
  const onPath = which(name);
  const cached = join(cache, `${name}-${version}`, "bin");
  for (const folder of [onPath && dirname(onPath), cached]) {
    if (folder && (await holds(folder, commands, version, before))) {
      tell(name, version);
      return folder;
    }
  }
  mkdirSync(cache, { recursive: true });
  const { CARGO_TARGET_DIR, CARGO_BUILD_TARGET, RUSTFLAGS, ...env } = process.env;
  await cargo(name, `installing ${version}, once for this user: takes minutes`, [
    "install", crate, `--version=${version}`, "--root", dirname(cached), "--force",
  ], {
    env,
    cwd: cache, // not the repository, whose cargo settings are for the crate
    remedy: `${crate} ${version} could not be installed: see cargo's message above, then run this again.`,
  });
  return cached;
}

/** @param {string} folder @param {string[]} commands @param {string} version @param {string[]} before */
async function holds(folder, commands, version, before) {
  const suffix = process.platform === "win32" ? ".exe" : "";
  if (!commands.every((command) => existsSync(join(folder, command + suffix)))) return false;
  const answer = await ask(join(folder, commands[0] + suffix), [...before, "--version"]);
  return answer?.split(/\s+/).includes(version) ?? false;
}
