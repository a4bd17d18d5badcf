// @ts-check
// What the demonstration plays in: the five emulated platforms, over real HTTP on loopback.

import { createSandbox } from "../../pkg/sandbox/index.js";
import { serveSandbox } from "../../pkg/sandbox/node.js";

/**
 * @typedef {object} World
 * @property {import("../../pkg/sandbox/index.js").Sandbox} sandbox
 * @property {import("../../pkg/sandbox/node.js").SandboxServer} server
 */

/** @returns {Promise<World>} */
export async function openWorld() {
  const sandbox = createSandbox();
  return { sandbox, server: await serveSandbox(sandbox) };
}
