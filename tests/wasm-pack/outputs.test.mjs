// @ts-check
// What `wasm-pack build` makes of the crate, used bare: without the package's façade.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { createSandbox } from "../../pkg/sandbox/index.js";

const folder = process.env.AGENT_DELETE_WASM_PACK;
assert.ok(folder, "AGENT_DELETE_WASM_PACK names the folder of the builds: run `npm test -- --only wasm-pack`");

/** @param {string} target @param {string} file */
const built = (target, file) => join(folder, target, file);

/** How each output is started. */
const starts = {
  nodejs: async () => createRequire(import.meta.url)(built("nodejs", "agent_delete.js")),
  web: async () => {
    const module = await import(pathToFileURL(built("web", "agent_delete.js")).href);
    await module.default({ module_or_path: await readFile(built("web", "agent_delete_bg.wasm")) });
    return module;
  },
  bundler: async () => {
    const glue = await import(pathToFileURL(built("bundler", "agent_delete_bg.js")).href);
    const bytes = await readFile(built("bundler", "agent_delete_bg.wasm"));
    const module = await WebAssembly.compile(bytes);
    /** @type {any} */
    const imports = {};
    for (const { module: name } of WebAssembly.Module.imports(module)) {
      imports[name] = await import(pathToFileURL(built("bundler", name)).href);
    }
    const instance = await WebAssembly.instantiate(module, imports);
    glue.__wbg_set_wasm(instance.exports);
    /** @type {any} */ (instance.exports).__wbindgen_start();
    return glue;
  },
};

for (const [target, start] of Object.entries(starts)) {
  describe(`wasm-pack build --target ${target}`, () => {
    // Once: the bare glue keeps one instance for good.
    const started = start();

    for (const backend of /** @type {const} */ (["charm", "langchain", "foundry", "eliza", "kortix"])) {
      test(`deletes an agent on ${backend}`, async () => {
        const { AgentClient } = await started;
        const sandbox = createSandbox();
        const client = new AgentClient(sandbox.clientOptions(backend));
        const { agents } = sandbox;
        const id = {
          charm: agents.charm.plain,
          langchain: agents.langchain.plain,
          foundry: agents.foundry.live,
          eliza: agents.eliza.running,
          kortix: agents.kortix.default,
        }[backend];
        const deletion = await client.deleteAgent(id, { force: true });
        assert.equal(deletion.outcome, "deleted");
        assert.equal(sandbox.has(backend, id), false);
      });
    }

    test("rejects with an Error that has the fields of an AgentError", async () => {
      const { AgentClient } = await started;
      const sandbox = createSandbox();
      const client = new AgentClient(sandbox.clientOptions("kortix"));
      const error = await client.deleteAgent("..").catch((/** @type {unknown} */ reason) => reason);
      assert.ok(error instanceof Error);
      const { name, code, agentId } = /** @type {any} */ (error);
      assert.deepEqual({ name, code, agentId }, { name: "AgentError", code: "invalid-input", agentId: ".." });
      assert.equal(sandbox.requests.length, 0);
    });

    test("throws at once for what can't be used, where no promise could reject", async () => {
      const { AgentClient, capabilities } = await started;
      const client = new AgentClient(createSandbox().clientOptions("charm"));
      const refused = {
        constructor: () => new AgentClient({ backend: "charm", baseUrl: "ftp://charm.test" }),
        "constructor, without options": () => new AgentClient(undefined),
        capabilities: () => capabilities("none"),
        "a description": () => new AgentClient({ backend: { name: "acme", delete: { path: "/agents" }, proof: [] } }),
        "capabilities of a description": () => capabilities({ name: "acme" }),
        "listAgents, read by the core": () => client.listAgents({ pageSize: 500 }),
        listAgents: () => client.listAgents({ limit: 5 }),
        "a signal": () => client.listAgents({ signal: { aborted: false } }),
        deleteAgents: () => client.deleteAgents("abc"),
      };
      for (const [name, call] of Object.entries(refused)) {
        assert.throws(call, { name: "AgentError", code: "invalid-input", agentId: null, steps: [] }, name);
      }
      await assert.rejects(client.deleteAgent("a", { force: 1 }), { code: "invalid-input", backend: "charm" });
      assert.equal(capabilities("eliza").force, "client");
      assert.equal(capabilities({ name: "acme", delete: { path: "/agents/{id}", force: "f" }, proof: [] }).force, "server");
      assert.deepEqual([client.backend, client.capabilities.force], ["charm", "none"]);
    });

    test("knows every platform, and the one that is meant", async () => {
      const { AgentClient, platforms, routes } = await started;
      const names = platforms().map((/** @type {any} */ { name }) => name);
      assert.ok(names.length >= 16 && names.includes("eliza"));
      assert.deepEqual(routes().map((/** @type {any} */ { name }) => name), names);
      assert.match(routes()[0].routes, /^delete DELETE \//m);
      for (const [backend, meant] of [["charme", "charm"], ["Charm Cloud Runner", "charm"], ["eliza-os", "eliza"], ["convai", "elevenlabs"]]) {
        const message = `unknown backend \`${backend}\`: did you mean \`${meant}\`? Known are ${names.join(", ")}`;
        assert.throws(() => new AgentClient({ backend }), { code: "invalid-input", message });
      }
      const message = `unknown backend \`salesforce\`; known are ${names.join(", ")}`;
      assert.throws(() => new AgentClient({ backend: "salesforce" }), { code: "invalid-input", message });
    });

    test("lists, deletes many and saves", async () => {
      const { AgentClient } = await started;
      const sandbox = createSandbox();
      const client = new AgentClient(sandbox.clientOptions("foundry"));
      const all = [];
      for await (const { id } of client.listAgents({ pageSize: 2 })) all.push(id);
      assert.deepEqual(all.sort(), sandbox.list("foundry").sort());
      const { content } = await client.backupAgent(sandbox.agents.foundry.withCode);
      assert.ok(content.code instanceof Uint8Array);
      const outcomes = [];
      for await (const { deletion, error } of client.deleteAgents([sandbox.agents.foundry.withCode, ".."], { force: true })) {
        outcomes.push(deletion?.outcome ?? error);
      }
      assert.equal(outcomes.filter((outcome) => outcome === "deleted").length, 1);
      assert.ok(outcomes.some((outcome) => outcome instanceof Error && outcome.name === "AgentError"));
    });

    test("plans many, and deletes them by an await", async () => {
      const { AgentClient } = await started;
      const sandbox = createSandbox();
      const client = new AgentClient(sandbox.clientOptions("charm"));
      const ids = sandbox.createMany("charm", 3);
      const plan = await client.planDeletions([...ids, ids[0]]);
      assert.deepEqual([plan.total, plan.plans.length, plan.duplicates], [4, 3, 1]);
      const deletions = client.deleteAgents(plan);
      const { deleted, results } = await deletions;
      assert.deepEqual([deleted, results.length], [3, 3]);
      assert.equal(await deletions.finally(() => {}), await deletions.catch(() => null));
      await assert.rejects(deletions.next(), { code: "invalid-input", backend: "charm" });
      const read = client.deleteAgents(["a"]);
      await read.next();
      await assert.rejects(read.then(), { code: "invalid-input", message: /not both/ });
    });

    test("has types for a caller", () => {
      const use = `
        import { AgentClient } from ${JSON.stringify(built(target, "agent_delete.js"))};
        const client = new AgentClient({ backend: "eliza", baseUrl: "http://localhost/api", auth: { apiKey: "k" } });
        const deletion = await client.deleteAgent("id", { force: true, ifMissing: "ignore" });
        const outcome: "deleted" | "accepted" | "absent" = deletion.outcome;
        // @ts-expect-error: force is a boolean
        await client.deleteAgent("id", { force: "yes" });
        const { deleted, results } = await client.deleteAgents(client.listAgents());
        const count: number = deleted + results.length;
        void count;
        export { outcome };
      `;
      assert.deepEqual(typeErrors(use), []);
    });
  });
}

/** @param {string} source */
function typeErrors(source) {
  const name = join(String(folder), "use.mts");
  const options = {
    strict: true,
    noEmit: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.esnext.disposable.d.ts"],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(file, source, ts.ScriptTarget.ES2022) : read(file, ...rest);
  const exists = host.fileExists;
  host.fileExists = (file) => file === name || exists(file);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([name], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
