// The packed package, installed: `npx agent-delete`, and the README's recipe as it stands there.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { serveSandbox } from "../../pkg/sandbox/node.js";
import { credentials, root, until } from "./support.mjs";

let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "agent-delete-installed-"));
  writeFileSync(join(folder, "package.json"), "{}");
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", String(process.env.AGENT_DELETE_TARBALL)], { cwd: folder, stdio: "pipe" });
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Lines for the shell; where something is to be typed, in a terminal. @param {string} line @param {{ env?: object, typed?: string, when?: RegExp }} [how] */
function shell(line, { env = {}, typed, when } = {}) {
  return new Promise((resolve) => {
    const terminal = typed === undefined ? [] : ["python3", join(root, "tests", "cli", "terminal.py"), "100"];
    const [command, ...args] = [...terminal, "sh", "-c", line];
    const child = spawn(command, args, { cwd: folder, env: { ...process.env, XDG_CONFIG_HOME: folder, npm_config_offline: "true", ...env } });
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (text) => (texts[name] += text));
    if (typed !== undefined) until(() => when.test(texts.stdout) || child.exitCode !== null).then(() => child.stdin.write(typed), () => {});
    child.stdin.on("error", () => {});
    child.once("close", (code) => resolve({ code, ...texts }));
  });
}

test("npx agent-delete, from a package without dependencies", async () => {
  const { version, dependencies } = JSON.parse(readFileSync(join(folder, "node_modules", "agent-delete", "package.json"), "utf8"));
  assert.equal(dependencies, undefined);
  assert.deepEqual(await shell("npx agent-delete --version"), { code: 0, stdout: `${version}\n`, stderr: "" });
  JSON.parse(readFileSync(join(folder, "node_modules", "agent-delete", "agent-delete.schema.json"), "utf8"));
});

test("the README's lines for a person, as they stand", async (t) => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const [, block] = /## From a shell\n\n```sh\n([^]*?)```\n/.exec(readme) ?? [];
  const lines = String(block).trimEnd().split("\n");
  assert.equal(lines.length, 6);
  const sandbox = createSandbox();
  const server = await serveSandbox(sandbox);
  t.after(() => server.close());
  const [id, other] = sandbox.createMany("eliza", 2, { name: "e2e-run", running: false });
  /** What a person puts in the place of what the README can't know. */
  const filled = (line) => line.replace("=…", `=${credentials(sandbox).ELIZA_SERVER_AUTH_TOKEN}`).replace("http://localhost:3000/api", server.baseUrl("eliza"))
    .replace("AGENT_ID", id).replace("TIME", () => readdirSync(join(folder, "agent-delete-backups", "eliza"))[0]);
  const [token, to, ...rest] = lines;
  const run = (line, how) => shell([token, to, line].map(filled).join("\n"), how);
  const [list, dry, remove, resume] = rest;
  const listed = await run(list);
  assert.deepEqual([listed.code, listed.stdout.split("\n").filter(Boolean).map((line) => line.split("\t")[0])], [0, [id, other]], listed.stderr);
  const shown = await run(dry);
  assert.equal(shown.code, 0, shown.stderr);
  for (const says of [/destroys/, /keeps/, /This was a dry run: nothing was deleted/]) assert.match(shown.stderr, says);
  assert.ok(sandbox.has("eliza", id));
  const deleted = await run(remove, { typed: "e2e-run\r", when: /Type its name, e2e-run/ });
  assert.equal(deleted.code, 0, deleted.stdout);
  assert.match(deleted.stdout, /1 deleted/);
  assert.ok(!sandbox.has("eliza", id) && sandbox.has("eliza", other));
  const resumed = await run(resume);
  assert.equal(resumed.code, 2, "it asks, as the deletion does");
  assert.match(resumed.stderr, /There is no terminal to ask on/);
  const inTerminal = await run(resume, { typed: "", when: /0 left/ });
  assert.equal(inTerminal.code, 0, inTerminal.stdout);
  assert.match(inTerminal.stdout, /1 agent in the journal, 1 done, 0 left/);
});

test("the README's nightly clean-up, as it stands", async (t) => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const [recipe] = /^npx agent-delete delete .*--older-than.*$/m.exec(readme) ?? [];
  assert.ok(recipe?.includes("--all --name 'e2e-*' --older-than 2h --yes --at-most 50"), recipe);
  let now = Date.now() - 3 * 3_600_000;
  const sandbox = createSandbox({ now: () => now });
  const server = await serveSandbox(sandbox);
  t.after(() => server.close());
  writeFileSync(join(folder, "agent-delete.json"), JSON.stringify({ connections: { test: { backend: "kortix", baseUrl: server.baseUrl("kortix"), protect: ["e2e-keep"] } } }));
  const env = credentials(sandbox);
  const old = sandbox.createMany("kortix", 5, { name: "e2e-run" });
  const kept = [sandbox.create("kortix", { name: "e2e-keep" }), sandbox.create("kortix", { name: "desk" })];
  now = Date.now();
  kept.push(sandbox.create("kortix", { name: "e2e-run" }));
  const { code, stdout, stderr } = await shell(recipe, { env });
  assert.equal(code, 0, stderr);
  assert.equal(stdout.trimEnd().split("\n").length, 5);
  assert.ok(old.every((id) => !sandbox.has("kortix", id)) && kept.every((id) => sandbox.has("kortix", id)));

  now = Date.now() - 3 * 3_600_000;
  const many = sandbox.createMany("kortix", 51, { name: "e2e-run" });
  assert.equal((await shell(recipe, { env })).code, 3);
  assert.ok(many.every((id) => sandbox.has("kortix", id)));
});
