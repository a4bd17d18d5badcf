// @ts-check
// Platforms that the package knows, given as descriptions as well: `tests/descriptions/`.

import { readFileSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * @typedef {import("../../../pkg/types.js").KnownBackend} KnownBackend
 * @typedef {import("../../../pkg/types.js").PlatformDescription} PlatformDescription
 */

const folder = new URL("../../descriptions/", import.meta.url);

/** Each by the platform that it describes. @type {Map<KnownBackend, PlatformDescription>} */
export const twins = new Map(
  readdirSync(folder).map((name) => [
    /** @type {KnownBackend} */ (basename(name, ".json")),
    JSON.parse(readFileSync(fileURLToPath(new URL(name, folder)), "utf8")),
  ]),
);

/**
 * These platforms by their names, and then those of them that have a twin by its description.
 *
 * @template {string} Name
 * @param {Iterable<Name>} names
 * @returns {{ kind: Name, name: string, given: { backend?: PlatformDescription } }[]}
 */
export function withTwins(names) {
  const kinds = [...names];
  return [
    ...kinds.map((kind) => ({ kind, name: kind, given: {} })),
    ...kinds.flatMap((kind) => {
      const backend = twins.get(/** @type {any} */ (kind));
      return backend ? [{ kind, name: backend.name, given: { backend } }] : [];
    }),
  ];
}
