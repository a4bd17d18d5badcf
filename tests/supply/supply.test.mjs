// @ts-check
// What the package holds of others: their licences travel with it, the bill of materials lists it, and all that is
// installed to make it is pinned.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/lib/paths.mjs";
import { billOfMaterials } from "../../scripts/supply/bill.mjs";
import { installed } from "../package/support/project.mjs";

const folder = join(installed(), "node_modules", "agent-delete");
const read = (/** @type {string} */ file) => readFileSync(join(folder, file), "utf8");
const notices = read("THIRD-PARTY-LICENSES.txt");

/** Which npm packages are in the command line, by the comments that the bundler leaves before each file. */
const bundled = () => {
  const comments = read("bin/agent-delete.js").matchAll(/^\s*\/\/ (node_modules\/.*)$/gm);
  return [...new Set([...comments].map(([, file]) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? file))];
};

test("whatever is bundled into the command line has its licence beside it, in full", () => {
  const packages = bundled();
  assert.ok(packages.length > 20, `${packages.length}`);
  for (const path of packages) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, path, "package.json"), "utf8"));
    assert.ok(notices.includes(`${name} ${version} (${license}), in bin/agent-delete.js`), name);
    const file = readdirSync(join(root, path)).find((one) => /^licen[cs]e/i.test(one));
    const holder = /Copyright.*/i.exec(readFileSync(join(root, path, String(file)), "utf8"))?.[0].trim();
    if (holder) assert.ok(notices.includes(holder), `${name}: ${holder}`);
  }
});

test("whatever is bundled into the console has its licence beside it", () => {
  for (const name of ["preact", "@preact/signals", "@tanstack/table-core", "@tanstack/virtual-core", "fflate", "idb", "minimatch"]) {
    assert.match(notices, new RegExp(`^${name} [\\d.]+ \\(.*\\), in .*\\bconsole/assets/`, "m"));
  }
});

test("whatever is compiled into the module has its licence beside it", () => {
  for (const crate of ["wasm-bindgen", "web-sys", "js-sys", "gloo-net", "serde_json", "thiserror", "talc", "strsim", "futures-util"]) {
    const version = new RegExp(`^name = "${crate}"\\nversion = "(.*)"`, "m").exec(readFileSync(join(root, "Cargo.lock"), "utf8"))?.[1];
    assert.match(notices, new RegExp(`^${crate} ${version?.replaceAll(".", "\\.")} \\(.*\\), in core_bg\\.wasm$`, "m"));
  }
  assert.match(notices, /^The Rust standard library/m);
  // What only runs in the making is not in it.
  for (const crate of ["syn", "quote", "proptest", "serde_derive", "binaryen"]) assert.doesNotMatch(notices, new RegExp(`^${crate} `, "m"));
});

test("the bill of materials is valid, lists the same, and is the same every time", async () => {
  const text = await billOfMaterials();
  assert.equal(await billOfMaterials(), text);
  const { components, dependencies, metadata } = JSON.parse(text);
  assert.equal(metadata.component.name, "agent-delete");
  const listed = new Set(components.map((/** @type {any} */ { name, version }) => `${name} ${version}`));
  for (const [, name] of notices.matchAll(/^(\S+ \S+) \(.*\), in /gm)) assert.ok(listed.has(name), name);
  const libraries = components.filter((/** @type {any} */ { purl }) => purl);
  assert.ok(libraries.length > 60, `${libraries.length}`);
  for (const { name, hashes, licenses } of libraries) assert.ok(hashes?.length === 1 && licenses.length === 1, name);
  const held = dependencies.flatMap((/** @type {any} */ { ref, dependsOn = [] }) => (ref.includes("@") && !ref.includes("agent-delete") ? [] : dependsOn));
  assert.deepEqual(new Set(held), new Set(components.map((/** @type {any} */ one) => one["bom-ref"])));
  assert.ok(!text.includes(dirname(root)));
});

test("the package asks for nothing to be installed with it", () => {
  const { dependencies, peerDependencies, optionalDependencies, scripts } = JSON.parse(read("package.json"));
  assert.deepEqual([dependencies, peerDependencies, optionalDependencies, scripts], [undefined, undefined, undefined, undefined]);
});

test("what is installed to build and check it has exact versions, and a hash", () => {
  const manifests = [join(root, "package.json"), ...below(join(root, "tests")), ...below(join(root, "examples"))];
  assert.ok(manifests.length > 10, `${manifests.length}`);
  for (const file of manifests) {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(file, "utf8"));
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      assert.match(String(version), /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${file}: ${name}`);
    }
  }
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  for (const [path, { integrity, link, inBundle }] of Object.entries(packages)) {
    if (path !== "" && !link && !inBundle) assert.match(String(integrity), /^sha512-/, path);
  }
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8").split("[[package]]").slice(1);
  for (const one of lock.filter((text) => text.includes("\nsource = "))) assert.match(one, /\nchecksum = "[\da-f]{64}"/);
  assert.doesNotMatch(lock.join(""), /source = "git/);
});

/** @param {string} at @returns {string[]} */
function below(at) {
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules") return [];
    if (entry.isDirectory()) return below(join(at, entry.name));
    return entry.name === "package.json" ? [join(at, entry.name)] : [];
  });
}
