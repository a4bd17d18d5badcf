// @ts-check
// The declarations against what the Rust types really become: every field of every sample, and no other.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The declared type of a sample, where its name is not the type's. @type {Record<string, string>} */
const declared = {
  // Name and stack come of the JavaScript error that carries the fields, and the cause is any value.
  AgentError: 'Omit<types.AgentErrorFields, "name" | "stack" | "cause">',
  DeletionsPlan: 'types.DeletionsPlan<Omit<types.AgentErrorFields, "name" | "stack" | "cause">>',
  // The results become objects of JavaScript's own beside them.
  Counts: 'Omit<types.DeletionsSummary, "results">',
};

test("the declared types are those of Rust", () => {
  const { enums, ...samples } = JSON.parse(
    execFileSync("cargo", ["run", "--quiet", "--locked", "--example", "type_samples"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
      maxBuffer: 64 * 1024 * 1024,
    }),
  );
  assert.deepEqual(Object.keys(enums).sort(), ["BackendName", "ErrorCode", "Purpose"]);
  for (const name of [
    "Deletion",
    "Step",
    "DeletionPlan",
    "Agent",
    "AgentBackup",
    "Capabilities",
    "Platform",
    "AgentError",
    "Progress",
    "DeletionsPlan",
    "Counts",
  ]) {
    assert.ok(samples[name]?.length > 0, `no sample of ${name}`);
  }
  const folder = join(root, "target", "type-samples");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "samples.ts");
  writeFileSync(file, source(enums, samples));
  const program = ts.createProgram([file], {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
    module: ts.ModuleKind.ESNext,
    allowImportingTsExtensions: true,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  });
  const problems = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file?.text.slice(0, start).split("\n").length;
    return `samples.ts:${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
  assert.deepEqual(problems, []);
});

/**
 * A fresh literal may have no property that its type lacks, at any depth; and where no property is optional,
 * it lacks none that its type has.
 *
 * @param {Record<string, string[]>} enums
 * @param {Record<string, unknown[]>} samples
 */
function source(enums, samples) {
  const unions = Object.entries(enums).map(([name, values]) => {
    const union = values.map((value) => JSON.stringify(value)).join(" | ");
    return `export const ${name}: Equal<types.${name}, ${union}> = true;\n`;
  });
  const literals = Object.entries(samples).map(([name, values]) => {
    const type = declared[name] ?? `types.${name}`;
    return [
      `export const ${name}_has_no_optional_field: Equal<Optional<${type}>, never> = true;\n`,
      ...values.map(
        (value, place) => `export const ${name}_${place}: ${type} = ${JSON.stringify(value, null, 2)};\n`,
      ),
    ].join("");
  });
  return [
    `import type * as types from "../../pkg/types.d.ts";\n`,
    "type Is<A> = <T>() => T extends A ? 1 : 2;\n",
    "type Equal<A, B> = Is<A> extends Is<B> ? true : false;\n",
    "type IfOptional<V, K> = unknown extends V ? never : undefined extends V ? K : never;\n",
    "type Optional<T> = { [K in keyof T]-?: IfOptional<T[K], K> }[keyof T];\n",
    ...unions,
    ...literals,
  ].join("");
}
