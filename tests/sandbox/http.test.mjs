// The adapter, over real HTTP. Raw requests where fetch would tidy up too much.
import assert from "node:assert/strict";
import http from "node:http";
import { after, afterEach, before, test } from "node:test";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { serveSandbox } from "../../pkg/sandbox/node.js";
import { agentPath, backends, caller, headersOf } from "./support.mjs";

const sandbox = createSandbox();
let server;
before(async () => {
  server = await serveSandbox(sandbox);
});
after(() => server.close());
afterEach(() => sandbox.reset());

/** One request with exactly this path. Gives status, headers and text. */
function raw(method, path, { headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.origin);
    const request = http.request({ hostname, port, method, path, headers, agent: false }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

const pathOf = (backend, id) => new URL(server.baseUrl(backend)).pathname + agentPath(backend, id);
const auth = (backend) => headersOf(backend, sandbox.credential(backend));

for (const backend of backends) {
  test(`${backend}: clientOptions reach it with the global fetch`, async () => {
    const {
      baseUrl,
      auth: credential,
      fetch: own,
      ...rest
    } = server.clientOptions(backend, { maxRetries: 0 });
    assert.equal(own, undefined);
    assert.deepEqual(rest, { backend, maxRetries: 0 });
    assert.ok(baseUrl.startsWith(`${server.origin}/${backend}`));
    const id = sandbox.list(backend)[0];
    const call = caller(sandbox, backend, { auth: credential, fetch: globalThis.fetch, base: baseUrl });
    const inProcess = await caller(createSandbox(), backend)("DELETE", agentPath(backend, id));
    const answer = await call("DELETE", agentPath(backend, id));
    assert.deepEqual([answer.status, answer.text], [inProcess.status, inProcess.text]);
    assert.equal(sandbox.has(backend, id), false);
  });

  test(`${backend}: a preflight is answered, and the answer shared`, async () => {
    const path = pathOf(backend, sandbox.list(backend)[0]);
    const origin = "https://console.example";
    const asked = "authorization,x-api-key,x-ms-client-request-id";
    const preflight = await raw("OPTIONS", path, {
      headers: {
        origin,
        "access-control-request-method": "DELETE",
        "access-control-request-headers": asked,
      },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers["access-control-allow-origin"], origin);
    assert.match(preflight.headers["access-control-allow-methods"], /\bDELETE\b/);
    const allowed = preflight.headers["access-control-allow-headers"].toLowerCase().split(/, */);
    assert.equal(allowed.includes("x-ms-client-request-id"), !["eliza", "kortix"].includes(backend));
    if (backend === "eliza") assert.deepEqual(allowed, ["content-type", "authorization", "x-api-key"]);
    assert.equal(sandbox.has(backend, sandbox.list(backend)[0]), true);

    const answer = await raw("DELETE", path, { headers: { origin, ...auth(backend) } });
    assert.equal(answer.headers["access-control-allow-origin"], origin);
    const exposed = answer.headers["access-control-expose-headers"];
    assert.equal(exposed, backend === "foundry" ? "Apim-Request-Id" : undefined);
    const refused = await raw("DELETE", path, { headers: { origin } });
    assert.equal(refused.headers["access-control-allow-origin"], origin);
  });

  test(`${backend}: CORS can be off, with the deletion carried out unseen`, async () => {
    const id = sandbox.list(backend)[0];
    const path = pathOf(backend, id);
    const origin = "https://console.example";
    sandbox.inject({ kind: "no-cors", backend });
    const asked = { origin, "access-control-request-method": "DELETE" };
    const preflight = await raw("OPTIONS", path, { headers: asked });
    assert.equal(preflight.status, 403);
    assert.equal(preflight.headers["access-control-allow-origin"], undefined);
    const answer = await raw("DELETE", path, { headers: { origin, ...auth(backend) } });
    assert.equal(answer.headers["access-control-allow-origin"], undefined);
    assert.equal(sandbox.has(backend, id), false);
  });
}

test("without an Origin there is no CORS, and OPTIONS is a method like any other", async () => {
  const answer = await raw("GET", "/kortix/v1/agents", { headers: auth("kortix") });
  assert.equal(answer.headers["access-control-allow-origin"], undefined);
  assert.equal((await raw("OPTIONS", "/kortix/v1/agents", { headers: auth("kortix") })).status, 405);
});

test("paths arrive as they were sent", async () => {
  const path = "/eliza/api/agents/../server/stop";
  assert.equal((await raw("POST", path, { headers: auth("eliza") })).status, 404);
  assert.equal(sandbox.requests.at(-1).path, path);
  assert.equal(sandbox.requests.at(-1).dangerous, false);
});

test("a redirect names the host that was asked", async () => {
  const path = pathOf("kortix", sandbox.agents.kortix.plain);
  const answer = await raw("DELETE", `${path}/`, { headers: auth("kortix") });
  assert.equal(answer.status, 307);
  assert.equal(answer.headers.location, server.origin + path);
});

test("bodies are read, chunked ones too", async () => {
  const path = pathOf("kortix", sandbox.agents.kortix.default);
  const body = JSON.stringify({ is_default: false });
  const whole = await raw("PUT", path, {
    headers: { ...auth("kortix"), "content-length": body.length },
    body,
  });
  assert.equal(JSON.parse(whole.text).is_default, false);
  const chunked = await raw("PUT", path, {
    headers: { ...auth("kortix"), "transfer-encoding": "chunked" },
    body,
  });
  assert.equal(JSON.parse(chunked.text).is_default, false);
});

test("a reset and a lost reply break the connection", async () => {
  const path = pathOf("kortix", sandbox.agents.kortix.plain);
  sandbox.inject({ kind: "network-error", times: 1 });
  await assert.rejects(raw("DELETE", path, { headers: auth("kortix") }), { code: "ECONNRESET" });
  assert.equal(sandbox.has("kortix", sandbox.agents.kortix.plain), true);
  sandbox.inject({ kind: "reply-lost", times: 1 });
  await assert.rejects(raw("DELETE", path, { headers: auth("kortix") }), { code: "ECONNRESET" });
  assert.equal((await raw("DELETE", path, { headers: auth("kortix") })).status, 404);
});

test("a truncated body is there in part, then the connection breaks", async () => {
  sandbox.inject({ kind: "truncated-body" });
  const response = await fetch(`${server.baseUrl("kortix")}/agents`, { headers: auth("kortix") });
  assert.equal(response.status, 200);
  const reader = response.body.getReader();
  assert.ok((await reader.read()).value.length > 0);
  await assert.rejects(reader.read(), TypeError);
});

test("hangs and endless bodies end when the client goes away", async () => {
  for (const kind of ["hang", "hanging-body", "endless-body", "delay"]) {
    sandbox.inject({ kind, ms: 3_600_000 });
    const controller = new AbortController();
    const pending = fetch(`${server.baseUrl("kortix")}/agents`, {
      headers: auth("kortix"),
      signal: controller.signal,
    });
    if (kind.endsWith("-body")) {
      const reader = (await pending).body.getReader();
      assert.ok((await reader.read()).value.length > 0);
      controller.abort(new Error("enough"));
      await assert.rejects(async () => {
        for (;;) await reader.read();
      }, /enough/);
    } else {
      while (sandbox.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
      controller.abort(new Error("enough"));
      await assert.rejects(pending, /enough/);
    }
    sandbox.reset();
  }
});

test("a HEAD answer has no body", async () => {
  const answer = await raw("HEAD", "/kortix/nowhere");
  assert.deepEqual([answer.status, answer.text], [404, ""]);
});

test("close ends open connections, also those that hang", async () => {
  const own = await serveSandbox(sandbox);
  sandbox.inject({ kind: "hang" });
  const pending = fetch(`${own.origin}/charm/v1/agents`);
  const lost = assert.rejects(pending, TypeError);
  while (sandbox.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await own.close();
  await lost;
  await own.close();
});

test("an address that is taken is an error", async () => {
  await assert.rejects(serveSandbox(sandbox, { port: Number(new URL(server.origin).port) }), {
    code: "EADDRINUSE",
  });
});

test("thousands of deletions over kept connections", async () => {
  const ids = sandbox.createMany("eliza", 2000);
  const pending = [...ids];
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      for (let id = pending.pop(); id; id = pending.pop()) {
        const response = await fetch(server.baseUrl("eliza") + agentPath("eliza", id), {
          method: "DELETE",
          headers: auth("eliza"),
        });
        assert.equal(response.status, 204);
      }
    }),
  );
  assert.equal(sandbox.requests.length, ids.length);
  assert.ok(ids.every((id) => !sandbox.has("eliza", id)));
});
