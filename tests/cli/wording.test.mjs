// The client advises programs, the command line people in a shell: no hint may speak of what a shell has not.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { AgentClient } from "../../pkg/node.js";
import { platforms } from "../../pkg/platforms.js";
import { SENTENCES, hintOf, sentenceOf, worded } from "../../cli/wording.js";
import { clientOptions, further, mustForce } from "../package/support/platforms.mjs";
import { cases } from "../package/support/wire.mjs";
import { root, world } from "./support.mjs";

/** Options, functions and members of the package. */
const FOREIGN = new RegExp(
  [
    "getAgent", "listAgents", "stopAgent", "deleteAgents?\\b", "planDeletion", "backupAgent", "confirmAll", "\\bconfirm\\b", "onProgress", "onStep",
    "baseUrl", "apiVersion", "timeoutMs", "maxRetries", "retryAfterMs", "allowInsecureHttp", "ifMissing", "waitMs", "stopOnError", "pageSize", "includeSecrets",
    "auth\\.", "\\bauth\\b(?! function)", "auth function", "apiKey", "\\bforce: ", "cascade: ", "cascade must", "without cascade", "\\bheaders: ", "options\\.", "capabilities\\.", "`cause`", "AbortController",
    "(?<!--|delete\\.)\\bforce\\b(?!d)", // delete.force is a member of a description, which stands in agent-delete.json
  ].join("|"),
);

/** What the client says of things that the command line never does. */
const NEVER_SAID = [
  /confirmAll/, // it asks by itself
  /^pageSize must be|^concurrency must be/, // the first is never given, the second checked before
  /options\.fetch|options\.fetch must|^Pass a fetch as/, // the fetch is Node's own
  /capabilities\.stop is false/, // checked before
  /auth\.sign/, // it signs nothing, and says so
  /^force: true$/, // no text, but what one is searched for
  /^confirm gave undefined/, // its answer is true, false or an error
];

/** What the boundary to JavaScript says of what the command line never gives: its options are made by itself, each once and of the right type. */
const NEVER_GIVEN = [
  /^auth: \{|^auth must hold|^\{ bearer \}/, // it gives one kind, or none
  /^the results of deleteAgents/, // it reads them one by one
];

/** Begins with an option's name, which the source puts there. */
const COMPOSED = /^(auth\.\w+$|timeoutMs must be a number)/;

/** The texts in the crate's source that are written for people: those with a space in them, outside of comments and tests. */
function textsOfTheCrate() {
  const files = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith(".rs"));
  return files.flatMap((entry) => {
    const source = readFileSync(join(entry.parentPath ?? entry.path, entry.name), "utf8").split("#[cfg(test)]")[0].replace(/^\s*\/\/.*$/gm, "");
    return [...source.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text.replaceAll('\\"', '"')).filter((text) => text.includes(" "));
  });
}

test("all that the client can say to people is in the words of a shell", () => {
  const texts = textsOfTheCrate();
  assert.ok(texts.length > 200, `${texts.length} texts`);
  for (const one of NEVER_GIVEN) assert.ok(texts.some((text) => one.test(text)), `the client does not say: ${one}`);
  for (const [sentence] of SENTENCES) assert.ok(texts.some((text) => text.includes(sentence)) || COMPOSED.test(sentence), `the client does not say: ${sentence}`);
  for (const text of texts) {
    if ([...NEVER_SAID, ...NEVER_GIVEN].some((one) => one.test(text))) continue;
    assert.doesNotMatch(worded(text), FOREIGN, `cli/wording.js has no words for: ${text}`);
  }
});

test("a wait is said in seconds, where the platform gives one", () => {
  const hint = "Wait for retryAfterMs, where it is given, and try again.";
  assert.equal(worded(hint, { retryAfterMs: 1500 }), "Try again in 2 s.");
  assert.match(worded(hint), /^Wait a while, and try again/);
});

describe("every exchange of every platform", () => {
  for (const [backend, list] of cases) {
    const { auth: auths } = platforms.find(({ name }) => name === backend);
    // The command line signs nothing, and talks to no platform that wants it.
    if (auths.includes("sign")) continue;
    test(backend, async () => {
      const codes = new Set();
      const read = (name) => JSON.parse(readFileSync(join(root, "tests", "wire-made", `${name}.json`), "utf8"));
      const own = existsSync(join(root, "tests", "wire-made", `${backend}.json`)) ? read(backend) : [];
      for (const { id = list[0].id, reply: { status, headers, body } } of [...list, ...own, ...read("every")]) {
        for (const auth of [...auths.map((kind) => ({ [kind]: "planted" })), undefined]) {
          for (const call of ["deleteAgent", "getAgent"]) {
            const fetch = async () => new Response([204, 205, 304].includes(status) ? null : body, { status, headers });
            const client = new AgentClient({ ...clientOptions(backend, { fetch }), auth });
            const error = await client[call](id, call === "deleteAgent" ? { force: mustForce(backend) } : {}).then(() => null, (reason) => reason);
            if (!error) continue;
            codes.add(error.code);
            assert.doesNotMatch(hintOf(error) ?? "", FOREIGN, `${error.code}: ${error.hint}`);
          }
        }
      }
      // What is not known of a platform is never said of it.
      const all = ["unauthenticated", "forbidden", "not-found", "conflict", "rate-limited", "wrong-endpoint", "unexpected-response", "backend-failure"];
      const due = all.filter((code) => code !== "not-found" || list.some(({ expect }) => expect.error === code) || !further.has(backend));
      for (const code of due) assert.ok(codes.has(code), `${code} is not among ${[...codes]}`);
    });
  }
});

test("without an answer, the whole sentence is the client's", async (t) => {
  const { run, to, sandbox, server } = await world(t);
  const { plain } = sandbox.agents.kortix;
  const says = async (args, pattern, env = {}) => {
    const { code, stderr } = await run(...args, { env });
    assert.notEqual(code, 0, stderr);
    assert.match(stderr, pattern);
    for (const line of stderr.split("\n")) assert.doesNotMatch(line, FOREIGN, args.join(" "));
    assert.ok(!stderr.includes("secret-1"));
  };
  await says(["list", "--backend", "eliza", "--base-url", "localhost:3000"], /The base URL must be an absolute http or https URL; elizaOS has one like/);
  await says(["list", "--backend", "kortix", "--base-url", "http://example.com/v1"], /The base URL must be https.*\(--allow-insecure-http permits it\)/);
  await says(["list", "--backend", "kortix", "--base-url", "https://me:secret-1@example.com/v1"], /The base URL must hold no user name or password/);
  await says(["list", "--backend", "langchain", "--base-url", "https://example.com/api/v1"], /The base URL must not end in \/api\/v1/);
  await says(["list", ...to("kortix"), "--api-version", "2"], /Kortix takes no API version/);
  await says(["list", ...to("kortix")], /The bearer token must be the token alone/, { AGENT_DELETE_BEARER: "Bearer secret-1", KORTIX_API_KEY: "" });
  await says(["list", ...to("kortix")], /The API key must be the key alone; a bearer token goes in AGENT_DELETE_BEARER/, { AGENT_DELETE_API_KEY: "Bearer secret-1" });
  await says(["list", "--backend", "eliza", "--base-url", "http://127.0.0.1:59999/api", "--max-retries", "0"], /Check that the server runs, that the base URL/);
  await says(["list", "--backend", "eliza", "--base-url", "http://no-such-host.invalid/api", "--max-retries", "0", "--allow-insecure-http"], /Check the host in the base URL/);
  await says(["list", "--backend", "eliza", "--base-url", server.origin], /✗ wrong-endpoint/);
  await says(["show", ...to("kortix"), "00000000-0000-4000-8000-00000000dead"], /./);
  await says(["list", ...to("kortix")], /✗ unauthenticated .*\n {4}.*AGENT_DELETE_API_KEY/, { KORTIX_API_KEY: "pk_bad:sk_bad" });
  await says(["delete", ...to("eliza"), sandbox.agents.eliza.running, "--yes"], /✗ conflict .*\n {4}--force deletes it all the same\.\n/);
  await says(["delete", ...to("kortix"), plain, "--cascade", "threads", "--yes"], /--cascade can't be given there/);
  const limited = sandbox.inject({ kind: "rate-limit", backend: "kortix", method: "DELETE", retryAfter: 90 });
  await says(["delete", ...to("kortix"), plain, "--yes", "--max-retries", "0"], /✗ rate-limited .*\n {4}Try again in 90 s\.\n/);
  limited.remove();
  sandbox.inject({ kind: "reply-lost", backend: "kortix", method: "DELETE" });
  await says(["delete", ...to("kortix"), plain, "--yes", "--max-retries", "0"], /It may have happened all the same: look at the agent/);
});

test("what the boundary to JavaScript composes is in the words of a shell, too: whatever a flag, a file or a variable is given", async (t) => {
  const { run, to, sandbox, cwd } = await world(t);
  writeFileSync(join(cwd, "half"), '{"id":"\\ud83d"}\n');
  writeFileSync(join(cwd, "empty"), '{"id":""}\n');
  const { plain } = sandbox.agents.kortix;
  for (const [args, env] of [
    [["plan", ...to("kortix"), "--from", "half"]], [["plan", ...to("kortix"), "--from", "empty"]], [["show", ...to("kortix"), ""]], [["show", ...to("charm"), "a/b"], { AGENT_DELETE_BEARER: "x" }],
    [["list", "--backend", "kortix", "--base-url", ""]], [["list", "--backend", "kortix", "--base-url", "x"]], [["list", ...to("foundry"), "--api-version", ""]],
    [["list", ...to("eliza"), "--api-version", "v1"]], [["list", ...to("kortix"), "--timeout", "0ms"]], [["list", ...to("kortix"), "--header", "(: a"]], [["list", ...to("kortix"), "--header", "X-Y: a\nb"]],
    [["list", ...to("kortix")], { AGENT_DELETE_API_KEY: "a\nb" }], [["list", ...to("kortix")], { AGENT_DELETE_API_KEY: "\u{1f600}" }],
    [["delete", ...to("kortix"), plain, "--yes", "--cascade", "threads"]], [["stop", ...to("kortix"), plain]], [["delete", ...to("kortix"), plain, "--yes", "--wait", "0"]],
  ]) {
    const { code, stdout, stderr } = await run(...args, { env });
    assert.deepEqual([code, stdout], [2, ""], `${args.join(" ")}: ${stderr}`);
    assert.doesNotMatch(stderr, FOREIGN, args.join(" "));
  }
  assert.deepEqual(sandbox.requests, []);
});

test("plans speak of flags", async (t) => {
  const { run, to, sandbox } = await world(t);
  const { langchain, foundry } = sandbox.agents;
  for (const [backend, id, more, says] of [
    ["langchain", langchain.plain ?? Object.values(langchain)[0], [], /--cascade threads\s+deletes\s+them first/],
    ["foundry", foundry.busy ?? Object.values(foundry)[0], ["--force"], /with --force, the sessions of a hosted agent/],
    ["eliza", sandbox.agents.eliza.running, [], /Lifted by --force/],
  ]) {
    const { stderr } = await run("plan", ...to(backend), id, ...more);
    assert.match(stderr, says);
    for (const line of stderr.split("\n")) assert.doesNotMatch(line, FOREIGN, backend);
  }
});

test("what the command line itself hinders is said as its own", () => {
  const error = Object.assign(new Error('Kortix did not delete agent x: confirm failed (by now the configuration protects it by "prod-*")'), { code: "confirm-failed", status: null });
  assert.equal(sentenceOf(error), 'Kortix did not delete agent x: it was left alone (by now the configuration protects it by "prod-*")');
  const answered = Object.assign(new Error("Kortix did not delete agent x: confirm failed"), { code: "conflict", status: 409 });
  assert.equal(sentenceOf(answered), answered.message, "what a platform said is quoted as it stands");
});
