// @ts-check
// What the stages share: the tools, an environment, the packed package.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { Problem } from "../lib/main.mjs";
import { root, target } from "../lib/paths.mjs";
import { run } from "../lib/run.mjs";
import { cargoCounts, nodeCounts, oneCheck, verdict } from "./report.mjs";

/** A stage that hangs is ended after that. */
const STAGE_TIMEOUT_MS = 25 * 60_000;

/** @typedef {import("./report.mjs").Counts} Counts */

export class Context {
  /** All that was printed by the stage under way. */
  output = "";

  /** @type {(line: string) => void} */
  onLine = () => {};

  /** @type {string | null} */
  #tarball = null;

  /** @param {import("../setup/index.mjs").Tools} tools */
  constructor(tools) {
    this.tools = tools;
    const packages = join(root, "node_modules", ".bin");
    const folders = [dirname(process.execPath), tools.wasmBindgen, tools.wasmPack, packages];
    /** @type {NodeJS.ProcessEnv} */
    this.env = {
      ...process.env,
      PATH: [...folders, process.env.PATH ?? ""].join(delimiter),
      CHROMIUM: tools.chromium,
      CHROMEDRIVER: tools.chromedriver,
      FIREFOX: tools.firefox,
      NGINX: tools.nginx,
      // The closing lines are read, and are plain text in every environment.
      NO_COLOR: "1",
      CARGO_TERM_COLOR: "never",
      FORCE_COLOR: undefined,
    };
  }

  /**
   * A command that is one check.
   * @param {string} command
   * @param {string[]} args
   * @param {NodeJS.ProcessEnv} [env]
   * @returns {Promise<Counts>}
   */
  async check(command, args, env) {
    return oneCheck(await this.#run(command, args, env));
  }

  /**
   * Tests under cargo.
   * @param {string[]} args
   * @param {NodeJS.ProcessEnv} [env]
   * @returns {Promise<Counts>}
   */
  async cargoTest(args, env) {
    const start = this.output.length;
    const code = await this.#run("cargo", ["test", ...args], env);
    return verdict(code, cargoCounts(this.output.slice(start)));
  }

  /**
   * The `*.test.mjs` files below a folder.
   * @param {string} folder Relative to the repository.
   * @param {NodeJS.ProcessEnv} [env]
   * @returns {Promise<Counts>}
   */
  async nodeTest(folder, env) {
    const files = testFiles(join(root, folder));
    if (files.length === 0) throw new Problem(`${folder} holds no *.test.mjs: add the tests.`);
    const start = this.output.length;
    const code = await this.#run(process.execPath, ["--test", "--test-reporter=spec", ...files], env);
    return verdict(code, nodeCounts(this.output.slice(start)));
  }

  /**
   * A command that has to work before a stage's tests can run.
   * @param {string} command
   * @param {string[]} args
   */
  async must(command, args) {
    const code = await this.#run(command, args);
    if (code !== 0) throw new Problem(`${command} ${args[0]} ended with ${code}.`);
  }

  /** The environment of tests that install the package: it is built and packed once in a run. */
  async packed() {
    if (this.#tarball === null) {
      const folder = join(target, "package");
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      await this.must(process.execPath, [join(root, "scripts", "build.mjs")]);
      await this.must("npm", ["pack", "./pkg", "--pack-destination", folder]);
      this.#tarball = join(folder, readdirSync(folder)[0]);
    }
    return { AGENT_DELETE_TARBALL: this.#tarball };
  }

  /** @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
  async #run(command, args, env) {
    const { code, output } = await run(command, args, {
      env: { ...this.env, ...env }, onLine: this.onLine, timeoutMs: STAGE_TIMEOUT_MS,
    });
    this.output += `$ ${[command, ...args].join(" ")}\n${output}`;
    return code;
  }

  /**
   * Writes the stage's output to a file, and starts afresh.
   * @param {string} stage
   */
  keepLog(stage) {
    const file = join(target, "test-logs", `${stage}.log`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, this.output);
    const { output } = this;
    this.output = "";
    return { file, output };
  }
}

/** @param {string} folder @returns {string[]} */
function testFiles(folder) {
  /** @type {import("node:fs").Dirent[]} */
  let entries = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    // No such folder: no tests.
  }
  return entries
    .filter(({ name }) => name !== "node_modules")
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return testFiles(path);
      return entry.name.endsWith(".test.mjs") ? [path] : [];
    });
}
