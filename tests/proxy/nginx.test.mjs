// The package behind a real nginx, in configurations that are common and that change a path or an answer.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import http from "node:http";
import { importPackage } from "../package/support/project.mjs";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { serveSandbox } from "../../pkg/sandbox/node.js";
import { resolvePath } from "../../pkg/sandbox/proxy.js";
import { startNginx } from "./support/nginx.mjs";

const { AgentClient } = await importPackage();

const BACKENDS = ["charm", "langchain", "foundry", "eliza", "kortix"];

/** What becomes of a request that the platform has carried out and does not answer. */
const ERROR_PAGES = {
  "page-200": "504 =200 /sorry.html",
  "page-302": "504 =302 /sorry.html",
  "page-404": "504 =404 /sorry.html",
  // With a location to go to.
  redirect: "504 =302 http://sorry.invalid/",
};

const sandbox = createSandbox({ variants: { langchain: "unnamed" } });
let server;
let nginx;

before(async () => {
  server = await serveSandbox(sandbox);
  const configurations = {
    plain: `location / { proxy_pass ${server.origin}; }`,
    // nginx decodes and resolves the path then, and encodes it anew.
    "with-path": `location /below/ { proxy_pass ${server.origin}/; }`,
    // It forwards what it knows of a query. The list can be read to its end then.
    "half-query": `location / {
      set $cursor $arg_cursor;
      set $args "page_size=$arg_page_size&test_run=$arg_test_run";
      if ($cursor) { set $args "$args&cursor=$cursor"; }
      proxy_pass ${server.origin};
    }`,
  };
  for (const [name, errorPage] of Object.entries(ERROR_PAGES)) {
    configurations[name] = `proxy_read_timeout 1s; error_page ${errorPage};
      location / { proxy_pass ${server.origin}; }
      location = /sorry.html { internal; root pages; }`;
  }
  nginx = await startNginx(configurations);
});

after(async () => {
  await nginx?.stop();
  await server?.close();
});

function client(configuration, backend, more) {
  const below = configuration === "with-path" ? "/below" : "";
  const { pathname } = new URL(sandbox.baseUrl(backend));
  return new AgentClient({
    ...sandbox.clientOptions(backend),
    fetch: undefined,
    baseUrl: `${nginx.origins[configuration]}${below}${pathname}`,
    maxRetries: 0,
    ...more,
  });
}

/** An agent that nothing keeps from being deleted. */
const fresh = (backend) => sandbox.createMany(backend, 1)[0];
const forced = (backend) => ({ force: backend === "eliza" });
const failed = (promise) => promise.then((value) => assert.fail(JSON.stringify(value)), (error) => error);

const REACHING_OUT = [
  "/victim", "x/../victim", "./victim", "../agents/victim", "../../anything/else", "..", ".", "",
  "x%2F..%2Fvictim", "%2e%2e%2fagents%2fvictim", ".%2Fvictim", "%2Fvictim", "x%252F..%252Fvictim", "%2e", "%2E%2e",
  "x\\..\\victim", "x%5C..%5Cvictim", "..;", "victim%20", " victim", "victim\u200b", "\ufeffvictim", "victim\u0000",
];

for (const configuration of ["plain", "with-path", ...Object.keys(ERROR_PAGES)]) {
  test(`${configuration}: an id that would reach another agent is refused, and nothing is sent`, async () => {
    const victim = sandbox.create("charm", { id: "victim" });
    const charm = client(configuration, "charm");
    sandbox.clearRequests();
    for (const id of REACHING_OUT) {
      const calls = ["deleteAgent", "getAgent", "stopAgent", "backupAgent", "planDeletion"];
      for (const call of calls) {
        const error = await failed(charm[call](id));
        assert.deepEqual([error.code, error.outcomeUnknown], ["invalid-input", false], `${call} ${id}`);
      }
      for await (const { error } of charm.deleteAgents([id])) assert.equal(error.code, "invalid-input", id);
    }
    assert.deepEqual(sandbox.requests, []);
    assert.equal(sandbox.has("charm", victim), true);
    await charm.deleteAgent(victim);
    assert.equal(sandbox.has("charm", victim), false);
  });

  test(`${configuration}: agents are deleted, those with odd ids too`, async () => {
    for (const backend of BACKENDS) {
      const id = fresh(backend);
      const { outcome } = await client(configuration, backend).deleteAgent(id, forced(backend));
      assert.deepEqual([outcome, sandbox.has(backend, id)], ["deleted", false], backend);
    }
    for (const id of ["a b?c#d", "ümlaut", "100%25", "a;b", "a:b", "a+b=c&d", "~'()*!", "a…b"]) {
      sandbox.create("charm", { id });
      const count = sandbox.list("charm").length;
      const { outcome } = await client(configuration, "charm").deleteAgent(id);
      assert.deepEqual([outcome, sandbox.has("charm", id)], ["deleted", false], id);
      assert.equal(sandbox.list("charm").length, count - 1, id);
    }
  });
}

/** What reaches the platform of a path that goes through nginx as it is written. */
async function through(configuration, path) {
  sandbox.clearRequests();
  const { hostname, port } = new URL(nginx.origins[configuration]);
  await new Promise((resolve, reject) => {
    const request = http.get({ hostname, port, path, agent: false }, (response) => response.resume().on("end", resolve));
    request.on("error", reject);
  });
  return sandbox.requests.map((request) => request.path);
}

test("with-path: nginx does to a path what the sandbox's fault does", async () => {
  const paths = [
    "/v1/agents/a", "/v1/agents/x%2F..%2Fvictim", "/v1/agents/.%2Fvictim", "/v1/agents/%2Fvictim", "//v1///agents",
    "/v1/agents/..%2fagents%2Fvictim", "/v1/agents/%2e%2e%2fvictim", "/v1/agents/vict%2569m", "/v1/agents/", "/v1/x/..",
    "/v1/agents/support-bot:disable", "/v1/agents/a%20b%3Fc%23d", "/v1/agents/%C3%BC%2B%26%3D%40~'()*!%3B%2C$",
  ];
  for (const path of paths) {
    const request = { path };
    resolvePath(request);
    assert.deepEqual(await through("with-path", `/below/charm${path}`), [`/charm${request.path}`], path);
    assert.deepEqual(await through("plain", `/charm${path}`), [`/charm${path}`], path);
  }
});

test("with-path: nginx does resolve an encoded path, so that the refusals above are needed", async () => {
  const victim = sandbox.create("charm", { id: "victim" });
  const { bearer, apiKey } = sandbox.credential("charm");
  const headers = bearer ? { authorization: `Bearer ${bearer}` } : { "x-api-key": apiKey };
  const { pathname } = new URL(sandbox.baseUrl("charm"));
  const url = `${nginx.origins["with-path"]}/below${pathname}/v1/agents/x%2F..%2Fvictim`;
  assert.equal((await fetch(url, { method: "DELETE", headers })).status, 204);
  assert.equal(sandbox.has("charm", victim), false);
});

test("a gateway that gave up waiting says nothing of the deletion, however it dresses that up", async () => {
  const cases = Object.keys(ERROR_PAGES).flatMap((configuration) =>
    BACKENDS.map((backend) => ({ configuration, backend, id: fresh(backend) })),
  );
  for (const { backend, id } of cases) {
    sandbox.inject({ kind: "hang", carriedOut: true, backend, method: "DELETE", agentId: id, times: 1 });
  }
  await Promise.all(
    cases.map(async ({ configuration, backend, id }) => {
      const error = await failed(client(configuration, backend).deleteAgent(id, forced(backend)));
      const what = `${configuration} ${backend}: ${error.message}`;
      assert.deepEqual([error.code, error.outcomeUnknown], ["wrong-endpoint", true], what);
      assert.match(error.message, /may or may not have deleted/, what);
      assert.equal(sandbox.has(backend, id), false, what);
    }),
  );
});

test("a gateway's page in place of a read proves nothing either", async () => {
  await Promise.all(
    Object.keys(ERROR_PAGES).map(async (configuration) => {
      const id = fresh("charm");
      sandbox.inject({ kind: "hang", backend: "charm", method: "GET", agentId: id, times: 1 });
      const deletion = await client(configuration, "charm").deleteAgent(id, { verify: true });
      assert.deepEqual([deletion.outcome, deletion.verified], ["deleted", false], configuration);
    }),
  );
});

test("trying again after such a page brings no proof that there was none", async () => {
  await Promise.all(
    Object.keys(ERROR_PAGES).map(async (configuration) => {
      const id = fresh("kortix");
      sandbox.inject({ kind: "hang", carriedOut: true, backend: "kortix", method: "DELETE", agentId: id, times: 1 });
      const kortix = client(configuration, "kortix", { maxRetries: 2 });
      const first = await failed(kortix.deleteAgent(id));
      assert.deepEqual([first.code, first.outcomeUnknown], ["wrong-endpoint", true], configuration);
      const again = await failed(kortix.deleteAgent(id));
      assert.deepEqual([again.code, again.outcomeUnknown], ["not-found", false], configuration);
    }),
  );
});

test("half-query: no thread is deleted where nothing tells whose it is", async () => {
  const [one, other] = [1, 1].map((real) => sandbox.create("langchain", { threads: { real } }));
  const error = await failed(client("half-query", "langchain").deleteAgent(one, { cascade: ["threads"] }));
  assert.deepEqual([error.code, error.outcomeUnknown], ["unexpected-response", false]);
  assert.deepEqual([sandbox.has("langchain", one), sandbox.get("langchain", other).threads.real], [true, 1]);
});
