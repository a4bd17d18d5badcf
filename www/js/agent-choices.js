// Suggests the agents of a platform, from its own list.

import { isAgentError } from "agent-delete";
import { byId, element } from "./element.js";

/** No more than a person would look through. Further pages are then not asked for at all. */
const MOST = 30;

/** The list being read; another one ends it. */
let reading = new AbortController();

/** @param {import("agent-delete").AgentClient} client */
export async function suggestAgents(client) {
  reading.abort();
  reading = new AbortController();
  const { signal } = reading;
  /** @type {HTMLOptionElement[]} */
  const options = [];
  try {
    for await (const { id, name } of client.listAgents({ signal })) {
      options.push(element("option", { value: id, label: name ?? id }));
      if (options.length === MOST) break;
    }
  } catch (error) {
    // Without suggestions, an id can still be typed.
    if (!isAgentError(error)) throw error;
  }
  if (!signal.aborted) byId("one-agents", HTMLDataListElement).replaceChildren(...options);
}
