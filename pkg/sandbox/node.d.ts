/**
 * A sandbox over real HTTP, on node:http alone.
 *
 * ```js
 * import { createSandbox } from "agent-delete/sandbox";
 * import { serveSandbox } from "agent-delete/sandbox/node";
 *
 * const server = await serveSandbox(createSandbox());
 * const client = new AgentClient(server.clientOptions("foundry"));
 * await server.close();
 * ```
 */
import type { KnownBackend, ClientOptions } from "../types.js";
import type { Sandbox } from "./index.js";

/** Starts listening. Rejects where the address cannot be listened on. */
export function serveSandbox(sandbox: Sandbox, options?: ServeOptions): Promise<SandboxServer>;

export interface ServeOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Default "127.0.0.1". The sandbox's credentials are public: keep it on loopback. */
  host?: string;
}

export interface SandboxServer {
  /** "http://127.0.0.1:40123". Base URLs of the platforms are below it. */
  readonly origin: string;
  baseUrl(backend: KnownBackend): string;
  /** Everything that AgentClient needs to come here with the global fetch. */
  clientOptions(backend: KnownBackend, overrides?: Partial<ClientOptions>): ClientOptions;
  /** Stops listening and ends every open connection. */
  close(): Promise<void>;
}
