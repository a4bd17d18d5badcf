// The corpora in tests/leaks, through the command line: whatever a platform repeats of the credential, in whatever disguise, neither
// stream, no terminal and no file that a run leaves holds it.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { platforms as known } from "../../pkg/platforms.js";
import { described } from "../leaks/described.mjs";
import { filled, leak, mistaken, platforms, replyTo, unsigned } from "../leaks/play.mjs";
import { start } from "./support.mjs";
import { inTerminal } from "./terminal.mjs";

const corpus = (name) => JSON.parse(readFileSync(new URL(`../leaks/${name}.json`, import.meta.url), "utf8"));
const [echoes, answers] = [corpus("echoes"), corpus("answers")];

/** The platforms that need no signature, which the command line does not make, and those that are described. */
const own = unsigned.map((name) => ({ ...platforms[name], name, of: name, backend: name }));
const stops = (platform) => known.find(({ name }) => name === platform.name)?.capabilities.stop ?? "stop" in platform.backend;

/** It has to be seen somewhere: a platform's words are shown. */
const HARMLESS = "words that are harmless";

/** Ids of a platform's agents, one for each disguise, and one for what is harmless. */
const idsOf = ({ id }, forms) => forms.map((_, at) => id.slice(0, -4) + String(at).padStart(4, "0"));

/** Whether a request changes nothing: some platforms list by POST. */
const reads = ({ method, url }) => method === "GET" || /^POST \S*(\/search|\/v2\/list-agents)/.test(`${method} ${url}`);

/** A platform that repeats the credential in all its answers, or only where something is changed. */
async function echoing(t, platform, { answer, forms, isGood }) {
  const ids = idsOf(platform, forms);
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const at = ids.findIndex((id) => request.url.includes(id));
    const good = isGood && reads(request) && answers.find(({ name, of }) => of === platform.of && name === (at < 0 ? "a list" : "an agent"));
    const { status, headers = {}, body } = good || replyTo(answer, request.method, request.url);
    const form = forms[at] ?? forms[asked.length % forms.length];
    const made = filled(body, form, ids[Math.max(at, 0)]);
    for (const [name, value] of Object.entries({ "content-type": "application/json", ...filled(headers, form, "") })) response.setHeader(name, value);
    response.statusCode = status;
    response.end(status === 204 ? undefined : typeof made === "string" ? made : JSON.stringify(made));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return { ids, asked, url: `http://127.0.0.1:${server.address().port}` };
}

/** Everything below a folder: names and contents. */
const left = (folder) => readdirSync(folder, { recursive: true }).flatMap((name) => {
  const file = join(folder, name);
  return statSync(file).isFile() ? [name, readFileSync(file, "utf8")] : [name];
});

const records = ["--backup-dir", "kept", "--journal", "journal", "--summary", "summary.md"];
/** What is called, and whether the platform's reads are good. */
const commands = [
  { reads: true, args: (ids) => ["delete", ...ids, "--yes", "--force", "--verbose", ...records] },
  { reads: true, args: (ids) => ["delete", ...ids, "--yes", "--verify", "--json", ...records] },
  { reads: false, args: (ids) => ["delete", ...ids, "--yes", "--verbose", ...records] },
  { reads: false, args: (ids) => ["plan", ...ids, "--out", "plan.json", "--json"] },
  { reads: true, args: (ids) => ["plan", ...ids, "--out", "plan.json", "--verbose"] },
  { reads: false, args: (ids) => ["backup", ...ids, "--verbose"] },
  { reads: true, args: (ids) => ["backup", ...ids, "--json"] },
  { reads: true, stops: true, args: (ids) => ["stop", ...ids, "--yes", "--verbose"] },
  { reads: false, args: () => ["list", "--json", "--raw"] },
  { reads: false, args: () => ["list", "--verbose"] },
  { reads: true, args: (ids) => ["show", ids[0], "--json", "--raw"] },
  { reads: true, args: () => ["delete", "--all", "--name", "*", "--yes", "--at-most", "99", "--json", ...records] },
];

/** A platform that repeats a credential, and a folder to work in. */
async function world(t, platform, { answer, all, isGood }) {
  const forms = [...Object.values(all.forms), HARMLESS];
  const server = await echoing(t, platform, { answer, forms, isGood });
  const cwd = mkdtempSync(join(tmpdir(), "agent-delete-leaks-"));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  const env = { PATH: process.env.PATH, HOME: cwd, TERM: "xterm-256color", DEBUG: "1" };
  const { backend } = platform;
  const isDescribed = typeof backend !== "string";
  env[isDescribed ? "OWN_KEY" : "AGENT_DELETE_BEARER"] = all.credential;
  if (isDescribed) {
    const connections = { own: { backend, baseUrl: server.url, credential: { env: "OWN_KEY" } } };
    writeFileSync(join(cwd, "agent-delete.json"), JSON.stringify({ connections }));
  }
  const to = [...(isDescribed ? ["--connection", "own"] : ["--backend", backend, "--base-url", server.url]), "--max-retries", "0", "--timeout", "5s"];
  return {
    ...server, cwd, to,
    start: (...given) => start(given.filter((one) => typeof one === "string"), { cwd, env, ...given.find((one) => typeof one === "object"), env }),
  };
}

/** All that a command shows and leaves; what it left undone is gone on with. */
async function play(t, platform, { answer, all, command }) {
  const { ids, asked, to, cwd, start } = await world(t, platform, { answer, all, isGood: command.reads });
  const run = async (args) => {
    const { stdout, stderr } = await start(...args, ...to).done;
    return [stdout, stderr];
  };
  const args = command.args(ids);
  const shown = await run(args);
  if (args.includes("--journal") && readdirSync(cwd).includes("journal")) {
    shown.push(...await run(["resume", "journal", "--yes", "--verbose", "--summary", "again.md"]));
  }
  return { asked, shown: [...shown, ...left(cwd)] };
}

/** A few commands for each answer, in turn, and one for what a platform alone says: each meets many of both. */
const strideOf = ({ of }) => (of ? 12 : 6);

describe("whatever a platform repeats, in whatever disguise, no stream and no file holds the credential", { concurrency: 2 }, () => {
  const everyone = [...own, ...described];
  const played = answers.flatMap((answer, number) =>
    (answer.of ? everyone.filter(({ of }) => of === answer.of) : [everyone[number % everyone.length]]).map((platform) => ({ number, answer, platform })),
  );
  for (const { number, answer, platform } of played) {
    const stride = strideOf(answer);
    test(`${answer.name}, of ${platform.name}`, async (t) => {
      for (const [at, command] of commands.entries()) {
        // A twin is asked in other commands than its like.
        const turn = at + number + (platform.name === platform.of ? 0 : 5);
        if (turn % stride > 0 || (command.stops && !stops(platform))) continue;
        const all = echoes[(turn / stride) % echoes.length];
        const { shown, asked } = await play(t, platform, { answer, all, command });
        assert.equal(leak(shown, all), undefined, command.args([]).join(" "));
        assert.ok(asked.length > 0, shown.join("\n"));
      }
    });
  }

  for (const [number, platform] of [...own, described[0]].entries()) {
    test(`in a terminal, of ${platform.name}`, async (t) => {
      const all = echoes[number % echoes.length];
      const answer = answers.find(({ name }) => name === "a conflict");
      const made = await world(t, platform, { answer, all, isGood: true });
      const { plain, raw } = await inTerminal(made, ["delete", ...made.ids, ...records, ...made.to], {
        answers: [[/Type .*/, "34\r"]], columns: 1000,
      });
      assert.equal(leak([plain, raw, ...left(made.cwd)], all), undefined);
      assert.match(plain, /conflict/);
    });
  }
});

test("what a platform says else is in the streams and in the files", async (t) => {
  const [all] = echoes;
  const answer = answers.find(({ name }) => name === "a conflict");
  const { shown } = await play(t, own.find(({ name }) => name === "kortix"), { answer, all, command: commands[0] });
  const named = shown.filter((text) => text.includes(HARMLESS));
  assert.ok(named.length >= 4, "standard error, journal, summary, backup");
});

test("a description that holds a credential by mistake is told of without it", async (t) => {
  const [all] = echoes;
  const [acme] = described;
  const made = await world(t, acme, { answer: answers[0], all, isGood: false });
  const meant = /^(the base URL's (user|query)|the header Auth|a header's name|a kind|a member's name|its query, as|its path, as)/;
  const mistakes = Object.entries(mistaken(all.credential)).filter(([name]) => meant.test(name));
  assert.equal(mistakes.length, 9);
  for (const [number, [name, mistake]] of mistakes.entries()) {
    const connections = { own: { backend: { ...acme.backend, ...mistake }, credential: { env: "OWN_KEY" } } };
    writeFileSync(join(made.cwd, "agent-delete.json"), JSON.stringify({ connections }));
    const args = [["list", "--connection", "own"], ["connections", "--json"], ["delete", made.ids[0], "--connection", "own", "--yes", "--verbose"]][number % 3];
    const { stdout, stderr, code } = await made.start(...args).done;
    assert.notEqual(code, 0, name);
    assert.equal(leak([stdout, stderr], all), undefined, name);
    assert.match(stdout + stderr, /backend|baseUrl|headers/, name);
  }
  assert.deepEqual(made.asked, []);
});
