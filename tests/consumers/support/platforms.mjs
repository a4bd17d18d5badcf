// @ts-check
// The emulated platforms over real HTTP, with an agent on each for a consumer to delete.

import assert from "node:assert/strict";
import { createSandbox } from "../../../pkg/sandbox/index.js";
import { serveSandbox } from "../../../pkg/sandbox/node.js";

/** @typedef {import("../../../pkg/types.js").KnownBackend} BackendName */

/**
 * What a consumer is told to do: plain data, which goes into pages, workers and command lines.
 *
 * @typedef {object} Task
 * @property {Omit<import("../../../pkg/types.js").ClientOptions, "fetch">} client
 * @property {string} id
 * @property {{ force: boolean }} options
 */

/** @type {BackendName[]} */
const backends = ["charm", "langchain", "foundry", "eliza", "kortix"];

/** What `deleteAgents` of shared/delete-agents.js returns when all went well. */
const allWell = {
  outcomes: Object.fromEntries(backends.map((name) => [name, "deleted"])),
  errors: ["not-found", "invalid-input"],
};

/** @param {import("node:test").TestContext} t */
export async function servePlatforms(t) {
  const sandbox = createSandbox();
  const server = await serveSandbox(sandbox);
  t.after(() => server.close());

  /**
   * A new agent on a platform, to be deleted.
   *
   * @param {BackendName} backend
   * @returns {Task}
   */
  const task = (backend) => ({
    client: server.clientOptions(backend),
    id: sandbox.create(backend),
    options: { force: true },
  });

  return {
    sandbox,
    task,
    tasks: () => backends.map(task),

    /** Fails unless an agent is gone, by the platform's own account. @param {Task} task */
    assertGone({ client: { backend }, id }) {
      assert.equal(sandbox.has(backend, id), false, `${backend} still has ${id}`);
    },

    /**
     * Has a consumer delete an agent on each platform, and looks at what came of it on both sides.
     *
     * @param {(tasks: Task[]) => Promise<unknown>} consumer
     */
    async assertDeletes(consumer) {
      const tasks = backends.map(task);
      sandbox.clearRequests();
      assert.deepEqual(await consumer(tasks), allWell);
      for (const { client, id } of tasks) {
        assert.equal(sandbox.has(client.backend, id), false, `${client.backend} still has ${id}`);
      }
      assert.ok(sandbox.requests.length >= backends.length);
      assert.deepEqual(sandbox.requests.filter(({ dangerous }) => dangerous), []);
    },
  };
}
