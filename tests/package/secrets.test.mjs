// @ts-check
// A credential goes into the one header that it is for, and is found nowhere else.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { deleted, never, recording, response } from "./support/fetches.mjs";
import { clientOptions, credential, everyPlatform } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";
import { cases } from "./support/wire.mjs";

const { AgentClient, AgentError } = await importPackage();

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

/**
 * The header of each kind of credential, by platform.
 *
 * @type {Record<string, { apiKey: string, bearer: string }>}
 */
const headers = {
  charm: { apiKey: "x-api-key", bearer: "authorization" },
  langchain: { apiKey: "x-api-key", bearer: "authorization" },
  foundry: { apiKey: "api-key", bearer: "authorization" },
  eliza: { apiKey: "x-api-key", bearer: "authorization" },
  kortix: { apiKey: "x-api-key", bearer: "authorization" },
};

const auths = {
  "an API key": { apiKey: credential },
  "a bearer token": { bearer: credential },
  "a function for an API key": { apiKey: () => credential },
  "a function for a bearer token": { bearer: async () => credential },
};

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

for (const [backend, { id, force }] of everyPlatform) {
  describe(backend, () => {
    for (const [kind, auth] of Object.entries(auths)) {
      test(`${kind} is in its header and nowhere else`, async () => {
        const replies = (cases.get(backend) ?? []).map(
          ({ reply }) =>
            () =>
              response(reply),
        );
        for (const answer of [...Object.values(answers), ...replies]) {
          /** @type {unknown[]} */
          const seen = [];
          const switched = new AbortController();
          const fetch = recording((request, attempt) => answer(request, attempt, () => switched.abort()));
          const client = new AgentClient(clientOptions(backend, { fetch, auth, onStep: (step) => seen.push(step) }));
          seen.push(client);
          const result = await client
            .deleteAgent(id, { force, signal: switched.signal })
            .catch((/** @type {unknown} */ error) => error);
          seen.push(result);
          assert.ok(fetch.requests.length > 0);
          for (const request of fetch.requests) {
            const [name] = Object.keys(auth);
            const header = headers[backend][/** @type {"apiKey" | "bearer"} */ (name)];
            const value = name === "bearer" ? `Bearer ${credential}` : credential;
            assert.equal(request.headers.get(header), value);
            const others = [...request.headers].filter(([other]) => other !== header);
            assert.ok(!JSON.stringify([request.url, others]).includes(credential));
          }
          for (const value of seen) assert.ok(!shown(value).includes(credential), "the credential shows");
        }
      });
    }

    test("a header of the caller's never replaces the credential's", async () => {
      for (const [name, auth] of Object.entries({
        apiKey: { apiKey: credential },
        bearer: { bearer: credential },
      })) {
        const header = headers[backend][/** @type {"apiKey" | "bearer"} */ (name)];
        for (const spelling of [header, header.toUpperCase()]) {
          const fetch = recording(deleted);
          const options = clientOptions(backend, {
            fetch,
            auth,
            headers: { [spelling]: "other", "x-other": "kept" },
          });
          const result = await new AgentClient(options).deleteAgent(id, { force }).catch((error) => error);
          if (result instanceof AgentError) assert.equal(result.code, "invalid-input");
          for (const request of fetch.requests) {
            assert.ok(request.headers.get(header)?.includes(credential));
            assert.ok(!request.headers.get(header)?.includes("other"));
            assert.equal(request.headers.get("x-other"), "kept");
          }
        }
      }
    });

    test("a function for a credential is asked before every attempt", async () => {
      let asked = 0;
      const fetch = recording((_, attempt) =>
        response({ status: attempt < 3 ? 503 : 204, headers: { "retry-after": "0" }, body: "" }),
      );
      const auth = { bearer: () => `token-${(asked += 1)}` };
      await new AgentClient(clientOptions(backend, { fetch, auth })).deleteAgent(id, {
        force,
        maxRetries: 2,
      });
      assert.deepEqual(
        fetch.requests.map((request) => request.headers.get("authorization")),
        ["Bearer token-1", "Bearer token-2", "Bearer token-3"],
      );
    });

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
          clientOptions(backend, { fetch, auth: { bearer: /** @type {any} */ (bearer) } }),
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
        const client = new AgentClient(clientOptions(backend, { fetch, auth: { bearer: () => broken } }));
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
      const client = new AgentClient(clientOptions(backend, { fetch: recording(deleted), auth }));
      await assert.rejects(client.deleteAgent(id, { force }), (error) => {
        assert.ok(error instanceof AgentError);
        assert.equal(error.cause, reason);
        return true;
      });
    });
  });
}
