// @ts-check
// The site by TypeDoc: what pkg/*.d.ts declare, and the guides.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { Problem } from "../lib/main.mjs";
import { root, target } from "../lib/paths.mjs";
import { tell } from "../lib/terminal.mjs";
import { guides, home, toSite } from "./guides.mjs";

/** What is imported, by the file that declares it: what package.json exports, but for the bare module. @returns {Record<string, string>} */
function entries() {
  /** @type {{ exports: Record<string, any> }} */
  const { exports } = JSON.parse(readFileSync(join(root, "pkg", "package.json"), "utf8"));
  /** @type {Record<string, string>} */
  const found = {};
  for (const [path, conditions] of Object.entries(exports)) {
    const types = conditions.default?.types;
    if (types && !path.endsWith(".wasm")) found[types] = posix.join("agent-delete", path);
  }
  // It can't be imported by itself: it holds the shapes that the others share.
  return { ...found, "./types.d.ts": "shapes" };
}

/** Where the Rust reference is, below the site. */
const RUST = "rust/agent_delete/index.html";

/** @param {string} folder */
export async function buildSite(folder) {
  const named = entries();
  const source = copyGuides(join(target, "site-source"));
  const { Application, JSX, LogLevel } = await import("typedoc");
  const app = await Application.bootstrap({
    name: "agent-delete",
    entryPoints: Object.keys(named).map((file) => join(root, "pkg", file)),
    tsconfig: join(root, "scripts", "docs", "tsconfig.json"),
    readme: join(source, home),
    projectDocuments: guides.map(({ file }) => join(source, file)),
    basePath: join(root, "pkg"),
    disableGit: true,
    sourceLinkTemplate: "https://github.com/agent-delete/agent-delete/blob/main/pkg/{path}#L{line}",
    githubPages: false,
    includeVersion: false,
    excludeExternals: true,
    customCss: join(root, "scripts", "docs", "site.css"),
    navigationLinks: { GitHub: "https://github.com/agent-delete/agent-delete" },
    // Else the name of a file, such as CONTRIBUTING.md, becomes a link to a domain.
    markdownItOptions: { html: true, linkify: false },
    categorizeByGroup: false,
    sort: ["kind", "source-order"],
    validation: { invalidLink: true, notExported: true, invalidPath: true },
    treatWarningsAsErrors: true,
    logLevel: LogLevel.Warn,
  });
  app.renderer.hooks.on("sidebar.begin", (context) => JSX.createElement(
    "p", { class: "rust" }, JSX.createElement("a", { href: context.relativeURL(RUST) }, "Reference for Rust"),
  ));
  const project = await app.convert();
  if (!project) throw new Problem("TypeDoc could not read the declarations: see above.");
  // TypeDoc calls each by its file.
  for (const module of project.children ?? []) {
    module.name = named[`./${module.name}.d.ts`] ?? named[`./${module.name}/index.d.ts`] ?? module.name;
  }
  app.validate(project);
  await app.generateDocs(project, folder);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Problem("TypeDoc has warnings: see above.");
  tell("guides", [home, ...guides.map(({ file }) => file)].join(", "));
  tell("JavaScript", Object.values(named).join(", "));
}

/** The guides as they are on the site: links between them lead from page to page, and not to the repository. @param {string} folder */
function copyGuides(folder) {
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(root, "examples"), join(folder, "examples"), {
    recursive: true, filter: (path) => !path.includes("node_modules"),
  });
  cpSync(join(root, "docs"), join(folder, "docs"), { recursive: true });
  for (const { file, title } of [{ file: home, title: null }, ...guides]) {
    const text = toSite(file, readFileSync(join(root, file), "utf8"));
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    // The first page has the site's name above it already.
    writeFileSync(join(folder, file), title === null ? text.replace(/^# .*\n/, "") : `---\ntitle: ${title}\n---\n\n${text}`);
  }
  return folder;
}
