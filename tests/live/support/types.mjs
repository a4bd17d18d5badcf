// @ts-check
// What a file in servers/ exports by default. One file is one server; adding a platform's is adding a file.

/**
 * @typedef {import("./server.mjs").Place} Place
 * @typedef {import("./server.mjs").Started} Started
 * @typedef {import("../../../pkg/index.js").AgentClient} AgentClient
 *
 * @typedef {object} LiveServer
 * @property {string} title What is run, with its version.
 * @property {string} install The folder below the tools' cache that it is installed in: another version, another name.
 * @property {import("./install.mjs").Install[]} steps How it is installed, once.
 * @property {(place: Place) => import("./server.mjs").Command} command How it is started.
 * @property {(origin: string, output: string) => Promise<boolean>} ready Whether it can be used now.
 * @property {(origin: string) => { backend: string, baseUrl: string, auth?: object }} client How the package reaches it.
 * @property {object | null} wrongAuth A credential that it refuses; null where it asks for none.
 * @property {(origin: string) => string[]} wrongBaseUrls Addresses of it that are not its API's.
 * @property {string} missing An id that it does not know.
 * @property {boolean | null} [missingExisted] What is known of a missing agent. Default false.
 * @property {(origin: string, name: string) => Promise<string>} make A new agent that can be deleted; gives its id.
 * @property {(origin: string, id: string) => Promise<boolean>} exists Whether it is there, asked without the package.
 * @property {object} [options] What every deletion there needs.
 * @property {boolean} [verifies] Whether a read can prove that an agent is gone. Default true.
 * @property {boolean | null} [deletable] What a plan says of an agent that can be deleted; null where a read does not tell. Default true.
 * @property {Case[]} cases What only this server can show.
 *
 * @typedef {object} Case
 * @property {string} name
 * @property {"fresh" | "missing" | `seed:${string}`} agent Which agent it is about.
 * @property {(client: AgentClient, id: string, origin: string) => unknown} call
 * @property {object} [result] What the call gives, at least.
 * @property {object} [error] What it rejects with, at least.
 * @property {boolean} there Whether the agent is there afterwards.
 * @property {(origin: string) => object[]} [as] Other client options than the usual ones; once with each.
 * @property {(value: any, id: string, origin: string) => unknown} [also] Looks at the result or the error.
 */

export {};
