// @ts-check
// Whatever is passed as an id, no request leaves but to this agent's own place.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { deleted, recording, response } from "./support/fetches.mjs";
import { nonTexts, texts } from "./support/hostile.mjs";
import { agentUrl, clientOptions, everyPlatform } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient, AgentError } = await importPackage();

/**
 * The platforms' rules, said once more: the id as it must be sent, or null where it must be refused.
 *
 * @type {Record<string, (id: string) => string | null>}
 */
const rules = {
  charm: (id) => (decodings(id).every(isPlain) ? id : null),
  foundry: (id) => (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(id) ? id : null),
  langchain: asUuid,
  eliza: asUuid,
  kortix: asUuid,
};

/** Places of one agent that are not below its own. @type {Record<string, (segment: string) => string[]>} */
const stops = {
  charm: (segment) => [`/v1/daemon/${segment}/stop`, `/v1/versions/${segment}`],
  foundry: (segment) => [`/api/projects/demo/agents/${segment}:disable`],
};

/**
 * A text, and what a server makes of it that decodes it once or more often. Empty where that is no text.
 *
 * @param {string} text
 * @returns {string[]}
 */
function decodings(text) {
  let decoded = "";
  try {
    // A percent sign that encodes nothing is one.
    decoded = decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, "%25"));
  } catch {
    return ["", text];
  }
  return decoded === text ? [text] : [text, ...decodings(decoded)];
}

/** Whether a text is one segment of a path, and looks like what it is. @param {string} text */
function isPlain(text) {
  const unseen = /[\p{Control}\p{Format}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2028\u2029/\\]/u;
  return wellFormed(text) && text.trim() === text && !unseen.test(text) && !/^\.{0,2}(;|$)/.test(text);
}

/** @param {string} id */
function asUuid(id) {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id.toLowerCase() : null;
}

/** @param {string} text */
function wellFormed(text) {
  try {
    return encodeURIComponent(text) !== null;
  } catch {
    return false;
  }
}

/** @typedef {import("../../pkg/index.js").AgentClient} Client */

/** Every method that takes an id. @type {Record<string, (client: Client, id: any) => Promise<unknown>>} */
const methods = {
  deleteAgent: (client, id) => client.deleteAgent(id),
  "deleteAgent, forced": (client, id) => client.deleteAgent(id, { force: true, verify: true, backup: true }),
  planDeletion: (client, id) => client.planDeletion(id),
  getAgent: (client, id) => client.getAgent(id),
  backupAgent: (client, id) => client.backupAgent(id),
  stopAgent: (client, id) => client.stopAgent(id),
  deleteAgents: async (client, id) => {
    const { value } = await client.deleteAgents([id]).next();
    if (value?.error) throw value.error;
    return value;
  },
  "deleteAgents, as an agent": async (client, id) => {
    const { results: [{ error }] } = await client.deleteAgents([{ id }]);
    if (error) throw error;
  },
  planDeletions: async (client, id) => {
    const { failed: [failed] } = await client.planDeletions([id]);
    if (failed) throw failed.error;
  },
};

for (const [backend] of everyPlatform) {
  describe(backend, () => {
    for (const [method, call] of Object.entries(methods)) {
      test(`${method}: only the agent's own place is ever asked for`, async () => {
        for (const id of texts) {
          const sent = rules[backend](id);
          const { requests, error } = await attempt(backend, call, id);
          if (sent === null) {
            assert.equal(error?.code, "invalid-input", inspect(id));
            assert.deepEqual(requests, [], inspect(id));
            continue;
          }
          const own = new URL(agentUrl(backend, sent));
          for (const url of requests) {
            const { origin, pathname } = new URL(url);
            assert.equal(origin, own.origin, url);
            const places = [own.pathname, ...(stops[backend]?.(encodeURIComponent(sent)) ?? [])];
            assert.ok(places.includes(pathname) || pathname.startsWith(`${own.pathname}/`), url);
          }
          if (method === "deleteAgent") assert.ok(requests.length > 0, inspect(id));
        }
      });

      test(`${method}: what is no text is refused`, async () => {
        for (const id of nonTexts) {
          const { requests, error } = await attempt(backend, call, id);
          assert.equal(error?.code, "invalid-input", inspect(id));
          assert.deepEqual(requests, []);
        }
      });
    }
  });
}

test("an id may hold the sign that stands for half a surrogate pair, and not half of one", async () => {
  const { requests } = await attempt("charm", (client) => client.deleteAgent("bot\ufffd"), "bot\ufffd");
  assert.deepEqual(requests, ["https://charm.test/v1/agents/bot%EF%BF%BD"]);
  const { error } = await attempt("charm", (client) => client.deleteAgent("bot\ud83d"), "bot\ud83d");
  assert.match(error?.message ?? "", /half a surrogate pair/);
});

describe("deleteAgents", () => {
  test("calls what has no id by what it is", async () => {
    for (const [given, what] of /** @type {const} */ ([[{ id: 5 }, "an object"], [{}, "an object"], [["a"], "an array"], [5, "a number"], [null, "null"]])) {
      const { requests, error } = await attempt("charm", (client) => client.deleteAgents(/** @type {any} */ ([given])).next().then(({ value }) => {
        throw value.error;
      }));
      assert.ok(error?.message.includes(`not ${what}`), error?.message);
      assert.deepEqual(requests, []);
    }
  });

  test("takes a list of agents for one, whatever else it has", async () => {
    const list = Object.assign((async function* () {
      yield { id: "a" };
    })(), { plans: [], backend: "charm" });
    const { requests } = await attempt("charm", (client) => client.deleteAgents(list));
    assert.equal(requests.length, 1);
  });

  test("refuses what is no list of ids", async () => {
    const evasive = new Proxy([], { getPrototypeOf() { throw null; } });
    const wrong = [
      undefined, null, 5, {}, "abc", Object("abc"), () => [], Symbol("a"), { next() {} }, evasive,
    ];
    for (const ids of wrong) {
      const { requests, error } = await attempt("charm", (client) =>
        client.deleteAgents(/** @type {any} */ (ids)).next(),
      );
      assert.equal(error?.code, "invalid-input", inspect(ids));
      assert.deepEqual(requests, []);
    }
  });
});

/** Ids that come one at a time; the second never does. */
function stalling() {
  let asked = 0;
  const ids = {
    closed: 0,
    next: () => (asked++ === 0 ? Promise.resolve({ value: "a", done: false }) : new Promise(() => {})),
    return: async () => ({ value: (ids.closed += 1), done: true }),
    [Symbol.asyncIterator]: () => ids,
  };
  return /** @type {any} */ (ids);
}

describe("ids that are long in coming are closed", () => {
  /** @param {any} ids @param {import("../../pkg/types.js").DeleteManyOptions} [options] */
  const read = (ids, options) =>
    new AgentClient(clientOptions("charm", { fetch: recording(deleted) })).deleteAgents(ids, options);

  test("when the reader leaves", async () => {
    const ids = stalling();
    for await (const { deletion } of read(ids)) {
      assert.equal(deletion?.outcome, "deleted");
      break;
    }
    assert.equal(ids.closed, 1);
  });

  test("when the call is aborted", async () => {
    const ids = stalling();
    const controller = new AbortController();
    const seen = [];
    for await (const { agentId } of read(ids, { signal: controller.signal })) {
      seen.push(agentId);
      setImmediate(() => controller.abort());
    }
    assert.deepEqual([seen, ids.closed], [["a"], 1]);
  });
});

/**
 * @param {import("../../pkg/types.js").BackendName} backend
 * @param {(client: Client, id: any) => Promise<unknown>} call
 * @param {unknown} [id]
 */
async function attempt(backend, call, id) {
  const fetch = recording(() => response({ status: 404, headers: {}, body: "" }));
  const client = new AgentClient(clientOptions(backend, { fetch }));
  const error = await call(client, id).then(
    () => null,
    (reason) => reason,
  );
  assert.ok(error === null || error instanceof AgentError, String(error));
  return { requests: fetch.requests.map(({ url }) => url), error };
}
