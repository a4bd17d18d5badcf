// @ts-check
// Surroundings that a program may find itself in, each in a process of its own: every call comes out as it does elsewhere and sends
// the same, or, where something that it needs is broken, ends in an error that says so. None hangs.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { installed } from "./support/project.mjs";
import { UNAWAITABLE, surroundings } from "./surroundings/surroundings.mjs";

const child = fileURLToPath(new URL("./surroundings/child.mjs", import.meta.url));

/** The code of an `AgentError` and its sentence, or that the package can't work here at all. */
const clear = /^[a-z-]+(, perhaps done)?: .{10}|^no AgentError: LoadError: The WebAssembly part did not load/s;

/**
 * What came of each call.
 *
 * @param {string} when Before the package is loaded, after, or after a first call as well.
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
  for (const [name, [when, , ends = "as elsewhere"]] of Object.entries(surroundings)) {
    test(`${name}, ${when === "later" ? "after a first call" : `${when} the package is loaded`}: ${ends}`, async () => {
      const found = await play(when, name);
      if (ends === "as elsewhere") return assert.deepEqual(found, usual);
      if (ends === UNAWAITABLE) {
        for (const [what, ended] of found) assert.match(ended, /constructor is patched/, what);
        return;
      }
      assert.deepEqual([...found.keys()], [...usual.keys()]);
      for (const [what, ended] of found) {
        const [outcome] = ended.split("\u0001");
        assert.ok(ended === usual.get(what) || clear.test(outcome), `${what}: ${outcome}`);
      }
    });
  }
});

test("what is compared is what the program should say", () => {
  assert.equal(usual.size, 20);
  assert.match(usual.get("a forced deletion") ?? "", /^deleted\u0001DELETE /);
  assert.match(usual.get("one that a second read proves") ?? "", /^proved\u0001GET .*\nDELETE .*\nGET .*\nPOST .*\/versions\n$/);
  assert.match(usual.get("one with its threads") ?? "", /^deleted\u0001GET .*\nPOST .*\nDELETE \/threads\/t1\nDELETE /);
  assert.match(usual.get("one that is signed, and waited for") ?? "", /^(deleted|proved)\u0001DELETE .*\nGET /);
  assert.match(usual.get("one that an operation carries out") ?? "", /^deleted\u0001DELETE .*\nGET .*\/operations\/77\n$/);
  for (const [what, ended] of usual) assert.doesNotMatch(ended, /hangs|no AgentError/, what);
});
