// @ts-check
// nginx, the real proxy that the tests put between the package and the platforms. Debian's package is installed where
// that can be done.

import { existsSync } from "node:fs";
import { Problem } from "../lib/main.mjs";
import { which } from "../lib/paths.mjs";
import { tell } from "../lib/progress.mjs";
import { run } from "../lib/run.mjs";
import { installWithApt } from "./apt.mjs";

const REMEDY = "Install nginx (Debian: nginx), or name its file in NGINX.";

/** @returns {Promise<string>} Its executable file. */
export async function ensureNginx() {
  if (!findNginx()) await installWithApt("nginx", ["nginx"], REMEDY);
  const file = findNginx();
  if (!file) throw new Problem(REMEDY);
  const [version] = /\d+(\.\d+)+/.exec((await run(file, ["-v"])).output) ?? [];
  if (!version) throw new Problem(`${file} does not start. ${REMEDY}`);
  tell("nginx", version);
  return file;
}

function findNginx() {
  const file = process.env.NGINX;
  // Debian keeps it where a user's PATH does not look.
  if (!file) return which("nginx") ?? ["/usr/sbin/nginx"].find((place) => existsSync(place)) ?? null;
  if (!existsSync(file)) throw new Problem("NGINX names no file that is there: correct or unset it.");
  return file;
}
