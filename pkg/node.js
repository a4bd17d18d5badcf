// @ts-check
// The entry for Node and Bun. What `import` and `require` get there is built from it, each in one file. It reads the
// WebAssembly from beside itself. Where a bundler leaves that file behind, it imports a module that holds it as text.
import { readFile } from "node:fs/promises";
import { clientClass, describing } from "./client.js";
import { checkBundler, decode, Loader } from "./loader.js";

export * from "./common.js";

const loader = new Loader(
  [
    () => {
      checkBundler();
      return readFile(new URL("./core_bg.wasm", import.meta.url));
    },
    () => import("./wasm-inline.js").then(decode),
  ],
  // Node's fetch does not know files.
  async (url) => (String(url).startsWith("file:") ? readFile(new URL(url)) : fetch(url)),
);

export const AgentClient = clientClass(loader);
export const describePlatform = describing(loader);
export const { ready } = loader;
