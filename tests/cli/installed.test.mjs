// The packed package, installed: `npx agent-delete`, and the README's recipe as it stands there.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { serveSandbox } from "../../pkg/sandbox/node.js";
import { credentials, root } from "./support.mjs";

let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "agent-delete-installed-"));
  writeFileSync(join(folder, "package.json"), "{}");
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", String(process.env.AGENT_DELETE_TARBALL)], { cwd: folder, stdio: "pipe" });
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** A line for the shell. */
function shell(line, env = {}) {
  return new Promise((resolve) => {
    const child = spawn("sh", ["-c", line], { cwd: folder, env: { ...process.env, XDG_CONFIG_HOME: folder, npm_config_offline: "true", ...env } });
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (text) => (texts[name] += text));
    child.once("close", (code) => resolve({ code, ...texts }));
  });
}

test("npx agent-delete, from a package without dependencies", async () => {
  const { version, dependencies } = JSON.parse(readFileSync(join(folder, "node_modules", "agent-delete", "package.json"), "utf8"));
  assert.equal(dependencies, undefined);
  assert.deepEqual(await shell("npx agent-delete --version"), { code: 0, stdout: `${version}\n`, stderr: "" });
  JSON.parse(readFileSync(join(folder, "node_modules", "agent-delete", "agent-delete.schema.json"), "utf8"));
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
  const { code, stdout, stderr } = await shell(recipe, env);
  assert.equal(code, 0, stderr);
  assert.equal(stdout.trimEnd().split("\n").length, 5);
  assert.ok(old.every((id) => !sandbox.has("kortix", id)) && kept.every((id) => sandbox.has("kortix", id)));

  now = Date.now() - 3 * 3_600_000;
  const many = sandbox.createMany("kortix", 51, { name: "e2e-run" });
  assert.equal((await shell(recipe, env)).code, 3);
  assert.ok(many.every((id) => sandbox.has("kortix", id)));
});
