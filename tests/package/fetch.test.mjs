// @ts-check
// A fetch that misbehaves. Whatever it does, the call settles with the right error, and never says "deleted".

import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { deleted, never, recording } from "./support/fetches.mjs";
import { clientOptions, everyPlatform, platforms } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient, AgentError } = await importPackage();

/** @typedef {import("../../pkg/types.js").DeleteOptions} DeleteOptions */

/**
 * @param {import("../../pkg/types.js").BackendName} backend
 * @param {(request: Request, attempt: number) => unknown} answer
 * @param {DeleteOptions} [options]
 */
async function failure(backend, answer, options) {
  const { id, force } = platforms[backend];
  const client = new AgentClient(clientOptions(backend, { fetch: recording(answer) }));
  const error = await client.deleteAgent(id, { force, ...options }).then(
    (deletion) => assert.fail(`it resolved: ${deletion.outcome}`),
    (reason) => reason,
  );
  assert.ok(error instanceof AgentError, String(error));
  assert.equal(error.agentId, id);
  assert.equal(error.backend, backend);
  return error;
}

/** A response whose body is made as it is read. @param {UnderlyingDefaultSource<Uint8Array>} source */
const streamed = (source) =>
  new Response(new ReadableStream(source), { headers: { "content-type": "application/json" } });

const thrown = {
  "an Error": new TypeError("fetch failed"),
  "a text": "no",
  undefined: undefined,
  null: null,
  "a number": 0,
  "an object": { message: 5 },
  "an object that cannot be read": new Proxy(
    {},
    {
      get() {
        throw new Error("hands off");
      },
    },
  ),
  "an object that cannot become a text": {
    toString() {
      throw new Error("no text");
    },
    message: Symbol("m"),
  },
  "a DOMException": new DOMException("gone", "NetworkError"),
  "an Error of another realm": runInNewContext("new TypeError('fetch failed')"),
};

const returned = {
  undefined: undefined,
  null: null,
  "a number": 204,
  "a text": "deleted",
  "a plain object": {},
  "an object that resembles a response": { status: 204, ok: true, headers: {}, text: async () => "" },
  "an object with a status alone": { status: 204 },
  "Response.error()": Response.error(),
  "an object whose status cannot be read": {
    get status() {
      throw new Error("hands off");
    },
  },
  "an array": [204],
  "a function": () => 204,
};

for (const [backend] of everyPlatform) {
  describe(`${backend}: fetch`, () => {
    for (const [name, value] of Object.entries(thrown)) {
      test(`throws ${name}`, async () => {
        const error = await failure(backend, () => {
          throw value;
        });
        assert.equal(error.code, "network");
        assert.equal(error.cause, value);
        assert.equal(error.retryable, true);
      });

      test(`rejects with ${name}`, async () => {
        const error = await failure(backend, () => Promise.reject(value));
        assert.equal(error.code, "network");
        assert.equal(error.cause, value);
        assert.equal(error.outcomeUnknown, true);
      });
    }

    for (const [name, value] of Object.entries(returned)) {
      for (const [how, answer] of Object.entries({
        returns: () => value,
        "resolves with": async () => value,
      })) {
        test(`${how} ${name}`, async () => {
          const error = await failure(backend, answer);
          assert.ok(["network", "unexpected-response"].includes(error.code), error.code);
        });
      }
    }

    test("takes longer than no timer can: a timeout beyond that is none", async () => {
      const fetch = recording(() => new Promise((resolve) => setTimeout(() => resolve(deleted()), 20)));
      const { id, force } = platforms[backend];
      for (const timeoutMs of [2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
        const client = new AgentClient(clientOptions(backend, { fetch, timeoutMs }));
        assert.equal((await client.deleteAgent(id, { force })).outcome, "deleted");
      }
    });

    test("never settles: the attempt times out", async () => {
      const error = await failure(backend, never, { timeoutMs: 20 });
      assert.equal(error.code, "timeout");
      assert.equal(error.outcomeUnknown, true);
      assert.equal(error.steps.at(-1)?.status, null);
    });

    test("never settles and minds no signal: the attempt times out all the same", async () => {
      const error = await failure(backend, () => new Promise(() => {}), { timeoutMs: 20 });
      assert.equal(error.code, "timeout");
    });

    test("gives a body that never ends: the attempt times out", async () => {
      const pull = (/** @type {any} */ controller) => {
        controller.enqueue(new Uint8Array([0x20]));
        return new Promise(() => {});
      };
      assert.equal((await failure(backend, () => streamed({ pull }), { timeoutMs: 20 })).code, "timeout");
    });

    test("gives a body that never ends: an abort ends it", async () => {
      const controller = new AbortController();
      const pull = () => {
        controller.abort("enough");
        return new Promise(() => {});
      };
      const error = await failure(backend, () => streamed({ pull }), { signal: controller.signal });
      assert.equal(error.code, "aborted");
      assert.equal(error.cause, "enough");
      assert.equal(error.outcomeUnknown, true);
    });

    for (const [name, value] of Object.entries(thrown)) {
      test(`gives a body that fails with ${name}`, async () => {
        const error = await failure(backend, () =>
          streamed({ pull: (controller) => controller.error(value) }),
        );
        assert.equal(error.code, "network");
        assert.equal(error.outcomeUnknown, true);
      });
    }

    test("gives an endless body: it is cancelled", async () => {
      let [sent, cancelled] = [0, false];
      const error = await failure(backend, () =>
        streamed({
          pull(controller) {
            sent += 65_536;
            assert.ok(sent < 8 * 1024 * 1024, "it is read on and on");
            controller.enqueue(new Uint8Array(65_536).fill(0x20));
          },
          cancel() {
            cancelled = true;
          },
        }),
      );
      assert.equal(error.code, "unexpected-response");
      assert.equal(error.outcomeUnknown, true);
      assert.ok(cancelled);
    });

    test("gives a body that is no text", async () => {
      const bytes = Uint8Array.from([0xff, 0xfe, 0x00, 0xd8, 0x7b]);
      assert.equal((await failure(backend, () => new Response(bytes))).code, "unexpected-response");
    });

    test("gives a body that was read before", async () => {
      const error = await failure(backend, async () => {
        const used = new Response("{}", { headers: { "content-type": "application/json" } });
        await used.text();
        return used;
      });
      assert.ok(["network", "unexpected-response"].includes(error.code), error.code);
    });

    test("gives JSON nested deeper than any stack", async () => {
      const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
      for (const status of [200, 404, 500]) {
        const headers = { "content-type": "application/json" };
        const error = await failure(backend, () => new Response(deep, { status, headers }));
        assert.ok(
          ["unexpected-response", "wrong-endpoint", "backend-failure"].includes(error.code),
          error.code,
        );
      }
      await settlesWell(backend);
    });

    test("is tried again as often as asked, and works in the end", async () => {
      const fetch = recording((_, attempt) =>
        attempt === 1 ? new Response("", { status: 503, headers: { "retry-after": "0" } }) : deleted(),
      );
      const client = new AgentClient(clientOptions(backend, { fetch }));
      const { id, force } = platforms[backend];
      const deletion = await client.deleteAgent(id, { force, maxRetries: 1 });
      assert.deepEqual(
        deletion.steps.map(({ attempt, status }) => [attempt, status]),
        [
          [1, 503],
          [2, 204],
        ],
      );
    });
  });
}

/** The client still works after all that. @param {import("../../pkg/types.js").BackendName} backend */
async function settlesWell(backend) {
  const { id, force } = platforms[backend];
  const client = new AgentClient(clientOptions(backend, { fetch: recording(deleted) }));
  assert.ok(["deleted"].includes((await client.deleteAgent(id, { force })).outcome));
}

/**
 * A response of another making, whose body comes in these pieces.
 *
 * @param {() => unknown} read
 * @param {() => void} [cancel]
 */
const inPieces = (read, cancel = () => {}) => ({
  status: 200,
  headers: new Map([["content-type", "application/json"]]),
  body: { getReader: () => ({ read, cancel }) },
  [Symbol.toStringTag]: "Response",
});

/** @param {number} [millis] */
const soon = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

describe("a body that minds no signal", () => {
  test("is read no further once the attempt has timed out, and is cancelled once", async () => {
    let [read, cancelled] = [0, 0];
    const endless = inPieces(
      async () => {
        read += 1;
        await soon(1);
        return { done: false, value: new Uint8Array(1) };
      },
      () => {
        cancelled += 1;
      },
    );
    assert.equal((await failure("charm", () => endless, { timeoutMs: 20 })).code, "timeout");
    const before = read;
    await soon(20);
    assert.deepEqual([read, cancelled], [before, 1]);
  });

  test("is not begun when it comes too late", async () => {
    let read = 0;
    const late = inPieces(() => {
      read += 1;
      return { done: true };
    });
    const answer = () => soon(20).then(() => late);
    assert.equal((await failure("charm", answer, { timeoutMs: 5 })).code, "timeout");
    await soon(30);
    assert.equal(read, 0);
  });
});

test("a body whose pieces share one buffer is read as it was when each came", async () => {
  const bytes = new TextEncoder().encode('{"id":"agent_123","name":"bot"}');
  const shared = new ArrayBuffer(1);
  const rest = [...bytes];
  const fetch = recording(() =>
    inPieces(async () => {
      const byte = rest.shift();
      new Uint8Array(shared).fill(byte ?? 0);
      return byte === undefined ? { done: true } : { done: false, value: shared };
    }),
  );
  const agent = await new AgentClient(clientOptions("charm", { fetch })).getAgent(platforms.charm.id);
  assert.equal(agent.name, "bot");
});

/**
 * A Response of a library that has no tag, such as whatwg-fetch's, React Native's and Expo's.
 */
class Lookalike {
  bodyUsed = false;
  headers = new Map([["content-type", "application/json"]]);

  /** @param {number} status @param {string} text */
  constructor(status, text) {
    this.status = status;
    this.ok = status < 300;
    this.content = text;
  }

  use() {
    if (this.bodyUsed) throw new TypeError("Already read");
    this.bodyUsed = true;
    return this.content;
  }

  async text() {
    return this.use();
  }

  async arrayBuffer() {
    return new TextEncoder().encode(this.use()).buffer;
  }

  clone() {
    return Reflect.construct(this.constructor, [this.status, this.content]);
  }
}

/** In an old React Native no bytes can be had. */
class WithoutBytes extends Lookalike {
  /** @returns {Promise<never>} */
  async arrayBuffer() {
    this.use();
    throw new Error("FileReader.readAsArrayBuffer is not implemented");
  }
}

class TextAlone extends Lookalike {}
Object.defineProperty(TextAlone.prototype, "arrayBuffer", { value: undefined });
Object.defineProperty(TextAlone.prototype, "clone", { value: undefined });

class Streaming extends Lookalike {
  get body() {
    return new Response(this.content).body;
  }
}

describe("a response that only acts as one", () => {
  for (const Kind of [Lookalike, WithoutBytes, TextAlone, Streaming]) {
    test(`${Kind.name} is read`, async () => {
      const proof = JSON.stringify({ object: "agent.deleted", name: "support-bot", deleted: true });
      for (const [status, text, outcome] of /** @type {const} */ ([
        [200, proof, "deleted"],
        [204, "", "deleted"],
        [202, "{}", "accepted"],
      ])) {
        const client = new AgentClient(
          clientOptions("foundry", { fetch: recording(() => new Kind(status, text)) }),
        );
        assert.equal((await client.deleteAgent("support-bot")).outcome, outcome);
      }
      for (const [status, text, code] of /** @type {const} */ ([
        [200, "{}", "unexpected-response"],
        [200, proof.replace("true", "false"), "refused"],
        [404, "{}", "wrong-endpoint"],
        [401, '{"error":{"message":"who?"}}', "unauthenticated"],
      ])) {
        assert.equal((await failure("foundry", () => new Kind(status, text))).code, code);
      }
    });
  }

  for (const [name, missing] of Object.entries({
    status: { status: undefined },
    "a numeric status": { status: "204" },
    "a whole status": { status: 204.5 },
    "a status of HTTP": { status: 65_740 },
    headers: { headers: undefined },
    "headers that can be asked": { headers: { "content-type": "application/json" } },
    "a body": { text: undefined, arrayBuffer: undefined },
  })) {
    test(`without ${name} it is none`, async () => {
      const error = await failure("charm", () => Object.assign(new Lookalike(204, ""), missing));
      assert.deepEqual([error.code, error.outcomeUnknown], ["unexpected-response", true]);
    });
  }
});

describe("a response whose own member throws", () => {
  for (const name of ["status", "type", "redirected", "headers", "body", "bodyUsed"]) {
    test(`${name}: it proves nothing, and nothing stops`, async () => {
      const throwing = () =>
        Object.defineProperty(deleted(), name, {
          get() {
            throw new Error("hands off");
          },
        });
      const client = new AgentClient(clientOptions("charm", { fetch: recording(throwing) }));
      const ended = await client.deleteAgent("a").then(({ outcome }) => outcome, ({ code }) => code);
      // What it is not asked for may be what it likes.
      const unread = ["type", "redirected", "bodyUsed"].includes(name);
      assert.ok((unread ? ["deleted"] : ["network", "unexpected-response"]).includes(ended), ended);
      await settlesWell("charm");
    });
  }
});

test("an answer that was read before is not an empty one", async () => {
  const used = async (/** @type {number} */ status) => {
    const answer = new Response("{}", { status, headers: { "content-type": "application/json" } });
    await answer.text();
    return answer;
  };
  for (const status of [200, 202]) {
    const error = await failure("kortix", () => used(status), { force: false });
    assert.match(error.message, /read before/);
    assert.equal(error.outcomeUnknown, true);
  }
});

test("a response without a status says why it has none", async () => {
  const of = (/** @type {string} */ type) => () => Object.assign(new Lookalike(0, ""), { type });
  const redirect = await failure("charm", of("opaqueredirect"));
  assert.equal(redirect.code, "wrong-endpoint");
  const opaque = await failure("charm", of("opaque"));
  assert.equal(opaque.code, "unexpected-response");
  assert.match(opaque.message, /opaque response, which hides its status and body/);
  for (const answer of [of("error"), () => Response.error()]) {
    assert.equal((await failure("charm", answer)).code, "network");
  }
  const other = await failure("charm", of("basic"));
  assert.match(other.message, /whose status is not from 200 to 599/);
  // With a status, it is the status that counts.
  for (const type of ["opaque", "error", "opaqueredirect"]) {
    const answer = () => Object.assign(new Lookalike(204, ""), { type });
    const client = new AgentClient(clientOptions("charm", { fetch: recording(answer) }));
    assert.equal((await client.deleteAgent("a")).outcome, "deleted");
  }
});

test("a body that is a stream of Node's is read without a copy, which would have to be read, too", async () => {
  let copies = 0;
  class OfNode extends Lookalike {
    body = Readable.from([]);

    clone() {
      copies += 1;
      return super.clone();
    }
  }
  const fetch = recording(() => new OfNode(200, '{"id":"agent_123","name":"bot"}'));
  const agent = await new AgentClient(clientOptions("charm", { fetch })).getAgent("agent_123");
  assert.deepEqual([agent.name, copies], ["bot", 0]);
});

/** A response of another making that has so many bytes, and no stream of them. @param {number} length */
const ofLength = (length) =>
  new Lookalike(200, `{"id":"agent_123","name":"bot"}${" ".repeat(length - 31)}`);

test("a body without a stream is read up to the limit", async () => {
  const limit = 1024 * 1024;
  const read = (/** @type {number} */ length) =>
    new AgentClient(clientOptions("charm", { fetch: recording(() => ofLength(length)) })).getAgent("agent_123");
  assert.equal((await read(limit)).name, "bot");
  for (const length of [limit + 1, limit + 2, 3 * limit]) {
    await assert.rejects(read(length), { code: "unexpected-response" });
  }
});

test("a stream is read up to the same limit, whatever its pieces", async () => {
  const [limit, piece] = [1024 * 1024, 1000];
  const read = (/** @type {number} */ length) => {
    const left = [...Array(Math.ceil(length / piece)).keys()].map((at) => Math.min(piece, length - at * piece));
    const pull = (/** @type {any} */ controller) => {
      const next = left.shift();
      if (next === undefined) controller.close();
      else controller.enqueue(new Uint8Array(next).fill(0x20));
    };
    return failure("charm", () => streamed({ pull }));
  };
  const [fits, beyond] = [await read(limit), await read(limit + 1)];
  assert.notEqual(fits.message, beyond.message);
  assert.match(beyond.message, /too long|longer|more than/);
});

describe("the signal of a request", () => {
  /** @param {() => Response} answer */
  async function abortedAfter(answer) {
    /** @type {Request[]} */
    const requests = [];
    const fetch = recording((request) => {
      requests.push(request);
      return answer();
    });
    await new AgentClient(clientOptions("charm", { fetch })).deleteAgent("a").catch(() => {});
    return requests.map((request) => request.signal.aborted);
  }

  test("is left alone once the answer is there", async () => {
    assert.deepEqual(await abortedAfter(deleted), [false]);
    assert.deepEqual(await abortedAfter(() => Response.json({}, { status: 404 })), [false]);
  });

  test("aborts what is left of an answer that is too long or breaks off", async () => {
    assert.deepEqual(await abortedAfter(() => new Response(new Uint8Array(2 * 1024 * 1024))), [true]);
    const breaks = () => streamed({ pull: (controller) => controller.error(new Error("gone")) });
    assert.deepEqual(await abortedAfter(breaks), [true]);
  });
});

describe("fetch", () => {
  test("is called without a this", async () => {
    /** @type {unknown[]} */
    const seen = [];
    const client = new AgentClient(
      clientOptions("charm", {
        /** @this {unknown} */
        async fetch() {
          seen.push(this);
          return deleted();
        },
      }),
    );
    await client.deleteAgent("a");
    assert.deepEqual(seen, [undefined]);
  });

  test("is the global one, as it is at the call", async (t) => {
    const client = new AgentClient(clientOptions("charm"));
    const replaced = recording(deleted);
    t.mock.method(globalThis, "fetch", replaced);
    await client.deleteAgent("a");
    assert.equal(replaced.requests.length, 1);
  });

  test("follows no redirect", async () => {
    /** @type {string[]} */
    const modes = [];
    const error = await failure("charm", (request) => {
      modes.push(request.redirect);
      return new Response(null, { status: 307, headers: { location: "https://charm.test/v1/agents" } });
    });
    assert.equal(error.code, "wrong-endpoint");
    assert.deepEqual(modes, ["manual"]);
  });
});
