// @ts-check
// The entry for Cloudflare Workers, which compile an imported WebAssembly file when they are deployed, and
// forbid to compile one later.
import { clientClass, describing } from "./client.js";
import wasm from "./core_bg.wasm";
import { Loader } from "./loader.js";

export * from "./common.js";

const loader = new Loader([() => wasm]);

export const AgentClient = clientClass(loader);
export const describePlatform = describing(loader);
export const { ready } = loader;
