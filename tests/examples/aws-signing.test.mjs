// @ts-check
// What the example signs is judged twice, from the request as it came: by Signature Version 4 written anew (support/aws.mjs),
// and by the library itself, asked to sign what was received.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { run } from "../../scripts/lib/run.mjs";
import { env } from "../consumers/support/run.mjs";
import { importPackage } from "../package/support/project.mjs";
import { refusal } from "./support/aws.mjs";
import { example } from "./support/example.mjs";

const REGION = "eu-central-1";
const KEYS = { accessKeyId: "AKIDEXAMPLEOFOURS", secretAccessKey: "planted/secret+access/key" };
const SESSION = { ...KEYS, sessionToken: "planted-session-token//AQoDYXdz==" };

const platforms = /** @type {const} */ ([
  { backend: "bedrock", service: "bedrock", guarded: "guarded" },
  { backend: "agentcore", service: "bedrock-agentcore", guarded: "withEndpoints" },
]);

test("the signing", { timeout: 10 * 60_000 }, async (t) => {
  const { folder } = await example(t, "aws-signing");
  const { signFor } = await import(pathToFileURL(join(folder, "sign.mjs")).href);
  const load = createRequire(join(folder, "sign.mjs"));
  const { SignatureV4 } = load("@smithy/signature-v4");
  const { Sha256 } = load("@aws-crypto/sha256-js");
  const { AgentClient, AgentError } = await importPackage();

  /**
   * Amazon's gate on loopback, with the emulation behind it.
   *
   * @param {import("node:test").TestContext} t
   * @param {typeof platforms[number]} platform
   * @param {{ account?: typeof KEYS & { sessionToken?: string }, path?: string, answer?: (url: URL, request: Received) => object | null }} [options]
   */
  async function gate(t, { backend, service }, { account = KEYS, path = "", answer = () => null } = {}) {
    const sandbox = createSandbox();
    /** @type {Received[]} */
    const received = [];
    const server = createServer(async (incoming, response) => {
      let body = "";
      for await (const chunk of incoming.setEncoding("utf8")) body += chunk;
      const request = { method: incoming.method ?? "", url: incoming.url ?? "", headers: /** @type {Record<string, string>} */ (incoming.headers), body };
      received.push(request);
      const type = refusal(request, { ...account, region: REGION, service });
      const own = type ? null : answer(new URL(request.url, "http://localhost"), request);
      if (type || own) {
        response.writeHead(type ? 403 : 200, { "content-type": "application/json", ...(type && { "x-amzn-errortype": type }) });
        // Amazon repeats what it expected to be signed, the session token included.
        const message = `The request signature we calculated does not match. The Canonical String should have been '${request.method}\n${JSON.stringify(request.headers)}'`;
        return response.end(JSON.stringify(own ?? { message }));
      }
      const credential = await Reflect.get(sandbox.credential(backend), "sign")();
      const reply = await sandbox.handle({
        ...request,
        path: sandbox.baseUrl(backend).slice(sandbox.origin.length) + request.url.slice(path.length),
        headers: { ...request.headers, ...credential },
      });
      response.writeHead(reply.status, reply.headers).end(reply.body);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    t.after(() => (server.closeAllConnections(), server.close()));
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    return { sandbox, received, baseUrl: `http://127.0.0.1:${port}${path}` };
  }

  /**
   * @param {typeof platforms[number]} platform @param {string} baseUrl @param {object} [credentials]
   * @param {Partial<import("../../pkg/types.js").ClientOptions>} [more]
   */
  const clientOf = ({ backend, service }, baseUrl, credentials = KEYS, more) =>
    new AgentClient({ backend, baseUrl, auth: { sign: signFor({ service, region: REGION, credentials }) }, maxRetries: 0, ...more });

  /** What the library gives for a request that came. @param {Received} request @param {string} service @param {object} credentials */
  async function signedAgain({ method, url, headers, body }, service, credentials) {
    const { pathname, searchParams } = new URL(url, `http://${headers.host}`);
    const names = /SignedHeaders=([^,]+)/.exec(headers.authorization)?.[1].split(";") ?? [];
    const time = headers["x-amz-date"].replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5");
    const signer = new SignatureV4({ service, region: REGION, credentials, sha256: Sha256 });
    const { headers: made } = await signer.sign(
      {
        method, protocol: "http:", hostname: "127.0.0.1", path: pathname, query: Object.fromEntries(searchParams), body,
        headers: Object.fromEntries(names.map((name) => [name, headers[name]])),
      },
      { signingDate: new Date(time) },
    );
    return made;
  }

  for (const platform of platforms) {
    const { backend, service, guarded } = platform;
    for (const [kind, account, path] of /** @type {[string, typeof KEYS, string][]} */ ([
      ["keys", KEYS, ""],
      ["temporary keys, and a base path that has to be encoded twice", SESSION, "/team%20a:b/~(x)"],
    ])) {
      await t.test(`${backend}, ${kind}: every request of every call is signed as the library would sign what came`, async (t) => {
        const { sandbox, received, baseUrl } = await gate(t, platform, { account, path });
        const id = sandbox.create(backend);
        sandbox.createMany(backend, 5);
        const client = clientOf(platform, baseUrl, account, { headers: { "X-Team": "a  b" } });
        const listed = [];
        for await (const agent of client.listAgents({ pageSize: 2 })) listed.push(agent.id);
        assert.deepEqual(listed, sandbox.list(backend));
        assert.equal((await client.getAgent(id)).id, id);
        assert.deepEqual((await client.backupAgent(id)).missing, []);
        const { outcome, steps } = await client.deleteAgent(id, { force: true, verify: true, backup: true, waitMs: 60_000 });
        assert.equal(outcome, "deleted");
        assert.equal(sandbox.has(backend, id), false);
        const other = Reflect.get(Reflect.get(sandbox.agents, backend), guarded);
        const error = await client.deleteAgent(other).catch((reason) => reason);
        assert.equal(error.code, "conflict");

        assert.ok(received.some(({ url }) => url.endsWith("/")) && received.some(({ method }) => method === "POST"));
        if (backend === "bedrock") {
          assert.ok(received.some(({ url }) => url.endsWith("?skipResourceInUseCheck=true")));
          assert.ok(received.some(({ body }) => body.includes("nextToken")));
        } else {
          assert.ok(received.some(({ url }) => url.includes("nextToken=")));
        }
        for (const request of received) {
          assert.equal(refusal(request, { ...account, region: REGION, service }), null);
          const made = await signedAgain(request, service, account);
          for (const [name, value] of Object.entries(made)) assert.equal(request.headers[name.toLowerCase()], value, name);
          assert.equal("x-amz-security-token" in request.headers, account === SESSION);
        }
        assert.doesNotMatch(inspect([steps, error], { depth: 9, showHidden: true }), /planted|AKID|Signature=/);
      });
    }

    await t.test(`${backend}: a cursor with every character that is encoded`, async (t) => {
      const cursor = "a+b/c==~!'()* é%25&?#,:;@$";
      const tokens = /** @type {unknown[]} */ ([]);
      const member = backend === "bedrock" ? "agentSummaries" : "agentRuntimes";
      const name = backend === "bedrock" ? "agentId" : "agentRuntimeId";
      const ids = backend === "bedrock" ? ["AGENT00001", "AGENT00002"] : ["bot-0000000001", "bot-0000000002"];
      const { baseUrl } = await gate(t, platform, {
        answer(url, { body }) {
          const token = url.searchParams.get("nextToken") ?? JSON.parse(body || "{}").nextToken;
          tokens.push(token);
          return token === undefined ? { [member]: [{ [name]: ids[0] }], nextToken: cursor } : { [member]: [{ [name]: ids[1] }] };
        },
      });
      const listed = [];
      for await (const agent of clientOf(platform, baseUrl).listAgents()) listed.push(agent.id);
      assert.deepEqual([listed, tokens], [ids, [undefined, cursor]]);
    });

    await t.test(`${backend}: each attempt has a signature of its own`, async (t) => {
      const { sandbox, received, baseUrl } = await gate(t, platform);
      const asked = [];
      const credentials = async () => (asked.push(1), KEYS);
      sandbox.inject({ kind: "server-error", backend, method: "DELETE", times: 1 });
      const { outcome } = await clientOf(platform, baseUrl, credentials, { maxRetries: 1 }).deleteAgent(sandbox.agents[backend].plain);
      assert.equal(outcome, "accepted");
      assert.deepEqual([received.length, asked.length], [2, 2]);
    });

    for (const [what, credentials, hint] of /** @type {[string, object, RegExp][]} */ ([
      ["a wrong secret", { ...SESSION, secretAccessKey: "planted-but-wrong" }, /must sign for the service/],
      ["another account's key", { ...SESSION, accessKeyId: "AKIDOFANOTHER" }, /must sign for the service/],
      ["no session token", KEYS, /must sign for the service/],
    ])) {
      await t.test(`${backend}: ${what} is told, and shown nowhere`, async (t) => {
        const { sandbox, baseUrl } = await gate(t, platform, { account: SESSION });
        const before = sandbox.list(backend);
        /** @type {unknown[]} */
        const steps = [];
        const client = clientOf(platform, baseUrl, credentials, { onStep: (step) => void steps.push(step) });
        const error = await client.deleteAgent(sandbox.agents[backend].plain).catch((reason) => reason);
        assert.ok(error instanceof AgentError, inspect(error));
        assert.deepEqual([error.code, error.status, error.outcomeUnknown, error.retryable], ["unauthenticated", 403, false, false]);
        assert.match(error.hint ?? "", hint);
        assert.match(error.message, /Canonical String should have been/);
        assert.deepEqual(sandbox.list(backend), before);
        assert.equal(steps.length, 1);
        const shown = inspect([error, error.message, error.backendMessage, JSON.stringify(error), steps], { depth: 9, showHidden: true });
        assert.doesNotMatch(shown, /planted|[0-9a-f]{64}/);
      });
    }

    await t.test(`${backend}: signed for another service or region, it is refused`, async (t) => {
      const { baseUrl, sandbox } = await gate(t, platform);
      for (const wrong of [{ service: "bedrock-agent", region: REGION }, { service, region: "us-east-1" }]) {
        const sign = signFor({ ...wrong, credentials: KEYS });
        const error = await new AgentClient({ backend, baseUrl, auth: { sign } }).deleteAgent(sandbox.agents[backend].plain).catch((reason) => reason);
        assert.deepEqual([error.code, error.status], ["unauthenticated", 403]);
      }
    });

    await t.test(`${backend}: as a program`, async (t) => {
      const { baseUrl, sandbox } = await gate(t, platform, { account: SESSION });
      const id = sandbox.agents[backend].plain;
      const settings = {
        AGENT_PLATFORM: backend, AGENT_BASE_URL: baseUrl, AWS_REGION: REGION, AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey, AWS_SESSION_TOKEN: SESSION.sessionToken,
      };
      /** @param {object} [changes] */
      const started = (changes) => run(process.execPath, ["delete-agent.mjs", id], { cwd: folder, env: { ...env, ...settings, ...changes } });
      const refused = await started({ AWS_SECRET_ACCESS_KEY: "planted-but-wrong" });
      assert.equal(refused.code, 1, refused.output);
      assert.match(refused.output, /^unauthenticated: /m);
      assert.doesNotMatch(refused.output, /planted/);
      assert.ok(sandbox.has(backend, id));
      const done = await started();
      assert.equal(done.code, 0, done.output);
      assert.match(done.output, /^deleted/m);
      assert.equal(sandbox.has(backend, id), false);
    });
  }

  await t.test("keys that can't be had: nothing is sent", async (t) => {
    const { baseUrl, received, sandbox } = await gate(t, platforms[0]);
    for (const credentials of [async () => Promise.reject(new Error("the role can't be assumed")), {}, async () => undefined]) {
      const error = await clientOf(platforms[0], baseUrl, credentials).deleteAgent(sandbox.agents.bedrock.plain).catch((reason) => reason);
      assert.deepEqual([error.code, error.outcomeUnknown], ["unauthenticated", false]);
    }
    assert.deepEqual(received, []);
  });
});

/** @typedef {{ method: string, url: string, headers: Record<string, string>, body: string }} Received */
