// @ts-check
// The reference for Rust by rustdoc, as an application compiled to WebAssembly sees the crate.

import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cargo, locked } from "../lib/cargo.mjs";
import { target } from "../lib/paths.mjs";

const WASM = "wasm32-unknown-unknown";

/** @param {string} folder */
export async function buildRust(folder) {
  await cargo("Rust", "rustdoc", ["doc", "--no-deps", "--lib", "--no-default-features", "--target", WASM, ...locked], {
    env: { ...process.env, RUSTDOCFLAGS: "-D warnings" },
    remedy: "rustdoc has warnings: correct what it says above.",
  });
  cpSync(join(target, WASM, "doc"), folder, { recursive: true });
  // Some of its pages lead to a list of crates, which it makes for many only.
  writeFileSync(join(folder, "index.html"), '<!doctype html><meta http-equiv="refresh" content="0; url=agent_delete/index.html">\n');
}
