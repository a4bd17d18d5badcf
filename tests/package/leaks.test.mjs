// @ts-check
// The corpora in tests/leaks, through the packed package in Node: nothing that a caller can reach, print or log holds the
// credential.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";
import { described } from "../leaks/described.mjs";
import { leak, playAnswers, playDescriptions, playPlaces, playSettings, playThrown, stringsOf, thrown } from "../leaks/play.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient, describePlatform } = await importPackage();

/** @param {string} name */
const corpus = (name) => JSON.parse(readFileSync(new URL(`../leaks/${name}.json`, import.meta.url), "utf8"));

const [echoes, answers, settings] = [corpus("echoes"), corpus("answers"), corpus("settings")];

/** A corpus that shrinks unseen would prove less. */
const counts = corpus("counts");

/** @param {string} what @param {number} played */
const counted = (what, played) =>
  assert.equal(played, counts[what], `${played} ${what} were played, not ${counts[what]}: where that is meant, tests/leaks/counts.json says it`);

/** All that Node prints of a value. @param {any} value */
const more = (value) => [
  inspect(value, { depth: 20, showHidden: true, getters: true }),
  inspect(Object.getOwnPropertyDescriptors(Object(value)), { depth: 20 }),
];

test("whatever a platform repeats, in whatever disguise, nothing holds the credential", async () => {
  const { played, leaks } = await playAnswers({ AgentClient, echoes, answers, described, more });
  assert.deepEqual(leaks, []);
  counted("answers", played);
});

test("whatever is thrown, nothing holds the credential", async () => {
  const { played, leaks } = await playThrown({ AgentClient, echoes, described, more });
  assert.deepEqual(leaks, []);
  counted("thrown", played);
});

test("wherever else it stands, nothing holds the credential", async () => {
  const { played, leaks } = await playPlaces({ AgentClient, echoes, described, more });
  assert.deepEqual(leaks, []);
  counted("places", played);
});

test("where a description holds it by mistake, nothing else does", async () => {
  const { played, refused, leaks } = await playDescriptions({ AgentClient, describePlatform, echoes, described, more });
  assert.deepEqual(leaks, []);
  counted("descriptions", played);
  counted("refusedDescriptions", refused);
});

test("a backup loses the secrets in an agent's settings, and nothing else", async () => {
  const { played, faults } = await playSettings({ AgentClient, answers, described, settings });
  assert.deepEqual(faults, []);
  counted("settings", played);
});

test("the search finds whatever it is meant to find", () => {
  for (const all of echoes) {
    for (const [name, make] of Object.entries(thrown)) {
      const error = new Error("no", { cause: make(all.credential) });
      assert.ok(leak(stringsOf(error, more), all) !== undefined, name);
    }
  }
});

test("what was thrown is the cause, as it is, where the credential is nowhere in it", async () => {
  for (const make of [...Object.values(thrown), () => undefined, () => null, () => new Proxy({}, {})]) {
    const value = make("something else");
    const client = new AgentClient({ backend: "charm", baseUrl: "https://charm.test", maxRetries: 0, auth: { apiKey: "planted-credential-5e1f" },
      fetch: () => {
        throw value;
      } });
    const error = await client.deleteAgent("a").catch((reason) => reason);
    if (make !== thrown["more than can be searched"]) assert.equal(error.cause, value, inspect(value));
    else assert.equal(error.cause.message, "no");
  }
});
