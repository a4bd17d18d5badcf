// A connection: where agents are, and all that is done with them goes through it. An agent belongs to its connection from its
// row to its receipt.

import { AgentClient, platforms, type ClientOptions, type Platform, type PlatformDescription } from "agent-delete";
import type { Signal } from "@preact/signals";
import { Address } from "./address";
import { Protection } from "../../../cli/protect.js";
import { watched, type Pause } from "./pause";

/** A platform that the package knows, or one that the configuration describes. */
export interface OnePlatform extends Pick<Platform, "title" | "capabilities"> {
  readonly name: string;
}

export interface Connection {
  /** Tells it from every other, also at the next opening of the page. */
  readonly key: string;
  readonly name: string;
  readonly platform: OnePlatform;
  /** The base URL, as it may be shown. */
  readonly address: string;
  readonly production: boolean;
  /** Puts it in the place of where the page sends its requests. */
  readonly place: Address;
  /** What the configuration protects. */
  readonly protection: Protection;
  readonly concurrency: number;
  /** Why nothing can be asked of it. */
  readonly problem: string | null;
  readonly client: AgentClient;
  /** What deletes: it tells the console's server that the name of a production connection was typed. */
  readonly deleter: AgentClient;
  /** The wait that the platform asked for. */
  readonly pause: Signal<Pause | null>;
}

export interface ConnectionSettings {
  readonly name: string;
  readonly backend: string;
  /** Of a platform that the package does not know. */
  readonly described?: { readonly description: PlatformDescription; readonly platform: Omit<OnePlatform, "name"> };
  readonly address: string;
  readonly production?: boolean;
  readonly protect?: readonly string[];
  readonly concurrency?: number;
  readonly problem?: string | null;
  /** Where the page sends its requests, and with what. */
  readonly client: Omit<ClientOptions, "backend">;
}

/** What the console's own server wants to see before it deletes on a production connection. */
const PRODUCTION_HEADER = "x-agent-delete-production";

export function connectionOf(settings: ConnectionSettings): Connection {
  const { name, backend, described, address, production = false, protect = [], concurrency = 4, problem = null, client } = settings;
  const known = platforms.find((one) => one.name === backend);
  const platform = described ? { ...described.platform, name: backend } : known;
  const asked = described?.description ?? known?.name;
  if (!platform || !asked) throw new TypeError(`The connection "${name}" is of the platform "${backend}", which this page does not know.`);
  const { fetch, pause } = watched(client.fetch ?? ((input, init) => globalThis.fetch(input, init)));
  const options = { ...client, backend: asked, fetch };
  const typed = { headers: { ...client.headers, [PRODUCTION_HEADER]: encodeURIComponent(name) } };
  return {
    key: [name, backend, address].join("\n"),
    name,
    platform,
    address,
    production,
    place: new Address(address, String(client.baseUrl ?? address)),
    protection: new Protection([...protect]),
    concurrency,
    problem,
    client: new AgentClient(options),
    deleter: new AgentClient(production ? { ...options, ...typed } : options),
    pause,
  };
}
