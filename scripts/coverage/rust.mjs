// @ts-check
// The crate, by its native tests, with the compiler's own counters. What is WebAssembly's alone (src/js, src/transport,
// src/host/web.rs) has none there: it is run by the tests of the package. Branches are counted by a nightly Rust alone.

import { rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cargo } from "../lib/cargo.mjs";
import { root, target } from "../lib/paths.mjs";
import { ask } from "../lib/run.mjs";
import { tell } from "../lib/terminal.mjs";
import { ensureCargoLlvmCov } from "../setup/cargo-tool.mjs";
import { row, worst } from "./table.mjs";

const folder = join(target, "coverage", "rust");

/** @returns {Promise<string[]>} What is printed of it. */
export async function rust() {
  console.log("Rust");
  const tool = await ensureCargoLlvmCov();
  rmSync(folder, { recursive: true, force: true });
  const env = {
    ...process.env, PATH: `${tool}${delimiter}${process.env.PATH}`, CARGO_LLVM_COV_SETUP: "yes", CARGO_TERM_COLOR: "never",
  };
  const nightly = /^nightly-/m.test((await ask("rustup", ["toolchain", "list"])) ?? "");
  const [toolchain, counted] = nightly ? [["+nightly"], ["--branch"]] : [[], []];
  const remedy = "The tests failed, or could not be measured: see above. `npm test -- --only native` runs them alone.";
  await cargo("counts", "clearing those of earlier runs", [...toolchain, "llvm-cov", "clean", "--workspace"], { env, remedy });
  await cargo("tests", "running them with counters", [...toolchain, "llvm-cov", ...counted, "--lib", "--test", "native", "--no-report"], { env, remedy });
  await cargo("pages", "writing them", [...toolchain, "llvm-cov", "report", ...counted, "--html", "--output-dir", folder], { env, remedy });
  const text = await cargo("summary", "reading it", [...toolchain, "llvm-cov", "report", ...counted, "--json", "--summary-only"], { env, remedy });
  const [{ files, totals }] = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)).data;
  tell("pages", join(folder, "html", "index.html"));
  return [
    row("Rust, native", {
      lines: totals.lines, regions: totals.regions, ...(nightly ? { branches: totals.branches } : {}), functions: totals.functions,
    }),
    ...(nightly ? [] : ["  no branches: only a nightly Rust counts them (rustup toolchain install nightly)"]),
    ...worst(files.map((/** @type {any} */ { filename, summary }) => ({ file: filename.slice(root.length + 1), lines: summary.lines }))),
  ];
}
