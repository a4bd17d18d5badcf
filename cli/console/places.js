// @ts-check
// The connections that the page is given, and what only the server knows of them. One that is set up wrongly is shown as such
// and keeps the others from nothing.

import { configurationFiles, readConfiguration } from "../configuration.js";
import { open, settingsOf } from "../connection.js";
import { INTERRUPTED, Stop, wrongUse } from "../exit-codes.js";
import { nameOf, platformOf } from "../platforms.js";
import { sdk } from "../sdk.js";
import { messageOf } from "../text.js";

/** @import { Configuration, ConfiguredConnection } from "../configuration.js" */
/** @import { Connection } from "../connection.js" */
/** @import { Context } from "../context.js" */
/** @import { DescribedPlatform, KnownBackend } from "../../pkg/types.d.ts" */

/**
 * @typedef {object} Wrong
 * @property {string} name
 * @property {ConfiguredConnection} configured
 * @property {string} problem
 *
 * @typedef {object} Place
 * @property {string} name
 * @property {ConfiguredConnection} configured
 * @property {null} problem
 * @property {Connection} connection
 * @property {KnownBackend | DescribedPlatform} sent What is known of the requests that may be sent.
 * @property {string} root The base URL, without a slash at its end.
 * @property {Set<string>} secrets What was sent as a credential.
 * @property {Map<string, string>} threads Whose they are, by lists that have passed.
 */

/** @param {Context} context @param {string[]} [names] Default: all. @returns {Promise<(Place | Wrong)[]>} */
export async function placesOf(context, names) {
  const files = configurationFiles(context);
  const configuration = readConfiguration(files);
  const connections = configuration?.connections ?? {};
  const chosen = [...new Set(names ?? Object.keys(connections))];
  for (const name of chosen) {
    if (Object.hasOwn(connections, name)) continue;
    throw wrongUse(configuration
      ? `${configuration.file} has no connection "${name}"; it has ${Object.keys(connections).join(", ")}.`
      : `There is no configuration, so no connection "${name}": neither ${files.join(" nor ")} is there.`);
  }
  // A key in a general variable is one platform's: with several connections it would be shown to all.
  const general = chosen.filter((name) => !connections[name].credential).length === 1;
  const places = [];
  // One after the other, for a person may be asked.
  for (const name of chosen) {
    const configured = connections[name];
    try {
      places.push(await place(context, name, /** @type {Configuration} */ (configuration), general));
    } catch (error) {
      if (error instanceof Stop && error.exitCode === INTERRUPTED) throw error;
      places.push({ name, configured, problem: messageOf(error) });
    }
  }
  return places;
}

/** @param {Context} context @param {string} name @param {Configuration} configuration @param {boolean} general @returns {Promise<Place>} */
async function place(context, name, configuration, general) {
  const connection = await open(context, settingsOf({ connection: name }, configuration, context.cwd), { general });
  const { href } = new URL(connection.baseUrl);
  const { backend } = configuration.connections[name];
  return {
    name,
    configured: configuration.connections[name],
    problem: null,
    connection,
    sent: typeof backend === "string" ? backend : await (await sdk()).describePlatform(backend),
    root: href.replace(/\/+$/, ""),
    secrets: new Set(),
    threads: new Map(),
  };
}

/** What the page needs of a platform that it does not know. @param {ConfiguredConnection["backend"]} backend */
function ofDescription(backend) {
  if (typeof backend === "string") return {};
  const { title, capabilities } = platformOf(backend);
  return { description: backend, platform: { title, capabilities } };
}

/** A place as the page is told of it: nothing secret, and no header. @param {Place | Wrong} place */
export function described(place) {
  const { name, configured, problem } = place;
  const backend = nameOf(configured.backend);
  if (problem !== null) {
    const { baseUrl = null, protect = [], production = false } = configured;
    return { name, backend, ...ofDescription(configured.backend), address: baseUrl, production, protect, options: {}, problem };
  }
  const { production, protection, concurrency, client: { apiVersion, timeoutMs, maxRetries } } = place.connection;
  return {
    name,
    backend,
    ...ofDescription(configured.backend),
    ...(apiVersion !== undefined && { apiVersion }),
    address: place.root,
    production: production.length > 0,
    protect: protection.patterns,
    options: {
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(maxRetries !== undefined && { maxRetries }),
      concurrency,
    },
  };
}

/**
 * The headers that prove who asks, asked for before every request.
 *
 * @param {Place} place
 * @returns {Promise<Record<string, string>>}
 */
export async function credentialOf({ connection: { auth, platform }, secrets }) {
  if (!auth) return {};
  const [[kind, given]] = Object.entries(auth);
  const secret = await (typeof given === "function" ? given() : given);
  secrets.add(secret);
  const header = kind === "bearer" ? "Authorization" : platform.apiKeyHeader;
  const usual = header.toLowerCase() === "authorization" ? "Bearer " : "";
  return { [header]: `${(kind === "bearer" ? undefined : platform.prefix) ?? usual}${secret}` };
}
