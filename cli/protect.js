// @ts-check
// What is never deleted by this tool, whatever the flags.

import { glob } from "./globs.js";

export class Protection {
  #patterns;

  /** @param {string[]} patterns Ids, names, or globs over them; the case is ignored. */
  constructor(patterns) {
    this.#patterns = [...new Set(patterns)].map((pattern) => ({ pattern, matches: glob(pattern, { ignoreCase: true }) }));
  }

  /** The pattern that protects an agent, or null. @param {{ id: string, name: string | null }} agent */
  of({ id, name }) {
    return this.#patterns.find(({ matches }) => matches(id) || (name !== null && matches(name)))?.pattern ?? null;
  }

  /** Ids, names, and globs over them. */
  get patterns() {
    return this.#patterns.map(({ pattern }) => pattern);
  }

  /**
   * Whether others would go along that may be protected: a plan says that some do, and does not name them all.
   *
   * @param {{ blockers: { code: string, overridden: boolean }[] } | null | undefined} plan
   */
  forbidsCompany(plan) {
    return this.needsName && (plan?.blockers.some(({ code, overridden }) => code === "takes-along" && overridden) ?? false);
  }

  /** Whether the id alone decides nothing: without its name, an agent may be one that is protected. */
  get needsName() {
    return this.#patterns.length > 0;
  }
}

/** Why such an agent stays. */
export const COMPANY = "others would go along, of which the configuration may protect some";
