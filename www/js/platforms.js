// The platforms' names, as people know them.

/** @typedef {import("agent-delete").BackendName} BackendName */

/** @type {Record<BackendName, string>} */
export const titles = {
  charm: "Charm",
  langchain: "LangChain",
  foundry: "Azure AI Foundry",
  eliza: "elizaOS",
  kortix: "Kortix",
};

/**
 * Fills a choice of platforms.
 * @param {HTMLSelectElement} select
 * @param {BackendName[]} backends
 */
export function fillPlatforms(select, backends) {
  select.replaceChildren(...backends.map((backend) => new Option(titles[backend], backend)));
}
