// @ts-check
// The default entry, for browsers and their bundlers. It fetches the WebAssembly from beside itself. Where a
// bundler or a development server leaves that file behind, it imports a module that holds it as text.
import { clientClass, describing } from "./client.js";
import { checkBundler, decode, Loader } from "./loader.js";

export * from "./common.js";

/** So long may the file take, in milliseconds, before it counts as left behind. */
const patience = 30_000;

const loader = new Loader([
  () => {
    checkBundler();
    return fetch(new URL("./core_bg.wasm", import.meta.url), { signal: AbortSignal.timeout(patience) });
  },
  () => import("./wasm-inline.js").then(decode),
]);

export const AgentClient = clientClass(loader);
export const describePlatform = describing(loader);
export const { ready } = loader;
