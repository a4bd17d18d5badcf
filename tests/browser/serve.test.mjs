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

test("each file has its type", async () => {
  const types = {
    "": "text/html; charset=utf-8",
    "js/main.js": "text/javascript; charset=utf-8",
    "css/base.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "agent-delete/index.js": "text/javascript; charset=utf-8",
    "agent-delete/core_bg.wasm": "application/wasm",
    "connections.json": "application/json",
  };
  for (const [path, type] of Object.entries(types)) {
    const response = await fetch(con.address + path);
    assert.equal(response.status, 200, path);
    assert.equal(response.headers.get("content-type"), type, path);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff", path);
    await response.arrayBuffer();
  }
});

test("nothing outside of the two folders is served", async () => {
  for (const path of [
    "/../package.json", "/..%2fpackage.json", "/%2e%2e/package.json", "/%2e%2e%2fpackage.json",
    "/agent-delete/../../package.json", "/agent-delete/%2e%2e/package.json",
    "/agent-delete/..%2f..%2fpackage.json",
    "/agent-delete//package.json", "/agent-delete/..%5cpackage.json", "/js/../../package.json",
    "//etc/passwd", "/agent-delete/%00.js", "/agent-delete/%", "/agent-delete/.npmrc.json", "/js/",
    "/nothing.js", "/agent-delete", "/%5c..%5cpackage.json", "/C:%5cpackage.json",
  ]) assert.equal(await statusOf(path), 404, path);
});

test("only what is asked for is done", async () => {
  for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
    const response = await fetch(`${con.address}js/main.js`, { method });
    assert.equal(response.status, 405, method);
  }
  const head = await fetch(con.address, { method: "HEAD" });
  assert.equal(head.status, 200);
  assert.equal(await head.text(), "");
});

test("the page allows no script but its own, the import map and WebAssembly", async () => {
  const policy = (await fetch(con.address)).headers.get("content-security-policy") ?? "";
  const { clients } = await (await fetch(`${con.address}connections.json`)).json();
  const platforms = new URL(clients[0].baseUrl).origin;
  assert.notEqual(platforms, new URL(con.address).origin);
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval' 'sha256-[\w+/]{43}='; /);
  assert.ok(policy.includes(`connect-src 'self' ${platforms};`));
  assert.ok(!policy.includes("unsafe-inline"));
});

test("where the port is taken, another one is found", async () => {
  const port = Number(new URL(con.address).port);
  const other = await startConsole({ port });
  assert.notEqual(other.address, con.address);
  assert.equal((await fetch(other.address)).status, 200);
  await other.close();
});

test("closing ends both servers, open connections included", async () => {
  const other = await startConsole({ port: 0 });
  const { clients } = await (await fetch(`${other.address}connections.json`)).json();
  await fetch(clients[0].baseUrl);
  await other.close();
  await assert.rejects(fetch(other.address));
  await assert.rejects(fetch(clients[0].baseUrl));
});
