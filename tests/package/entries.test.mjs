// @ts-check
// The tarball in an empty project, by every way in that Node has.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import vm from "node:vm";
import { importPackage, installed } from "./support/project.mjs";

const project = installed();
const run = promisify(execFile);

/** The body of every program here, which imports the names before and takes the result after. */
const use = `
  const fetch = async () => new Response(null, { status: 204 });
  const client = new AgentClient({ backend: "charm", baseUrl: "http://127.0.0.1:1", fetch });
  const deletion = await client.deleteAgent("a");
  const refusal = await client.deleteAgent("..").catch((error) => error);
  const result = [deletion.outcome, refusal.code, refusal instanceof AgentError];
`;
const print = "console.log(JSON.stringify(result));";
const expected = ["deleted", "invalid-input", true];

/** @param {string} name @param {string} source @param {string[]} [flags] */
async function runProgram(name, source, flags = []) {
  const file = join(project, name);
  writeFileSync(file, source);
  const { stdout, stderr } = await run(process.execPath, [...flags, file], { cwd: project });
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

test("nothing in the tarball tells of the machine that built it", () => {
  const folder = join(project, "node_modules", "agent-delete");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.ok(files.some(({ name }) => name === "core_bg.wasm"));
  for (const { name, parentPath, path } of files) {
    const text = readFileSync(join(parentPath ?? path, name), "latin1");
    assert.doesNotMatch(text, /registry\/src|rustlib\/src/, name);
    assert.ok(!text.includes(homedir()), name);
  }
});

describe("the tarball in an empty project", () => {
  test("ESM", async () => {
    const source = `import { AgentClient, AgentError } from "agent-delete";${use}${print}`;
    assert.deepEqual(await runProgram("esm.mjs", source), expected);
  });

  test("ESM, without a file beside the module", async () => {
    const source = `import { AgentClient, AgentError } from "agent-delete/inline";${use}${print}`;
    assert.deepEqual(await runProgram("esm-inline.mjs", source), expected);
  });

  test("CommonJS", async () => {
    const source = `const { AgentClient, AgentError } = require("agent-delete");
      (async () => {${use}${print}})();`;
    assert.deepEqual(await runProgram("commonjs.cjs", source), expected);
  });

  test("CommonJS, without a file beside the module", async () => {
    const source = `const { AgentClient, AgentError } = require("agent-delete/inline");
      (async () => {${use}${print}})();`;
    assert.deepEqual(await runProgram("commonjs-inline.cjs", source), expected);
  });

  test("CommonJS, the sandbox and its server", async () => {
    const source = `const { AgentClient } = require("agent-delete");
      const { createSandbox, SECRET_MARK } = require("agent-delete/sandbox");
      const { serveSandbox } = require("agent-delete/sandbox/node");
      (async () => {
        const sandbox = createSandbox();
        const server = await serveSandbox(sandbox);
        const deletions = [sandbox, server].map((to) => {
          return new AgentClient(to.clientOptions("eliza")).deleteAgent(sandbox.create("eliza"), { force: true });
        });
        const outcomes = (await Promise.all(deletions)).map(({ outcome }) => outcome);
        await server.close();
        console.log(JSON.stringify([...outcomes, typeof SECRET_MARK]));
      })();`;
    assert.deepEqual(await runProgram("commonjs-sandbox.cjs", source), ["deleted", "deleted", "string"]);
  });

  test("a worker thread", async () => {
    writeFileSync(
      join(project, "thread.mjs"),
      `import { parentPort } from "node:worker_threads";
       import { AgentClient, AgentError } from "agent-delete";${use}parentPort.postMessage(result);`,
    );
    const source = `import { Worker } from "node:worker_threads";
      const worker = new Worker(new URL("./thread.mjs", import.meta.url));
      worker.once("message", (result) => console.log(JSON.stringify(result)));`;
    assert.deepEqual(await runProgram("threads.mjs", source), expected);
  });

  test("the entries, ESM and CommonJS, in one program know each other's errors", async () => {
    const source = `import { createRequire } from "node:module";
      import * as esm from "agent-delete";
      import * as esmInline from "agent-delete/inline";
      const require = createRequire(import.meta.url);
      const entries = [esm, esmInline, require("agent-delete"), require("agent-delete/inline")];
      const failed = (client) => client.deleteAgent("a").catch((error) => error);
      const errors = await Promise.all(entries.map(({ AgentClient }) => failed(new AgentClient({ backend: "charm" }))));
      console.log(JSON.stringify([
        new Set(entries.map(({ AgentError }) => AgentError)).size,
        errors.every((error) => entries.every(({ AgentError }) => error instanceof AgentError)),
        errors.every((error) => entries.every(({ isAgentError }) => isAgentError(error))),
      ]));`;
    assert.deepEqual(await runProgram("both.mjs", source), [4, true, true]);
  });

  test("a realm with globals of its own, as test runners make them", async () => {
    const file = join(project, "node_modules", "agent-delete", "node.cjs");
    const require = createRequire(file);
    const { AbortController, AbortSignal, fetch, Headers, Request, Response, TextDecoder, TextEncoder, URL } =
      globalThis;
    const { clearTimeout, queueMicrotask, setTimeout, performance } = globalThis;
    const realm = vm.createContext({
      AbortController,
      AbortSignal,
      fetch,
      Headers,
      Request,
      Response,
      TextDecoder,
      TextEncoder,
      URL,
      clearTimeout,
      queueMicrotask,
      setTimeout,
      performance,
    });
    const module = { exports: /** @type {any} */ ({}) };
    const wrapper = vm.runInContext(
      `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "utf8")}\n})`,
      realm,
      { filename: file },
    );
    wrapper(module.exports, require, module, file, join(file, ".."));
    realm.exports = module.exports;
    const program = `(async () => { const { AgentClient, AgentError } = exports;${use}return result; })()`;
    assert.deepEqual([...(await vm.runInContext(program, realm))], expected);
  });

  test("importing reads no file and starts nothing", async () => {
    const source = `import fs from "node:fs/promises";
      import { syncBuiltinESMExports } from "node:module";
      const used = [];
      for (const name of ["fetch", "setTimeout", "setInterval", "queueMicrotask", "atob"]) {
        const real = globalThis[name];
        globalThis[name] = (...args) => (used.push(name), real(...args));
      }
      for (const name of ["instantiate", "compile", "Module", "Instance"]) {
        const real = WebAssembly[name];
        WebAssembly[name] = (...args) => (used.push(name), real.apply(WebAssembly, args));
      }
      const { readFile } = fs;
      fs.readFile = (file, ...args) => {
        if (String(file).endsWith(".wasm")) used.push("readFile");
        return readFile(file, ...args);
      };
      syncBuiltinESMExports();
      const { AgentClient } = await import("agent-delete");
      const client = new AgentClient({ backend: "charm", baseUrl: "http://127.0.0.1:1" });
      client.deleteAgents(["a"]); client.listAgents(); client.capabilities; client.backend;
      const before = [...used];
      await client.deleteAgent("").catch(() => {});
      console.log(JSON.stringify([before, used.includes("readFile"), used.includes("instantiate")]));`;
    assert.deepEqual(await runProgram("import-only.mjs", source), [[], true, true]);
  });

  test("the package has no dependencies and carries its licences", () => {
    const folder = join(project, "node_modules", "agent-delete");
    const { dependencies, license, main, exports } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    );
    assert.equal(dependencies, undefined);
    assert.equal(license, "MIT OR Apache-2.0");
    for (const name of ["LICENSE-MIT", "LICENSE-APACHE", "README.md", main]) {
      assert.ok(readFileSync(join(folder, name)).length > 0, name);
    }
    for (const file of JSON.stringify(exports).matchAll(/"(\.\/[^"]+\.(?:js|cjs|wasm|d\.ts|d\.cts))"/g)) {
      assert.ok(readFileSync(join(folder, file[1])).length > 0, file[1]);
    }
  });

  test("its README leads nowhere that npm does not have", () => {
    const text = readFileSync(join(project, "node_modules", "agent-delete", "README.md"), "utf8");
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) => `#${title.toLowerCase().replaceAll(" ", "-")}`);
    const links = [...text.matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)/gm)].map(([, inline, below]) => inline ?? below);
    assert.ok(links.length >= 5);
    assert.deepEqual(links.filter((link) => !link.startsWith("https://") && !headings.includes(link)), []);
    // What it says is there.
    for (const link of links) {
      const [, path] = /^https:\/\/github\.com\/agent-delete\/agent-delete\/(?:blob|tree)\/main\/(.+)$/.exec(link) ?? [];
      if (path) assert.ok(existsSync(new URL(`../../${path}`, import.meta.url)), link);
    }
  });

  test("the package exports what its types declare", async () => {
    const names = [
      "AgentClient", "AgentError", "LoadError", "backupFromJson", "backupToJson", "describePlatform", "isAgentError", "platforms", "ready",
      "resultsToCsv",
    ];
    assert.deepEqual(Object.keys(await importPackage()).sort(), names);
    assert.deepEqual(Object.keys(await importPackage("inline.mjs")).sort(), names);
    const require = createRequire(join(project, "x.cjs"));
    assert.deepEqual(Object.keys(require("agent-delete")).sort(), names);
    assert.deepEqual(Object.keys(require("agent-delete/inline")).sort(), names);
  });
});
