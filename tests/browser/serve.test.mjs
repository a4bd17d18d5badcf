import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startConsole } from "../../scripts/demo/console-server.mjs";

/** @type {import("../../scripts/demo/console-server.mjs").Console} */
let con;
before(async () => (con = await startConsole({ port: 0 })));
after(() => con.close());

test("each file has its type, the WebAssembly among them", async () => {
  const html = await (await fetch(con.address)).text();
  const script = /src="\.\/(assets\/[^"]+\.js)"/.exec(html)?.[1] ?? "";
  const style = /href="\.\/(assets\/[^"]+\.css)"/.exec(html)?.[1] ?? "";
  const code = await (await fetch(con.address + script)).text();
  const chunks = [...code.matchAll(/"\.\/([\w-]+\.js)"/g)].map(([, name]) => `assets/${name}`);
  const all = [code, ...(await Promise.all(chunks.map(async (name) => (await fetch(con.address + name)).text())))].join("\n");
  const wasm = /core_bg-[\w-]+\.wasm/.exec(all)?.[0] ?? "";
  const types = {
    "": "text/html; charset=utf-8", "icon.svg": "image/svg+xml", [script]: "text/javascript; charset=utf-8", [style]: "text/css; charset=utf-8",
    [`assets/${wasm}`]: "application/wasm",
  };
  assert.equal(Object.keys(types).length, 5);
  for (const [path, type] of Object.entries(types)) {
    const response = await fetch(con.address + path);
    assert.equal(response.status, 200, path);
    assert.equal(response.headers.get("content-type"), type, path);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff", path);
    await response.arrayBuffer();
  }
});

test("the page allows no script but its own and WebAssembly, and no request but to its server", async () => {
  const policy = (await fetch(con.address)).headers.get("content-security-policy") ?? "";
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'; /);
  assert.match(policy, /connect-src 'self'; /);
  assert.ok(!policy.includes("unsafe-inline"));
});

test("without a configuration there is no connection: the page opens on the sandbox", async () => {
  const { connections } = await (await fetch(`${con.address}connections.json`)).json();
  assert.deepEqual(connections, []);
});

test("one that can't start says why", async () => {
  await assert.rejects(startConsole({ port: Number(new URL(con.address).port) }), /The console did not start: .*Port \d+ can't be used/);
});

test("closing ends the server, open connections included", async () => {
  const other = await startConsole({ port: 0 });
  await fetch(other.address);
  await other.close();
  await assert.rejects(fetch(other.address));
});
