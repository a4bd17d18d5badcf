// @ts-check
// The npm package: everything in pkg/ that is not written by hand, in the order in which one needs the other.

import { duration } from "../lib/terminal.mjs";
import { buildModule } from "./module.mjs";
import { buildCommandLine, buildConsole, buildCopies, buildEntries, buildInline, buildNotices, buildPlatforms } from "./package.mjs";

/**
 * Brings the package up to date.
 * @param {{ force?: boolean }} [options] `force`: build even what is up to date. Default false.
 */
export async function build({ force = false } = {}) {
  const start = performance.now();
  console.log("Package");
  for (const part of [buildModule, buildInline, buildPlatforms, buildEntries, buildCommandLine, buildConsole, buildNotices, buildCopies]) {
    await part({ force });
  }
  console.log(`  ready in ${duration(performance.now() - start)}\n`);
}
