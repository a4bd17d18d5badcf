// @ts-check
// A credential goes into the one header that it is for, and is found nowhere else.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { twins, withTwins } from "./support/descriptions.mjs";
import { deleted, never, recording, response } from "./support/fetches.mjs";
import { clientOptions, credential, further, mustForce, platforms } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";
import { cases } from "./support/wire.mjs";

const { AgentClient, AgentError, platforms: known } = await importPackage();

/** All that a program may print of a value. @param {any} value */
function shown(value) {
  return [
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    String(value),
    value?.stack,
    JSON.stringify(value),
    inspect(Object.getOwnPropertyDescriptors(value), { depth: 20 }),
  ].join("\n");
}

/** The header of an API key where it is not `Authorization`, as the platforms document it. @type {Record<string, string>} */
const keyHeaders = {
  charm: "x-api-key",
  langchain: "x-api-key",
  foundry: "api-key",
  eliza: "x-api-key",
  kortix: "x-api-key",
  langgraph: "x-api-key",
  vertex: "x-goog-api-key",
  elevenlabs: "xi-api-key",
};

/** A described one with a header and a scheme of its own. */
const tokens = { kind: /** @type {const} */ ("vapi"), name: "tokens", given: { backend: { .../** @type {any} */ (twins.get("vapi")), name: "tokens", auth: { header: "X-Acme-Key", scheme: "Token" } } } };

/** How each kind of credential travels: its header, and what stands there. @param {{ kind: string, name: string }} platform */
function waysOf({ kind, name }) {
  const bearer = ["authorization", (/** @type {string} */ secret) => `Bearer ${secret}`];
  const signed = ["authorization", (/** @type {string} */ secret) => `TEST Signature=${secret}`];
  const key = keyHeaders[kind] ? [keyHeaders[kind], (/** @type {string} */ secret) => secret] : bearer;
  const ways = further.get(/** @type {any} */ (kind))?.credential === "sign" ? { sign: signed } : { apiKey: key, bearer };
  if (name === "tokens") ways.apiKey = ["x-acme-key", (/** @type {string} */ secret) => `Token ${secret}`];
  return /** @type {Record<string, [string, (secret: string) => string]>} */ (ways);
}

/** The same credential, given in each way. @param {string} means @param {string} secret @returns {Record<string, any>} */
const givenAs = (means, secret) =>
  means === "sign"
    ? { "made by a function": { sign: () => ({ authorization: `TEST Signature=${secret}` }) }, "made later": { sign: async () => ({ Authorization: `TEST Signature=${secret}` }) } }
    : { "a text": { [means]: secret }, "a function": { [means]: () => secret }, "a function that promises it": { [means]: async () => secret } };

/** Answers of every kind. @type {Record<string, (request: Request, attempt: number, stop: () => void) => unknown>} */
const answers = {
  deleted,
  "a thrown error": () => {
    throw new TypeError("fetch failed");
  },
  "no answer, until the caller gives up": (_request, _attempt, stop) => {
    stop();
    return never();
  },
  "a web page": () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } }),
  "a redirect": () => new Response(null, { status: 302, headers: { location: "https://elsewhere.test/" } }),
};

for (const platform of [...withTwins(known.map(({ name }) => name)), tokens]) {
  const { kind, name, given } = platform;
  const id = (further.get(kind) ?? platforms[/** @type {keyof typeof platforms} */ (kind)]).id;
  const force = mustForce(kind);
  const ways = waysOf(platform);
  describe(name, () => {
    const recorded = (cases.get(kind) ?? []).map(
      ({ reply }) =>
        () =>
          response(reply),
    );
    for (const [turn, [means, [header, value]]] of Object.entries(ways).entries()) {
      for (const [at, [how, auth]] of Object.entries(givenAs(means, credential)).entries()) {
        test(`${means}, ${how}: it is in its header and nowhere else`, async () => {
          // What is recorded is answered in turn, once in each of three ways.
          const replies = recorded.filter((_, number) => number % 3 === (at + turn) % 3);
          for (const answer of [...Object.values(answers), ...replies]) {
            /** @type {unknown[]} */
            const seen = [];
            const switched = new AbortController();
            const fetch = recording((request, attempt) => answer(request, attempt, () => switched.abort()));
            const client = new AgentClient(clientOptions(kind, { ...given, fetch, auth, onStep: (step) => seen.push(step) }));
            seen.push(client);
            const result = await client
              .deleteAgent(id, { force, signal: switched.signal })
              .catch((/** @type {unknown} */ error) => error);
            seen.push(result);
            assert.ok(fetch.requests.length > 0);
            for (const request of fetch.requests) {
              assert.equal(request.headers.get(header), value(credential));
              const others = [...request.headers].filter(([other]) => other !== header);
              assert.ok(!JSON.stringify([request.url, others]).includes(credential));
            }
            for (const value of seen) assert.ok(!shown(value).includes(credential), "the credential shows");
          }
        });
      }
    }

    test("a header of the caller's never replaces the credential's", async () => {
      for (const [means, [header]] of Object.entries(ways)) {
        const [auth] = Object.values(givenAs(means, credential));
        for (const spelling of [header, header.toUpperCase()]) {
          const fetch = recording(deleted);
          const options = clientOptions(kind, {
            ...given,
            fetch,
            auth,
            headers: { [spelling]: "other", "x-other": "kept" },
          });
          const result = await new AgentClient(options).deleteAgent(id, { force }).catch((error) => error);
          if (result instanceof AgentError && fetch.requests.length === 0) assert.equal(result.code, "invalid-input");
          for (const request of fetch.requests) {
            assert.ok(request.headers.get(header)?.includes(credential));
            assert.ok(!request.headers.get(header)?.includes("other"));
            assert.equal(request.headers.get("x-other"), "kept");
          }
        }
      }
    });

    test("a function for a credential is asked before every attempt", async () => {
      for (const [means, [header, value]] of Object.entries(ways)) {
        let asked = 0;
        const fetch = recording((_, attempt) =>
          response({ status: attempt < 3 ? 503 : 204, headers: { "retry-after": "0" }, body: "" }),
        );
        const next = () => `token-${(asked += 1)}`;
        const auth = means === "sign" ? { sign: () => ({ authorization: value(next()) }) } : /** @type {any} */ ({ [means]: next });
        const ended = await new AgentClient(clientOptions(kind, { ...given, fetch, auth })).deleteAgent(id, {
          force,
          maxRetries: 2,
        }).catch((error) => error);
        // Some are deleted by no 204.
        assert.ok(ended.outcome === "deleted" || ended.code === "unexpected-response", String(ended));
        assert.deepEqual(
          fetch.requests.map((request) => request.headers.get(header)),
          ["token-1", "token-2", "token-3"].map(value),
        );
      }
    });

    // What a signature's function may give is another thing: signing.test.mjs.
    if (ways.sign) return;

    test("a function that gives no credential: nothing is sent", async () => {
      const bad = [
        () => {
          throw new Error("vault is shut");
        },
        () => Promise.reject(new Error("vault is shut")),
        () => undefined,
        () => null,
        () => 5,
        () => "",
        () => ({}),
        () => [credential],
        () => ({ credential }),
        () => ({
          then() {
            throw new Error("vault is shut");
          },
        }),
      ];
      for (const bearer of bad) {
        const fetch = recording(deleted);
        const client = new AgentClient(
          clientOptions(kind, { ...given, fetch, auth: { bearer: /** @type {any} */ (bearer) } }),
        );
        const error = await client.deleteAgent(id, { force }).then(
          () => assert.fail("it resolved"),
          (reason) => reason,
        );
        assert.ok(error instanceof AgentError);
        assert.equal(error.code, "unauthenticated", error.message);
        assert.equal(error.outcomeUnknown, false);
        assert.equal(fetch.requests.length, 0);
        assert.ok(!shown(error).includes(credential));
      }
    });

    test("a function whose credential fits no header: nothing is sent", async () => {
      for (const broken of [`${credential}\n`, `${credential}\u0000`, `${credential}\u2026`]) {
        const fetch = recording(deleted);
        const client = new AgentClient(clientOptions(kind, { ...given, fetch, auth: { bearer: () => broken } }));
        const error = await client.deleteAgent(id, { force }).then(
          () => assert.fail("it resolved"),
          (reason) => reason,
        );
        assert.ok(error instanceof AgentError);
        assert.equal(error.code, "invalid-input", error.message);
        assert.equal(fetch.requests.length, 0);
        assert.ok(!shown(error).includes(credential));
      }
    });

    test("the reason of such a function is kept", async () => {
      const reason = new Error("vault is shut");
      const auth = { bearer: () => Promise.reject(reason) };
      const client = new AgentClient(clientOptions(kind, { ...given, fetch: recording(deleted), auth }));
      await assert.rejects(client.deleteAgent(id, { force }), (error) => {
        assert.ok(error instanceof AgentError);
        assert.equal(error.cause, reason);
        return true;
      });
    });
  });
}
