// One client a platform. A client holds no connection: it is made once and serves any number of calls.

import { AgentClient } from "agent-delete";

/**
 * @typedef {import("agent-delete").BackendName} BackendName
 * @typedef {import("agent-delete").ClientOptions} ClientOptions
 *
 * @typedef {object} Connections
 * @property {Record<BackendName, AgentClient>} clients
 * @property {Record<BackendName, Record<string, string>>} agents Ids of emulated agents, by their purpose.
 */

/**
 * Asks the page's own server where the platforms are and with what credentials. A product hands out
 * short-lived ones, to those who have signed in; `auth` also takes a function that is asked before every
 * request.
 * @returns {Promise<Connections>}
 */
export async function connect() {
  const response = await fetch("connections.json");
  if (!response.ok) {
    throw new Error(`This page's server can't say where the platforms are: it answered ${response.status}.`);
  }
  const { clients, agents } = await response.json();
  /** @param {ClientOptions} options */
  const named = (options) => [options.backend, new AgentClient(options)];
  return { clients: /** @type {any} */ (Object.fromEntries(clients.map(named))), agents };
}
