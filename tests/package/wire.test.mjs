// @ts-check
// Every recorded, documented or made exchange gets its classification, through the packed package.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { withTwins } from "./support/descriptions.mjs";
import { recording, response } from "./support/fetches.mjs";
import { agentUrl, clientOptions, deletionMethod, further, mustForce, platforms } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";
import { cases } from "./support/wire.mjs";

const { AgentClient, AgentError } = await importPackage();

test("there are cases for each platform", () => {
  assert.deepEqual([...cases.keys()].sort(), [...Object.keys(platforms), ...further.keys()].sort());
  for (const [backend, list] of cases) assert.ok(list.length > 0, backend);
});

for (const { kind: backend, name: shown, given } of withTwins(cases.keys())) {
  describe(shown, () => {
    for (const { name, id, reply, expect } of cases.get(backend) ?? []) {
      test(name, async () => {
        const fetch = recording(() => response(reply));
        const client = new AgentClient(clientOptions(backend, { fetch, ...given }));
        const deletion = client.deleteAgent(id, { force: mustForce(backend), maxRetries: 0 });

        if ("error" in expect) {
          const error = await deletion.then(
            () => assert.fail("it resolved"),
            (reason) => reason,
          );
          assert.ok(error instanceof AgentError, String(error));
          checkError(error, expect);
          assert.equal(error.agentId, id);
        } else {
          checkFields(await deletion, expect);
        }
        assert.equal(client.backend, shown);
        const own = agentUrl(backend, id);
        assert.equal(fetch.requests[0].method, deletionMethod(backend));
        assert.equal(fetch.requests[0].url, own);
        const [path, query] = own.split("?");
        for (const { url } of fetch.requests) {
          assert.ok(url === own || (url.startsWith(`${path}/`) && url.includes(query ?? "")), url);
        }
      });
    }
  });
}

/**
 * @param {import("../../pkg/index.js").AgentError} error
 * @param {Record<string, unknown>} expect
 */
function checkError(error, { error: code, message, details, retryAfterMs, ...fields }) {
  assert.equal(error.code, code, error.message);
  if (message !== undefined) {
    assert.equal(error.backendMessage, message);
    assert.ok(error.message.includes(String(message)), error.message);
  }
  if (details !== undefined) assert.equal(error.details.length, details);
  // `true`: some wait.
  if (retryAfterMs === true) assert.ok(error.retryAfterMs !== null && error.retryAfterMs > 0, String(error.retryAfterMs));
  else if (retryAfterMs !== undefined) assert.equal(error.retryAfterMs, retryAfterMs);
  checkFields(error, fields);
}

/** @param {object} result @param {Record<string, unknown>} fields */
function checkFields(result, fields) {
  for (const [name, value] of Object.entries(fields)) {
    assert.deepEqual(Reflect.get(result, name), value, name);
  }
}
