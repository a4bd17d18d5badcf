/**
 * For a server of yours that stands between a page and a platform and holds the credential: which requests this package
 * sends, so that it lets nothing else through.
 */

import type { BackendName, DescribedPlatform, KnownBackend, Purpose } from "./types.d.ts";

export type { BackendName, DescribedPlatform, KnownBackend, Purpose };

/** A request as it came to the proxy. */
export interface Asked {
  /** The HTTP method, in capitals. */
  method: string;
  /**
   * What stands behind the place where the proxy is, as it came: neither decoded nor resolved, with the query. It begins with
   * a slash, and belongs behind the platform's base URL.
   */
  path: string;
  /** The body, as a text. Default none. */
  body?: string;
  /** foundry only: the one `api-version` that may be asked for. Default `"v1"`. */
  apiVersion?: string;
}

/** A request that this package sends. */
export interface Known {
  /** What it is for. Several purposes share the routes of reads: of these it is the first. */
  purpose: Purpose;
  method: string;
  /** The path and query, as they came. */
  path: string;
  /** The body to send, or `null`. */
  body: string | null;
  /** The headers to send beside the credential's. */
  headers: Record<string, string>;
  /** The headers of the answer that mean something to this package, in lower case: pass them on, and no others. */
  answerHeaders: string[];
  /** Whether it changes something on the platform. */
  changes: boolean;
  /** The agent that it is about; `null` for a list of agents and for a thread. */
  agentId: string | null;
  /** The thread that it deletes, or `null`. Whose it is has to be known from a list that was asked for before. */
  threadId: string | null;
}

/**
 * The request as one that this package sends to a platform, or `null` where it is none: another method, another path or
 * spelling, a parameter more, a body of its own.
 *
 * @param platform Its name; or, of one that is described, what `describePlatform` gives for its description.
 * @throws {AgentError} `invalid-input` for a platform that there is not.
 */
export function routeOf(platform: KnownBackend | DescribedPlatform, asked: Asked): Known | null;
