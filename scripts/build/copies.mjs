// @ts-check
// Files of the repository that belong into the package as well.

import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { pkg, root } from "../lib/paths.mjs";
import { Problem } from "../lib/main.mjs";
import { step } from "./step.mjs";

const COPIED = ["README.md", "LICENSE-APACHE", "LICENSE-MIT"];

/** @param {import("./step.mjs").BuildOptions} options */
export function buildCopies(options) {
  return step({
    name: "copies",
    inputs: COPIED,
    outputs: COPIED.map((name) => `pkg/${name}`),
    run: () => {
      for (const name of COPIED) {
        if (!existsSync(join(root, name))) throw new Problem(`${name} is missing: the package needs it.`);
        copyFileSync(join(root, name), join(pkg, name));
      }
    },
  }, options);
}
