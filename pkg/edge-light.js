// @ts-check
// The entry for Vercel's edge runtime and Next's edge routes, where a name that ends so is a compiled module.
import { clientClass, describing } from "./client.js";
import wasm from "./core_bg.wasm?module";
import { Loader } from "./loader.js";

export * from "./common.js";

const loader = new Loader([() => wasm]);

export const AgentClient = clientClass(loader);
export const describePlatform = describing(loader);
export const { ready } = loader;
