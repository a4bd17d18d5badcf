import assert from "node:assert/strict";
import { get } from "node:http";
import { after, before, test } from "node:test";
import { startConsole } from "../../scripts/demo/console-server.mjs";

/** @type {import("../../scripts/demo/console-server.mjs").Console} */
let con;
before(async () => (con = await startConsole({ port: 0 })));
after(() => con.close());

/** The status of a path that is sent as it is. @param {string} path */
function statusOf(path) {
  const { hostname, port } = new URL(con.address);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
}

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

test("nothing outside of the page's folder is served", async () => {
  for (const path of [
    "/../package.json", "/..%2fpackage.json", "/%2e%2e/package.json", "/%2e%2e%2fpackage.json", "/assets/../../package.json",
    "//etc/passwd", "/assets/%00.js", "/assets/%", "/.npmrc.json", "/assets/", "/nothing.js", "/%5c..%5cpackage.json", "/C:%5cpackage.json",
  ]) assert.equal(await statusOf(path), 404, path);
});

test("only what is asked for is done", async () => {
  for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
    assert.equal((await fetch(`${con.address}index.html`, { method })).status, 405, method);
  }
  const head = await fetch(con.address, { method: "HEAD" });
  assert.equal(head.status, 200);
  assert.equal(await head.text(), "");
});

test("the page allows no script but its own and WebAssembly, and no request but to its server", async () => {
  const policy = (await fetch(con.address)).headers.get("content-security-policy") ?? "";
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'; /);
  assert.match(policy, /connect-src 'self'; /);
  assert.ok(!policy.includes("unsafe-inline"));
});

test("where the port is taken, another one is found", async () => {
  const other = await startConsole({ port: Number(new URL(con.address).port) });
  assert.notEqual(other.address, con.address);
  assert.equal((await fetch(other.address)).status, 200);
  await other.close();
});

test("closing ends the server, open connections included", async () => {
  const other = await startConsole({ port: 0 });
  await fetch(other.address);
  await other.close();
  await assert.rejects(fetch(other.address));
});
