// @ts-check
// The described platforms on which the corpora are played besides: one that is like no other, and the twins of those that the
// package knows.

import { readFileSync } from "node:fs";
import { twins } from "../package/support/descriptions.mjs";
import { platforms } from "./play.mjs";

/** @type {import("../../pkg/types.js").PlatformDescription} */
const acme = JSON.parse(readFileSync(new URL("acme.json", import.meta.url), "utf8"));

/** @type {import("./play.mjs").Platform[]} */
export const described = [
  { name: acme.name, of: acme.name, backend: acme, baseUrl: "https://acme.test/v1", id: "agent_7f3k" },
  ...[...twins].map(([of, backend]) => ({ ...platforms[of], name: backend.name, of, backend })),
];
