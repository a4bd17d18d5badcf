// The command line on every platform: with the variable that is customary there, with a credential of the configuration, and where
// requests have to be signed not at all.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { platforms } from "../../cli/platforms.js";
import { ask, startConsole } from "./console-support.mjs";
import { ndjson, root, world } from "./support.mjs";

/** Where each platform's own tools look for a credential, and how it travels. */
const CUSTOMARY = {
  charm: null,
  langchain: ["LANGSMITH_API_KEY", "x-api-key"],
  foundry: ["AZURE_AI_AUTH_TOKEN", "authorization"],
  eliza: ["ELIZA_SERVER_AUTH_TOKEN", "x-api-key"],
  kortix: ["KORTIX_API_KEY", "x-api-key"],
  openai: ["OPENAI_API_KEY", "authorization"],
  flowise: ["FLOWISE_API_KEY", "authorization"],
  langgraph: ["LANGSMITH_API_KEY", "x-api-key"],
  letta: ["LETTA_API_KEY", "authorization"],
  vertex: ["GOOGLE_OAUTH_ACCESS_TOKEN", "authorization"],
  bedrock: null,
  agentcore: null,
  retell: ["RETELL_API_KEY", "authorization"],
  elevenlabs: ["ELEVENLABS_API_KEY", "xi-api-key"],
  vapi: ["VAPI_API_KEY", "authorization"],
  mistral: ["MISTRAL_API_KEY", "authorization"],
};

const SIGNED = ["bedrock", "agentcore"];

test("platforms: all of them, each with its customary variable", async (t) => {
  const { run } = await world(t);
  const all = ndjson((await run("platforms", "--json")).stdout);
  assert.deepEqual(Object.fromEntries(all.map(({ backend, variable }) => [backend, variable])), Object.fromEntries(Object.entries(CUSTOMARY).map(([name, custom]) => [name, custom?.[0] ?? null])));
  assert.deepEqual(all.filter(({ scheme }) => scheme === "sign").map(({ backend }) => backend), SIGNED);
  const { definitions } = JSON.parse(readFileSync(join(root, "pkg", "agent-delete.schema.json"), "utf8"));
  assert.deepEqual(definitions.connection.properties.backend.else.enum, all.map(({ backend }) => backend));
});

for (const [backend, custom] of Object.entries(CUSTOMARY).filter(([name]) => !SIGNED.includes(name))) {
  test(`${backend}: list, show, plan, delete; by its variable, a general one, and the configuration`, async (t) => {
    const { sandbox, run, to, configure, server } = await world(t);
    const kind = backend === "kortix" ? "alternative" : "valid";
    const [[scheme, secret]] = Object.entries(sandbox.credential(backend, kind));
    const general = { bearer: "AGENT_DELETE_BEARER", apiKey: "AGENT_DELETE_API_KEY" }[scheme];
    const env = { [custom ? custom[0] : general]: secret };
    const texts = [];
    const go = async (...args) => {
      const result = await run(...args, { env });
      texts.push(result.stdout, result.stderr);
      return result;
    };
    const seed = (name) => (backend === "foundry" ? { id: name } : { name });
    const [id, other, third] = ["first-9", "second-9", "third-9"].map((name) => sandbox.create(backend, seed(name)));

    assert.deepEqual(ndjson((await go("list", ...to(backend), "--name", "*-9", "--json")).stdout).map((agent) => agent.id).sort(), [id, other, third].sort());
    assert.equal(ndjson((await go("show", ...to(backend), id, "--json")).stdout)[0].id, id);
    const [plan] = ndjson((await go("plan", ...to(backend), id, "--force", "--json")).stdout);
    assert.equal(plan.agentId, id);
    assert.ok(plan.requests.some(({ purpose }) => purpose === "delete"));
    assert.ok(sandbox.has(backend, id));
    const deleted = await go("delete", ...to(backend), id, "--force", "--wait", "10s", "--yes", "--json");
    assert.equal(deleted.code, 0, deleted.stderr);
    assert.equal(ndjson(deleted.stdout)[0].deletion.outcome, "deleted");
    assert.ok(!sandbox.has(backend, id));
    if (custom) assert.ok(sandbox.requests.every(({ headers }) => headers.includes(custom[1])));

    // In place of the customary variable, which is wrong here: the general one of its scheme, and the connection's own.
    const wrong = custom ? { [custom[0]]: "wrong-credential-of-the-test" } : {};
    const generally = await run("delete", ...to(backend), other, "--force", "--wait", "10s", "--yes", "--json", { env: { ...wrong, [general]: secret } });
    assert.equal(generally.code, 0, generally.stderr);
    configure({ own: { backend, baseUrl: server.baseUrl(backend), credential: { env: "OWN_SECRET", as: scheme } } });
    const own = await run("delete", "--connection", "own", third, "--force", "--wait", "10s", "--yes", "--json", { env: { ...wrong, OWN_SECRET: secret } });
    assert.equal(own.code, 0, own.stderr);
    const checked = await run("connections", "--json", { env: { ...wrong, OWN_SECRET: secret } });
    assert.deepEqual(ndjson(checked.stdout).map(({ name, ok }) => [name, ok]), [["own", true]], checked.stdout);
    texts.push(generally.stdout, generally.stderr, own.stdout, own.stderr, checked.stdout);
    assert.ok(sandbox.requests.every(({ credential, dangerous }) => credential === "right" && !dangerous));
    for (const text of texts) assert.ok(!text.includes(secret), "a credential is told");

    const refused = await run("list", "--connection", "own", { env: { OWN_SECRET: "wrong-credential-of-the-test" } });
    assert.equal(refused.code, 1);
    assert.ok(!(refused.stdout + refused.stderr).includes("wrong-credential"));
  });
}

test("what takes signed requests alone is refused before anything else is asked, and says what to do", async (t) => {
  const made = await world(t);
  const { sandbox, run, configure, server, to } = made;
  configure({
    ...Object.fromEntries(SIGNED.map((backend) => [backend, { backend, baseUrl: server.baseUrl(backend), credential: { env: "AWS_SECRET_ACCESS_KEY" } }])),
    unplaced: { backend: "bedrock" },
    kortix: { backend: "kortix", baseUrl: server.baseUrl("kortix") },
  });
  const says = /takes signed requests alone, and the command line signs none: delete its agents from a program, with the package's auth\.sign\./;
  const env = { AWS_SECRET_ACCESS_KEY: "secret-of-aws", AGENT_DELETE_BEARER: "secret-of-all" };
  for (const backend of SIGNED) {
    const { title } = platforms[backend];
    const id = sandbox.agents[backend].plain;
    for (const where of [to(backend), ["--backend", backend], ["--connection", backend], ["--connection", "unplaced"]]) {
      for (const args of [["list"], ["show", id], ["plan", id], ["backup", id], ["delete", id, "--yes"]]) {
        const { code, stdout, stderr } = await run(...args, ...where, { env });
        assert.deepEqual([code, stdout], [2, ""], `${args} ${where}`);
        assert.match(stderr, says);
        assert.ok(stderr.includes(where.includes("unplaced") ? "Amazon Bedrock Agents" : title), stderr);
      }
    }
  }
  const checked = ndjson((await run("connections", "--json", { env })).stdout);
  for (const name of [...SIGNED, "unplaced"]) assert.match(checked.find((one) => one.name === name).error.message, says);
  assert.ok(sandbox.requests.every(({ backend }) => backend === "kortix"));
  sandbox.clearRequests();

  const console = await startConsole(t, made, { env });
  const { connections } = JSON.parse((await ask(console, "connections.json")).text);
  assert.deepEqual(connections.filter(({ problem }) => problem).map(({ name }) => name), [...SIGNED, "unplaced"]);
  for (const { name, problem } of connections.filter(({ problem: given }) => given)) {
    assert.match(problem, says);
    const { status, text } = await ask(console, `at/${name}/agents/`, { method: "POST", body: "{}" });
    assert.equal(status, 403);
    assert.match(text, says);
  }
  assert.deepEqual(sandbox.requests, []);
});

test("letta: what takes others along stays where something is protected, for they may be", async (t) => {
  const made = await world(t);
  const { sandbox, run, configure, server } = made;
  const { guarded, sleeptime, plain } = sandbox.agents.letta;
  const env = { LETTA_API_KEY: sandbox.credential("letta", "valid").bearer };
  configure({ own: { backend: "letta", baseUrl: server.baseUrl("letta"), protect: [sleeptime] } });
  const planned = await run("plan", "--connection", "own", guarded, "--force", { env });
  assert.match(planned.stdout + planned.stderr, /others would go along, of which the configuration may protect some/);
  const refused = await run("delete", "--connection", "own", guarded, plain, "--force", "--yes", "--json", { env });
  assert.equal(refused.code, 1, refused.stderr);
  assert.match(refused.stdout + refused.stderr, /others would go along/);
  assert.deepEqual([guarded, sleeptime, plain].map((id) => sandbox.has("letta", id)), [true, true, false]);
  assert.equal((await run("backup", "--connection", "own", guarded, { env })).code, 0);

  const console = await startConsole(t, made, { env });
  const { status, text } = await ask(console, `at/own/agents/${guarded}`, { method: "DELETE" });
  assert.equal(status, 403);
  assert.match(text, /others would go along/);
  assert.ok(sandbox.has("letta", guarded));

  configure({ own: { backend: "letta", baseUrl: server.baseUrl("letta") } });
  const gone = await run("delete", "--connection", "own", guarded, "--force", "--yes", "--json", { env });
  assert.equal(gone.code, 0, gone.stderr);
  assert.ok(!sandbox.has("letta", sleeptime));
});
