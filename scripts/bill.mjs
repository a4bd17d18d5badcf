// @ts-check
// npm run bill: the package's bill of materials, for the release. Builds the package first.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "./build/index.mjs";
import { main } from "./lib/main.mjs";
import { pkg, root, target } from "./lib/paths.mjs";
import { setUpBuild } from "./setup/index.mjs";
import { billOfMaterials } from "./supply/bill.mjs";

await main(async () => {
  await setUpBuild();
  await build();
  const { name, version } = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
  const text = await billOfMaterials();
  const file = join(target, "release", `${name}-${version}.cdx.json`);
  mkdirSync(join(target, "release"), { recursive: true });
  writeFileSync(file, text);
  console.log(`${relative(root, file)}: CycloneDX 1.6, ${JSON.parse(text).components.length} components`);
});
