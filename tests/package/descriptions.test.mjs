// @ts-check
// Platforms by a description, through the packed package: what is wrong with one, what is read of it and when, and where its name
// and its facts turn up. That one says the same as the platform that it describes is shown in the tests of wires, flows and proxies.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { twins } from "./support/descriptions.mjs";
import { deleted, recording } from "./support/fetches.mjs";
import { clientOptions, credential, further } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient, AgentError, backupFromJson, backupToJson, describePlatform, platforms, resultsToCsv } = await importPackage();

/** @typedef {import("../../pkg/types.js").PlatformDescription} PlatformDescription */

/** The least that describes a platform. @returns {PlatformDescription} */
const acme = () => ({
  name: "acme",
  baseUrl: "https://api.acme.example/v1",
  delete: { path: "/agents/{id}" },
  proof: [{ status: 204 }],
});

/** @param {any} backend @param {any} [more] */
const clientOf = (backend, more) => new AgentClient({ backend, auth: { bearer: credential }, maxRetries: 0, ...more });

describe("whatever is wrong with one is said by its name, and nothing is sent", () => {
  /** @type {{ with?: object, without?: string[], whole?: unknown, says: string }[]} */
  const cases = JSON.parse(readFileSync(new URL("../wrong-descriptions.json", import.meta.url), "utf8"));
  assert.ok(cases.length > 200);
  for (const { with: more, without = [], whole, says } of cases) {
    const given = more ?? (without.length > 0 ? { without } : whole);
    test(`${JSON.stringify(given)?.slice(0, 120)}`, async () => {
      /** @type {any} */
      let description = whole;
      if (more || without.length > 0) {
        description = { ...acme(), ...more };
        for (const name of without) delete description[name];
      }
      const error = await describePlatform(description).then(() => assert.fail("it was taken"), (reason) => reason);
      assert.ok(error instanceof AgentError, String(error));
      assert.equal(error.code, "invalid-input");
      if (typeof description === "object" && description !== null && !Array.isArray(description) && typeof description.name === "string") {
        assert.equal(error.message, says);
        const fetch = recording(deleted);
        const client = clientOf(description, { fetch });
        for (const call of [client.deleteAgent("a"), client.getAgent("a"), client.listAgents().next(), client.deleteAgents(["a"])]) {
          await assert.rejects(call, { code: "invalid-input", message: says });
        }
        assert.deepEqual(fetch.requests, []);
      }
    });
  }
});

test("an error and an agent are read where the description says", async () => {
  /** @type {PlatformDescription} */
  const backend = {
    ...acme(),
    agent: { name: "meta.label", description: "meta.purpose", status: { in: "on", active: [true], inactive: [false] }, createdAt: "born", updatedAt: ["touched", "meta.touched"] },
    missing: [{ status: 404, backendCode: "bot_not_found" }],
    errors: { code: "problem.kind", message: "problem.text", requestId: "problem.trace" },
  };
  const missing = clientOf(backend, { fetch: async () => Response.json({ problem: { kind: "bot_not_found", text: "No such bot.", trace: "t-7" } }, { status: 404 }) });
  await assert.rejects(missing.deleteAgent("bot_1"), { code: "not-found", backendCode: "bot_not_found", backendMessage: "No such bot.", requestId: "t-7" });
  const there = clientOf(backend, { fetch: async () => Response.json({ id: "bot_1", meta: { label: "Bot", purpose: "helps", touched: 1709683200 }, on: false, born: "2024-03-06" }) });
  const { raw, ...shown } = await there.getAgent("bot_1");
  assert.deepEqual(shown, {
    id: "bot_1", name: "Bot", description: "helps", status: "inactive", isDefault: null, isProtected: null,
    createdAt: "2024-03-06", updatedAt: "2024-03-06T00:00:00.000Z",
  });
});

test("what is no description at all is refused at once", () => {
  for (const [backend, message] of [
    [5, "backend must be a platform's name or a description, not a number"],
    [null, "backend must be a platform's name or a description, not null"],
    [[acme()], "backend must be a platform's name or a description, not an array"],
    [new Map(), "backend must be a platform's name or a description, not an object"],
    [acme, "backend must be a platform's name or a description, not a function"],
    [{}, "backend.name must be a string, not undefined"],
    [{ ...acme(), name: 5 }, "backend.name must be a string, not a number"],
    [{ ...acme(), destroys: () => ["a"] }, "backend.destroys must be plain data, as JSON holds it, not a function"],
    [{ ...acme(), proof: [{ status: 204n }] }, "backend.proof[0].status must be plain data, as JSON holds it, not a bigint"],
    [{ ...acme(), proof: [undefined] }, "backend.proof[0] must be plain data, as JSON holds it, not undefined"],
    [{ ...acme(), headers: new Map() }, "backend.headers must be plain data, as JSON holds it, not an object"],
    [{ ...acme(), headers: Promise.resolve({ "x-version": "1" }) }, "backend.headers must be plain data, as JSON holds it, not an object of a class, such as a Date or a Promise"],
    [{ ...acme(), keeps: [new Date(0)] }, "backend.keeps[0] must be plain data, as JSON holds it, not an object of a class, such as a Date or a Promise"],
    [{ ...acme(), delete: new (class { get path() { return "/agents/{id}"; } })() }, "backend.delete must be plain data, as JSON holds it, not an object of a class, such as a Date or a Promise"],
    [Object.assign(new (class Acme {})(), acme()), "backend must be plain data, as JSON holds it, not an object of a class, such as a Date or a Promise"],
    [new Proxy(acme(), { getPrototypeOf: () => { throw new Error("no"); } }), "reading backend threw an error"],
  ]) {
    assert.throws(() => new AgentClient(/** @type {any} */ ({ backend })), { name: "AgentError", code: "invalid-input", message }, String(message));
  }
});

test("one that has too much in it is refused before all of it is read", () => {
  const wide = /** @type {any} */ (acme());
  for (let at = 0; at < 30_000; at++) wide[`member${at}`] = 1;
  assert.throws(() => new AgentClient({ backend: wide }), { code: "invalid-input", message: "backend has too many members for a description" });
  // The same object in many places, in each of which it has the same in many places.
  let many = /** @type {any} */ ({ a: 1 });
  for (let depth = 0; depth < 10; depth++) many = Object.fromEntries(Array.from("abcdefghij", (name) => [name, many]));
  assert.throws(() => new AgentClient({ backend: { ...acme(), agent: many } }), { code: "invalid-input", message: /^backend\.agent\..* has too many members for a description$/ });
});

test("one that contains itself is refused", () => {
  const round = /** @type {any} */ (acme());
  round.keeps = [round];
  assert.throws(() => new AgentClient({ backend: round }), { code: "invalid-input", message: /^backend\..* is too deep for a description$/ });
});

test("each member is read once, of the description alone, and what throws is told", async () => {
  /** @type {Record<string, number>} */
  const reads = {};
  const watched = (/** @type {any} */ object, path = "") =>
    new Proxy(object, {
      get(target, name) {
        if (typeof name === "string" && Object.hasOwn(target, name) && name !== "length") reads[`${path}${name}`] = (reads[`${path}${name}`] ?? 0) + 1;
        const value = target[name];
        return typeof value === "object" && value !== null ? watched(value, `${path}${String(name)}.`) : value;
      },
    });
  const fetch = recording(deleted);
  const client = clientOf(watched({ ...acme(), missing: [{ status: 404, body: { code: "gone_agent" } }] }), { fetch });
  await client.deleteAgent("a");
  await client.deleteAgent("b");
  assert.ok(reads["missing.0.body.code"] === 1, JSON.stringify(reads));
  assert.deepEqual(Object.entries(reads).filter(([, count]) => count !== 1), []);

  const throwing = { ...acme(), get missing() { throw new Error("hunter2"); } };
  assert.throws(() => new AgentClient({ backend: throwing }), { code: "invalid-input", message: "reading backend.missing threw an error" });
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  assert.throws(() => new AgentClient(/** @type {any} */ ({ backend: { ...acme(), stop: revoked.proxy } })), { code: "invalid-input" });
});

test("what is changed later changes nothing", async () => {
  const fetch = recording(() => new Response("{}", { status: 200 }));
  const description = /** @type {any} */ (acme());
  const client = clientOf(description, { fetch });
  description.delete.path = "/users/{id}";
  description.proof.push({ status: 200, body: { a: 1 } });
  description.name = "other";
  await assert.rejects(client.deleteAgent("a"), { code: "unexpected-response", backend: "acme" });
  assert.deepEqual(fetch.requests.map(({ method, url }) => [method, url]), [["DELETE", "https://api.acme.example/v1/agents/a"]]);
});

test("no polluted prototype adds a proof", async () => {
  const polluted = /** @type {any} */ (Object.prototype);
  const members = { missing: [{ status: 404, body: { code: "x_y" } }], missingProvesGone: true, toJSON: () => ({ ...acme(), proof: [{ status: 200, body: { a: 1 } }] }), empty: true };
  try {
    for (const [name, value] of Object.entries(members)) Object.defineProperty(polluted, name, { value, configurable: true, writable: true, enumerable: false });
    const fetch = recording(() => new Response('{"a":1}', { status: 200 }));
    const error = await clientOf(acme(), { fetch }).deleteAgent("a").catch((reason) => reason);
    assert.equal(error.code, "unexpected-response", String(error));
  } finally {
    for (const name of Object.keys(members)) delete polluted[name];
  }
});

test("it is told like any platform, by its own name", async () => {
  const description = { ...acme(), title: "Acme", missing: [{ status: 404, body: { code: "agent_not_found" } }], list: { path: "/agents" } };
  const agent = { id: "a", name: "A", api_key: "hunter2" };
  const fetch = recording((request) => {
    if (request.method === "DELETE") return request.url.endsWith("/c") ? Response.json({ code: "agent_not_found" }, { status: 404 }) : deleted();
    return Response.json(request.url.endsWith("/agents") ? [agent] : { ...agent, id: request.url.split("/").at(-1) });
  });
  const client = clientOf(description, { fetch });
  assert.equal(client.backend, "acme");
  const plan = await client.planDeletions(["a", "b"]);
  assert.deepEqual([plan.backend, plan.baseUrl], ["acme", "https://api.acme.example/v1"]);
  const kept = JSON.parse(JSON.stringify(plan));
  const { results } = await client.deleteAgents(kept);
  assert.deepEqual(results.map(({ deletion }) => deletion?.backend), ["acme", "acme"]);
  await assert.rejects(clientOf({ ...acme(), name: "other" }, { fetch }).deleteAgents(kept), { message: /must be one of other/ });
  // Another description of that name may mean another server, where an agent of the same id is another one.
  const elsewhere = "https://staging.acme.example/v1";
  await assert.rejects(clientOf({ ...description, baseUrl: elsewhere }, { fetch }).deleteAgents(kept), {
    code: "invalid-input", message: "the plan must be one that was made at this client's baseUrl; elsewhere an agent of the same id is another",
  });
  const error = await client.deleteAgent("c").catch((reason) => reason);
  assert.deepEqual([error.code, error.backend, error.toJSON().backend], ["not-found", "acme", "acme"]);
  assert.ok(error.message.startsWith("Acme "), error.message);
  const backup = await client.backupAgent("a");
  assert.ok(!JSON.stringify(backup).includes("hunter2"));
  assert.equal(backupFromJson(backupToJson(backup)).backend, "acme");
  assert.ok(resultsToCsv(results).includes("a,acme,deleted"));
  const listed = [];
  for await (const { id } of client.listAgents()) listed.push(id);
  assert.deepEqual(listed, ["a"]);
});

test("what it can do is known before anything has loaded, and is what the crate says", async () => {
  for (const [kind, description] of twins) {
    const client = new AgentClient(clientOptions(kind, { backend: description }));
    const described = await describePlatform(description);
    const known = platforms.find(({ name }) => name === kind);
    assert.deepEqual(client.capabilities, described.capabilities, kind);
    assert.deepEqual(client.capabilities, known?.capabilities, kind);
    assert.deepEqual(
      [described.name, described.title, described.defaultBaseUrl, described.apiKeyHeader],
      [description.name, known?.title, known?.defaultBaseUrl, known?.apiKeyHeader],
    );
    assert.ok(described.routes.routes.length > 2 && further.has(kind));
  }
  const full = { ...acme(), delete: { path: "/agents/{id}", force: "cascade" }, stop: { path: "/agents/{id}/stop" }, destroys: [] };
  assert.deepEqual(new AgentClient({ backend: full }).capabilities, (await describePlatform(full)).capabilities);
});

test("a thousand clients of one description", async () => {
  for (let count = 0; count < 1000; count += 1) {
    const { outcome } = await clientOf(acme(), { fetch: recording(deleted) }).deleteAgent("a");
    assert.equal(outcome, "deleted");
  }
});

test("an empty body is nothing at all; an object without members says nothing, either", async () => {
  for (const [body, outcome] of [["", "deleted"], ["{}", null], ["[]", null], ["null", null], ['{"a":1}', null], ["ok", null]]) {
    const fetch = async () => new Response(body, { status: 200 });
    const deletion = await clientOf({ ...acme(), proof: [{ status: 200, empty: true }] }, { fetch }).deleteAgent("a").catch((error) => error);
    assert.deepEqual([deletion.outcome, deletion.code], outcome ? [outcome, undefined] : [undefined, "unexpected-response"], String(body));
  }
});

test("what is destroyed and kept by a description is told without a request", () => {
  const { capabilities } = clientOf({ ...acme(), destroys: ["the bot", "its files"], keeps: [] }, { fetch: recording(deleted) });
  assert.deepEqual([[...capabilities.destroys], [...capabilities.keeps]], [["the bot", "its files"], []]);
});
