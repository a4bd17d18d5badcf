// @ts-check
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pkg, root } from "../../../scripts/lib/paths.mjs";

/** @type {string | undefined} */
let packed = process.env.AGENT_DELETE_TARBALL;

/** The packed package: the one that `npm test` has made, or else one of pkg/ as it is now. */
export function tarball() {
  packed ??= pack();
  return packed;
}

function pack() {
  const folder = mkdtempSync(join(tmpdir(), "agent-delete-pack-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const args = ["pack", "--json", "--pack-destination", folder, pkg];
  const output = execFileSync("npm", args, {
    cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"],
  });
  return join(folder, basename(JSON.parse(output)[0].filename));
}
