// @ts-check
// The corpora in tests/leaks, through the packed package in Chromium: nothing that a script of the page can reach, nor the
// page's console, holds the credential.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { openPage, startChromium } from "../consumers/support/chromium.mjs";
import { serveFolder } from "../consumers/support/serve.mjs";
import { described } from "../leaks/described.mjs";
import { installed } from "../package/support/project.mjs";

const corpora = fileURLToPath(new URL("../leaks/", import.meta.url));

test("whatever repeats the credential, nothing in a page holds it", async (t) => {
  const { origin } = await serveFolder(t, join(installed(), "node_modules", "agent-delete"));
  const browser = await startChromium(t);
  const { page, errors } = await openPage(browser, "about:blank");
  /** @type {string[]} */
  const printed = [];
  page.on("console", (message) => printed.push(message.text()));
  await page.route(`${origin}/leaks/**`, (route) =>
    route.fulfill({ path: join(corpora, new URL(route.request().url()).pathname.slice("/leaks/".length)) }),
  );
  await page.route(`${origin}/`, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Leaks</title>" }));
  await page.goto(origin);
  const result = await page.evaluate(async (described) => {
    const load = (/** @type {string} */ path) => import(path);
    const corpus = async (/** @type {string} */ name) => (await fetch(`/leaks/${name}.json`)).json();
    const [{ AgentClient, describePlatform }, play] = [await load("/index.js"), await load("/leaks/play.mjs")];
    const [echoes, answers, settings] = [await corpus("echoes"), await corpus("answers"), await corpus("settings")];
    // What a page logs is what Chromium prints of it.
    const more = (/** @type {any} */ value) => (value instanceof Error && console.log(value), []);
    return [
      await play.playAnswers({ AgentClient, echoes, answers, described }),
      await play.playThrown({ AgentClient, echoes, described, more }),
      await play.playPlaces({ AgentClient, echoes, described, more }),
      await play.playDescriptions({ AgentClient, describePlatform, echoes, described, more }),
      await play.playSettings({ AgentClient, answers, described, settings }),
    ];
  }, described);
  const counts = JSON.parse(readFileSync(join(corpora, "counts.json"), "utf8"));
  assert.deepEqual(result, [
    { played: counts.answers, leaks: [] },
    { played: counts.thrown, leaks: [] },
    { played: counts.places, leaks: [] },
    { played: counts.descriptions, refused: counts.refusedDescriptions, leaks: [] },
    { played: counts.settings, faults: [] },
  ]);
  assert.deepEqual(errors, []);
  assert.ok(printed.length > 500);
  /** @type {{ never: string[] }[]} */
  const echoes = JSON.parse(readFileSync(join(corpora, "echoes.json"), "utf8"));
  for (const needle of echoes.flatMap(({ never }) => never)) assert.ok(!printed.join("\n").includes(needle), needle);
});
