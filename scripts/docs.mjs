// @ts-check
// npm run docs: the guides, the API reference for JavaScript and the one for Rust as one static site, target/site, whose
// links are checked.

import { rmSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { brokenLinks } from "./docs/links.mjs";
import { buildRust } from "./docs/rust.mjs";
import { buildSite } from "./docs/site.mjs";
import { main, Problem } from "./lib/main.mjs";
import { root, target } from "./lib/paths.mjs";
import { tell } from "./lib/terminal.mjs";
import { setUpBuild } from "./setup/index.mjs";

await main(async () => {
  await setUpBuild();
  const site = join(target, "site");
  rmSync(site, { recursive: true, force: true });
  console.log("Site");
  await buildSite(site);
  await buildRust(join(site, "rust"));
  const { pages, links, broken } = brokenLinks(site);
  for (const line of broken) console.error(`  ${line}`);
  if (broken.length > 0) throw new Problem(`${broken.length} of ${links} links lead nowhere.`);
  tell("links", `${links} on ${pages} pages, and each leads somewhere`);
  console.log(`\n${relative(root, site)}/index.html: ${pathToFileURL(join(site, "index.html")).href}`);
});
