// What Jest does for a test in its Node environment: a realm with intrinsics of its own, into which the web
// globals of the host are put, and where `require` evaluates every module.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname, join } = require("node:path");
const vm = require("node:vm");

const realm = vm.createContext();
const global = vm.runInContext("globalThis", realm);
const intrinsics = new Set(Object.getOwnPropertyNames(global));
for (const name of Object.getOwnPropertyNames(globalThis)) {
  if (!intrinsics.has(name)) Object.defineProperty(global, name, { value: globalThis[name], writable: true });
}
// Jest hands these over although a realm has its own.
global.ArrayBuffer = ArrayBuffer;
global.Uint8Array = Uint8Array;

const loaded = new Map();

function load(file) {
  const known = loaded.get(file);
  if (known) return known.exports;
  const host = createRequire(file);
  const require = (name) => {
    const found = host.resolve(name);
    return found.startsWith("/") ? load(found) : host(name);
  };
  const module = { exports: {} };
  loaded.set(file, module);
  const body = vm.compileFunction(
    readFileSync(file, "utf8"),
    ["exports", "require", "module", "__filename", "__dirname"],
    { filename: file, parsingContext: realm },
  );
  body(module.exports, require, module, file, dirname(file));
  return module.exports;
}

load(join(__dirname, "realm-program.cjs"))(JSON.parse(process.argv[2])).then((result) => {
  console.log(JSON.stringify(result));
});
