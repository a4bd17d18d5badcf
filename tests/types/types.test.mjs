// @ts-check
// The packed package's types, as strict projects of each kind see them.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { installed } from "../package/support/project.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const packageFolder = join(installed(), "node_modules", "agent-delete");

/** Strict in everything, and without a look away from any declaration. */
const strict = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  skipLibCheck: false,
  noEmit: true,
  types: [],
};

/** @type {Record<string, { files: string[], options: ts.CompilerOptions }>} */
const projects = {
  "ESM in Node": {
    files: ["cases/contract.ts", "cases/use.ts", "cases/misuse.ts", "cases/sandbox.ts"],
    options: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  },
  "ESM in Node, with a platform that is described": {
    files: ["cases/described.ts"],
    options: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  },
  "CommonJS in Node": {
    files: ["cases/commonjs.cts"],
    options: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  },
  "a bundler": {
    files: ["cases/contract.ts", "cases/use.ts", "cases/misuse.ts", "cases/sandbox.ts"],
    options: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  },
};

describe("the types", () => {
  for (const [name, { files, options }] of Object.entries(projects)) {
    test(`in ${name}`, (t) => {
      const folder = project(t);
      const lib = ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"];
      assert.deepEqual(diagnose(folder, files, { ...options, target: ts.ScriptTarget.ES2022, lib }), []);
    });
  }

  test("need no DOM, but what Node has of it", (t) => {
    const folder = project(t);
    writeFileSync(
      join(folder, "globals.d.ts"),
      `
      interface AbortSignal { readonly aborted: boolean }
      interface URL { readonly href: string }
      interface Response { readonly ok: boolean }
      declare function fetch(input: string | URL): Promise<Response>;
    `,
    );
    writeFileSync(
      join(folder, "only.ts"),
      `
      import { AgentClient, ready } from "agent-delete";
      void ready({ wasm: new Uint8Array() });
      export const outcome = (await new AgentClient({ backend: "charm" }).deleteAgent("a")).outcome;
    `,
    );
    assert.deepEqual(
      diagnose(folder, ["globals.d.ts", "only.ts"], {
        target: ts.ScriptTarget.ES2022,
        lib: ["lib.es2022.d.ts"],
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
      }),
      [],
    );
  });

  test("every name of the contract is compared", () => {
    const names = [...readFileSync(join(here, "contract.d.ts"), "utf8").matchAll(/^export \w+ (\w+)/gm)].map(
      ([, name]) => name,
    );
    const compared = readFileSync(join(here, "cases", "contract.ts"), "utf8");
    assert.equal(names.length, 35);
    assert.deepEqual(
      names.filter((name) => !compared.includes(`contract.${name}`)),
      [],
    );
  });

  test("hold no any", () => {
    const found = readdirSync(packageFolder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.d\.c?ts$/.test(name))
      .map(declarations)
      .flatMap((source) => anys(source).map((node) => lineOf(source, node)));
    assert.deepEqual(found, []);
  });

  test("document what a user sees", () => {
    const undocumented = ["types.d.ts", "index.d.ts"]
      .map(declarations)
      .flatMap((source) =>
        members(source)
          .filter((node) => ts.getJSDocCommentsAndTags(node).length === 0)
          .map((node) => `${lineOf(source, node)}: ${node.getText(source)}`),
      )
      // The fields of the error classes are documented at the interface that they implement.
      .filter((line) => !/: readonly \w+\??: /.test(line));
    assert.deepEqual(undocumented, []);
  });

  test("of the file shared with Rust are all that it declares", () => {
    const others = declarations("types.d.ts").statements.filter(
      (node) => !ts.isInterfaceDeclaration(node) && !ts.isTypeAliasDeclaration(node),
    );
    assert.equal(others.length, 0);
  });
});

/**
 * A project with these tests' sources and the installed package.
 *
 * @param {import("node:test").TestContext} t
 */
function project(t) {
  const folder = mkdtempSync(join(installed(), "types-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  cpSync(join(here, "cases"), join(folder, "cases"), { recursive: true });
  cpSync(join(here, "contract.d.ts"), join(folder, "contract.d.ts"));
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  return folder;
}

/**
 * @param {string} folder
 * @param {string[]} files
 * @param {ts.CompilerOptions} options
 * @returns {string[]} What the compiler says.
 */
function diagnose(folder, files, options) {
  const program = ts.createProgram(
    files.map((file) => join(folder, file)),
    { ...strict, ...options },
  );
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName ?? ""}:${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

/** A declaration file of the package. @param {string} name */
function declarations(name) {
  const text = readFileSync(join(packageFolder, name), "utf8");
  return ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
}

/** @param {ts.SourceFile} source @param {ts.Node} node */
function lineOf(source, node) {
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
}

/** @param {ts.Node} node @returns {ts.Node[]} */
function anys(node) {
  const below = node.getChildren().flatMap(anys);
  return node.kind === ts.SyntaxKind.AnyKeyword ? [node, ...below] : below;
}

/**
 * Declarations, and the members of interfaces and classes.
 *
 * @param {ts.SourceFile} source
 * @returns {ts.Node[]}
 */
function members(source) {
  return source.statements.flatMap((node) => {
    if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) return [node, ...node.members];
    return ts.isTypeAliasDeclaration(node) || ts.isFunctionDeclaration(node) ? [node] : [];
  });
}
