// @ts-check
// The start of the WebAssembly part: once, from where one says, tried again after a failure, and with an
// error that tells what to do.

import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { deleted, recording } from "./support/fetches.mjs";
import { clientOptions } from "./support/platforms.mjs";
import { altered, installed } from "./support/project.mjs";

const wasm = readFileSync(join(installed(), "node_modules", "agent-delete", "core_bg.wasm"));

/**
 * A copy of the package in which nothing has started yet.
 *
 * @param {import("node:test").TestContext} t
 * @param {{ entry?: string, changes?: Record<string, string | Uint8Array | null> }} [options]
 * @returns {Promise<typeof import("../../pkg/index.js")>}
 */
async function fresh(t, { entry = "node.js", changes = {} } = {}) {
  const folder = altered(changes);
  t.after(() => rmSync(folder, { recursive: true }));
  return import(pathToFileURL(join(folder, entry)).href);
}

/** Neither the file nor the text module can be had. */
const nothingThere = { "core_bg.wasm": null, "wasm-inline.js": null };

/** @param {typeof import("../../pkg/index.js")} exports */
async function works({ AgentClient }) {
  const client = new AgentClient(clientOptions("charm", { fetch: recording(deleted) }));
  assert.equal((await client.deleteAgent("a")).outcome, "deleted");
}

describe("ready", () => {
  const sources = {
    bytes: () => wasm,
    "an ArrayBuffer": () => new Uint8Array(wasm).buffer,
    "a compiled module": () => new WebAssembly.Module(wasm),
    "a response": () => new Response(wasm),
    "a file URL": () => pathToFileURL(join(installed(), "node_modules", "agent-delete", "core_bg.wasm")),
    "a data URL as text": () => `data:application/wasm;base64,${wasm.toString("base64")}`,
    "a promise": async () => wasm,
  };
  for (const [name, source] of Object.entries(sources)) {
    test(`takes ${name}`, async (t) => {
      const exports = await fresh(t, { changes: nothingThere });
      assert.equal(await exports.ready({ wasm: source() }), undefined);
      await works(exports);
    });
  }

  test("takes an http URL", async (t) => {
    const server = createServer((_, response) => response.end(wasm)).listen(0, "127.0.0.1");
    t.after(() => server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const exports = await fresh(t, { changes: nothingThere });
    await exports.ready({ wasm: new URL(`http://127.0.0.1:${port}/core_bg.wasm`) });
    await works(exports);
  });

  test("needs nothing, and may be called again and at once", async (t) => {
    const exports = await fresh(t);
    await Promise.all([exports.ready(), exports.ready({}), works(exports)]);
    await exports.ready();
  });

  test("ignores a source once started, and an error in it", async (t) => {
    const exports = await fresh(t);
    await exports.ready();
    await exports.ready({ wasm: new Uint8Array(8) });
    await exports.ready({ wasm: Promise.reject(new Error("not needed")) });
    await works(exports);
  });

  test("takes a source while a start without one is failing", async (t) => {
    const exports = await fresh(t, { changes: nothingThere });
    const failing = exports.ready();
    const given = exports.ready({ wasm });
    await assert.rejects(failing, exports.LoadError);
    await given;
    await works(exports);
  });
});

describe("a start", () => {
  test("falls back to the text module when the file is missing", async (t) => {
    await works(await fresh(t, { changes: { "core_bg.wasm": null } }));
  });

  test("falls back to the text module when the file is a web page", async (t) => {
    await works(await fresh(t, { changes: { "core_bg.wasm": "<!doctype html><title>Not found</title>" } }));
  });

  test("happens in the default entry where fetch knows no files", async (t) => {
    await works(await fresh(t, { entry: "index.js" }));
  });

  test("is each entry's own", async (t) => {
    const folder = altered({});
    t.after(() => rmSync(folder, { recursive: true }));
    const entries = await Promise.all(
      ["node.js", "inline.js"].map((name) => import(pathToFileURL(join(folder, name)).href)),
    );
    await Promise.all(entries.map(works));
    await Promise.all(entries.map(works));
  });

  test("that fails is tried again by the next call", async (t) => {
    const exports = await fresh(t, { changes: nothingThere });
    const client = new exports.AgentClient(clientOptions("charm", { fetch: recording(deleted) }));
    await assert.rejects(client.deleteAgent("a"), exports.LoadError);
    await assert.rejects(client.deleteAgent("a"), exports.LoadError);
    await exports.ready({ wasm });
    assert.equal((await client.deleteAgent("a")).outcome, "deleted");
  });

  test("that fails sends nothing", async (t) => {
    const exports = await fresh(t, { changes: nothingThere });
    const fetch = recording(deleted);
    const client = new exports.AgentClient(clientOptions("charm", { fetch }));
    const reader = client.deleteAgents(["a", "b"]);
    await assert.rejects(reader.next(), exports.LoadError);
    assert.deepEqual(await reader.next(), { value: undefined, done: true });
    await assert.rejects(client.stopAgent("a"), exports.LoadError);
    assert.equal(fetch.requests.length, 0);
  });

  test("can be waited for no longer than the caller wants", async (t) => {
    const exports = await fresh(t);
    /** @type {(bytes: Uint8Array) => void} */
    let arrive = () => {};
    const late = exports.ready({ wasm: new Promise((resolve) => (arrive = resolve)) });
    const fetch = recording(deleted);
    const client = new exports.AgentClient(clientOptions("charm", { fetch }));
    const controller = new AbortController();
    const calls = [
      client.deleteAgent("a", { signal: controller.signal }),
      client.listAgents({ signal: controller.signal }).next(),
      client.deleteAgent("a", { signal: AbortSignal.abort("before") }),
    ];
    controller.abort("no patience");
    for (const call of calls) {
      await assert.rejects(call, (error) => {
        assert.ok(error instanceof exports.AgentError);
        assert.equal(error.code, "aborted");
        assert.equal(error.outcomeUnknown, false);
        return true;
      });
    }
    assert.equal((await calls[0].catch((error) => error)).cause, "no patience");
    assert.equal(fetch.requests.length, 0);
    arrive(wasm);
    await late;
    await works(exports);
  });
});

describe("a LoadError", () => {
  /** @param {typeof import("../../pkg/index.js")} exports @param {any} source */
  async function failure({ ready, LoadError }, source) {
    const error = await ready({ wasm: source }).then(
      () => assert.fail("it started"),
      (reason) => reason,
    );
    assert.ok(error instanceof LoadError && error instanceof Error);
    assert.equal(error.name, "LoadError");
    return error;
  }

  test("says that a web page came, and what to do", async (t) => {
    const { message, cause } = await failure(await fresh(t), new TextEncoder().encode("<!doctype html>"));
    assert.match(message, /a web page/);
    assert.match(message, /ready\(\{ wasm \}\)/);
    assert.match(message, /agent-delete\/inline/);
    assert.ok(cause instanceof Error);
  });

  test("says that something else came", async (t) => {
    const exports = await fresh(t);
    for (const other of [new Uint8Array(0), new Uint8Array(100), new ArrayBuffer(3)]) {
      assert.match((await failure(exports, other)).message, /not WebAssembly/);
    }
  });

  test("tells the HTTP status", async (t) => {
    const exports = await fresh(t);
    assert.match((await failure(exports, new Response("<p>gone</p>", { status: 404 }))).message, /404/);
  });

  test("keeps what was thrown", async (t) => {
    const exports = await fresh(t);
    for (const reason of [new Error("disk on fire"), "text", null]) {
      assert.equal((await failure(exports, Promise.reject(reason))).cause, reason);
    }
  });

  test("comes of a truncated file, of another module and of no module at all", async (t) => {
    const exports = await fresh(t);
    const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    for (const other of [wasm.subarray(0, 1000), empty, 5, true, null, {}, [], Symbol("x")]) {
      await failure(exports, other);
    }
    await works(exports);
  });

  test("names the missing WebAssembly", async (t) => {
    const exports = await fresh(t);
    const { WebAssembly } = globalThis;
    t.after(() => (globalThis.WebAssembly = WebAssembly));
    Reflect.deleteProperty(globalThis, "WebAssembly");
    assert.match((await failure(exports, wasm)).message, /no WebAssembly/);
    globalThis.WebAssembly = WebAssembly;
    await works(exports);
  });

  for (const name of /** @type {const} */ (["TextDecoder", "TextEncoder"])) {
    test(`names the missing ${name}, and nothing that is missing because of it or beside it`, async (t) => {
      const exports = await fresh(t, { entry: "index.js" });
      const { fetch, [name]: present } = globalThis;
      t.after(() => Object.assign(globalThis, { fetch, [name]: present }));
      Reflect.deleteProperty(globalThis, "fetch");
      Reflect.deleteProperty(globalThis, name);
      await assert.rejects(exports.ready(), (error) => {
        assert.ok(error instanceof exports.LoadError);
        assert.match(error.message, /^There is no TextDecoder or no TextEncoder here\..*jest-fixed-jsdom/);
        return true;
      });
      Object.assign(globalThis, { [name]: present });
      await exports.ready();
      Object.assign(globalThis, { fetch });
      await works(exports);
    });
  }

  test("names the directive of a Content-Security-Policy", async (t) => {
    const exports = await fresh(t);
    const { compile } = WebAssembly;
    t.after(() => (WebAssembly.compile = compile));
    const refusals = [
      "WebAssembly.compile(): Refused to compile or instantiate WebAssembly module because 'unsafe-eval' " +
        "is not an allowed source of script in the following Content Security Policy directive: script-src",
      "call to WebAssembly.compile() blocked by CSP",
      "WebAssembly.compile(): Wasm code generation disallowed by embedder",
    ];
    for (const refusal of refusals) {
      WebAssembly.compile = () => Promise.reject(new WebAssembly.CompileError(refusal));
      await assert.rejects(exports.ready(), (error) => {
        assert.ok(error instanceof exports.LoadError);
        assert.match(error.message, /'wasm-unsafe-eval'/);
        return true;
      });
    }
  });
});
