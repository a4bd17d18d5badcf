// @ts-check
// The bill of materials, in CycloneDX: the package, each file of it by its hash, and what it holds of others.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Enums, Models, Serialize, Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { Problem } from "../lib/main.mjs";
import { pkg } from "../lib/paths.mjs";
import { contents } from "./contents.mjs";

const VERSION = Spec.Version.v1dot6;

/** What is listed of our own: the files that are made from others'. */
const made = () => [
  "core_bg.wasm", "bin/agent-delete.js", ...readdirSync(join(pkg, "console", "assets")).filter((name) => /\.(js|wasm)$/.test(name)).sort().map((name) => `console/assets/${name}`),
];

/** Always the same for the same package: it has no date and no serial number. @returns {Promise<string>} JSON. */
export async function billOfMaterials() {
  const { name, version, license } = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
  const bill = new Models.Bom();
  const ours = new Models.Component(Enums.ComponentType.Library, name, {
    version, purl: `pkg:npm/${name}@${version}`, bomRef: `pkg:npm/${name}@${version}`, licenses: licensed(license),
  });
  bill.metadata.component = ours;
  /** @type {Map<string, Models.Component>} */
  const files = new Map();
  for (const file of made()) {
    const hash = createHash("sha256").update(readFileSync(join(pkg, file))).digest("hex");
    const component = new Models.Component(Enums.ComponentType.File, file, {
      bomRef: file, hashes: new Models.HashDictionary([[Enums.HashAlgorithm["SHA-256"], hash]]), licenses: licensed(license),
    });
    files.set(file, component);
    bill.components.add(component);
    ours.dependencies.add(component.bomRef);
  }
  for (const part of await contents()) {
    const purl = purlOf(part);
    const component = new Models.Component(Enums.ComponentType.Library, part.name, {
      version: part.version, purl, bomRef: purl ?? part.name, licenses: licensed(part.license),
      hashes: new Models.HashDictionary(part.hash ? [[Enums.HashAlgorithm[part.hash.algorithm], part.hash.hex]] : []),
    });
    bill.components.add(component);
    for (const file of part.inside) files.get(file)?.dependencies.add(component.bomRef);
  }
  const text = `${new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6)).serialize(bill, { sortLists: true, space: 2 })}\n`;
  const wrong = await new Validation.JsonStrictValidator(VERSION).validate(text);
  if (wrong !== null) throw new Problem(`The bill of materials is no CycloneDX ${VERSION}: ${JSON.stringify(wrong)}`);
  return text;
}

/** @param {string} expression */
const licensed = (expression) => new Models.LicenseRepository([new Models.LicenseExpression(expression.replaceAll("/", " OR "))]);

/** @param {import("./contents.mjs").Part} part */
function purlOf({ kind, name, version }) {
  if (kind === "crate") return `pkg:cargo/${name}@${version}`;
  if (kind === "npm") return `pkg:npm/${name.replace("@", "%40")}@${version}`;
  return undefined;
}
