// `console`: the page's server, as a process over real HTTP. Where the platforms are the sandbox, it counts what reached them.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { forward } from "../../cli/console/forward.js";
import { AgentClient } from "../../pkg/node.js";
import { routeOf } from "../../pkg/proxy.js";
import { BACKENDS, ask, everywhere, pageClient, startConsole, upstream } from "./console-support.mjs";
import { changing, until, world } from "./support.mjs";

const UUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const PLANTED = "planted-credential-5e1f/+x";

/** A connection to a platform of the test's own. */
const planted = (baseUrl, more = {}) => ({ own: { backend: "charm", baseUrl, credential: { env: "CHARM_TOKEN" }, ...more } });

async function beside(t, answer, more) {
  const made = await world(t);
  const platform = await upstream(t, answer);
  made.configure(planted(platform.baseUrl, more));
  const console = await startConsole(t, made, "--verbose", { env: { CHARM_TOKEN: PLANTED } });
  return { made, platform, console };
}

/** Where an agent is. */
const gone = (backend, id) => `/agents/${id}${backend === "foundry" ? "?api-version=v1" : ""}`;

const headersOf = ({ sandbox }, backend) => {
  const { bearer, apiKey } = sandbox.credential(backend);
  return bearer ? { authorization: `Bearer ${bearer}` } : { [{ eliza: "X-API-KEY", foundry: "api-key" }[backend] ?? "X-Api-Key"]: apiKey };
};

const failure = (promise) => promise.then((value) => assert.fail(JSON.stringify(value)), (error) => error);

test("every platform: all that the package does works through it, as it does directly", async (t) => {
  const made = await everywhere(t);
  const { sandbox } = made;
  const console = await startConsole(t, made, { env: made.env });
  for (const backend of BACKENDS) {
    await t.test(backend, async () => {
      const client = pageClient(console, backend, { backend });
      const direct = new AgentClient(made.server.clientOptions(backend));
      const ids = async (from) => {
        const found = [];
        for await (const { id } of from.listAgents({ search: "a", ...(backend !== "eliza" && { pageSize: 2 }) })) found.push(id);
        return found;
      };
      assert.deepEqual(await ids(client), await ids(direct));
      const id = sandbox.create(backend);
      assert.deepEqual(await client.getAgent(id), await direct.getAgent(id));
      const backed = sandbox.agents[backend].withCode ?? id;
      const parts = ({ content, missing, redacted }) => ({ content, missing, redacted });
      assert.deepEqual(parts(await client.backupAgent(backed)), parts(await direct.backupAgent(backed)));
      const running = { charm: sandbox.agents.charm.daemon, foundry: sandbox.agents.foundry.live, eliza: sandbox.agents.eliza.running }[backend];
      if (running) await client.stopAgent(running);
      const cascade = backend === "langchain" ? ["threads"] : [];
      const special = { kortix: sandbox.agents.kortix.default, langchain: sandbox.agents.langchain.withThreads, foundry: sandbox.agents.foundry.live }[backend];
      for (const one of [id, special].filter(Boolean)) {
        const { outcome } = await client.deleteAgent(one, { force: true, cascade, verify: true });
        assert.equal(outcome, "deleted");
        assert.equal(sandbox.has(backend, one), false);
      }
      const gone = async (from) => {
        const { outcome, existed, code } = await from.deleteAgent(id, { force: true, ifMissing: "ignore" }).catch((error) => error);
        return [outcome, existed, code];
      };
      assert.deepEqual(await gone(client), await gone(direct));
    });
  }
  assert.ok(sandbox.requests.length > 50);
  assert.ok(sandbox.requests.every(({ credential, dangerous }) => credential === "right" && !dangerous));
  const told = await ask(console, "connections.json");
  const { connections, version } = JSON.parse(told.text);
  assert.equal(version, JSON.parse(readFileSync(new URL("../../pkg/package.json", import.meta.url), "utf8")).version);
  assert.deepEqual(connections.map(({ name, backend, production, problem }) => [name, backend, production, problem]), BACKENDS.map((name) => [name, name, false, undefined]));
  for (const secret of [...Object.values(made.env), ...BACKENDS.map((backend) => Object.values(sandbox.credential(backend))[0])]) {
    for (const text of [told.text, console.texts.stdout, console.texts.stderr]) assert.ok(!text.includes(secret));
  }
});

test("the page: its files, its policy, nothing kept; and nothing beside them", async (t) => {
  const made = await world(t);
  const console = await startConsole(t, made);
  const page = await ask(console, "");
  assert.equal(page.status, 200);
  assert.match(page.headers["content-type"], /^text\/html/);
  assert.match(page.text, /^<!doctype html>/i);
  assert.equal((await ask(console, "index.html")).text, page.text);
  const policy = page.headers["content-security-policy"];
  for (const part of ["default-src 'none'", "'wasm-unsafe-eval'", "connect-src 'self'", "frame-ancestors 'none'"]) assert.ok(policy.includes(part), policy);
  assert.ok(!policy.includes("unsafe-inline") && !policy.includes("'unsafe-eval'"));
  for (const [name, value] of [["cache-control", "no-store"], ["referrer-policy", "no-referrer"], ["x-content-type-options", "nosniff"]]) {
    assert.equal(page.headers[name], value);
  }
  for (const path of ["../package.json", "%2e%2e/package.json", "..%2fpackage.json", "nothing.js", "index.html/", "at", "at/"]) {
    assert.ok([403, 404].includes((await ask(console, path)).status), path);
  }
  assert.equal((await ask(console, "", { method: "POST" })).status, 403);
  assert.deepEqual(JSON.parse((await ask(console, "connections.json")).text).connections, []);
  assert.match(console.texts.stderr, /no connections in a configuration/);
});

test("who is not the page, or does not know the address, is refused, and nothing is forwarded", async (t) => {
  const made = await everywhere(t);
  const console = await startConsole(t, made, { env: made.env });
  const target = `at/kortix/agents/${made.sandbox.agents.kortix.plain}`;
  const other = await startConsole(t, made, { env: made.env });
  const cases = [
    ["a foreign Origin", {}, { origin: "https://evil.example" }],
    ["the Origin of a sandboxed frame", {}, { origin: "null" }],
    ["the Origin of another port", {}, { origin: "http://127.0.0.1:1" }],
    ["the Origin by another name", {}, { origin: `http://localhost:${console.port}` }],
    ["another site's page", {}, { "sec-fetch-site": "cross-site" }],
    ["a page of the same site", {}, { "sec-fetch-site": "same-site" }],
    ["a rebound Host", {}, { host: `evil.example:${console.port}` }],
    ["a Host without its port", {}, { host: "127.0.0.1" }],
    ["localhost", {}, { host: `localhost:${console.port}` }],
    ["a navigation", {}, { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" }, true],
    ["a script", {}, { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script" }, true],
    ["no token", { raw: true, target: `/${target}` }],
    ["a wrong token", { raw: true, target: `/${"A".repeat(43)}/${target}` }],
    ["a part of the token", { raw: true, target: `${console.path.slice(0, -2)}/${target}` }],
    ["another start's token", { raw: true, target: other.path + target }],
    ["an absolute address", { raw: true, target: `${console.address}${target}` }],
    ["an absolute address elsewhere", { raw: true, target: `http://evil.example${console.path}${target}` }],
    ["a slash more before the token", { raw: true, target: `/${console.path}${target}` }],
  ];
  for (const [name, { raw = false, target: where = target }, headers = {}, dataOnly = false] of cases) {
    for (const method of ["GET", "DELETE", "OPTIONS"]) {
      const { status, text, headers: got } = await ask(console, where, { method, raw, headers });
      assert.equal(status, 403, `${name}: ${method}`);
      assert.doesNotMatch(text, /Analyst/);
      assert.equal(got["access-control-allow-origin"], undefined);
    }
    if (!raw) {
      assert.equal((await ask(console, "connections.json", { headers })).status, 403, name);
      if (!dataOnly) assert.equal((await ask(console, "", { headers })).status, 403, name);
    }
  }
  assert.deepEqual(made.sandbox.requests, []);
  const headers = { origin: `http://${console.host}`, "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" };
  assert.equal((await ask(console, target, { method: "DELETE", headers })).status, 200);
  assert.equal((await ask(console, "", { headers: { "sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" } })).status, 200);
});

test("what the package never asks for is not forwarded", async (t) => {
  const made = await everywhere(t);
  const console = await startConsole(t, made, { env: made.env });
  const wrong = [
    ["charm", "DELETE", "/v1/agents"], ["charm", "DELETE", "/v1/agents/"], ["charm", "DELETE", "/v1/agents/.."], ["charm", "DELETE", "/v1/agents/%2e%2e"],
    ["charm", "DELETE", "/v1/agents/a%2Fb"], ["charm", "DELETE", "/v1/agents/a%5Cb"], ["charm", "DELETE", "/v1/agents/a/b"], ["charm", "DELETE", "/v1/agents/a%252Fb"],
    ["charm", "DELETE", "/v1/agents/a\\b"], ["charm", "DELETE", "/v1/agents/%61"], ["charm", "DELETE", "/v1/agents/a%00"], ["charm", "DELETE", "/v1/agents/a%ff"],
    ["charm", "DELETE", "/v1/agents/a?"], ["charm", "DELETE", "/v1/agents/a?force=true"], ["charm", "DELETE", "/v1/agents/a#b"], ["charm", "DELETE", "//v1/agents/a"],
    ["charm", "DELETE", "/v1/./agents/a"], ["charm", "DELETE", "/v1/x/../agents/a"], ["charm", "POST", "/v1/agents"], ["charm", "PATCH", "/v1/agents/a"],
    ["charm", "PUT", "/v1/agents/a"], ["charm", "GET", "/v1/runs"], ["charm", "GET", "/../v1/agents"], ["charm", "GET", "/v1/agents?limit=20&offset=0&user=x"],
    ["charm", "GET", "/v1/agents?offset=0&limit=20"], ["charm", "GET", "/v1/agents?limit=20&limit=20"], ["charm", "HEAD", "/v1/agents"],
    ["charm", "GET", "@evil.example/v1/agents"], ["charm", "GET", "/@evil.example/v1/agents"], ["charm", "GET", "/v1/agents/http:%2F%2Fevil.example"],
    ["eliza", "DELETE", `/agents/${UUID}/memories`], ["eliza", "POST", "/server/stop"], ["eliza", "DELETE", "/agents/a"], ["eliza", "DELETE", `/agents/${UUID.toUpperCase()}`],
    ["foundry", "POST", "/agents?api-version=v1"], ["foundry", "DELETE", "/agents/a"], ["foundry", "DELETE", "/agents/a?api-version=v2"],
    ["foundry", "DELETE", "/agents/a/versions/1?api-version=v1"], ["foundry", "DELETE", "/agents/a:disable?api-version=v1"], ["foundry", "DELETE", "/agents/a?force=true&api-version=v1"],
    ["foundry", "DELETE", "/agents/a?api-version=v1&force=false"],
    ["langchain", "DELETE", "/threads"], ["langchain", "POST", "/threads"], ["langchain", "DELETE", "/threads/a%20b"], ["langchain", "GET", "/threads?page_size=20&test_run=true"],
    ["kortix", "PUT", `/agents/${UUID}`, '{"name":"other"}'], ["kortix", "PUT", `/agents/${UUID}`], ["kortix", "DELETE", `/agents/${UUID}`, "{}"],
    ["kortix", "PUT", `/agents/${UUID}`, "x".repeat(100_000)], ["kortix", "PUT", `/agents/${UUID}`, '{"is_default": false}'],
    ["nobody", "GET", "/agents"], ["__proto__", "GET", "/agents"], ["%63harm", "GET", "/v1/agents?limit=20&offset=0"],
  ];
  for (const [name, method, path, body] of wrong) {
    const status = await ask(console, `at/${name}${path}`, { method, body }).then(({ status: given }) => given, () => "broken");
    assert.ok([400, 403, "broken"].includes(status), `${name} ${method} ${path}: ${status}`);
  }
  assert.deepEqual(made.sandbox.requests, []);
  // The same, as it should be.
  assert.equal((await ask(console, "at/charm/v1/agents?limit=20&offset=0")).status, 200);
  assert.equal((await ask(console, "at/foundry/agents?api-version=v1")).status, 200);
});

test("what the page sends besides goes nowhere; what the configuration adds does", async (t) => {
  const { console, platform } = await beside(t, (_, response) => response.writeHead(404).end(), { headers: { "X-Team": "blue" } });
  const headers = { authorization: "Bearer page", cookie: "a=b", "x-api-key": "page", "x-forwarded-host": "evil.example", "x-team": "red", "x-agent-delete-production": "own", referer: "http://evil.example/" };
  await ask(console, "at/own/v1/agents/a", { headers });
  const [{ headers: got, url, method }] = platform.asked;
  assert.deepEqual([method, url, got.authorization, got["x-team"]], ["GET", "/v1/agents/a", `Bearer ${PLANTED}`, "blue"]);
  assert.equal(got.host, new URL(platform.baseUrl).host);
  for (const name of ["cookie", "x-api-key", "x-forwarded-host", "x-agent-delete-production", "referer", "origin"]) assert.equal(got[name], undefined, name);
});

test("an answer comes as it is, but for what is not the page's", async (t) => {
  const bytes = Buffer.from([0xff, 0, 0xfe, 0x0a, 0x80, ...Buffer.from("é{\"a\":1}")]);
  const sent = {
    "content-type": "application/octet-stream", date: "Mon, 01 Jan 2024 00:00:00 GMT", age: "7", "retry-after": "3", "retry-after-ms": "3100", "x-ms-retry-after-ms": "3200",
    "x-request-id": "r-1", "apim-request-id": "r-2", "set-cookie": "a=b", location: "https://evil.example/", "www-authenticate": "Basic", "x-more": "more",
    "clear-site-data": '"*"', "access-control-allow-origin": "*", "content-security-policy": "", refresh: "0;url=https://evil.example/",
  };
  const { console } = await beside(t, (_, response) => response.writeHead(429, sent).end(bytes));
  const { status, headers, body } = await ask(console, "at/own/v1/agents/a");
  assert.equal(status, 429);
  assert.deepEqual(body, bytes);
  for (const name of ["content-type", "date", "age", "retry-after", "retry-after-ms", "x-ms-retry-after-ms", "x-request-id", "apim-request-id"]) assert.equal(headers[name], sent[name], name);
  for (const name of ["set-cookie", "location", "www-authenticate", "x-more", "clear-site-data", "access-control-allow-origin", "refresh"]) assert.equal(headers[name], undefined, name);
  assert.match(headers["content-security-policy"], /default-src 'none'.*sandbox/);
});

test("a platform without a date is given none", async (t) => {
  const { console } = await beside(t, (_, response) => ((response.sendDate = false), response.writeHead(204).end()));
  const { status, headers } = await ask(console, "at/own/v1/agents/a", { method: "DELETE" });
  assert.deepEqual([status, headers.date, headers["content-type"]], [204, undefined, undefined]);
});

test("a redirect is not followed, and is judged as it is directly", async (t) => {
  for (const status of [301, 302, 303, 307, 308]) {
    const { console, platform } = await beside(t, (_, response) => response.writeHead(status, { location: "/v1/elsewhere" }).end());
    const direct = new AgentClient({ backend: "charm", baseUrl: platform.baseUrl, maxRetries: 0 });
    const [through, itself] = [await failure(pageClient(console, "own", { backend: "charm" }).deleteAgent("a")), await failure(direct.deleteAgent("a"))];
    assert.deepEqual([through.code, through.outcomeUnknown, through.status], [itself.code, itself.outcomeUnknown, itself.status]);
    assert.equal(through.code, "wrong-endpoint");
    assert.deepEqual(platform.asked.map(({ url }) => url), ["/v1/agents/a", "/v1/agents/a"]);
  }
});

test("an answer that repeats the credential does not tell it, in whatever chunks it comes", async (t) => {
  const base64 = Buffer.from(`user:${PLANTED}`).toString("base64");
  const said = JSON.stringify({ id: "a", name: PLANTED, as: `Bearer ${PLANTED}`, percent: encodeURIComponent(PLANTED), twice: encodeURIComponent(encodeURIComponent(PLANTED)).toLowerCase(), base64, other: "planted-credential" }).replace("}", `,"php":"${PLANTED.replaceAll("/", "\\/")}"}`);
  const { console } = await beside(t, (incoming, response) => {
    response.writeHead(incoming.method === "GET" ? 200 : 403, { "content-type": "application/json", "x-request-id": PLANTED });
    let at = 0;
    const next = () => (at < said.length ? response.write(said.slice(at, (at += 7)), () => setImmediate(next)) : response.end());
    next();
  });
  for (const method of ["GET", "DELETE"]) {
    const { text, headers } = await ask(console, "at/own/v1/agents/a", { method });
    const { name, as, percent, twice, php, other } = JSON.parse(text);
    assert.deepEqual([name, as, percent, twice, php, other], ["[credential]", "Bearer [credential]", "[credential]", "[credential]", "[credential]", "planted-credential"]);
    for (const form of [PLANTED, encodeURIComponent(PLANTED), Buffer.from(PLANTED).toString("base64").slice(0, -4)]) assert.ok(!(text + JSON.stringify(headers)).includes(form));
    assert.doesNotMatch(Buffer.from(JSON.parse(text).base64, "base64").toString(), /credential-5e1f/);
  }
  await until(() => /DELETE/.test(console.texts.stderr));
  assert.match(console.texts.stderr, /own {2}DELETE \/v1\/agents\/a {2}403/);
  assert.ok(!(console.texts.stderr + console.texts.stdout).includes("planted-credential"));
});

test("a platform that can't be reached: nothing was sent, and the package says so", async (t) => {
  const made = await world(t);
  const closed = createServer();
  await new Promise((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address();
  await new Promise((resolve) => closed.close(resolve));
  made.configure({ ...planted(`http://127.0.0.1:${port}`), nowhere: { backend: "charm", baseUrl: "http://nowhere.invalid", credential: { env: "CHARM_TOKEN" }, allowInsecureHttp: true } });
  const console = await startConsole(t, made, { env: { CHARM_TOKEN: PLANTED } });
  for (const name of ["own", "nowhere"]) {
    const error = await failure(pageClient(console, name, { backend: "charm" }).deleteAgent("a"));
    assert.deepEqual([error.code, error.outcomeUnknown], ["network", false], name);
    // A page that does not know the header is on the safe side.
    const unaware = await failure(pageClient(console, name, { backend: "charm", fetch }).deleteAgent("a"));
    assert.deepEqual([unaware.code, unaware.outcomeUnknown], ["backend-failure", true], name);
  }
});

test("a platform that dies: the page's connection breaks too, and nothing is sent twice", async (t) => {
  const cases = {
    "before it acted": (incoming) => incoming.socket.destroy(),
    "after the head": (_, response) => (response.writeHead(200, { "content-type": "application/json", "content-length": "40" }).write("{"), setTimeout(() => response.destroy(), 20)),
    "within chunks": (_, response) => (response.writeHead(200, { "content-type": "application/json" }).write('{"deleted":'), setTimeout(() => response.destroy(), 20)),
  };
  for (const [name, answer] of Object.entries(cases)) {
    const { console, platform } = await beside(t, answer);
    const error = await failure(pageClient(console, "own", { backend: "charm" }).deleteAgent("a"));
    assert.deepEqual([error.code, error.outcomeUnknown], ["network", true], name);
    assert.equal(platform.asked.length, 1, name);
    // Something has come before the break: a browser repeats a request by itself that got nothing.
    const raw = await ask(console, "at/own/v1/agents/a", { method: "DELETE" });
    assert.ok(raw.broken && raw.status >= 200, name);
  }
  const made = await everywhere(t);
  const console = await startConsole(t, made, { env: made.env });
  const { plain: id } = made.sandbox.agents.kortix;
  made.sandbox.inject({ kind: "reply-lost", backend: "kortix", method: "DELETE", times: 1 });
  const once = await failure(pageClient(console, "kortix", { backend: "kortix" }).deleteAgent(id));
  assert.deepEqual([once.code, once.outcomeUnknown, made.sandbox.has("kortix", id)], ["network", true, false]);
  const another = made.sandbox.create("kortix");
  made.sandbox.inject({ kind: "reply-lost", backend: "kortix", method: "DELETE", times: 1 });
  const again = await pageClient(console, "kortix", { backend: "kortix", maxRetries: 1 }).deleteAgent(another, { ifMissing: "ignore" });
  assert.deepEqual([again.outcome, again.existed], ["absent", null]);
});

test("who leaves off in the page leaves off at the platform", async (t) => {
  const left = [];
  const { console, platform } = await beside(t, (_, response) => {
    if (platform.asked.length === 2) response.writeHead(200, { "content-type": "application/json" }).write("{");
    response.once("close", () => left.push(response.writableFinished));
  });
  for (const count of [1, 2]) {
    const controller = new AbortController();
    const call = failure(pageClient(console, "own", { backend: "charm" }).deleteAgent("a", { signal: controller.signal }));
    await until(() => platform.asked.length === count);
    controller.abort();
    const { code, outcomeUnknown } = await call;
    assert.deepEqual([code, outcomeUnknown], ["aborted", true]);
    await until(() => left.length === count);
  }
  assert.deepEqual(left, [false, false]);
});

test("an answer streams: its beginning is there before its end", async (t) => {
  let finish;
  const { console } = await beside(t, (_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).write('{"id":"a"');
    finish = () => response.end("}");
  });
  const answer = await fetch(`${console.address}at/own/v1/agents/a`);
  const reader = answer.body.getReader();
  assert.equal(new TextDecoder().decode((await reader.read()).value), '{"id":"a"');
  finish();
  assert.equal(new TextDecoder().decode((await reader.read()).value), "}");
});

test("what is protected is not changed, by id or name, whatever the page asks", async (t) => {
  const made = await everywhere(t, {
    kortix: { protect: ["DESK-*"] }, eliza: { protect: ["keep"] }, langchain: { protect: ["keep"] }, charm: { protect: ["agent_a*"] }, foundry: { protect: ["front-*"] },
  });
  const { sandbox } = made;
  const console = await startConsole(t, made, { env: made.env });
  const kept = {
    kortix: sandbox.create("kortix", { name: "desk-1", isDefault: true }), eliza: sandbox.create("eliza", { name: "keep", running: true }),
    langchain: sandbox.create("langchain", { name: "keep" }), foundry: sandbox.create("foundry", { id: "front-desk" }),
  };
  for (const [backend, id] of Object.entries(kept)) {
    const client = pageClient(console, backend, { backend });
    const calls = [() => client.deleteAgent(id, { force: true }), ...(client.capabilities.stop ? [() => client.stopAgent(id)] : [])];
    for (const call of calls) {
      const { code, outcomeUnknown, backendMessage } = await failure(call());
      assert.deepEqual([code, outcomeUnknown], ["forbidden", false], backend);
      assert.match(backendMessage, /The configuration protects it by ".*": nothing was sent/);
    }
    assert.ok(sandbox.has(backend, id));
    const other = sandbox.create(backend, { name: "other" });
    assert.equal((await client.deleteAgent(other, { force: true })).outcome, "deleted");
    // An agent that is not there has no name to protect, where "not there" is sure.
    const direct = await fetch(`${made.server.baseUrl(backend)}${gone(backend, other)}`, { method: "DELETE", headers: headersOf(made, backend) });
    const { status } = await ask(console, `at/${backend}${gone(backend, other)}`, { method: "DELETE" });
    assert.equal(status, backend === "kortix" ? 403 : direct.status, backend);
  }
  assert.equal((await ask(console, "at/charm/v1/agents/agent_aX", { method: "DELETE" })).status, 403);
  assert.equal(changing(sandbox).filter(({ backend }) => backend === "charm").length, 0);
  // What can't be read may be protected.
  const unreadable = sandbox.create("eliza", { name: "other" });
  sandbox.inject({ kind: "server-error", backend: "eliza", method: "GET" });
  const before = changing(sandbox).length;
  const { status, text } = await ask(console, `at/eliza/agents/${unreadable}`, { method: "DELETE" });
  assert.equal(status, 403);
  assert.match(text, /nobody can tell whether it is protected/);
  assert.equal(changing(sandbox).length, before);
});

test("the threads of a protected agent stay, and those of which nobody can tell", async (t) => {
  const made = await everywhere(t, { langchain: { protect: ["keep"] } });
  const { sandbox } = made;
  const console = await startConsole(t, made, { env: made.env });
  const { withThreads } = sandbox.agents.langchain;
  const client = pageClient(console, "langchain", { backend: "langchain" });
  assert.equal((await ask(console, "at/langchain/threads/thread-1", { method: "DELETE" })).status, 403);
  assert.deepEqual(changing(sandbox), []);
  assert.equal((await client.deleteAgent(withThreads, { cascade: ["threads"] })).outcome, "deleted");
  assert.ok(changing(sandbox).some(({ path }) => path.includes("/threads/")));

  const other = await upstream(t, (incoming, response) => {
    const isList = incoming.url.includes("/threads?");
    const body = isList && incoming.url.includes("page_size") ? { threads: incoming.url.includes("false") ? [{ id: "t1", agent_id: UUID }] : [], next_cursor: null } : { id: UUID, name: "keep" };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  made.configure({ own: { backend: "langchain", baseUrl: `${other.baseUrl}/v1/deepagents`, credential: { env: "CHARM_TOKEN" }, protect: ["keep"] } });
  const second = await startConsole(t, made, { env: made.env });
  const { code } = await failure(pageClient(second, "own", { backend: "langchain" }).deleteAgent(UUID, { cascade: ["threads"] }));
  assert.equal(code, "forbidden");
  assert.ok(other.asked.every(({ method }) => method === "GET"));
});

test("a credential that has run out meanwhile: the page hears that nothing was sent", async (t) => {
  const { console, platform } = await beside(t, (_, response) => response.writeHead(401, { "content-type": "application/json" }).end('{"detail":"expired"}'), { protect: ["keep"] });
  const error = await failure(pageClient(console, "own", { backend: "charm" }).deleteAgent("a"));
  assert.deepEqual([error.code, error.outcomeUnknown], ["unauthenticated", false]);
  assert.match(error.backendMessage, /It can't be read, so nobody can tell whether it is protected; nothing was sent/);
  assert.deepEqual(platform.asked.map(({ method }) => method), ["GET"]);

  // A program that gave one before, and gives none now.
  const said = {};
  const response = { writeHead: (status) => (said.status = status), end: (text) => (said.body = JSON.parse(text)) };
  const place = { root: platform.baseUrl, secrets: new Set(), connection: { backend: "charm", client: {}, auth: { bearer: () => Promise.reject(new Error("az ended with 1")) } } };
  const known = routeOf("charm", { method: "DELETE", path: "/v1/agents/a" });
  assert.equal(await forward(place, known, response, new AbortController().signal), "not sent");
  assert.deepEqual([said.status, said.body.error.message], [401, "az ended with 1: nothing was sent."]);
  assert.equal(platform.asked.length, 1);
});

test("production: nothing is changed before the name was typed", async (t) => {
  const made = await everywhere(t, { kortix: { production: true } });
  made.configure({ live: { backend: "kortix", baseUrl: made.server.baseUrl("kortix"), production: true, protect: [] }, alias: { backend: "kortix", baseUrl: `${made.server.baseUrl("kortix")}/` } });
  const console = await startConsole(t, made, { env: made.env });
  const told = JSON.parse((await ask(console, "connections.json")).text);
  assert.deepEqual(told.connections.map(({ name, production }) => [name, production]), [["live", true], ["alias", true]]);
  for (const name of ["live", "alias"]) {
    const id = made.sandbox.create("kortix", { name: "a" });
    for (const headers of [undefined, { "x-agent-delete-production": "other" }, { "x-agent-delete-production": "%" }]) {
      const client = pageClient(console, name, { backend: "kortix", ...(headers && { headers }) });
      assert.equal((await client.getAgent(id)).id, id);
      assert.equal((await failure(client.deleteAgent(id))).code, "forbidden");
    }
    assert.ok(made.sandbox.has("kortix", id));
    const client = pageClient(console, name, { backend: "kortix", headers: { "x-agent-delete-production": name } });
    assert.equal((await client.deleteAgent(id)).outcome, "deleted");
  }
});

test("connections that are set up wrongly are told, and the others work", async (t) => {
  const made = await world(t);
  const place = made.server.baseUrl("kortix");
  made.configure({
    good: { backend: "kortix", baseUrl: place, timeout: "5s", maxRetries: 1, concurrency: 7, protect: ["x-*"] },
    open: { backend: "kortix", baseUrl: "http://kortix.example.com/v1", credential: { env: "KORTIX_API_KEY" } },
    unset: { backend: "kortix", baseUrl: place, credential: { env: "NOT_SET" } },
    without: { backend: "charm", baseUrl: made.server.baseUrl("charm") },
    nowhere: { backend: "kortix" },
    program: { backend: "charm", baseUrl: made.server.baseUrl("charm"), credential: { command: [process.execPath, "-e", "process.exit(3)"] } },
  });
  const console = await startConsole(t, made);
  const { connections } = JSON.parse((await ask(console, "connections.json")).text);
  const problems = Object.fromEntries(connections.map(({ name, problem = null }) => [name, problem]));
  assert.deepEqual(connections[0], { name: "good", backend: "kortix", address: place, production: false, protect: ["x-*"], options: { timeoutMs: 5000, maxRetries: 1, concurrency: 7 } });
  assert.match(problems.open, /https/);
  assert.match(problems.unset, /NOT_SET is not set/);
  assert.match(problems.without, /has no credential/);
  assert.match(problems.nowhere, /"baseUrl" of the connection "nowhere" must be given/);
  assert.match(problems.program, /ended with 3/);
  assert.match(console.texts.stderr, /6 connections, 5 of them wrong/);
  for (const name of ["open", "unset", "without", "nowhere", "program"]) assert.equal((await ask(console, `at/${name}/agents`)).status, 403, name);
  assert.deepEqual(made.sandbox.requests, []);

  const chosen = await startConsole(t, made, "--connection", "good", "--connection", "unset");
  assert.deepEqual(JSON.parse((await ask(chosen, "connections.json")).text).connections.map(({ name }) => name), ["good", "unset"]);
  const unknown = await made.run("console", "--connection", "nobody");
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /has no connection "nobody"; it has good/);
});

test("the port: one that is taken, one that is none, and --json", async (t) => {
  const made = await world(t);
  const { child, texts } = made.start("console", "--json", "--port", "0", { input: null });
  t.after(() => child.kill("SIGKILL"));
  await until(() => texts.stdout.includes("\n"));
  const { address } = JSON.parse(texts.stdout);
  assert.equal((await fetch(address)).status, 200);
  const taken = createServer();
  await new Promise((resolve) => taken.listen(0, "127.0.0.1", resolve));
  t.after(() => taken.close());
  const refused = await made.run("console", "--port", String(taken.address().port));
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /Port \d+ can't be used: .*EADDRINUSE/);
  for (const port of ["x", "70000", "-1"]) assert.equal((await made.run("console", "--port", port)).code, 2);
  assert.equal((await made.run("console", "--token", "x")).code, 2);
});

test("Ctrl-C: ends it; hears out what may change something, and says what that is", async (t) => {
  let finish;
  const { console, platform } = await beside(t, (incoming, response) => {
    if (incoming.method === "GET") return;
    finish = () => response.writeHead(204).end();
  });
  const reading = failure(pageClient(console, "own", { backend: "charm" }).getAgent("read"));
  const deleting = pageClient(console, "own", { backend: "charm" }).deleteAgent("gone");
  await until(() => platform.asked.length === 2);
  console.child.kill("SIGINT");
  await until(() => console.texts.stderr.includes("heard out"));
  assert.match(console.texts.stderr, /1 change\b/);
  assert.match(console.texts.stderr, /own {2}DELETE \/v1\/agents\/gone/);
  assert.equal((await reading).code, "network");
  await assert.rejects(ask(console, "connections.json"));
  finish();
  assert.equal((await deleting).outcome, "deleted");
  assert.equal((await console.done).code, 0);

  const made = await world(t);
  const idle = await startConsole(t, made);
  await ask(idle, "");
  idle.child.kill("SIGTERM");
  assert.equal((await idle.done).code, 0);
  assert.doesNotMatch(idle.texts.stderr, /heard out/);
});

test("a second Ctrl-C ends it at once", async (t) => {
  const { console, platform } = await beside(t, () => {});
  const deleting = failure(pageClient(console, "own", { backend: "charm" }).deleteAgent("gone"));
  await until(() => platform.asked.length === 1);
  console.child.kill("SIGINT");
  await until(() => console.texts.stderr.includes("heard out"));
  console.child.kill("SIGINT");
  assert.equal((await console.done).code, 130);
  const { code, outcomeUnknown } = await deleting;
  assert.deepEqual([code, outcomeUnknown], ["network", true]);
});

test("--open: the browser is given an address that works once, and the real one in no argument", { skip: process.platform !== "linux" && "the stand-in is for xdg-open" }, async (t) => {
  const made = await world(t);
  const bin = join(made.cwd, "bin");
  mkdirSync(bin);
  const told = join(made.cwd, "opened");
  writeFileSync(join(bin, "xdg-open"), `#!/bin/sh\nprintf '%s' "$1" > ${told}.part && mv ${told}.part ${told}\n`);
  chmodSync(join(bin, "xdg-open"), 0o755);
  const console = await startConsole(t, made, "--open", { env: { PATH: `${bin}:${process.env.PATH}` } });
  let opened = "";
  await until(() => {
    try {
      opened = readFileSync(told, "utf8");
    } catch {}
    return opened !== "";
  });
  assert.ok(!opened.includes(console.path.slice(1, -1)));
  const { pathname } = new URL(opened);
  const first = await ask(console, pathname, { raw: true });
  assert.deepEqual([first.status, first.headers.location], [303, console.path]);
  assert.equal((await ask(console, pathname, { raw: true })).status, 403);
});
