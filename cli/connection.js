// @ts-check
// A connection: where agents are, how one gets there, and what must never be deleted there. It is named in the configuration
// or given by flags; what the file says of a place holds in either case.

import { duration } from "./dates.js";
import { configurationFiles, readConfiguration } from "./configuration.js";
import { credential } from "./credentials.js";
import { wrongUse } from "./exit-codes.js";
import { showReceipt } from "./failures.js";
import { soundClient } from "./input.js";
import { nameOf, platformOf } from "./platforms.js";
import { Protection } from "./protect.js";
import { sdk } from "./sdk.js";

/** @import { ClientOptions, KnownBackend } from "../pkg/types.d.ts" */
/** @import { OnePlatform } from "./platforms.js" */
/** @import { Configuration, ConfiguredConnection } from "./configuration.js" */
/** @import { Context } from "./context.js" */
/** @import { Client } from "./sdk.js" */

/**
 * @typedef {object} ConnectionFlags
 * @property {string} [connection]
 * @property {KnownBackend} [backend]
 * @property {string} [baseUrl]
 * @property {string} [apiVersion]
 * @property {[name: string, value: string][]} [header]
 * @property {boolean} [allowInsecureHttp]
 * @property {number} [timeout]
 * @property {number} [maxRetries]
 * @property {number} [concurrency]
 */

/**
 * @typedef {object} Settings What is known of a connection before anybody is asked for a credential.
 * @property {string} label Its name in the configuration, or its platform's.
 * @property {string | null} name
 * @property {string} backend Its platform's name.
 * @property {OnePlatform} platform
 * @property {string} baseUrl
 * @property {Omit<ClientOptions, "auth" | "fetch">} client
 * @property {number} concurrency
 * @property {import("./configuration.js").CredentialSource} [credential]
 * @property {Protection} protection
 * @property {string[]} production The names of this place's connections that are marked so.
 *
 * @typedef {Settings & { auth: import("./credentials.js").Auth | undefined, agents: Client, offline: Client }} Connection
 *   `offline`: the same client, of which nothing is sent.
 */

/** The client's own. */
const CONCURRENCY = 4;

/** @param {Context} context @param {ConnectionFlags} flags @returns {Promise<Connection>} */
export async function connect(context, flags) {
  return open(context, settingsOf(flags, readConfiguration(configurationFiles(context)), context.cwd));
}

/** @param {Context} context @param {Settings} settings @param {{ general?: boolean, ask?: boolean }} [credentials] @returns {Promise<Connection>} */
export async function open(context, settings, { general = true, ask = true } = {}) {
  const auth = await credential({
    platform: settings.platform,
    label: settings.label,
    source: settings.credential,
    general,
    env: context.env,
    ask: ask && context.out.interactive ? context.prompts.secret : null,
  });
  const { AgentClient } = await sdk();
  const client = { ...settings.client, ...(auth && { auth }) };
  const offline = await soundClient(client);
  return { ...settings, auth, agents: new AgentClient({ ...client, ...receipts(context.out) }), offline };
}

/** With `--verbose`, every exchange is shown as it happens. @param {Context["out"]} out @returns {Pick<ClientOptions, "onStep">} */
const receipts = (out) => (out.verbose ? { onStep: (step) => showReceipt(out, [step]) } : {});

/**
 * @param {ConnectionFlags} flags
 * @param {Configuration | null} configuration
 * @param {string} [cwd]
 * @returns {Settings}
 */
export function settingsOf(flags, configuration, cwd = process.cwd()) {
  const { connection: name, backend } = flags;
  if (name === undefined) {
    if (backend === undefined) {
      throw wrongUse("No connection is given: pass --connection NAME or --backend PLATFORM.", {
        hint: "`agent-delete connections` lists those of agent-delete.json, `agent-delete platforms` the platforms.",
      });
    }
    return settings(backend, null, { backend }, flags, configuration);
  }
  for (const [flag, value] of Object.entries({ backend, "base-url": flags.baseUrl, "api-version": flags.apiVersion })) {
    if (value !== undefined) throw wrongUse(`--${flag} can't be given beside --connection, which says it.`);
  }
  const named = configuration && Object.hasOwn(configuration.connections, name) ? configuration.connections[name] : null;
  if (!configuration) throw wrongUse(`There is no configuration, so no connection "${name}": neither ${configurationFiles({ cwd }).join(" nor ")} is there.`);
  if (!named) {
    throw wrongUse(`${configuration.file} has no connection "${name}"; it has ${Object.keys(configuration.connections).join(", ")}.`);
  }
  return settings(name, name, named, flags, configuration);
}

/**
 * @param {string} label
 * @param {string | null} name
 * @param {ConfiguredConnection} configured
 * @param {ConnectionFlags} flags
 * @param {Configuration | null} configuration
 * @returns {Settings}
 */
function settings(label, name, configured, flags, configuration) {
  const platform = platformOf(configured.backend);
  const { scheme, title, name: backend, defaultBaseUrl, baseUrlExample } = platform;
  if (scheme === "sign") {
    throw wrongUse(`${title} takes signed requests alone, and the command line signs none: delete its agents from a program, with the package's auth.sign.`);
  }
  const baseUrl = flags.baseUrl ?? configured.baseUrl ?? defaultBaseUrl;
  if (baseUrl === null) {
    const missing = name === null ? "--base-url" : `"baseUrl" of the connection "${name}"`;
    throw wrongUse(`${missing} must be given; for ${backend} it looks like ${baseUrlExample}`);
  }
  const headers = { ...configured.headers, ...Object.fromEntries(flags.header ?? []) };
  const { apiVersion = configured.apiVersion, maxRetries = configured.maxRetries } = flags;
  const timeoutMs = flags.timeout ?? (configured.timeout && duration(configured.timeout, `"timeout" of the connection "${name}"`));
  const place = samePlace(backend, baseUrl, configuration);
  return {
    label,
    name,
    backend,
    platform,
    baseUrl,
    client: {
      backend: configured.backend,
      baseUrl,
      ...(apiVersion !== undefined && { apiVersion }),
      ...(Object.keys(headers).length > 0 && { headers }),
      ...(timeoutMs !== undefined && timeoutMs !== "" && { timeoutMs }),
      ...(maxRetries !== undefined && { maxRetries }),
      allowInsecureHttp: flags.allowInsecureHttp ?? configured.allowInsecureHttp ?? false,
    },
    concurrency: flags.concurrency ?? configured.concurrency ?? CONCURRENCY,
    credential: configured.credential,
    protection: new Protection(place.flatMap(([, { protect = [] }]) => protect)),
    production: place.filter(([, { production }]) => production).map(([one]) => one),
  };
}

/**
 * The connections that lead to the same place: its protection can't be evaded by giving its address, or by another name for it.
 *
 * @param {string} backend
 * @param {string} baseUrl
 * @param {Configuration | null} configuration
 */
function samePlace(backend, baseUrl, configuration) {
  const wanted = normal(baseUrl);
  return Object.entries(configuration?.connections ?? {}).filter(([, one]) => {
    return nameOf(one.backend) === backend && normal(one.baseUrl ?? platformOf(one.backend).defaultBaseUrl ?? "") === wanted;
  });
}

/**
 * What a plan or a journal was made of does not decide where anything is sent: it must be the connection that is given.
 *
 * @param {string} what
 * @param {{ backend: string, baseUrl: string, apiVersion?: string }} made
 * @param {Settings} settings
 */
export function refuseOtherPlace(what, { backend, baseUrl, apiVersion }, { label, ...given }) {
  if (backend !== given.backend || normal(baseUrl) !== normal(given.baseUrl)) {
    throw wrongUse(`The ${what} is of ${backend} at ${baseUrl}, and ${label} is ${given.backend} at ${given.baseUrl}.`);
  }
  if (apiVersion !== given.client.apiVersion) {
    const [before, now] = [apiVersion, given.client.apiVersion].map((version) => version ?? "none, the usual one");
    throw wrongUse(`The ${what} was made with another --api-version: ${before}; ${label} has ${now}.`);
  }
}

/** This machine, by whatever name. */
const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f.*\])$/;

/** What addresses of the same place have in common. @param {string} url */
export function normal(url) {
  try {
    const { protocol, hostname, port, pathname } = new URL(url);
    return `${protocol}//${LOOPBACK.test(hostname) ? "loopback" : hostname}:${port}${pathname.replace(/\/+$/, "")}`;
  } catch {
    return url;
  }
}
