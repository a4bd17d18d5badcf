// @ts-check
// An abort, for any reason and at any moment, ends the call at once.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deleted, never, recording, response } from "./support/fetches.mjs";
import { clientOptions, everyPlatform, platforms } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";
import { countListeners } from "./support/signals.mjs";

const { AgentClient, AgentError, ready } = await importPackage();
await ready();

/** @param {unknown} error @param {unknown} reason */
function isAbort(error, reason) {
  assert.ok(error instanceof AgentError, String(error));
  assert.equal(error.code, "aborted", error.message);
  assert.equal(error.cause, reason);
  return error;
}

/** @param {Promise<unknown>} promise */
const rejection = (promise) =>
  promise.then(
    () => assert.fail("it resolved"),
    (error) => error,
  );

const reasons = {
  "an Error": new Error("enough"),
  "a text": "enough",
  null: null,
  "a number": 0,
  "an object": Object.freeze({ name: "TimeoutError" }),
  "an object that cannot be read": new Proxy(
    {},
    {
      get() {
        throw new Error("hands off");
      },
    },
  ),
  "a timeout": new DOMException("late", "TimeoutError"),
};

for (const [backend, { id, force }] of everyPlatform) {
  describe(backend, () => {
    test("aborted in the same breath as the call: nothing is sent", async () => {
      const fetch = recording(deleted);
      const client = new AgentClient(clientOptions(backend, { fetch }));
      const controller = new AbortController();
      const deleting = client.deleteAgent(id, { force, signal: controller.signal });
      controller.abort("enough");
      assert.equal(isAbort(await rejection(deleting), "enough").outcomeUnknown, false);
      assert.equal(fetch.requests.length, 0);
    });

    for (const [name, reason] of Object.entries(reasons)) {
      test(`aborted before the call, with ${name}: nothing is sent`, async () => {
        const fetch = recording(deleted);
        const client = new AgentClient(clientOptions(backend, { fetch }));
        const error = await rejection(client.deleteAgent(id, { force, signal: AbortSignal.abort(reason) }));
        assert.equal(isAbort(error, reason).outcomeUnknown, false);
        assert.equal(fetch.requests.length, 0);
      });

      test(`aborted right after the call, with ${name}`, async () => {
        const controller = new AbortController();
        const client = new AgentClient(clientOptions(backend, { fetch: recording(never) }));
        const call = rejection(client.deleteAgent(id, { force, signal: controller.signal }));
        controller.abort(reason);
        isAbort(await call, reason);
      });

      test(`aborted while the request is out, with ${name}`, async () => {
        const controller = new AbortController();
        const client = new AgentClient(
          clientOptions(backend, {
            fetch: recording((request) => {
              setImmediate(() => controller.abort(reason));
              return never(request);
            }),
          }),
        );
        const error = await rejection(client.deleteAgent(id, { force, signal: controller.signal }));
        assert.equal(isAbort(error, reason).outcomeUnknown, true);
      });
    }

    test("aborted while the request is out, with a fetch that minds no signal", async () => {
      const controller = new AbortController();
      const client = new AgentClient(
        clientOptions(backend, {
          fetch: recording(() => {
            setImmediate(() => controller.abort("enough"));
            return new Promise(() => {});
          }),
        }),
      );
      const error = await rejection(client.deleteAgent(id, { force, signal: controller.signal }));
      assert.equal(isAbort(error, "enough").outcomeUnknown, true);
    });

    test("aborted within fetch", async () => {
      const controller = new AbortController();
      const client = new AgentClient(
        clientOptions(backend, {
          fetch: recording((request) => {
            controller.abort("enough");
            return never(request);
          }),
        }),
      );
      isAbort(await rejection(client.deleteAgent(id, { force, signal: controller.signal })), "enough");
    });

    test("aborted during the back-off", async () => {
      const controller = new AbortController();
      const fetch = recording(() => {
        setImmediate(() => setImmediate(() => controller.abort("enough")));
        return new Response("", { status: 503, headers: { "retry-after": "50" } });
      });
      const client = new AgentClient(clientOptions(backend, { fetch }));
      const error = await rejection(
        client.deleteAgent(id, { force, signal: controller.signal, maxRetries: 5 }),
      );
      assert.equal(isAbort(error, "enough").outcomeUnknown, true);
      assert.equal(fetch.requests.length, 1);
    });

    test("aborted while the credential is asked for: nothing is sent", async () => {
      const controller = new AbortController();
      const fetch = recording(deleted);
      const bearer = () => {
        setImmediate(() => controller.abort("enough"));
        return new Promise(() => {});
      };
      const client = new AgentClient(clientOptions(backend, { fetch, auth: { bearer } }));
      const error = await rejection(client.deleteAgent(id, { force, signal: controller.signal }));
      assert.equal(isAbort(error, "enough").outcomeUnknown, false);
      assert.equal(fetch.requests.length, 0);
    });

    test("aborted after the call has ended: nothing happens", async () => {
      const controller = new AbortController();
      const client = new AgentClient(clientOptions(backend, { fetch: recording(deleted) }));
      const deletion = await client.deleteAgent(id, { force, signal: controller.signal });
      controller.abort();
      assert.equal(deletion.outcome, "deleted");
    });

    test("a timeout of the caller's own is an abort", async () => {
      const client = new AgentClient(clientOptions(backend, { fetch: recording(never) }));
      const signal = AbortSignal.timeout(20);
      isAbort(await rejection(client.deleteAgent(id, { force, signal })), signal.reason);
    });
  });
}

test("a signal that gives no reason is told so", async () => {
  const signal = /** @type {any} */ ({ aborted: true, addEventListener() {}, removeEventListener() {} });
  const client = new AgentClient(clientOptions("charm", { fetch: recording(deleted) }));
  const error = await rejection(client.deleteAgent("a", { signal }));
  assert.deepEqual([error.code, error.cause.message], ["aborted", "no reason given"]);
});

test("a signal that outlives many calls gathers no listeners", async () => {
  const { signal } = new AbortController();
  const listeners = countListeners(signal);
  const { id } = platforms.charm;
  const client = new AgentClient(clientOptions("charm", { fetch: async () => deleted() }));
  for (let call = 0; call < 20; call += 1) await client.deleteAgent(id, { signal });
  assert.equal(listeners(), 0);
});

test("whoever breaks off a bulk of one at a time has begun no other deletion", async () => {
  const fetch = recording(deleted);
  const client = new AgentClient(clientOptions("charm", { fetch }));
  const settled = [];
  for await (const { agentId } of client.deleteAgents(["first", "second", "third"], { concurrency: 1 })) {
    await new Promise((resolve) => setTimeout(resolve));
    settled.push(agentId);
    if (agentId === "second") break;
  }
  assert.deepEqual([settled, fetch.requests.length], [["first", "second"], 2]);
});

describe("an abort by onStep", () => {
  const { id } = platforms.kortix;
  /** @param {boolean} isDefault */
  const agent = (isDefault) => Response.json({ agent_id: id, name: "a", is_default: isDefault });

  test("comes before the change that would be next, in a bulk too", async () => {
    const controller = new AbortController();
    const fetch = recording(() => agent(true));
    const client = new AgentClient(clientOptions("kortix", { fetch, onStep: () => controller.abort("enough") }));
    const results = [];
    for await (const result of client.deleteAgents([id], { force: true, signal: controller.signal })) results.push(result);
    assert.deepEqual(fetch.requests.map(({ method }) => method), ["GET"]);
    assert.deepEqual(results.map(({ error }) => [error?.code, error?.outcomeUnknown]), [["aborted", false]]);
  });
});

for (const [clients, calls, restores] of [[2, 0, [503, 200]], [0, 1, [503]]]) {
  test(`a way back is tried as often as the client says (${clients} again), not as the call (${calls})`, async () => {
    const { id } = platforms.kortix;
    const fetch = recording(({ method }, attempt) => {
      if (method === "GET") return Response.json({ agent_id: id, name: "a", is_default: true });
      if (method === "DELETE") return response({ status: 422, headers: {}, body: "" });
      return attempt === 4 ? response({ status: 503, headers: { "retry-after": "0" }, body: "" }) : Response.json({});
    });
    const client = new AgentClient(clientOptions("kortix", { fetch, maxRetries: /** @type {number} */ (clients) }));
    const error = await rejection(client.deleteAgent(id, { force: true, maxRetries: /** @type {number} */ (calls) }));
    const restored = error.steps.filter((/** @type {any} */ { purpose }) => purpose === "restore-default");
    assert.deepEqual(restored.map((/** @type {any} */ { status }) => status), restores);
  });
}
