// Which connections the page opens with: its server's, or the sandbox where there is no such server.

import type { PlatformDescription } from "agent-delete";
import { connectionOf, type Connection, type OnePlatform } from "./connection";
import { throughServer } from "./not-sent";

/** What the console's own server says of a connection. The credential stays there. */
interface Served {
  readonly name: string;
  readonly backend: string;
  readonly description?: PlatformDescription;
  readonly platform?: Omit<OnePlatform, "name">;
  readonly apiVersion?: string;
  readonly address: string | null;
  readonly production?: boolean;
  readonly protect?: readonly string[];
  readonly options?: { readonly timeoutMs?: number; readonly maxRetries?: number; readonly concurrency?: number };
  readonly problem?: string | null;
}

export interface Opened {
  readonly connections: readonly Connection[];
  /** `server`: those of the configuration; `sandbox`: emulated, in the page; `own`: typed in, held in memory only. */
  readonly from: "server" | "sandbox" | "own";
}

export async function openConnections(): Promise<Opened> {
  const served = await askServer();
  if (served && served.length > 0) return { from: "server", connections: served.map(connectionTo) };
  const { sandboxConnections } = await import("./sandbox");
  return { from: "sandbox", connections: sandboxConnections() };
}

/** Null where the page stands on a static host. */
async function askServer(): Promise<Served[] | null> {
  let response;
  try {
    response = await fetch("connections.json", { headers: { accept: "application/json" } });
  } catch {
    throw new Error("The console's server does not answer. Start it again, and open the address that it prints.");
  }
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`The console's server can't say which connections there are: it answered ${response.status}.`);
  const answer: unknown = await response.json().catch(() => null);
  // A host that answers every path with a page of its own.
  if (typeof answer !== "object" || answer === null || !("connections" in answer) || !Array.isArray(answer.connections)) return null;
  return answer.connections;
}

function connectionTo({ name, backend, description, platform, apiVersion, address, production, protect, options = {}, problem }: Served): Connection {
  const { timeoutMs, maxRetries, concurrency } = options;
  return connectionOf({
    name,
    backend,
    ...(description && platform && { described: { description, platform } }),
    address: address ?? "",
    ...(production !== undefined && { production }),
    ...(protect !== undefined && { protect }),
    ...(concurrency !== undefined && { concurrency }),
    ...(problem !== undefined && { problem }),
    client: {
      baseUrl: new URL(`at/${encodeURIComponent(name)}`, location.href).href,
      fetch: throughServer,
      ...(apiVersion !== undefined && { apiVersion }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(maxRetries !== undefined && { maxRetries }),
    },
  });
}
