// @ts-check
// The package, the command line and what the console decides, by V8's own counters. The tests run the built package: so the
// command line and Node's entry are bundled with a source map for the while, and what ran of an
// installed copy counts for the file that it is a copy of. monocart-coverage-reports reads a bundle by its syntax tree; c8 loses
// most of one, and calls it run.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build as bundle } from "esbuild";
import { CoverageReport } from "monocart-coverage-reports";
import { commandLine } from "../build/command-line.mjs";
import { build } from "../build/index.mjs";
import { nodeEntry } from "../build/package.mjs";
import { Problem } from "../lib/main.mjs";
import { pkg, root, target } from "../lib/paths.mjs";
import { progress, tell } from "../lib/terminal.mjs";
import { setUpTests } from "../setup/index.mjs";
import { Context } from "../test/context.mjs";
import { row, worst } from "./table.mjs";

const folder = join(target, "coverage", "javascript");
const counts = join(folder, "counts");

/** The tests that run it, as stages of `npm test`, and what each is for. Those in a browser have no such counters. */
const TESTS = { sandbox: "pkg/", package: "pkg/", console: "www/src/", cli: "cli/" };

/** Whose lines are counted, by where they are; not what is generated. */
const PARTS = { "JavaScript, pkg": "pkg/", "JavaScript, cli": "cli/", "TypeScript, www": "www/src/" };
const GENERATED = /^pkg\/(bin\/|console\/|core_bg|platforms\.js|routes\.js|wasm-inline|.*\.[cm]js$)/;

/**
 * @param {string[]} [chosen] Which tests run, of `TESTS`; all, where none are named.
 * @returns {Promise<string[]>} What is printed of it.
 */
export async function javascript(chosen = Object.keys(TESTS)) {
  const tests = Object.entries(TESTS).filter(([name]) => chosen.includes(name));
  if (tests.length < chosen.length) throw new Problem(`--tests takes some of ${Object.keys(TESTS).join(", ")}.`);
  console.log("JavaScript");
  const context = new Context(await setUpTests());
  await build();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(counts, { recursive: true });
  try {
    await bundle({ ...commandLine, sourcemap: "inline" });
    await bundle({ ...nodeEntry, sourcemap: "inline", sourceRoot: "pkg/" });
    await test(context, tests.map(([name]) => `tests/${name}`));
    // While the files are as they ran.
    return await report(new Set(tests.map(([, part]) => part)));
  } finally {
    await build();
  }
}

/** @param {Context} context @param {string[]} folders */
async function test(context, folders) {
  const archive = join(folder, "package");
  mkdirSync(archive);
  await context.must("npm", ["pack", "./pkg", "--pack-destination", archive]);
  const env = { AGENT_DELETE_TARBALL: join(archive, readdirSync(archive)[0]), NODE_V8_COVERAGE: counts };
  for (const name of folders) {
    const step = progress(name, "running them with counters");
    const { passed, failed } = await context.nodeTest(name, env);
    step.end(failed === 0 ? `${passed} passed` : `${failed} failed`);
    const { output } = context.keepLog(`coverage-${name.replace("/", "-")}`);
    if (failed > 0) throw new Problem(`${output}\n${failed} tests of ${name} failed: see above.`);
  }
}

/** Rewrites what a process counted: without what is not ours, and by the files of the repository. @param {string} file */
function gather(file) {
  const own = read(file).flatMap((script) => {
    const url = original(script.url);
    return url === null ? [] : [{ ...script, url }];
  });
  writeFileSync(file, JSON.stringify({ result: own }));
}

/**
 * What a process wrote; nothing where it was killed while it did, as some tests mean to.
 * @param {string} file
 * @returns {{ url: string }[]}
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).result;
  } catch {
    return [];
  }
}

const here = `${pathToFileURL(root).href}/`;

/** The file that a script is, or is a copy of; null for another's. @param {string} url */
function original(url) {
  if (!url.startsWith(here)) return null;
  const path = url.slice(here.length);
  const copy = /^target\/package-tests\/[0-9a-f]{16}\/node_modules\/agent-delete\/(.*)$/.exec(path);
  if (copy) return pathToFileURL(join(pkg, copy[1])).href;
  return /^(pkg|cli|target\/console-tests)\//.test(path) ? url : null;
}

/** @param {Set<string>} parts Where the lines are that are told of. @returns {Promise<string[]>} */
async function report(parts) {
  const step = progress("counts", "putting them together");
  for (const name of readdirSync(counts)) gather(join(counts, name));
  const coverage = new CoverageReport({
    name: "agent-delete", outputDir: folder, baseDir: root, clean: false, reports: ["v8", "json-summary"], logging: "error",
    // What is built for require is the same once more.
    entryFilter: ({ url }) => !url.endsWith(".cjs"),
    sourceFilter: (path) => [...parts].some((start) => path.startsWith(start)) && !GENERATED.test(path),
  });
  await coverage.addFromDir(counts);
  const files = (await coverage.generate())?.files ?? [];
  step.end("done");
  tell("pages", join(folder, "index.html"));
  return Object.entries(PARTS).filter(([, start]) => parts.has(start)).flatMap(([name, start]) => {
    const own = files.flatMap(({ sourcePath = "", summary }) => (sourcePath.startsWith(start) && !GENERATED.test(sourcePath) ? [{ file: sourcePath, ...summary }] : []));
    return [row(name, { lines: sum(own, "lines"), branches: sum(own, "branches"), functions: sum(own, "functions") }), ...worst(own)];
  });
}

/** @param {Record<string, any>[]} files @param {string} kind */
function sum(files, kind) {
  const of = { total: 0, covered: 0 };
  for (const { [kind]: part } of files) {
    of.total += part.total;
    of.covered += part.covered;
  }
  return of;
}
