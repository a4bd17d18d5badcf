// @ts-check
// A Next.js application with the App Router: a client component, a server component, a route handler and
// one on the edge runtime. Each version is built by its default bundler: Turbopack and webpack.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { deleteInPage, openPage, startChromium } from "./support/chromium.mjs";
import { servePlatforms } from "./support/platforms.mjs";
import { install } from "./support/project.mjs";
import { must, tell } from "./support/run.mjs";
import { startServer } from "./support/server.mjs";

const rows = [
  { name: "Next.js, newest, with Turbopack", consumer: "next" },
  { name: "Next.js 15 with webpack", consumer: "next-15" },
];

for (const { name, consumer } of rows) {
  test(name, { timeout: 15 * 60_000 }, async (t) => {
    tell(name);
    const { folder, bin } = await install(t, consumer, { from: "next" });
    await must(bin("next"), ["build"], { cwd: folder });
    const origin = await startServer(
      t, bin("next"), (port) => ["start", "--hostname=127.0.0.1", `--port=${port}`], folder,
    );
    const browser = await startChromium(t);
    const { assertDeletes } = await servePlatforms(t);

    await t.test("client component", async () => {
      const { page, errors } = await openPage(browser, `${origin}/client`);
      await assertDeletes((tasks) => deleteInPage(page, tasks));
      assert.deepEqual(errors, []);
    });

    await t.test("server component", async () => {
      await assertDeletes(async (tasks) => {
        const query = new URLSearchParams({ tasks: JSON.stringify(tasks) });
        const { page } = await openPage(browser, `${origin}/server?${query}`);
        return JSON.parse((await page.textContent("output")) ?? "");
      });
    });

    await t.test("the edge route is deployed with the WebAssembly as a module of its own", () => {
      const manifest = join(folder, ".next", "server", "middleware-manifest.json");
      const { functions } = JSON.parse(readFileSync(manifest, "utf8"));
      assert.equal(functions["/edge/route"].wasm.length, 1);
    });

    for (const [route, path] of [["route handler", "/route"], ["edge route", "/edge"]]) {
      await t.test(route, async () => {
        await assertDeletes(async (tasks) => {
          const response = await fetch(origin + path, { method: "POST", body: JSON.stringify(tasks) });
          const text = await response.text();
          assert.equal(response.status, 200, text);
          return JSON.parse(text);
        });
      });
    }
  });
}
