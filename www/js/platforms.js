// The platforms' names, as people know them.

import { platforms } from "agent-delete";

/** @typedef {import("agent-delete").BackendName} BackendName */

/** @type {Record<BackendName, string>} */
export const titles = /** @type {any} */ (Object.fromEntries(platforms.map(({ name, title }) => [name, title])));

/**
 * Fills a choice of platforms.
 * @param {HTMLSelectElement} select
 * @param {BackendName[]} backends
 */
export function fillPlatforms(select, backends) {
  select.replaceChildren(...backends.map((backend) => new Option(titles[backend], backend)));
}
