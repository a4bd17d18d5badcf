// `console` over every platform that takes a credential as it is: the same by it as directly, and nothing beside what the package sends.
import assert from "node:assert/strict";
import { test } from "node:test";
import { platforms } from "../../cli/platforms.js";
import { AgentClient } from "../../pkg/node.js";
import { deletionMethod, further, placeOf } from "../package/support/platforms.mjs";
import { BACKENDS, ask, everywhere, pageClient, startConsole } from "./console-support.mjs";

const outcome = (call) => call.then(
  ({ outcome: how, existed, verified }) => ({ outcome: how, existed, verified }),
  ({ code, outcomeUnknown, status }) => ({ code, outcomeUnknown, status }),
);

/** Requests that may change something: others than reads, of which some are a POST. */
const changes = (sandbox) => sandbox.requests.filter(({ method }) => method === "DELETE" || method === "PUT");

/** A seed by which an agent is called so, where that is not its id. */
const called = (backend, name) => (backend === "foundry" ? { id: name } : { name });

test("every platform: listed, looked for, planned, deleted, missing, redirected", async (t) => {
  const made = await everywhere(t);
  const { sandbox, server } = made;
  const console = await startConsole(t, made, { env: made.env });
  for (const backend of BACKENDS) {
    await t.test(backend, async () => {
      const through = pageClient(console, backend, { backend });
      const direct = new AgentClient({ ...server.clientOptions(backend), maxRetries: 0 });
      const both = async (call) => {
        const [one, other] = [await call(through), await call(direct)];
        assert.deepEqual(one, other);
        return one;
      };
      const ids = (search) => async (client) => {
        const found = [];
        for await (const { id } of client.listAgents({ ...(search && { search }), ...(backend !== "eliza" && { pageSize: 1 }) })) found.push(id);
        return found;
      };
      assert.ok((await both(ids())).length >= 2);
      // Some are asked for a name in a body.
      const name = backend === "foundry" ? "zoe-9" : 'Zoë "9" ☺';
      const id = sandbox.create(backend, called(backend, name));
      assert.deepEqual(await both(ids(name)), [id]);
      const plan = await both(async (client) => {
        const { requests, steps, durationMs, ...rest } = await client.planDeletion(id, { force: true });
        return { ...rest, requests: requests.map(({ method, path }) => `${method} ${path.split("/").at(-1)}`) };
      });
      assert.equal(plan.agent.id, id);
      const { content } = await through.backupAgent(id);
      assert.deepEqual(content, (await direct.backupAgent(id)).content);

      for (const status of [301, 302, 307, 308]) {
        const redirect = (client) => (sandbox.inject({ kind: "redirect", backend, method: deletionMethod(backend), status, times: 1 }), outcome(client.deleteAgent(id, { force: true })));
        assert.equal((await both(redirect)).code, "wrong-endpoint");
      }
      assert.ok(sandbox.has(backend, id));
      const lost = (client) => (sandbox.inject({ kind: "server-error", backend, method: deletionMethod(backend), times: 1 }), outcome(client.deleteAgent(id, { force: true })));
      assert.equal((await both(lost)).outcomeUnknown, true);

      const { outcome: how } = await through.deleteAgent(id, { force: true, verify: true, waitMs: 10_000 });
      assert.deepEqual([how, sandbox.has(backend, id)], ["deleted", false]);
      await both((client) => outcome(client.deleteAgent(id, { force: true })));
      await both((client) => outcome(client.deleteAgent(id, { force: true, ifMissing: "ignore" })));
      await both((client) => outcome(client.getAgent(id)));

      const { guarded, withThreads } = sandbox.agents[backend];
      if (guarded) {
        assert.equal((await both((client) => outcome(client.deleteAgent(guarded)))).outcomeUnknown, false);
        assert.equal((await outcome(through.deleteAgent(guarded, { force: true, waitMs: 10_000 }))).outcome, "deleted");
      }
      if (withThreads) assert.equal((await through.deleteAgent(withThreads, { cascade: ["threads"] })).outcome, "deleted");
    });
  }
  assert.ok(sandbox.requests.every(({ credential, dangerous }) => credential === "right" && !dangerous));
  assert.ok(sandbox.requests.some(({ backend }) => backend === "openai"));
  assert.ok(sandbox.requests.every(({ backend, headers }) => backend !== "openai" || headers.includes("openai-beta")));
});

test("every platform: what the package never asks for reaches none", async (t) => {
  const made = await everywhere(t);
  const console = await startConsole(t, made, { env: made.env });
  for (const backend of BACKENDS) {
    const id = made.sandbox.list(backend)[0];
    const place = placeOf(backend, encodeURIComponent(id));
    const [path, query = ""] = place.split("?");
    const collection = path.slice(0, path.lastIndexOf("/"));
    const wrong = [
      ["DELETE", collection], ["DELETE", `${collection}/`], ["DELETE", `${collection}/..`], ["DELETE", `${collection}/%2e%2e`], ["DELETE", `/..${place}`], ["DELETE", `/${place}`],
      ["DELETE", `/./${place.slice(1)}`], ["DELETE", `${path}/x/../y${query && `?${query}`}`], ["DELETE", `${path}%2Fy`], ["DELETE", `${place}#x`], ["DELETE", `${place}${query ? "&" : "?"}a=b`],
      [deletionMethod(backend), place, "{}"], ["PATCH", place], ["PATCH", place, "{}"], ["PUT", place, '{"name":"x"}'], ["POST", place, '{"name":"x"}'], ["OPTIONS", place], ["HEAD", place],
      ["POST", collection, '{"name":"x"}'], ["POST", collection, `{"limit":1,"name":"${"x".repeat(20_000)}"}`], ["GET", `${path}/nothing/of/it`], ["GET", "//evil.example/"],
      ...(further.get(backend)?.refuses ?? []).filter(Boolean).map((other) => [deletionMethod(backend), placeOf(backend, encodeURIComponent(other))]),
    ];
    for (const [method, where, body] of wrong) {
      const status = await ask(console, `at/${backend}${where}`, { method, body }).then(({ status: given }) => given, () => "broken");
      assert.ok([400, 403, "broken"].includes(status), `${backend} ${method} ${where}: ${status}`);
    }
  }
  assert.deepEqual(made.sandbox.requests, []);
});

test("every platform: what is protected stays, by id and by name", async (t) => {
  const byName = Object.fromEntries(BACKENDS.map((backend) => [backend, { protect: ["keep-*"] }]));
  for (const more of [byName, Object.fromEntries(BACKENDS.map((backend) => [backend, { protect: ["nothing"] }]))]) {
    const made = await everywhere(t, more);
    const { sandbox } = made;
    const kept = Object.fromEntries(BACKENDS.map((backend) => [backend, sandbox.create(backend, called(backend, "keep-1"))]));
    if (more !== byName) {
      made.configure(Object.fromEntries(BACKENDS.map((backend) => [backend, {
        backend, baseUrl: made.server.baseUrl(backend), credential: { env: `${backend.toUpperCase()}_TOKEN` }, protect: [kept[backend]],
      }])));
      for (const backend of BACKENDS) made.env[`${backend.toUpperCase()}_TOKEN`] ??= Object.values(backend === "kortix" ? sandbox.credential(backend, "alternative") : sandbox.credential(backend))[0];
    }
    const console = await startConsole(t, made, { env: made.env });
    for (const backend of BACKENDS) {
      const client = pageClient(console, backend, { backend });
      // A sleeptime agent or a thread may be protected as well as what it hangs on.
      const refused = await client.deleteAgent(kept[backend], { force: true }).then((result) => result, (error) => error);
      assert.deepEqual([refused.code, refused.outcomeUnknown], ["forbidden", false], backend);
      assert.match(refused.backendMessage, /The configuration protects it by ".*": nothing was sent/, backend);
      assert.ok(sandbox.has(backend, kept[backend]));
      assert.deepEqual(changes(sandbox).filter((one) => one.backend === backend), []);
      const { withThreads = sandbox.create(backend, called(backend, "other-1")) } = sandbox.agents[backend];
      const cascade = platforms[backend].capabilities.cascade;
      const { outcome: how } = await client.deleteAgent(withThreads, { force: true, cascade, waitMs: 10_000 });
      assert.equal(how, "deleted", backend);
    }
  }
});
