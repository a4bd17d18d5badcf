// @ts-check
// What was thrown stays the `cause` of an error, the very value, unless the credential can be found in it. Then it is another
// error, of the same words without it.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { recording } from "./support/fetches.mjs";
import { clientOptions, credential } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient } = await importPackage();

/** The cause that a deletion's error has, whose fetch throws this. @param {unknown} thrown */
async function causeOf(thrown) {
  const fetch = recording(() => Promise.reject(thrown));
  const client = new AgentClient(clientOptions("charm", { fetch, maxRetries: 0 }));
  const error = await client.deleteAgent("agent_123").then(() => assert.fail("it resolved"), (reason) => reason);
  assert.equal(error.code, "network");
  return error.cause;
}

/** Where something may be. @type {Record<string, (what: string) => unknown>} */
const places = {
  "a text": (what) => `no: ${what}`,
  "a message": (what) => new Error(what),
  "a member": (what) => ({ what }),
  "a member's name": (what) => ({ [what]: 1 }),
  "a member that is not listed": (what) => Object.defineProperty({}, "hidden", { value: what }),
  "a member far down": (what) => ({ a: [{ b: new Error("c", { cause: { what } }) }] }),
  "an object without a prototype": (what) => Object.assign(Object.create(null), { what }),
  "a symbol": (what) => ({ a: Symbol(what) }),
  "a symbol's name of a member": (what) => ({ [Symbol(what)]: 1 }),
  "a map's value": (what) => new Map([["a", what]]),
  "a map's key": (what) => new Map([[{ what }, 1]]),
  "a set": (what) => new Set([what]),
  headers: (what) => new Headers({ authorization: what }),
  "a query": (what) => new URLSearchParams({ what }),
  "a form": (what) => {
    const form = new FormData();
    form.set("what", what);
    return form;
  },
  "a getter of its class": (what) =>
    new (class {
      get what() {
        return what;
      }
    })(),
  "a member of its class's class": (what) => Object.create(Object.create({ what })),
  "a function's member": (what) => Object.assign(() => {}, { what }),
  "a function that it has": (what) => ({ call: Object.assign(() => {}, { what }) }),
  "a static member of a class that it has": (what) => ({
    kind: class {
      static what = what;
    },
  }),
};

describe("what was thrown", () => {
  for (const [name, make] of Object.entries(places)) {
    test(`with the credential in ${name} is not handed on`, async () => {
      const thrown = make(credential);
      const cause = await causeOf(thrown);
      assert.notEqual(cause, thrown);
      assert.ok(cause instanceof Error);
      assert.ok(!inspect(cause, { depth: 10, showHidden: true }).includes(credential));
    });

    test(`with something else in ${name} is the cause`, async () => {
      const thrown = make("harmless");
      assert.equal(await causeOf(thrown), thrown);
    });
  }

  test("that goes round in itself is searched once", async () => {
    const round = /** @type {any} */ ({ list: [] });
    round.list.push(round, round.list);
    assert.equal(await causeOf(round), round);
  });

  test("is searched as far as 2,000 values, and beyond that may hold anything", async () => {
    /** One value is itself, two are each member, one is what the symbol is called. @param {number} members */
    const big = (members) => {
      const object = Object.assign(Object.create(null), { symbol: Symbol("a") });
      for (let at = 1; at < members; at += 1) object[`m${at}`] = at;
      return object;
    };
    const [fits, beyond, endless] = [big(999), big(1000), big(5000)];
    assert.equal(await causeOf(fits), fits);
    assert.notEqual(await causeOf(beyond), beyond);
    assert.notEqual(await causeOf(endless), endless);
  });
});

test("what lies behind an error is told with it, unless its message says so already", async () => {
  const client = new AgentClient(clientOptions("charm", { fetch: recording(() => Response.json({ id: "agent_123" })) }));
  for (const [message, behind, told] of /** @type {const} */ ([
    ["no", new Error("why"), "no: why"],
    ["no: why", new Error("why"), "no: why"],
    ["no", { code: "E1" }, "no: E1"],
    ["no", "why", "no: why"],
    ["no", undefined, "no"],
  ])) {
    const confirm = () => {
      throw new Error(message, { cause: behind });
    };
    await assert.rejects(client.deleteAgent("agent_123", { confirm }), (/** @type {any} */ error) => {
      assert.ok(error.message.includes(`(${told})`), error.message);
      return true;
    });
  }
});
