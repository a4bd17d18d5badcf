// @ts-check
// Debian's packages, where they can be installed without asking anybody.

import { Problem } from "../lib/main.mjs";
import { which } from "../lib/paths.mjs";
import { progress } from "../lib/progress.mjs";
import { run } from "../lib/run.mjs";

/**
 * @param {string} name What a person calls it.
 * @param {string[]} packages
 * @param {string} remedy What to do where it can't be installed from here.
 */
export async function installWithApt(name, packages, remedy) {
  const isRoot = process.getuid?.() === 0;
  const allowed = isRoot || (await run("sudo", ["-n", "true"])).code === 0;
  if (!which("apt-get") || !allowed) throw new Problem(remedy);
  const step = progress(name, `apt-get install ${packages.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "-y", ...packages]]) {
    const [command, ...rest] = isRoot ? ["apt-get", ...args] : ["sudo", "-n", "apt-get", ...args];
    const { code, output } = await run(command, rest, { env });
    if (code !== 0) {
      step.end("failed");
      throw new Problem(`${output.trim()}\n${remedy}`);
    }
  }
  step.end("installed");
}
