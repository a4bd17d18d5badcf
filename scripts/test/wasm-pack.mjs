// @ts-check
// `wasm-pack build` on the bare crate, for the people who use that in place of the npm package.

import { join } from "node:path";
import { locked } from "../lib/cargo.mjs";
import { target } from "../lib/paths.mjs";

/** @param {import("./context.mjs").Context} context */
export async function testWasmPack(context) {
  const folder = join(target, "wasm-pack");
  for (const kind of ["nodejs", "web", "bundler"]) {
    await context.must("wasm-pack", [
      "build", "--mode", "no-install", "--target", kind, "--out-dir", join(folder, kind), "--", ...locked,
    ]);
  }
  return context.nodeTest("tests/wasm-pack", { AGENT_DELETE_WASM_PACK: folder });
}
