// @ts-check
// The recorded exchanges, and clients that are answered with them.

import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

const folder = new URL("../../wire/", import.meta.url);

/**
 * @typedef {{ status: number, headers: Record<string, string>, body: string | null }} Reply
 * @typedef {{ name: string, source: string, id: string, reply: Reply, expect: Record<string, unknown> }} Case
 * @typedef {import("../../../pkg/types.js").KnownBackend} BackendName
 */

/** All of them, by platform. @type {Map<BackendName, Case[]>} */
export const cases = new Map(
  readdirSync(folder).map((name) => [
    /** @type {BackendName} */ (basename(name, ".json")),
    JSON.parse(readFileSync(fileURLToPath(new URL(name, folder)), "utf8")),
  ]),
);
