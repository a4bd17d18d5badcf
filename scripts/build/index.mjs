// @ts-check
// The npm package: everything in pkg/ that is not written by hand.

import { duration } from "../lib/terminal.mjs";
import { buildCapabilities } from "./capabilities.mjs";
import { buildCommonJs } from "./commonjs.mjs";
import { buildCopies } from "./copies.mjs";
import { buildCore } from "./core.mjs";
import { buildInline } from "./inline.mjs";

/**
 * Brings the package up to date.
 * @param {{ wasmBindgen: string }} tools
 * @param {{ force?: boolean }} [options] `force`: build even what is up to date. Default false.
 */
export async function build({ wasmBindgen }, { force = false } = {}) {
  const start = performance.now();
  console.log("Package");
  await buildCore(wasmBindgen, { force });
  await buildInline({ force });
  await buildCapabilities({ force });
  await buildCommonJs({ force });
  await buildCopies({ force });
  console.log(`  ready in ${duration(performance.now() - start)}\n`);
}
