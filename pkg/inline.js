// @ts-check
// The entry that needs no file beside it, at the price of a third more bytes: for a single-file bundle, for a
// page that may fetch nothing, and for Deno, which would ask the user whether it may read a file.
import { clientClass, describing } from "./client.js";
import { decode, Loader } from "./loader.js";
import * as text from "./wasm-inline.js";

export * from "./common.js";

const loader = new Loader([() => decode(text)]);

export const AgentClient = clientClass(loader);
export const describePlatform = describing(loader);
export const { ready } = loader;
