// @ts-check
// npm run reproduce [-- --commit name]: builds one commit twice, in two folders and two time zones, the second with crates
// fetched anew into a place of their own, and compares what would be published, file by file. It compiles everything twice: minutes.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { main, Problem, readOptions } from "./lib/main.mjs";
import { root } from "./lib/paths.mjs";
import { ask, run } from "./lib/run.mjs";
import { progress, tell } from "./lib/terminal.mjs";

/** Folders of different length and depth, in time zones a day apart. */
const PLACES = [
  { folder: "one", crates: null, env: { TZ: "Pacific/Honolulu", LC_ALL: "C" } },
  { folder: join("another", "much-deeper", "place"), crates: "crates", env: { TZ: "Pacific/Auckland", LC_ALL: "C.UTF-8" } },
];

await main(async () => {
  const { commit: wanted = "HEAD" } = readOptions({ commit: "value" });
  const commit = await ask("git", ["rev-parse", "--verify", `${wanted}^{commit}`]);
  if (!commit) throw new Problem(`There is no commit ${wanted} here: name one that git knows.`);
  if (wanted === "HEAD" && (await ask("git", ["status", "--porcelain"]))) console.log("What is not committed is left out.");
  const scratch = mkdtempSync(join(tmpdir(), "agent-delete-reproduce-"));
  try {
    /** @type {Map<string, string>[]} */
    const made = [];
    for (const { folder, crates, env } of PLACES) {
      const more = crates === null ? {} : { CARGO_HOME: cargoHome(join(scratch, crates)) };
      made.push(await build(commit, join(scratch, folder), { ...env, ...more }));
    }
    const names = [...new Set(made.flatMap((files) => [...files.keys()]))].sort();
    const different = names.filter((name) => made[0].get(name) !== made[1].get(name));
    for (const name of names) {
      if (/\.(wasm|tgz)$/.test(name) || different.includes(name)) {
        tell(different.includes(name) ? "DIFFERENT" : "same", `${made.map((files) => files.get(name) ?? "missing").join("\n" + " ".repeat(17))}  ${name}`);
      }
    }
    if (different.length > 0) throw new Problem(`${different.length} of ${names.length} files are not the same.`);
    console.log(`\n${names.length} files are the same in both, made from ${commit.slice(0, 12)} by ${await ask("rustc", ["--version"])}, Node ${process.version}.`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});

/** An empty home for cargo, with the settings of the user's, which may name where crates come from. @param {string} folder */
function cargoHome(folder) {
  mkdirSync(folder);
  const settings = join(process.env.CARGO_HOME || join(homedir(), ".cargo"), "config.toml");
  if (existsSync(settings)) copyFileSync(settings, join(folder, "config.toml"));
  return folder;
}

/**
 * Builds a commit there, and gives the hash of each file that would be published, and of the tarball.
 * @param {string} commit
 * @param {string} folder
 * @param {object} env
 * @returns {Promise<Map<string, string>>}
 */
async function build(commit, folder, env) {
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, "commit.tar");
  await must("git", ["archive", "--output", archive, commit], root);
  await must("tar", ["-xf", archive], folder);
  const step = progress("build", `in ${folder}`);
  const { CARGO_TARGET_DIR, RUSTFLAGS, CARGO_ENCODED_RUSTFLAGS, ...rest } = process.env;
  await must(process.execPath, ["scripts/build.mjs", "--force"], folder, { ...rest, ...env });
  step.end("built");
  const packed = join(folder, "packed");
  mkdirSync(packed);
  await must("npm", ["pack", "./pkg", "--pack-destination", packed], folder);
  const [tarball] = readdirSync(packed);
  await must("tar", ["-xzf", tarball], packed);
  return new Map(filesBelow(packed).map((file) => [relative(packed, file), sha256(file)]));
}

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** @param {string} file */
function sha256(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/** @param {string} command @param {string[]} args @param {string} cwd @param {NodeJS.ProcessEnv} [env] */
async function must(command, args, cwd, env) {
  const { code, output } = await run(command, args, { cwd, env });
  if (code !== 0) throw new Problem(`${output}\n${command} ${args[0]} failed in ${cwd}.`);
}
