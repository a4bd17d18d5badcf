// What a user's own tests do with the package, in whichever test runner and environment has loaded it. CommonJS, for Jest
// requires it; `test` and `expect` are the runner's globals.

/**
 * @param {typeof import("../../../pkg/index.js")} main
 * @param {typeof import("../../../pkg/inline.js")} inline
 * @param {typeof import("../../../pkg/sandbox/index.js")} sandboxEntry
 * @param {typeof import("../../../pkg/sandbox/node.js")} serverEntry
 */
module.exports = (main, inline, { createSandbox }, { serveSandbox }) => {
  const backends = ["charm", "langchain", "foundry", "eliza", "kortix"];
  const entries = Object.entries({ main, inline });

  // Jest's jsdom, which has no fetch either.
  if (typeof TextDecoder === "undefined") {
    const { TextDecoder, TextEncoder } = require("node:util");

    test.each(entries)("%s: says what is missing, and loads once it is there", async (_, { AgentClient, LoadError, ready }) => {
      const error = await ready().catch((reason) => reason);
      expect([error instanceof LoadError, error.message]).toEqual([true, expect.stringContaining("no TextDecoder")]);
      expect(error.message).toContain("jest-fixed-jsdom");
      Object.assign(globalThis, { TextDecoder, TextEncoder });
      try {
        const refusal = await new AgentClient({ backend: "charm" }).deleteAgent("..").catch((reason) => reason);
        expect([refusal.code, main.isAgentError(refusal)]).toEqual(["invalid-input", true]);
      } finally {
        delete globalThis.TextDecoder;
        delete globalThis.TextEncoder;
      }
    });

    test("the sandbox is there", async () => {
      const sandbox = createSandbox();
      await (await serveSandbox(sandbox)).close();
      expect(sandbox.has("charm", sandbox.agents.charm.plain)).toBe(true);
    });
    return;
  }

  test.each(entries)("%s: deletes an agent of each platform of the sandbox", async (_, { AgentClient }) => {
    const sandbox = createSandbox();
    for (const backend of backends) {
      const id = sandbox.create(backend);
      const { outcome } = await new AgentClient(sandbox.clientOptions(backend)).deleteAgent(id, { force: true });
      expect([backend, outcome, sandbox.has(backend, id)]).toEqual([backend, "deleted", false]);
    }
  });

  test.each(entries)("%s: its errors are known to both entries", async (_, { AgentClient, AgentError }) => {
    const client = new AgentClient(createSandbox().clientOptions("eliza"));
    const error = await client.deleteAgent("00000000-0000-4000-8000-000000000000").catch((reason) => reason);
    expect(error.code).toBe("not-found");
    expect([error instanceof AgentError, error instanceof Error]).toEqual([true, true]);
    expect([main.isAgentError(error), inline.isAgentError(error)]).toEqual([true, true]);
  });

  test("deletes an agent over HTTP, with the environment's own fetch", async () => {
    const sandbox = createSandbox();
    const server = await serveSandbox(sandbox);
    try {
      const id = sandbox.create("charm");
      const { outcome } = await new main.AgentClient(server.clientOptions("charm")).deleteAgent(id);
      expect([outcome, sandbox.has("charm", id)]).toEqual(["deleted", false]);
    } finally {
      await server.close();
    }
  });

  test("the environment's own signal aborts a request that is under way", async () => {
    const sandbox = createSandbox();
    const controller = new AbortController();
    const server = await serveSandbox({
      ...sandbox,
      handle: (request) => {
        if (request.method === "DELETE") controller.abort();
        return sandbox.handle(request);
      },
    });
    try {
      sandbox.inject({ kind: "hang", method: "DELETE" });
      const client = new main.AgentClient(server.clientOptions("charm"));
      const call = client.deleteAgent("agent_123", { signal: controller.signal });
      await expect(call).rejects.toMatchObject({ code: "aborted", outcomeUnknown: true });
    } finally {
      await server.close();
    }
  });
};
