// @ts-check
// npm run audit [-- --offline]: what is known of the crates and npm packages that this is built from: their licences and
// sources by deny.toml, and the advisories against them, which are asked of RustSec's repository and of npm's registry.
// --offline leaves those two out, and says so.

import { join } from "node:path";
import { main, Problem, readOptions } from "./lib/main.mjs";
import { root } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";
import { tell } from "./lib/terminal.mjs";
import { ensureCargoDeny } from "./setup/cargo-tool.mjs";

await main(async () => {
  const { offline = false } = readOptions({ offline: "flag" });
  const deny = join(await ensureCargoDeny(), "cargo-deny");
  const graph = ["--workspace", "--all-features"];
  console.log();
  const failed = [
    await check("licences", "of every crate, its source, and what comes twice", deny, [...graph, "check", "licenses", "bans", "sources"]),
    ...(offline ? [] : [
      await check("crates", "no advisory of RustSec", deny, [...graph, "check", "advisories"]),
      await check("npm packages", "no advisory of npm", "npm", ["audit", "--audit=true", "--loglevel=warn"]),
    ]),
  ].filter((passed) => !passed).length;
  if (offline) for (const name of ["crates", "npm packages"]) tell(name, "NOT RUN: --offline; nothing is known of advisories");
  if (failed > 0) throw new Problem(`${failed} failed, or could not be asked: see above.`);
});

/** @param {string} name @param {string} about @param {string} command @param {string[]} args */
async function check(name, about, command, args) {
  const { code, output } = await run(command, args, { cwd: root });
  if (code !== 0) console.error(output.trimEnd());
  tell(name, `${code === 0 ? "ok" : "FAILED"}: ${about}`);
  return code === 0;
}
