// @ts-check
// Who drives the core, upon a machine that says what a test wants: whatever code of the caller's does meanwhile, it is
// told in order, and every call settles.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { one, some } from "../../src/js/calls.js";
import { putFile, takeBody } from "../../src/js/drive.js";
import { DELETE, LIST, MANY } from "../../src/js/options.js";
import { stream } from "../../src/js/stream.js";
import { countListeners } from "./support/signals.mjs";

/** The events' numbers, as drive.js has them. */
const [BEGIN, TIMED_OUT, SENT, SECRET, SAID, ID, ABORTED, TAKEN, CLOSED, UNBEGUN] = Array(10).keys();
/** The actions' numbers. */
const [SEND, ASK, REST, CONFIRM, KEEP, PULL, DROP, STEP, PROGRESS, GIVE, CLOSE, END, FAIL] = Array(13).keys();

/** @typedef {{ key: number, event: number, number: number, text: string, cause: number, body?: Uint8Array }} Told */

/**
 * A machine that answers each event by a function, and what it was told.
 *
 * @param {(told: Told, count: number) => any[][]} answer
 */
function machine(answer) {
  /** @type {Told[]} */
  const log = [];
  /** @type {unknown[]} */
  const traps = [];
  let freed = 0;
  class Machine {
    /** @param {string} input */
    constructor(input) {
      assert.equal(typeof input, "string");
    }
    /** @type {import("../../src/js/drive.js").Machine["next"]} */
    next(key, event, number, text, cause, now, random) {
      assert.ok(now > 1e12 && random >= 0 && random < 1);
      const told = { key, event, number, text, cause, body: event === SENT ? takeBody() : undefined };
      log.push(told);
      const actions = answer(told, log.length);
      return JSON.stringify(actions.map(([action, key = 0, value = false, limit = null]) => [action, key, value, limit]));
    }
    free() {
      freed += 1;
    }
    /** @param {unknown} trap */
    static stop(trap) {
      traps.push(trap);
    }
  }
  return { Machine, log, traps, events: () => log.map(({ event }) => event), freed: () => freed };
}

const request = { url: "https://a.test/", method: "GET", headers: {}, limit: 100 };
const fields = { code: "network", message: "m" };
const soon = (millis = 0) => new Promise((resolve) => setTimeout(resolve, millis));
const never = () => new Promise(() => {});

/** @param {any} Machine @param {any} options @param {any} [client] */
const call = (Machine, options, client = {}) => one(Machine, client, DELETE, "a", options);

/** @param {Promise<unknown>} promise @returns {Promise<any>} */
const reason = (promise) =>
  promise.then(
    () => assert.fail("it resolved"),
    (error) => error,
  );

describe("a call", () => {
  test("sends, tells its observer in order, and ends with what the machine gives", async () => {
    /** @type {unknown[]} */
    const seen = [];
    const { Machine, log, freed } = machine(({ event }) =>
      event === BEGIN ? [[STEP, 0, 1], [STEP, 0, 2], [SEND, 0, request, 5000]] : [[STEP, 0, 3], [END, 0, { a: 1 }]],
    );
    const fetch = async () => new Response("body", { status: 201, headers: { "x-request-id": "r", "x-other": "o" } });
    const onStep = (/** @type {unknown} */ step) => {
      seen.push(step);
      if (step === 1) throw new Error("broken");
      if (step === 2) return Promise.reject(new Error("broken, too"));
      return undefined;
    };
    assert.deepEqual(await call(Machine, undefined, { fetch, onStep }), { a: 1 });
    assert.deepEqual(seen, [1, 2, 3]);
    const { event, number, text, body } = log[1];
    assert.deepEqual([event, number, text], [SENT, 201, "content-type:text/plain;charset=UTF-8\nx-request-id:r\n"]);
    assert.equal(new TextDecoder().decode(body), "body");
    assert.equal(freed(), 1);
  });

  test("that gives nothing gives undefined", async () => {
    assert.equal(await call(machine(() => [[END, 0, false]]).Machine, {}), undefined);
  });

  test("is told of what its functions give", async () => {
    const { Machine, log } = machine(({ event }, count) => {
      const asked = [[ASK, 0], [CONFIRM, 0, { plan: 1 }], [KEEP, 0, { agentId: "a", content: {} }], [END, 0, true]];
      return [asked[count - 1]].filter(() => event !== TIMED_OUT);
    });
    const confirm = (/** @type {any} */ plan) => plan.plan === 1;
    await call(Machine, { confirm, backup: () => 0 }, { auth: { bearer: async () => "token" } });
    assert.deepEqual(
      log.map(({ event, number, text }) => [event, number, text]),
      [[BEGIN, 0, ""], [SECRET, 0, "token"], [SAID, 1, ""], [SAID, 1, ""]],
    );
  });

  for (const [kind, confirm] of Object.entries({
    "throws": () => { throw undefined; },
    "rejects": () => Promise.reject(undefined),
    "gives what is no promise, though it says so": () => ({ then() { throw undefined; } }),
  })) {
    test(`fails with the very value that its function ${kind}`, async () => {
      const { Machine } = machine(({ event, cause }) =>
        event === BEGIN ? [[CONFIRM, 0, {}]] : [[FAIL, 0, [fields, "it broke", cause, null]]],
      );
      const error = await reason(call(Machine, { confirm }));
      assert.deepEqual(error, { name: "AgentError", ...fields, cause: undefined, backup: null });
      assert.ok("cause" in error);
    });
  }

  test("has an error of its own as cause where only words are known", async () => {
    const error = await reason(call(machine(() => [[FAIL, 0, [fields, "words", null, null]]]).Machine, {}));
    assert.equal(error.cause.message, "words");
    const bare = await reason(call(machine(() => [[FAIL, 0, [fields, null, null, null]]]).Machine, {}));
    assert.ok(!("cause" in bare));
  });

  test("gets the files of its backup, and no other's", async () => {
    const { Machine } = machine(() => {
      const memory = Uint8Array.from([1, 2, 3]);
      putFile("a", "code", memory.subarray(1));
      putFile("b", "code", memory);
      memory.fill(0);
      return [[FAIL, 0, [fields, null, null, { agentId: "a", content: { code: null, agent: {} } }]]];
    });
    const { backup } = await reason(call(Machine, {}));
    assert.deepEqual(backup.content, { code: Uint8Array.from([2, 3]), agent: {} });
  });
});

describe("work", () => {
  test("that takes too long is given up and told of once, and leaves no timer", async () => {
    /** @type {AbortSignal | undefined} */
    let signal;
    const { Machine, events } = machine(({ event }) => (event === BEGIN ? [[SEND, 0, request, 5]] : []));
    const fetch = (/** @type {any} */ _, /** @type {any} */ init) => {
      ({ signal } = init);
      return never();
    };
    void call(Machine, {}, { fetch });
    await soon(30);
    assert.deepEqual(events(), [BEGIN, TIMED_OUT]);
    assert.equal(signal?.aborted, true);
  });

  test("that ends in the moment of its limit has ended", async () => {
    const { Machine, events } = machine(({ event }) => (event === BEGIN ? [[CONFIRM, 0, {}, 10]] : [[END, 0, true]]));
    await call(Machine, { confirm: () => soon(10) });
    assert.deepEqual(events(), [BEGIN, SAID]);
  });

  test("that was given up tells nothing any more", async () => {
    const { Machine, log } = machine(({ event, key }) => {
      if (event === BEGIN) return [[REST, 1, null, 1], [CONFIRM, 2, {}]];
      return key === 1 ? [[DROP, 2], [REST, 3, null, 30]] : [[END, 0, true]];
    });
    await call(Machine, { confirm: () => soon(10) });
    assert.deepEqual(log.map(({ key, event }) => [key, event]), [[0, BEGIN], [1, TIMED_OUT], [3, TIMED_OUT]]);
  });

  test("without end, where there is no timer, is over at once", async (t) => {
    t.mock.method(globalThis, "setTimeout", () => {
      throw new Error("no timers here");
    });
    const { Machine, log } = machine(({ event }) => (event === BEGIN ? [[REST, 0, null, 1e9]] : [[END, 0, true]]));
    assert.equal(await call(Machine, {}), true);
    assert.deepEqual(log.map(({ event, cause }) => [event, cause]), [[BEGIN, 0], [TIMED_OUT, 0]]);
  });
});

describe("an abort", () => {
  test("is listened for only while something is under way that it could end", async () => {
    const { signal } = new AbortController();
    const listeners = countListeners(signal);
    const { Machine } = machine(({ event }) => (event === BEGIN ? [[CONFIRM, 0, {}]] : [[GIVE, 0, ["a"]]]));
    /** @type {(value: boolean) => void} */
    let answer = () => {};
    const confirm = () => new Promise((resolve) => (answer = resolve));
    const list = stream(some(/** @type {any} */ (Machine), {}, LIST, undefined, { signal, confirm }));
    for (let page = 0; page < 2; page += 1) {
      const next = list.next();
      await soon();
      assert.equal(listeners(), 1);
      answer(true);
      assert.equal((await next).value, "a");
      // Whoever reads no further leaves nothing behind.
      assert.equal(listeners(), 0);
    }
  });

  test("from before is the first that is told", async () => {
    const { Machine, log } = machine(({ event }) => (event === BEGIN ? [[END, 0, true]] : []));
    await call(Machine, { signal: AbortSignal.abort("enough") });
    assert.deepEqual(log.map(({ event, text }) => [event, text]), [[ABORTED, "enough"], [BEGIN, ""]]);
  });

  test("in the middle of something lets nothing more begin", async () => {
    const controller = new AbortController();
    let sent = 0;
    const { Machine, log } = machine(({ event, key, cause }) => {
      if (event === BEGIN) return [[STEP, 0, {}], [SEND, 0, request, 1000]];
      return event === ABORTED && cause > 0 ? [[DROP, key], [FAIL, 0, [fields, "enough", cause, null]]] : [];
    });
    const error = await reason(
      call(Machine, { signal: controller.signal }, { onStep: () => controller.abort("enough"), fetch: () => (sent += 1) }),
    );
    assert.equal(error.cause, "enough");
    assert.deepEqual([sent, log.map(({ event, cause }) => [event, cause > 0])], [
      0, [[BEGIN, false], [UNBEGUN, false], [ABORTED, true]],
    ]);
  });

  test("that the machine minds not lets its work go on", async () => {
    const controller = new AbortController();
    const { Machine, events } = machine(({ event }) =>
      event === BEGIN ? [[STEP, 0, {}], [CONFIRM, 0, {}]] : event === SAID ? [[END, 0, true]] : [],
    );
    const given = { signal: controller.signal, confirm: () => true };
    assert.equal(await call(Machine, given, { onStep: () => controller.abort() }), true);
    assert.deepEqual(events(), [BEGIN, UNBEGUN, ABORTED, SAID]);
  });

  test("within fetch comes right after it", async () => {
    const controller = new AbortController();
    const { Machine, events } = machine(({ event }) =>
      event === BEGIN ? [[SEND, 0, request, 1000]] : [[DROP, 0], [END, 0, true]],
    );
    const fetch = () => {
      controller.abort();
      return never();
    };
    await call(Machine, { signal: controller.signal }, { fetch });
    assert.deepEqual(events(), [BEGIN, ABORTED]);
  });
});

describe("results one by one", () => {
  const ids = ["a", "b", "c"];
  /** @param {any} Machine @param {any} [options] @param {any} [source] */
  const many = (Machine, options, source = ids) => stream(some(Machine, {}, MANY, source, options));
  const settled = (/** @type {number} */ key) => [GIVE, key, { agentId: String(key), deletion: null, error: null }];

  test("are begun at the first call of next, and each that was taken is told of when the next one is asked for", async () => {
    const { Machine, events, freed } = machine(({ event }) =>
      event === BEGIN ? [settled(1), settled(2)] : event === TAKEN ? [[END]] : [],
    );
    const results = many(Machine);
    await soon();
    assert.deepEqual(events(), []);
    assert.deepEqual((await Promise.all([results.next(), results.next(), results.next()])).map(({ value }) => value?.agentId), [
      "1", "2", undefined,
    ]);
    assert.deepEqual(events(), [BEGIN, TAKEN]);
    assert.equal(freed(), 1);
  });

  test("draw upon their ids, and tell of each kind", async () => {
    const { Machine, log } = machine(({ event, number }) =>
      event === BEGIN || (event === ID && number < 2) ? [[PULL]] : [[CLOSE], [END]],
    );
    assert.equal((await many(Machine, undefined, ["a", 5]).next()).done, true);
    assert.deepEqual(log.map(({ event, number, text }) => [event, number, text]), [
      [BEGIN, 0, ""], [ID, 0, "a"], [ID, 1, "a number"], [ID, 2, ""],
    ]);
  });

  test("that are left are closed, and what is under way is waited for", async () => {
    /** @type {(value?: unknown) => void} */
    let answer = () => {};
    const { Machine, events } = machine(({ event }) =>
      event === BEGIN ? [[CONFIRM, 1, {}], settled(2)] : event === SAID ? [[END]] : [],
    );
    const results = many(Machine, { confirm: () => new Promise((resolve) => (answer = resolve)) });
    await results.next();
    let isLeft = false;
    const left = results.return().then(() => (isLeft = true));
    await soon();
    assert.deepEqual([isLeft, events()], [false, [BEGIN, CLOSED]]);
    answer(true);
    await left;
    assert.deepEqual(await results.next(), { value: undefined, done: true });
  });

  test("that were never begun are left without a word", async () => {
    const { Machine, events } = machine(() => []);
    const results = many(Machine);
    assert.deepEqual(await results.return(), { value: undefined, done: true });
    assert.deepEqual(await results.next(), { value: undefined, done: true });
    assert.deepEqual(events(), []);
  });

  test("come before the error that ends them, which comes once", async () => {
    const { Machine } = machine(() => [settled(1), [FAIL, 0, [fields, null, null, null]]]);
    const results = many(Machine);
    assert.equal((await results.next()).done, false);
    assert.equal((await reason(results.next())).code, "network");
    assert.deepEqual(await results.next(), { value: undefined, done: true });
  });

  test("have each its cause", async () => {
    const error = (/** @type {number} */ cause) => [fields, "words", cause, null];
    const { Machine } = machine(({ event, key, cause }) =>
      event === BEGIN
        ? [[CONFIRM, 1, {}], [CONFIRM, 2, {}]]
        : event === SAID ? [[GIVE, key, { agentId: "", deletion: null, error: error(cause) }]] : [],
    );
    const thrown = [{ a: 1 }, { b: 2 }];
    const rest = [...thrown];
    const results = many(Machine, { confirm: () => Promise.reject(rest.shift()) });
    const causes = [await results.next(), await results.next()].map(({ value }) => value.error.cause);
    assert.deepEqual(causes, thrown);
  });

  test("of a list are pages, each asked for when it is reached, and an empty one is passed over", async () => {
    const pages = [[1, 2], [], [3]];
    const { Machine, events } = machine(() => {
      const page = pages.shift();
      return [page ? [GIVE, 0, page] : [END]];
    });
    const list = stream(some(Machine, {}, LIST, undefined, undefined));
    assert.equal((await list.next()).value, 1);
    assert.equal((await list.next()).value, 2);
    assert.deepEqual(events(), [BEGIN]);
    assert.equal((await list.next()).value, 3);
    assert.deepEqual(events(), [BEGIN, BEGIN, BEGIN]);
    assert.equal((await list.next()).done, true);
  });

  test("of a list that is left in the middle of a request end at once, and the request is given up", async () => {
    /** @type {AbortSignal | undefined} */
    let signal;
    const { Machine, freed } = machine(() => [[SEND, 0, request, 60_000]]);
    const fetch = (/** @type {any} */ _, /** @type {any} */ init) => {
      ({ signal } = init);
      return never();
    };
    const list = stream(some(Machine, { fetch }, LIST, undefined, undefined));
    const [next, end] = await Promise.all([list.next(), list.return()]);
    assert.deepEqual([next.done, end.done, signal?.aborted, freed()], [true, true, true, 1]);
  });

  test("that a reader leaves from within its own fetch end, and leave nothing behind", async () => {
    const { Machine, freed } = machine(() => [[SEND, 0, request, 60_000]]);
    /** @type {any} */
    let list;
    const fetch = () => {
      void list.return();
      return never();
    };
    list = stream(some(Machine, { fetch }, LIST, undefined, undefined));
    assert.deepEqual([await list.next(), freed()], [{ value: undefined, done: true }, 1]);
  });
});

describe("a machine that stops working", () => {
  const trap = new Error("unreachable");
  for (const [kind, next] of Object.entries({
    "throws": () => { throw trap; },
    "gives no text, for it was taken away": () => "",
  })) {
    test(`ends its call where it ${kind}`, async () => {
      const { Machine, traps, freed } = machine(() => []);
      Machine.prototype.next = next;
      const error = await reason(call(Machine, {}));
      assert.ok(kind === "throws" ? error === trap && traps[0] === trap : error instanceof SyntaxError);
      assert.equal(freed(), 0);
    });

    test(`ends its results where it ${kind}, and nobody asks on and on`, async () => {
      const { Machine } = machine(() => []);
      Machine.prototype.next = next;
      const results = stream(some(Machine, {}, LIST, undefined, undefined));
      await reason(results.next());
      assert.deepEqual(await results.next(), { value: undefined, done: true });
    });
  }

  test("in the middle of its call ends that, and gives its work up", async () => {
    /** @type {AbortSignal | undefined} */
    let signal;
    const { Machine } = machine(({ event }) => {
      if (event !== BEGIN) throw trap;
      return [[SEND, 1, request, 60_000], [REST, 2, null, 1]];
    });
    const fetch = (/** @type {any} */ _, /** @type {any} */ init) => {
      ({ signal } = init);
      return never();
    };
    assert.equal(await reason(call(Machine, {}, { fetch })), trap);
    assert.equal(signal?.aborted, true);
  });
});

test("a body is kept no longer than it takes to tell of it", async () => {
  const { Machine } = machine(({ event }) => (event === BEGIN ? [[SEND, 0, request, 1000]] : [[END, 0, true]]));
  await call(Machine, { fetch: async () => new Response("text") });
  assert.equal(takeBody(), undefined);
});

test("the caller's functions are called with no this", async () => {
  /** @type {unknown[]} */
  const seen = [];
  /** @this {unknown} */
  function note() {
    seen.push(this);
    return "ok";
  }
  const { Machine } = machine(({ event, key }) => {
    if (event === BEGIN) return [[STEP, 0, {}], [PROGRESS, 0, {}], [CONFIRM, 1, {}]];
    return key === 1 ? [[KEEP, 2, { content: {} }]] : key === 2 ? [[ASK, 3]] : [[END, 0, true]];
  });
  const given = { onStep: note, onProgress: note, confirm: note, backup: note, auth: { bearer: note } };
  assert.equal(await call(Machine, given), true);
  assert.deepEqual(seen, Array(5).fill(undefined));
});
