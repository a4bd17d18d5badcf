// @ts-check
// How the page is built. Its addresses are relative, so that it works below any path; nothing in it needs more of a
// Content-Security-Policy than script-src 'self' 'wasm-unsafe-eval' and style-src 'self'.

import { join } from "node:path";
import { defineConfig } from "vite";
import { pkg, root } from "../scripts/lib/paths.mjs";

export default defineConfig({
  root: join(root, "www"),
  base: "./",
  cacheDir: join(root, "target", "vite"),
  resolve: {
    alias: [
      { find: /^agent-delete$/, replacement: join(pkg, "index.js") },
      { find: /^agent-delete\/sandbox$/, replacement: join(pkg, "sandbox", "index.js") },
      // The module as text is for bundlers that leave the file behind. This one does not, and the page would be twice as large.
      { find: "./wasm-inline.js", replacement: join(root, "www", "src", "no-inline.ts") },
    ],
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: join(pkg, "console"),
    emptyOutDir: true,
    target: "es2022",
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    // Nothing is put into the page as a data: URL, which a policy would have to allow.
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  logLevel: "warn",
});
