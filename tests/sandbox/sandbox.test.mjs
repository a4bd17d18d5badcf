// What holds for the sandbox as a whole: its options, its fetch, its records.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { SECRET_MARK, createSandbox } from "../../pkg/sandbox/index.js";
import { agentPath, backends, caller, headersOf } from "./support.mjs";

const folder = new URL("../../pkg/sandbox/", import.meta.url);

test("nothing is imported from outside, but by the adapter for Node", () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".js") && name !== "node.js")) {
    const source = readFileSync(new URL(file, folder), "utf8");
    for (const [, from] of source.matchAll(/^(?:import|export) .*from "(.*)";$/gm))
      assert.match(from, /^\.\/\w+\.js$/);
  }
});

for (const backend of backends) {
  test(`${backend}: every seeded agent is there, and reset brings them back`, async () => {
    const sandbox = createSandbox();
    const seeded = Object.values(sandbox.agents[backend]);
    assert.deepEqual(sandbox.list(backend), seeded);
    const added = sandbox.create(backend);
    assert.equal(sandbox.has(backend, added), true);
    sandbox.inject({ kind: "hang" });
    sandbox.reset();
    assert.deepEqual(sandbox.list(backend), seeded);
    await caller(sandbox, backend)("DELETE", agentPath(backend, seeded[0]));
    assert.equal(sandbox.has(backend, seeded[0]), false);
    assert.equal(sandbox.get(backend, seeded[0]), null);
    sandbox.reset();
    assert.equal(sandbox.has(backend, seeded[0]), true);
    assert.deepEqual(sandbox.requests, []);
  });

  test(`${backend}: clientOptions reach it`, async () => {
    const sandbox = createSandbox();
    const { baseUrl, auth, fetch, ...rest } = sandbox.clientOptions(backend, { maxRetries: 0 });
    assert.deepEqual(rest, { backend, maxRetries: 0 });
    const path = agentPath(backend, sandbox.list(backend)[0]);
    assert.equal((await fetch(baseUrl + path, { headers: headersOf(backend, auth) })).status, 200);
  });

  test(`${backend}: many agents are made, each with an id of its own`, async () => {
    const sandbox = createSandbox();
    const ids = sandbox.createMany(backend, 2000, { name: "bulk" });
    assert.equal(
      new Set([...ids, ...Object.values(sandbox.agents[backend])]).size,
      sandbox.list(backend).length,
    );
    const call = caller(sandbox, backend);
    for (const id of ids) await call("DELETE", agentPath(backend, id));
    assert.deepEqual(sandbox.list(backend), Object.values(sandbox.agents[backend]));
  });

  test(`${backend}: what is recorded names no credential`, async () => {
    const sandbox = createSandbox();
    const path = agentPath(backend, sandbox.list(backend)[0]);
    await caller(sandbox, backend)("GET", path);
    await caller(sandbox, backend, { kind: "wrong" })("GET", path);
    await caller(sandbox, backend, { auth: null })("GET", path);
    assert.deepEqual(
      sandbox.requests.map(({ credential }) => credential),
      ["right", "wrong", "none"],
    );
    const [record] = sandbox.requests;
    const { backend: of, method, status, dangerous, fault } = record;
    assert.deepEqual(
      { of, method, status, dangerous, fault },
      {
        of: backend,
        method: "GET",
        status: 200,
        dangerous: false,
        fault: null,
      },
    );
    assert.equal(
      sandbox.origin + record.path,
      sandbox.origin + new URL(sandbox.baseUrl(backend)).pathname + path,
    );
    const written = JSON.stringify(sandbox.requests);
    for (const kind of ["valid", "wrong"]) {
      for (const value of Object.values(sandbox.credential(backend, kind)))
        assert.ok(!written.includes(value));
    }
    sandbox.clearRequests();
    assert.deepEqual(sandbox.requests, []);
  });
}

test("sandboxes share nothing", async () => {
  const [one, other] = [createSandbox(), createSandbox()];
  const id = one.agents.kortix.plain;
  await caller(one, "kortix")("DELETE", agentPath("kortix", id));
  assert.equal(one.has("kortix", id), false);
  assert.equal(other.has("kortix", id), true);
});

test("seeds of one's own, and an origin of one's own", async () => {
  const sandbox = createSandbox({
    origin: "http://localhost:9/ignored",
    agents: { charm: [{ id: "mine", name: "Mine" }], kortix: [{ isDefault: true }] },
  });
  assert.equal(sandbox.baseUrl("charm"), "http://localhost:9/charm");
  assert.equal((await caller(sandbox, "charm")("GET", "/v1/agents/mine")).json.name, "Mine");
  sandbox.reset();
  assert.equal(sandbox.has("charm", "mine"), true);
  assert.throws(() => createSandbox({ agents: { other: [] } }), TypeError);
  assert.throws(() => createSandbox({ variants: { eliza: "9.x" } }), TypeError);
  assert.throws(() => sandbox.create("other"), TypeError);
});

test("the state that is given away is a copy", () => {
  const sandbox = createSandbox();
  sandbox.get("foundry", "live-agent").sessions.length = 0;
  assert.equal(sandbox.get("foundry", "live-agent").sessions.length, 4);
});

test("only the latest requests are kept", async () => {
  const sandbox = createSandbox({ keepRequests: 3 });
  for (let i = 0; i < 10; i += 1) await sandbox.fetch(`${sandbox.origin}/charm/${i}`);
  assert.deepEqual(
    sandbox.requests.map(({ path }) => path),
    ["/charm/7", "/charm/8", "/charm/9"],
  );
  const none = createSandbox({ keepRequests: 0 });
  await none.fetch(`${none.origin}/charm/1`);
  assert.deepEqual(none.requests, []);
});

test("fetch takes what fetch takes", async () => {
  const sandbox = createSandbox();
  const { fetch } = sandbox;
  const base = sandbox.baseUrl("kortix");
  const headers = headersOf("kortix", sandbox.credential("kortix"));
  const path = `${base}/agents/${sandbox.agents.kortix.plain}`;
  assert.equal((await fetch(new URL(path), { headers: new Headers(headers) })).status, 200);
  assert.equal((await fetch(new Request(path, { headers }))).status, 200);
  const put = new Request(path, { method: "PUT", headers, body: '{"name":"From a request"}' });
  assert.equal((await (await fetch(put)).json()).name, "From a request");
  const bytes = new TextEncoder().encode('{"name":"From bytes"}');
  assert.equal(
    (await (await fetch(path, { method: "put", headers, body: bytes })).json()).name,
    "From bytes",
  );
  assert.equal((await fetch(new Request(path, { headers }), { method: "delete" })).status, 200);
  assert.equal((await fetch(`${sandbox.origin}/nobody/x`)).status, 404);
});

test("the names of headers are read in any case", async () => {
  const sandbox = createSandbox();
  for (const backend of backends) {
    const headers = headersOf(backend, sandbox.credential(backend));
    const shouted = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
    const path = new URL(sandbox.baseUrl(backend)).pathname + agentPath(backend, sandbox.list(backend)[0]);
    assert.equal((await sandbox.handle({ method: "GET", path, headers: shouted })).status, 200, backend);
    assert.deepEqual(sandbox.requests.at(-1)?.headers, Object.keys(headers).map((name) => name.toLowerCase()));
  }
});

test("fetch refuses what fetch refuses", async () => {
  const { fetch, origin } = createSandbox();
  await assert.rejects(fetch("/relative"), TypeError);
  await assert.rejects(fetch("https://elsewhere.invalid/charm"), TypeError);
  await assert.rejects(fetch(`${origin.replace("//", "//user:word@")}/charm`), TypeError);
  await assert.rejects(fetch(origin, { headers: { a: "b\nc" } }), TypeError);
  await assert.rejects(fetch(origin, { body: "x" }), TypeError);
  for (const reason of ["enough", undefined, new Error("x")]) {
    const signal = AbortSignal.abort(reason);
    await assert.rejects(fetch(origin, { signal }), (thrown) => thrown === signal.reason);
    await assert.rejects(
      fetch(new Request(origin, { signal })),
      (thrown) => thrown?.name === signal.reason?.name,
    );
  }
});

test("a signal gathers no listeners", async () => {
  const sandbox = createSandbox();
  const { signal } = new AbortController();
  let listeners = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args) => {
    listeners += 1;
    add(...args);
  };
  signal.removeEventListener = (...args) => {
    listeners -= 1;
    remove(...args);
  };
  const get = () => sandbox.fetch(`${sandbox.origin}/charm/v1/agents`, { signal });
  sandbox.inject({ kind: "delay", ms: 1 });
  await (await get()).text();
  sandbox.inject({ kind: "truncated-body", times: 1 });
  await assert.rejects((await get()).text());
  sandbox.inject({ kind: "endless-body", times: 1 });
  await (await get()).body.cancel();
  assert.equal(listeners, 0);
});

test("every planted secret carries its mark", async () => {
  const sandbox = createSandbox();
  for (const backend of backends) {
    const query = backend === "langchain" ? "include_files=true" : "";
    const { text } = await caller(sandbox, backend)(
      "GET",
      agentPath(backend, sandbox.list(backend)[0], "", query),
    );
    assert.ok(text.includes(SECRET_MARK), backend);
  }
});

test("no path and no method makes it fail, and none but an agent's own deletes one", async () => {
  const paths = [
    "",
    "/",
    "//",
    "/%",
    "/%zz",
    "/%00",
    "/..",
    "/%2e%2e",
    "/%2F",
    "/a/b/c/d/e/f",
    "/:stop",
    "/agents:x",
    "/__proto__",
  ];
  for (const backend of backends) {
    const sandbox = createSandbox();
    const { pathname } = new URL(sandbox.baseUrl(backend));
    const collection = agentPath(backend, "").split(/\/?\?/)[0];
    const headers = headersOf(backend, sandbox.credential(backend));
    const before = sandbox.list(backend);
    for (const prefix of [`/${backend}`, pathname, pathname + collection, `${pathname}${collection}/x`]) {
      for (const path of paths) {
        for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "BREW"]) {
          const query = "?api-version=v1";
          const reply = await sandbox.handle({ method, path: prefix + path + query, headers });
          assert.ok(reply.status >= 200 && reply.status < 600, `${method} ${prefix}${path}`);
        }
      }
    }
    assert.deepEqual(sandbox.list(backend), before);
  }
});
