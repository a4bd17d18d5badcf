// @ts-check
// Surroundings that a program may find itself in, each in a process of its own: in all of these, every call comes out as it does
// elsewhere, and sends the same.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { installed } from "./support/project.mjs";
import { surroundings } from "./surroundings/surroundings.mjs";

const child = fileURLToPath(new URL("./surroundings/child.mjs", import.meta.url));

/**
 * What came of each call.
 *
 * @param {string} when Before the package is loaded, or after.
 * @param {string} name
 * @returns {Promise<Map<string, string>>}
 */
const play = (when, name) =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, ["--no-warnings", child, installed(), when, name], { timeout: 300_000 }, (error, out, problems) => {
      const calls = out.split("\u0002").filter((line) => line.includes("\u0001"));
      if (error || calls.length === 0) return reject(new Error(`${error?.message}\n${problems}`));
      resolve(new Map(calls.map((line) => /** @type {[string, string]} */ (line.split(/\u0001(.*)/s).slice(0, 2)))));
    });
  });

/** @type {Map<string, string>} */
let usual;
before(async () => (usual = await play("after", "nothing")));

describe("surroundings", { concurrency: 2 }, () => {
  for (const [name, [when]] of Object.entries(surroundings)) {
    test(`${name}, ${when} the package is loaded`, async () => {
      assert.deepEqual(await play(when, name), usual);
    });
  }
});

test("what is compared is what the program should say", () => {
  assert.equal(usual.size, 16);
  assert.match(usual.get("a forced deletion") ?? "", /^deleted\u0001DELETE /);
  for (const [what, ended] of usual) assert.doesNotMatch(ended, /hangs|no AgentError/, what);
});
