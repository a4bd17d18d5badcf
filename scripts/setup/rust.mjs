// @ts-check
// Rust itself: installed by the user with rustup; the wasm target and the components by us.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { rustVersion } from "../lib/cargo.mjs";
import { Problem } from "../lib/main.mjs";
import { progress, tell } from "../lib/terminal.mjs";
import { ask, run } from "../lib/run.mjs";

const TARGET = "wasm32-unknown-unknown";

/** Whether dotted version `a` is older than `b`. @param {string} a @param {string} b */
function older(a, b) {
  return a.localeCompare(b, "en", { numeric: true }) < 0;
}

/** Checks that cargo is there and new enough for the crate. */
export async function ensureRust() {
  const [, version] = /^cargo (\d+\.\d+\.\d+)/.exec((await ask("cargo", ["--version"])) ?? "") ?? [];
  if (!version) throw new Problem("Rust is missing: install rustup (https://rustup.rs) and run this again.");
  const needed = rustVersion();
  if (older(version, needed)) {
    throw new Problem(`Rust ${version} is older than ${needed}: run \`rustup update stable\`.`);
  }
  tell("Rust", version);
}

/** Adds the WebAssembly target to the active toolchain. */
export async function ensureWasmTarget() {
  const sysroot = await ask("rustc", ["--print", "sysroot"]);
  const library = join(sysroot ?? "", "lib", "rustlib", TARGET, "lib");
  if (existsSync(library)) return tell("Wasm target", TARGET);
  await rustup("Wasm target", ["target", "add", TARGET]);
}

/** Adds the formatter and the linter. */
export async function ensureComponents() {
  const there = await Promise.all(["fmt", "clippy"].map((name) => ask("cargo", [name, "--version"])));
  if (there.every((version) => version !== null)) return tell("Rust checks", "rustfmt, clippy");
  await rustup("Rust checks", ["component", "add", "rustfmt", "clippy"]);
}

/** @param {string} name @param {string[]} args */
async function rustup(name, args) {
  const step = progress(name, `rustup ${args.join(" ")}`);
  const { code, output } = await run("rustup", args);
  step.end(code === 0 ? "added" : "failed");
  if (code !== 0) {
    throw new Problem(`${output.trim()}\nRun \`rustup ${args.join(" ")}\` by hand, then run this again.`);
  }
}
