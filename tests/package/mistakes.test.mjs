// @ts-check
// What people get wrong: the message names the mistake and what was probably meant, and nothing is sent.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { deleted, recording } from "./support/fetches.mjs";
import { clientOptions, credential, everyPlatform, platforms } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient, AgentError, platforms: list } = await importPackage();

/** @param {() => unknown} call @returns {Promise<import("../../pkg/index.js").AgentError>} */
async function refusal(call) {
  /** @type {any} */
  let error;
  try {
    await call();
  } catch (reason) {
    error = reason;
  }
  assert.ok(error instanceof AgentError, inspect(error));
  assert.equal(error.code, "invalid-input", error.message);
  assert.ok(!inspect(error).includes(credential), "the error repeats a credential");
  return error;
}

/** What a call says that is made with such options of a client. @param {any} options */
async function told(options) {
  const fetch = recording(deleted);
  const backend = options.backend ?? "charm";
  const error = await refusal(() => {
    return new AgentClient({ backend, ...options, fetch }).deleteAgent(platforms[/** @type {"charm"} */ (backend)].id);
  });
  assert.equal(fetch.requests.length, 0);
  return error.message;
}

describe("a credential that is not there", () => {
  const { baseUrl } = platforms.charm;
  const question = "is the environment variable set?";
  for (const kind of ["apiKey", "bearer"]) {
    for (const [value, what] of /** @type {[unknown, string][]} */ ([
      [undefined, "undefined"], [null, "null"], ["", "empty"], ["undefined", "the word"], ["null", "the word"],
    ])) {
      test(`${kind}: ${inspect(value)}`, async () => {
        const message = await told({ baseUrl, auth: { [kind]: value } });
        assert.ok(message.startsWith(`auth.${kind} is ${what}`) && message.endsWith(question), message);
      });
    }
  }

  test("beside one that is there does not matter", async () => {
    const fetch = recording(deleted);
    const auth = /** @type {any} */ ({ apiKey: credential, bearer: undefined });
    await new AgentClient({ backend: "charm", baseUrl, auth, fetch }).deleteAgent("a");
    assert.equal(fetch.requests[0].headers.get("x-api-key"), credential);
  });

  test("from a function is told with a hint", async () => {
    const fetch = recording(deleted);
    for (const bearer of [() => undefined, () => null, () => "", () => Promise.reject(new Error("no login"))]) {
      const auth = { bearer: /** @type {any} */ (bearer) };
      const error = await new AgentClient({ backend: "charm", baseUrl, auth, fetch }).deleteAgent("a").catch((e) => e);
      assert.equal(error.code, "unauthenticated");
      assert.match(error.hint, /^The function in auth must give a token; `cause` is what went wrong in it\.$/);
    }
    assert.equal(fetch.requests.length, 0);
  });
});

test("a base URL holds no user's name and no password", async () => {
  for (const user of [`${credential}@`, `:${credential}@`, `a:${credential}@`]) {
    const message = await told({ baseUrl: `https://${user}charm.test`, auth: { bearer: "a" } });
    assert.match(message, /^baseUrl must hold no user name or password/);
  }
});

describe("a name of another library's", () => {
  /** @type {[given: object, meant: string][]} */
  const cases = [
    [{ baseURL: "https://a.test" }, "baseUrl"],
    [{ base_url: "https://a.test" }, "baseUrl"],
    [{ url: "https://a.test" }, "baseUrl"],
    [{ endpoint: "https://a.test" }, "baseUrl"],
    [{ apiKey: credential }, "auth: { apiKey }"],
    [{ api_key: credential }, "auth: { apiKey }"],
    [{ bearer: credential }, "auth: { bearer }"],
    [{ token: credential }, "auth: { bearer }"],
    [{ accessToken: credential }, "auth: { bearer }"],
    [{ timeout: 5 }, "timeoutMs"],
    [{ retries: 5 }, "maxRetries"],
    [{ allowInsecureHTTP: true }, "allowInsecureHttp"],
    [{ auth: { token: credential } }, "bearer"],
    [{ auth: { api_key: credential } }, "apiKey"],
    [{ auth: { Bearer: credential } }, "bearer"],
  ];
  for (const [given, meant] of cases) {
    test(`${Object.keys(given)}: ${meant}`, async () => {
      const message = await told(given);
      assert.ok(message.includes(`did you mean \`${meant}\`?`), message);
    });
  }

  test("that is like none is only told", async () => {
    assert.match(await told({ colour: 1 }), /^unknown option `colour`; known are backend, /);
    // It might be the credential itself.
    assert.equal(await told({ auth: { [credential]: true } }), "auth must hold one of bearer, apiKey and sign, and nothing else");
  });

  test("auth holds one of them", async () => {
    const rule = "auth must hold one of bearer, apiKey and sign, and nothing else";
    for (const auth of [{}, { bearer: undefined, apiKey: undefined }, { bearer: "a", apiKey: "b" }]) {
      assert.equal(await told({ auth }), rule);
    }
  });

  test("auth is no text", async () => {
    assert.equal(await told({ auth: credential }), "auth must be { bearer }, { apiKey } or { sign }, not a string");
  });
});

describe("a slip in an option's name", () => {
  /** @param {string} name */
  const slips = (name) => [
    name.toUpperCase(),
    name[0].toUpperCase() + name.slice(1),
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    name.slice(1),
    name.slice(0, -1),
    name + name.at(-1),
    name.slice(0, 1) + name[2] + name[1] + name.slice(3),
    `${name.slice(0, 2)}x${name.slice(3)}`,
  ];
  /** @type {Record<string, (client: any, options: any) => unknown>} */
  const calls = {
    deleteAgent: (client, options) => client.deleteAgent("a", options),
    planDeletion: (client, options) => client.planDeletion("a", options),
    deleteAgents: (client, options) => client.deleteAgents(["a"], options).next(),
    listAgents: (client, options) => client.listAgents(options).next(),
    backupAgent: (client, options) => client.backupAgent("a", options),
    getAgent: (client, options) => client.getAgent("a", options),
    stopAgent: (client, options) => client.stopAgent("a", options),
    AgentClient: (_, options) => new AgentClient({ ...clientOptions("charm"), ...options }).getAgent("a"),
  };
  for (const [method, call] of Object.entries(calls)) {
    test(method, async () => {
      const fetch = recording(deleted);
      const client = new AgentClient(clientOptions("charm", { fetch }));
      const { message } = await refusal(() => call(client, { qqqqqqq: 1 }));
      const known = message.slice(message.indexOf("known are ") + "known are ".length).split(", ");
      assert.ok(known.length >= 3, message);
      for (const name of known) {
        for (const slip of slips(name).filter((slip) => !known.includes(slip))) {
          const { message } = await refusal(() => call(client, { [slip]: 1 }));
          assert.ok(message.startsWith(`unknown option \`${slip}\`: did you mean \`${name}\`?`), message);
        }
      }
      assert.equal(fetch.requests.length, 0);
    });
  }
});

describe("a platform that is not known by that name", () => {
  /** @type {Record<string, string[]>} */
  const names = {
    charm: ["Charm", "CHARM", "charm-cloud", "Charm Cloud Runner", "chram"],
    langchain: ["LangChain", "langsmith", "lang-chain", "deepagents"],
    foundry: ["azure", "Azure", "azure-ai-foundry", "Azure AI Foundry", "aifoundry", "fundry"],
    eliza: ["Eliza", "elizaos", "elizaOS", "ElizaOS", "elisa"],
    kortix: ["suna", "Suna", "Kortix", "kortics"],
    openai: ["OpenAI", "open-ai", "openai-agents"],
    flowise: ["Flowise", "flowiseai", "chatflow"],
    langgraph: ["LangGraph", "langgraph-platform", "langgraf"],
    letta: ["Letta", "memgpt", "leta"],
    vertex: ["vertex-ai", "agent-engine", "Vertex AI Agent Engine"],
    bedrock: ["aws-bedrock", "Amazon Bedrock Agents", "bedrok"],
    agentcore: ["bedrock-agentcore", "AgentCore"],
    retell: ["retellai", "Retell AI"],
    elevenlabs: ["eleven-labs", "ElevenLabs"],
    vapi: ["Vapi", "vapi-ai"],
    mistral: ["mistralai", "Mistral"],
  };
  for (const [meant, others] of Object.entries(names)) {
    for (const backend of others) {
      test(`${backend}: ${meant}`, async () => {
        assert.match(await told({ backend }), new RegExp(`^unknown backend \`${backend}\`: did you mean \`${meant}\`\\? Known are`));
      });
    }
  }

  test("nor like any", async () => {
    for (const backend of ["salesforce", "", "x", "toString", "__proto__", "e".repeat(1e6)]) {
      assert.match(await told({ backend }), /^unknown backend `[^`]*`; known are charm, /);
    }
  });

  test("is shown on one line, and not at any length", async () => {
    for (const backend of ["el\niza", "a\u202eb\u200b", "x".repeat(3000)]) {
      const message = await told({ backend });
      assert.match(message, /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);
      assert.ok(message.length < 250, message);
    }
  });

  test("is given under another name", async () => {
    for (const name of ["platform", "provider", "Backend"]) {
      const { message } = await refusal(() => new AgentClient(/** @type {any} */ ({ [name]: "charm" })));
      assert.ok(message.startsWith(`backend must be given (did you mean it by \`${name}\`?)`), message);
    }
  });
});

describe("a base URL that is not right", () => {
  for (const [backend, { id }] of everyPlatform) {
    const { baseUrlExample, defaultBaseUrl } = list.find(({ name }) => name === backend) ?? assert.fail();
    for (const baseUrl of [undefined, "", "runner.test", "https://runner.test?x"]) {
      if (baseUrl === undefined && defaultBaseUrl !== null) continue;
      test(`${backend}: ${baseUrl}`, async () => {
        const { message } = await refusal(() => new AgentClient({ backend, ...(baseUrl !== undefined && { baseUrl }) }).getAgent(id));
        assert.ok(message.startsWith("baseUrl ") && message.includes(`"${baseUrlExample}"`), message);
      });
    }
  }
});

describe("a member taken off its client", () => {
  const client = new AgentClient(clientOptions("charm", { fetch: recording(deleted) }));
  const members = Object.getOwnPropertyDescriptors(AgentClient.prototype);
  const places = { undefined, "an object": {}, "a proxy": new Proxy(client, {}), "null": null, "a text": "client" };
  for (const [name, { get, value }] of Object.entries(members)) {
    if (name === "constructor") continue;
    test(name, async () => {
      for (const place of Object.values(places)) {
        const { message, hint } = await refusal(() => Reflect.apply(get ?? value, place, ["a"]));
        assert.ok(message.startsWith(`${name} must be used on its client, as in client.${name}; here it is used on `), message);
        assert.match(String(hint), /\(id\) => client\.deleteAgent\(id\)/);
      }
    });
  }

  test("a method of a promise rejects, and does not throw", async () => {
    const { deleteAgent, planDeletion, getAgent, backupAgent, stopAgent } = client;
    for (const method of [deleteAgent, planDeletion, getAgent, backupAgent, stopAgent]) {
      await refusal(() => {
        const promise = method("a");
        assert.ok(promise instanceof Promise);
        return promise;
      });
    }
  });

  test("a member of a class of the caller's works", async () => {
    class Mine extends AgentClient {}
    const mine = new Mine(clientOptions("charm", { fetch: recording(deleted) }));
    assert.equal((await mine.deleteAgent("a")).outcome, "deleted");
    assert.equal(mine.capabilities, client.capabilities);
  });
});
