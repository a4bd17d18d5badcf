// Imports a module into a realm where every global that a page, a worker or a server has, and the language
// itself has not, is watched. Prints which of them the import touches, and which a new client does. Needs
// Node's --experimental-vm-modules.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

const realm = vm.createContext();
const global = vm.runInContext("globalThis", realm);

const watched = new Set([
  ...Object.getOwnPropertyNames(globalThis).filter((name) => !(name in global)),
  "Atomics", "SharedArrayBuffer", "WebAssembly", "console",
  "Bun", "Deno", "Worker", "WebSocket", "XMLHttpRequest", "addEventListener", "caches", "document",
  "importScripts", "indexedDB", "localStorage", "location", "navigator", "postMessage",
  "requestAnimationFrame", "self", "sessionStorage", "window",
]);

/** @type {string[]} */
let touched = [];
for (const name of watched) {
  const get = () => {
    touched.push(name);
    return globalThis[name];
  };
  Object.defineProperty(global, name, { get, set: () => touched.push(name), configurable: true });
}

/** A module of Node whose functions are watched. */
function builtin(name) {
  const host = createRequire(import.meta.url)(name);
  return Object.fromEntries(Object.entries(host).map(([key, value]) => {
    if (typeof value !== "function") return [key, value];
    if (key === "pathToFileURL") return [key, value]; // it only makes an address
    const call = (...args) => {
      touched.push(`${name} ${key}`);
      return value(...args);
    };
    return [key, call];
  }));
}

/** @type {Map<string, vm.Module>} */
const modules = new Map();

/** A module of the package, one of Node, or a compiled WebAssembly module as bundlers for workers make it. */
function load(specifier, from) {
  const file = specifier.startsWith("node:") ? specifier : resolve(from, specifier);
  let module = modules.get(file);
  if (!module) {
    module = create(file);
    modules.set(file, module);
  }
  return module;
}

function create(file) {
  if (/\.wasm(\?module)?$/.test(file)) return synthetic({ default: {} }, file);
  if (file.startsWith("node:")) return synthetic(builtin(file), file);
  if (file.endsWith(".cjs")) return synthetic(commonJs(file), file);
  return new vm.SourceTextModule(readFileSync(file, "utf8"), {
    context: realm,
    identifier: file,
    initializeImportMeta: (meta) => (meta.url = pathToFileURL(file).href),
    importModuleDynamically: (specifier) => {
      touched.push(`import(${specifier})`);
      throw new Error("not now");
    },
  });
}

function synthetic(exports, identifier) {
  return new vm.SyntheticModule(Object.keys(exports), function () {
    for (const [name, value] of Object.entries(exports)) this.setExport(name, value);
  }, { context: realm, identifier });
}

function commonJs(file) {
  const module = { exports: {} };
  const body = vm.compileFunction(
    readFileSync(file, "utf8"),
    ["exports", "require", "module", "__filename", "__dirname"],
    { filename: file, parsingContext: realm },
  );
  body(module.exports, builtin, module, file, dirname(file));
  return module.exports;
}

const entry = load(process.argv[2], process.cwd());
await entry.link((specifier, { identifier }) => load(specifier, dirname(identifier)));
await entry.evaluate();
const byImport = touched;

touched = [];
const { AgentClient } = entry.namespace;
if (AgentClient) {
  const client = new AgentClient({ backend: "charm", baseUrl: "http://127.0.0.1:1" });
  client.listAgents();
}
// What starts later would show by now.
await new Promise((done) => setTimeout(done, 20));
console.log(JSON.stringify({ byImport, byClient: touched, exports: Object.keys(entry.namespace).length }));
