// @ts-check
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer, request as ask } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { serveSandbox } from "../../pkg/sandbox/node.js";
import { env } from "../consumers/support/run.mjs";
import { importPackage } from "../package/support/project.mjs";
import { withTwins } from "../package/support/descriptions.mjs";
import { deletionMethod, further, placeOf } from "../package/support/platforms.mjs";
import { example } from "./support/example.mjs";

const STAFF = "Bearer staff-of-ours";

test("the proxy", { timeout: 10 * 60_000 }, async (t) => {
  const { folder } = await example(t, "proxy-server");
  const { createProxy } = await import(pathToFileURL(join(folder, "proxy.mjs")).href);
  const { AgentClient, AgentError, describePlatform, platforms: known } = await importPackage();
  const sandbox = createSandbox();
  const platforms = await serveSandbox(sandbox);
  t.after(() => platforms.close());

  /** @param {import("node:http").RequestListener} listener @param {import("node:test").TestContext} t */
  async function listening(listener, t) {
    const server = createServer(listener);
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    t.after(() => (server.closeAllConnections(), server.close()));
    return `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
  }

  /**
   * @param {import("../../pkg/types.js").KnownBackend} kind
   * @param {import("node:test").TestContext} t
   * @param {{ backend?: import("../../pkg/types.js").PlatformDescription }} [given]
   */
  async function proxied(kind, t, given = {}) {
    const path = `/agents-of/${kind}`;
    const { backend = kind, baseUrl, auth } = { ...platforms.clientOptions(kind), ...given };
    const origin = await listening(createProxy({
      backend: typeof backend === "string" ? backend : await describePlatform(backend), baseUrl, auth, path,
      mayPass: (/** @type {import("node:http").IncomingMessage} */ { headers }) => {
        if (headers.authorization === "Bearer broken") throw new Error("no session store");
        return headers.authorization === STAFF;
      },
    }), t);
    /** Where requests are signed, a page signs with what lets it pass. @param {string} bearer */
    const authOf = (bearer) => (/** @type {any} */ (auth)?.sign ? { sign: () => ({ authorization: `Bearer ${bearer}` }) } : { bearer });
    const client = (/** @type {string} */ bearer) => new AgentClient({ backend, baseUrl: origin + path, auth: authOf(bearer), maxRetries: 0 });
    return { origin, path, client, direct: new AgentClient({ ...platforms.clientOptions(kind), ...given }) };
  }

  for (const { kind, name, given } of withTwins(known.map(({ name }) => name))) {
    await t.test(`${name}: everything that the client does works through it`, async (t) => {
      sandbox.reset();
      const { client, direct } = await proxied(kind, t, given);
      const staff = client(STAFF.slice("Bearer ".length));
      const before = sandbox.list(kind);
      const id = sandbox.create(kind);
      const listed = [];
      for await (const agent of staff.listAgents()) listed.push(agent.id);
      assert.ok(listed.includes(id));
      assert.equal((await staff.getAgent(id)).id, id);
      const { missing } = await staff.backupAgent(id);
      const { missing: missingDirectly } = await direct.backupAgent(id);
      assert.deepEqual(missing.map(({ part }) => part), missingDirectly.map(({ part }) => part));
      const running = { charm: sandbox.agents.charm.daemon, foundry: sandbox.agents.foundry.live, eliza: sandbox.agents.eliza.running };
      assert.equal(staff.capabilities.stop, kind in running);
      if (staff.capabilities.stop) await staff.stopAgent(Reflect.get(running, kind));
      const { cascade } = staff.capabilities;
      const { outcome } = await staff.deleteAgent(id, { force: true, cascade, verify: true });
      assert.equal(outcome, further.get(kind)?.onlyAccepts ? "accepted" : "deleted");
      const special = { kortix: sandbox.agents.kortix.default, langchain: sandbox.agents.langchain.withThreads };
      const more = Reflect.get(special, kind);
      if (more) assert.equal((await staff.deleteAgent(more, { force: true, cascade })).outcome, "deleted");
      // What was only accepted is carried out once somebody has looked.
      await direct.getAgent(id).catch(() => {});
      assert.deepEqual(sandbox.list(kind), before.filter((other) => other !== more));
      assert.ok(sandbox.requests.every(({ credential, dangerous }) => credential === "right" && !dangerous));
    });
  }

  await t.test("who may not pass is told, and nothing is forwarded", async (t) => {
    sandbox.reset();
    const { client } = await proxied("charm", t);
    for (const bearer of ["guest", "broken"]) {
      const error = await client(bearer).deleteAgent(sandbox.agents.charm.plain).catch((reason) => reason);
      assert.ok(error instanceof AgentError);
      assert.deepEqual([error.code, error.outcomeUnknown], ["unauthenticated", false]);
    }
    assert.deepEqual(sandbox.requests, []);
  });

  await t.test("what the client never asks for is not forwarded", async (t) => {
    const uuid = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    /** @type {[import("../../pkg/types.js").KnownBackend, method: string, path: string, body?: string][]} */
    const wrong = [
      ["charm", "DELETE", "/v1/agents"], ["charm", "DELETE", "/v1/agents/"], ["charm", "DELETE", "/v1/agents/.."],
      ["charm", "DELETE", "/v1/agents/%2e%2e"], ["charm", "DELETE", "/v1/agents/a%2Fb"], ["charm", "DELETE", "/v1/agents/a/b"],
      ["charm", "DELETE", "/v1/agents/a%252fb"], ["charm", "DELETE", "/v1/agents/a\\b"], ["charm", "POST", "/v1/agents"],
      ["charm", "PATCH", "/v1/agents/a"], ["charm", "GET", "/v1/runs"], ["charm", "GET", "/../v1/agents"],
      ["eliza", "DELETE", `/agents/${uuid}/memories`], ["eliza", "POST", "/server/stop"], ["eliza", "DELETE", "/agents/a"],
      ["foundry", "POST", "/agents"], ["foundry", "DELETE", "/agents/a/versions/1"], ["foundry", "DELETE", "/agents/a:disable"],
      ["langchain", "DELETE", "/threads"], ["langchain", "POST", "/threads"],
      ["kortix", "PUT", `/agents/${uuid}`, '{"name":"other"}'], ["kortix", "PUT", `/agents/${uuid}`],
      ["kortix", "DELETE", `/agents/${uuid}`, "x".repeat(1000)],
    ];
    for (const { name } of known) {
      for (const id of ["", "..", "%2e%2e", "a%2Fb", "a/b", "a%252fb"]) wrong.push([name, deletionMethod(name), placeOf(name, id)]);
    }
    for (const [kind, method, path, body] of wrong) {
      sandbox.reset();
      const proxy = await proxied(kind, t);
      // As it is: fetch would resolve the path.
      const status = await new Promise((resolve, reject) => {
        const { port } = new URL(proxy.origin);
        const headers = { authorization: STAFF, ...(body && { "content-length": body.length }) };
        const sent = ask({ host: "127.0.0.1", port, method, path: proxy.path + path, headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sent.on("error", reject).end(body);
      });
      assert.ok(status === 404 || status === 400, `${method} ${path}: ${status}`);
      assert.deepEqual(sandbox.requests, [], `${method} ${path}`);
    }
  });

  await t.test("where it can't sign, nothing is sent, and the page is told so", async (t) => {
    sandbox.reset();
    const path = "/agents-of/bedrock";
    const sign = () => Promise.reject(new Error("no keys"));
    const origin = await listening(createProxy({ backend: "bedrock", baseUrl: platforms.baseUrl("bedrock"), auth: { sign }, path, mayPass: () => true }), t);
    const client = new AgentClient({ backend: "bedrock", baseUrl: origin + path, auth: { sign: () => ({ authorization: STAFF }) }, maxRetries: 0 });
    const error = await client.deleteAgent(sandbox.create("bedrock")).catch((reason) => reason);
    assert.deepEqual([error.code, error.outcomeUnknown, sandbox.requests], ["unauthenticated", false, []]);
  });

  await t.test("a lost answer leaves the outcome unknown", async (t) => {
    sandbox.reset();
    const { client } = await proxied("charm", t);
    sandbox.inject({ kind: "reply-lost", backend: "charm", method: "DELETE", times: 1 });
    const error = await client(STAFF.slice("Bearer ".length)).deleteAgent(sandbox.agents.charm.plain).catch((reason) => reason);
    assert.deepEqual([error.code, error.outcomeUnknown], ["backend-failure", true]);
  });

  await t.test("as a server of its own", async (t) => {
    sandbox.reset();
    const settings = {
      AGENT_PLATFORM: "charm", AGENT_BASE_URL: platforms.baseUrl("charm"), PORT: "0", STAFF_TOKEN: "of-ours",
      AGENT_API_KEY: Object.values(sandbox.credential("charm"))[0],
    };
    const server = spawn(process.execPath, ["server.mjs"], { cwd: folder, env: { ...env, ...settings }, stdio: ["ignore", "pipe", "inherit"] });
    t.after(() => server.kill());
    let printed = "";
    for await (const chunk of server.stdout) {
      printed += chunk;
      if (printed.includes("\n")) break;
    }
    const [, baseUrl] = /^baseUrl: (\S+)$/m.exec(printed) ?? assert.fail(printed);
    const client = (/** @type {string} */ bearer) => new AgentClient({ backend: "charm", baseUrl, auth: { bearer } });
    const refused = await client("of-theirs").deleteAgent(sandbox.agents.charm.plain).catch((reason) => reason);
    assert.equal(refused.code, "unauthenticated");
    const { outcome } = await client("of-ours").deleteAgent(sandbox.agents.charm.plain);
    assert.equal(outcome, "deleted");
  });
});
