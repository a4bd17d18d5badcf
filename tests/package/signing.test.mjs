// @ts-check
// `auth.sign` through the package: what the caller's function is given, and what becomes of whatever it does.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { clientOptions, further } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient, AgentError } = await importPackage();
const { id, baseUrl } = further.get("bedrock") ?? assert.fail();

/** @param {any} sign @param {typeof globalThis.fetch} [fetch] */
function signedBy(sign, fetch = () => assert.fail("nothing may be sent")) {
  return new AgentClient(clientOptions("bedrock", { auth: { sign }, fetch }));
}

/** @param {any} sign @returns {Promise<InstanceType<typeof AgentError>>} */
async function failure(sign) {
  const error = await signedBy(sign).deleteAgent(id, { timeoutMs: 50 }).then(() => assert.fail("it resolved"), (reason) => reason);
  assert.ok(error instanceof AgentError, inspect(error));
  return error;
}

describe("auth.sign", () => {
  test("is given all that is sent, and gives the rest", async () => {
    /** @type {any[]} */
    const given = [];
    /** @type {any[]} */
    const sent = [];
    const client = signedBy(
      async (/** @type {any} */ ...args) => (given.push(...args), { Authorization: `V4 ${given.length}`, "x-amz-date": "d" }),
      async (url, init) => (sent.push([String(url), init]), Response.json({ agentSummaries: [] })),
    );
    for await (const agent of client.listAgents({ pageSize: 3 })) assert.fail(String(agent));
    const [[url, init]] = sent;
    assert.deepEqual(given, [
      {
        method: "POST",
        url: `${baseUrl}/agents/`,
        headers: { Accept: "application/json", "Content-Type": "application/json" },
        body: '{"maxResults":3}',
      },
    ]);
    assert.deepEqual([url, init.method, init.body], [given[0].url, given[0].method, given[0].body]);
    const headers = new Headers(init.headers);
    assert.deepEqual([headers.get("authorization"), headers.get("x-amz-date")], ["V4 1", "d"]);
  });

  test("is told that there is no body", async () => {
    /** @type {any} */
    let given;
    const sign = (/** @type {any} */ request) => ((given = request), { authorization: "V4 x" });
    await signedBy(sign, async () => new Response(null, { status: 403 })).deleteAgent(id).catch(() => {});
    assert.equal(given.body, null);
    assert.equal(given.url, `${baseUrl}/agents/${id}/`);
  });

  const thrower = () => {
    throw new Error("no credentials");
  };
  for (const [name, sign] of /** @type {[string, any][]} */ ([["throws", thrower], ["rejects", async () => thrower()]])) {
    test(`${name}: nothing is sent`, async () => {
      const error = await failure(sign);
      assert.equal(error.code, "unauthenticated");
      assert.match(error.message, /no credentials/);
      assert.equal(error.outcomeUnknown, false);
      assert.ok(error.cause instanceof Error);
    });
  }

  test("never settles: nothing is sent", async () => {
    const error = await failure(() => new Promise(() => {}));
    assert.deepEqual([error.code, error.outcomeUnknown], ["timeout", false]);
  });

  for (const rubbish of [undefined, null, "V4", 7, true, [], [["a", "b"]], new Map([["a", "b"]]), new Headers(), () => ({}), {}, { a: 7 }, { a: null }, { "a b": "x" }, { a: "x\ny" }]) {
    test(`gives ${inspect(rubbish)}: nothing is sent`, async () => {
      const error = await failure(async () => rubbish);
      assert.ok(["unauthenticated", "invalid-input"].includes(error.code), error.code);
      assert.match(error.message, /sign/);
      assert.equal(error.outcomeUnknown, false);
    });
  }

  for (const [wrong, says] of /** @type {[any, RegExp][]} */ ([
    [{ sign: "key" }, /^auth\.sign must be a function/],
    [{ sign: null }, /^auth\.sign must be a function/],
    [{ sign: undefined }, /^auth\.sign is undefined: give a function/],
    [{ sign: () => ({}), bearer: "x" }, /^auth must hold one of/],
    [{ bearer: "planted" }, /takes signed requests alone: give auth\.sign in place of auth\.bearer/],
    [{ apiKey: "planted" }, /takes signed requests alone: give auth\.sign in place of auth\.apiKey/],
  ])) {
    test(`${inspect(wrong)} is told`, async () => {
      const refused = async () => new AgentClient(clientOptions("bedrock", { auth: wrong })).getAgent(id);
      await assert.rejects(refused, (/** @type {any} */ error) => {
        assert.equal(error.code, "invalid-input");
        assert.match(error.message, says);
        assert.ok(!error.message.includes("planted"));
        return true;
      });
    });
  }
});
