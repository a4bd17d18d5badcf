// @ts-check
// Cloudflare Workers: a Worker bundled as wrangler does it, in workerd.

import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { servePlatforms } from "./support/platforms.mjs";
import { install } from "./support/project.mjs";
import { must, tell } from "./support/run.mjs";

/** The oldest date that there is, and the newest that the workerd of this miniflare knows. */
const dates = ["2021-11-02", "2026-04-26"];

test("Cloudflare Workers", { timeout: 10 * 60_000 }, async (t) => {
  const { folder, tools, bin } = await install(t, "workers");
  const { assertDeletes } = await servePlatforms(t);
  // An imported .wasm stays an import, of a file beside the script: workerd compiles it when it starts.
  await must(bin("esbuild"), [
    "worker.js", "--bundle", "--format=esm", "--conditions=workerd,worker,browser", "--loader:.wasm=copy",
    "--outdir=dist",
  ], { cwd: folder });
  const { Miniflare } = createRequire(join(tools, "package.json"))("miniflare");

  for (const compatibilityDate of dates) {
    await t.test(`compatibility date ${compatibilityDate}`, async (t) => {
      tell(`workerd, compatibility date ${compatibilityDate}`);
      /** @type {string[]} */
      const logged = [];
      const miniflare = new Miniflare({
        compatibilityDate,
        cf: false, // no request for details of this machine's place
        modules: true,
        modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
        modulesRoot: join(folder, "dist"),
        scriptPath: join(folder, "dist", "worker.js"),
        /** @param {import("node:stream").Readable[]} streams */
        handleRuntimeStdio(...streams) {
          for (const stream of streams) stream.on("data", (data) => logged.push(String(data)));
        },
      });
      t.after(() => miniflare.dispose());
      await assertDeletes(async (tasks) => {
        try {
          const init = { method: "POST", body: JSON.stringify(tasks) };
          const response = await miniflare.dispatchFetch("http://worker.test/", init);
          return await response.json();
        } catch (error) {
          throw new Error(`workerd said:\n${logged.join("")}`, { cause: error });
        }
      });
    });
  }
});
