import assert from "node:assert/strict";
import test from "node:test";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { agentPath, backends, caller } from "./support.mjs";

const first = (sandbox, backend) => sandbox.list(backend)[0];
const remove = (sandbox, backend, init) =>
  caller(sandbox, backend)("DELETE", agentPath(backend, first(sandbox, backend)), init);

test("a fault meets only what it matches, as often as it is told to", async () => {
  const sandbox = createSandbox();
  const kortix = caller(sandbox, "kortix");
  const [one, two] = sandbox.createMany("kortix", 2);
  const handle = sandbox.inject({
    kind: "reply",
    status: 418,
    body: { detail: "tea" },
    backend: "kortix",
    method: "delete",
    agentId: one.toUpperCase(),
    skip: 1,
    times: 2,
  });
  const missing = () => kortix("DELETE", agentPath("kortix", one));
  assert.equal((await kortix("GET", agentPath("kortix", one))).status, 200);
  assert.equal((await kortix("DELETE", agentPath("kortix", two))).status, 200);
  assert.deepEqual(
    [(await missing()).status, (await missing()).status, (await missing()).status],
    [200, 418, 418],
  );
  assert.equal((await missing()).status, 404);
  assert.equal(handle.hits, 2);
});

test("a path is matched by a part of it or by an expression, query included", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "langchain");
  const byPart = sandbox.inject({ kind: "server-error", path: "test_run=true" });
  assert.equal((await call("GET", "/threads?test_run=true")).status, 503);
  assert.equal((await call("GET", "/threads?test_run=false")).status, 200);
  byPart.remove();
  sandbox.inject({ kind: "server-error", path: /threads\?.*cursor=/g });
  for (let i = 0; i < 2; i += 1) assert.equal((await call("GET", "/threads?cursor=x")).status, 503);
  assert.equal((await call("GET", "/threads")).status, 200);
});

for (const backend of backends) {
  test(`${backend}: server errors and rate limits in its own shape`, async () => {
    const sandbox = createSandbox();
    sandbox.inject({ kind: "server-error", backend, times: 1 });
    sandbox.inject({ kind: "rate-limit", backend, retryAfter: 7, times: 1 });
    assert.ok((await remove(sandbox, backend)).status >= 500);
    const limited = await remove(sandbox, backend);
    assert.equal(limited.status, 429);
    assert.equal(limited.headers.get("retry-after"), "7");
    assert.equal(sandbox.has(backend, first(sandbox, backend)), true);
  });

  test(`${backend}: a lost reply is a deletion that the caller does not hear of`, async () => {
    const sandbox = createSandbox();
    const id = first(sandbox, backend);
    sandbox.inject({ kind: "reply-lost", backend, method: "DELETE", times: 1 });
    await assert.rejects(remove(sandbox, backend), TypeError);
    assert.equal(sandbox.has(backend, id), false);
    const again = await caller(sandbox, backend)("DELETE", agentPath(backend, id));
    assert.equal(again.status, backend === "langchain" ? 204 : 404);
  });

  test(`${backend}: a race`, async () => {
    const sandbox = createSandbox();
    const id = first(sandbox, backend);
    sandbox.inject({ kind: "race", times: 1 });
    const expected = { charm: 404, langchain: 204, foundry: 409, eliza: 404, kortix: 403 }[backend];
    assert.equal((await remove(sandbox, backend)).status, expected);
    assert.equal(sandbox.has(backend, id), backend === "foundry");
  });

  test(`${backend}: a network error reaches nothing`, async () => {
    const sandbox = createSandbox();
    sandbox.inject({ kind: "network-error", backend });
    await assert.rejects(remove(sandbox, backend), TypeError);
    assert.equal(sandbox.has(backend, first(sandbox, backend)), true);
    assert.deepEqual(
      sandbox.requests.map(({ status, fault }) => [status, fault]),
      [[null, "network-error"]],
    );
  });
}

test("a fault that replaces the answer may leave the request carried out", async () => {
  for (const kind of ["server-error", "html-page", "redirect", "network-error"]) {
    for (const carriedOut of [false, true]) {
      const sandbox = createSandbox();
      const id = first(sandbox, "kortix");
      sandbox.inject({ kind, carriedOut });
      await remove(sandbox, "kortix").catch(() => {});
      assert.equal(sandbox.has("kortix", id), !carriedOut, `${kind}, ${carriedOut}`);
    }
  }
});

test("web pages and redirects", async () => {
  const sandbox = createSandbox();
  const page = sandbox.inject({ kind: "html-page" });
  const answer = await remove(sandbox, "charm");
  assert.deepEqual([answer.status, answer.headers.get("content-type")], [200, "text/html"]);
  page.remove();
  sandbox.inject({ kind: "redirect", status: 302, location: "https://login.example/" });
  const redirected = await remove(sandbox, "charm");
  assert.deepEqual([redirected.status, redirected.headers.get("location")], [302, "https://login.example/"]);
  await assert.rejects(remove(sandbox, "charm", { redirect: "follow" }), TypeError);
});

test("a hang and a delay end with the signal's reason", async () => {
  for (const fault of [
    { kind: "hang" },
    { kind: "delay", ms: 3_600_000 },
    { kind: "hang", carriedOut: true },
  ]) {
    const sandbox = createSandbox();
    const id = first(sandbox, "eliza");
    sandbox.inject(fault);
    const controller = new AbortController();
    const pending = remove(sandbox, "eliza", { signal: controller.signal });
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort("enough");
    await assert.rejects(pending, (reason) => reason === "enough");
    assert.equal(sandbox.has("eliza", id), fault.carriedOut !== true);
  }
});

test("a delay is followed by the next fault, or by the platform's own answer", async () => {
  const sandbox = createSandbox();
  sandbox.inject({ kind: "delay", ms: 1 });
  sandbox.inject({ kind: "rate-limit", times: 1 });
  assert.equal((await remove(sandbox, "charm")).status, 429);
  assert.equal((await remove(sandbox, "charm")).status, 204);
});

test("bodies that are endless, that hang, that break off", async () => {
  const sandbox = createSandbox();
  const url = `${sandbox.baseUrl("kortix")}/agents`;
  const headers = { authorization: `Bearer ${sandbox.credential("kortix").bearer}` };

  let fault = sandbox.inject({ kind: "endless-body" });
  const reader = (await sandbox.fetch(url, { headers })).body.getReader();
  let size = 0;
  while (size < 1_000_000) size += (await reader.read()).value.length;
  await reader.cancel();
  fault.remove();

  fault = sandbox.inject({ kind: "hanging-body" });
  const controller = new AbortController();
  const response = await sandbox.fetch(url, { headers, signal: controller.signal });
  const text = response.text();
  controller.abort(new Error("enough"));
  await assert.rejects(text, /enough/);
  const hanging = (await sandbox.fetch(url, { headers })).body.getReader();
  assert.equal(new TextDecoder().decode((await hanging.read()).value), '{"message":');
  await hanging.cancel();
  fault.remove();

  fault = sandbox.inject({ kind: "truncated-body" });
  await assert.rejects((await sandbox.fetch(url, { headers })).text(), TypeError);
  // There is nothing to cut in a 204: it is lost.
  await assert.rejects(remove(sandbox, "charm"), TypeError);
  assert.equal(sandbox.has("charm", "agent_123"), false);
});

test("a proxy that forwards no query", async () => {
  const sandbox = createSandbox();
  const call = caller(sandbox, "langchain");
  const id = sandbox.create("langchain", { threads: { real: 1 } });
  const threads = async () => (await call("GET", `/threads?agent_id=${id}&page_size=20`)).json.threads;
  assert.equal((await threads()).length, 1);
  sandbox.inject({ kind: "query-dropped", method: "GET" });
  const all = await threads();
  assert.ok(all.length > 1, "everybody's");
  sandbox.inject({ kind: "rate-limit", times: 1 });
  assert.equal((await call("GET", "/threads?agent_id=x")).status, 429, "other faults follow");

  sandbox.reset();
  sandbox.inject({ kind: "query-dropped", keep: ["page_size", "test_run"] });
  const { threads: some } = (await call("GET", `/threads?page_size=2&agent_id=${id}&test_run=true`)).json;
  assert.deepEqual([some.length, some.every((thread) => thread.test_run)], [2, true]);
  assert.equal((await call("GET", "/threads?agent_id=x")).status, 200);
});

test("a proxy that resolves the path", async () => {
  for (const way of ["x%2F..%2Fvictim", ".%2Fvictim", "%2Fvictim", "..%2fagents%2Fvictim", "vict%2569m"]) {
    const sandbox = createSandbox();
    const call = caller(sandbox, "charm");
    sandbox.create("charm", { id: "victim" });
    assert.equal((await call("DELETE", `/v1/agents/${way}`)).status, 404, way);
    sandbox.inject({ kind: "path-resolved" });
    const { status } = await call("DELETE", `/v1/agents/${way}`);
    const once = way !== "vict%2569m";
    assert.deepEqual([status, sandbox.has("charm", "victim")], once ? [204, false] : [404, true], way);
    await call("DELETE", agentPath("charm", sandbox.agents.charm.oddId));
    assert.equal(sandbox.has("charm", sandbox.agents.charm.oddId), false, "an odd id survives it");
    const stopped = caller(sandbox, "foundry")("POST", agentPath("foundry", "support-bot", ":disable"));
    assert.equal((await stopped).status, 204, "a colon stays one");
    const odd = { "/v1/agents/": 307, "//v1///agents": 200, "/x%2F..%2Fv1/agents": 200, "/%ff": 404 };
    for (const [path, expected] of Object.entries(odd)) {
      assert.equal((await call("GET", path)).status, expected, path);
    }
  }
});

test("a proxy that puts its own status over every answer", async () => {
  for (const [status, expected] of [[undefined, 200], [201, 201], [404, 404]]) {
    const sandbox = createSandbox();
    sandbox.inject({ kind: "accepted", times: 1 });
    sandbox.inject({ kind: "status-replaced", ...(status && { status }) });
    const answer = await remove(sandbox, "eliza");
    assert.equal(answer.status, expected);
    assert.equal(answer.json.partial, true, "the platform's own body");
  }
});

test("what is no fault is refused", () => {
  const sandbox = createSandbox();
  assert.throws(() => sandbox.inject({ kind: "flood" }), TypeError);
  assert.throws(() => sandbox.inject({ kind: "hang", backend: "other" }), TypeError);
});
