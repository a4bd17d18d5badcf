// @ts-check
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { serveSandbox } from "../../pkg/sandbox/node.js";
import { run } from "../../scripts/lib/run.mjs";
import { importPackage } from "../package/support/project.mjs";
import { env } from "../consumers/support/run.mjs";
import { example } from "./support/example.mjs";

test("the clean-up", { timeout: 10 * 60_000 }, async (t) => {
  const { folder } = await example(t, "node-clean-up");
  const { backupFromJson } = await importPackage();
  const sandbox = createSandbox();
  const server = await serveSandbox(sandbox);
  t.after(() => server.close());
  const settings = {
    AGENT_PLATFORM: "kortix",
    AGENT_BASE_URL: server.baseUrl("kortix"),
    AGENT_API_KEY: Reflect.get(sandbox.credential("kortix", "alternative"), "apiKey"),
  };

  /** @param {string[]} args @param {object} [changes] */
  const cleanUp = (args, changes) =>
    run(process.execPath, ["clean-up.mjs", ...args], { cwd: folder, env: { ...env, ...settings, ...changes } });

  const all = sandbox.list("kortix");
  const made = sandbox.createMany("kortix", 12, { name: "Left over" });

  await t.test("without --yes it changes nothing", async () => {
    const { code, output } = await cleanUp(["left over"]);
    assert.equal(code, 0, output);
    for (const id of made) assert.ok(output.includes(id), output);
    assert.match(output, /^12 found\. .* Add --yes to delete them\.$/m);
    assert.deepEqual(sandbox.list("kortix"), [...all, ...made]);
  });

  await t.test("with --yes all that were found are saved and deleted, and no other", async () => {
    const { code, output } = await cleanUp(["left over", "--yes"]);
    assert.equal(code, 0, output);
    assert.match(output, /^12 of 12 are gone\.$/m);
    assert.deepEqual(sandbox.list("kortix"), all);
    const files = readdirSync(join(folder, "deleted-agents"));
    assert.equal(files.length, made.length + 1);
    for (const id of made) {
      assert.equal(backupFromJson(readFileSync(join(folder, "deleted-agents", `kortix-${id}.json`), "utf8")).agentId, id);
    }
    const lines = readFileSync(join(folder, "deleted-agents", "results.csv"), "utf8").split("\r\n");
    assert.equal(lines.filter((line) => /^[^,]+,kortix,deleted,/.test(line)).length, made.length);
  });

  await t.test("one that can't be deleted makes the exit code 1, and is told", async () => {
    const { code, output } = await cleanUp(["suna", "--yes"]);
    assert.equal(code, 1, output);
    assert.match(output, /protected: Kortix did not delete agent/);
    assert.deepEqual(sandbox.list("kortix"), all);
  });

  await t.test("what is not set is said, and nothing is done", async () => {
    for (const [args, changes, says] of /** @type {[string[], object, RegExp][]} */ ([
      [[], {}, /Say which agents/],
      [["x"], { AGENT_API_KEY: undefined }, /auth\.apiKey is undefined: is the environment variable set\?/],
      [["x"], { AGENT_PLATFORM: "suna" }, /did you mean `kortix`\?/],
    ])) {
      const { code, output } = await cleanUp(args, changes);
      assert.equal(code, 1);
      assert.match(output, says);
      assert.doesNotMatch(output, / at .*\.m?js/, "a person needs no stack");
    }
  });
});
