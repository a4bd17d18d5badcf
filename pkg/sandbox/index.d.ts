/**
 * The agent platforms, emulated with state behind one `fetch`-shaped function. No network, no global
 * state, nothing imported: it runs in browsers, workers, Node, Deno and Bun.
 *
 * Deletions and what surrounds them answer as the platforms were documented or measured to. Where nothing is
 * known (charm's credential and its missing agent, a 429 of any but eliza, unknown routes of langchain), the
 * answer is one that the platform's framework would plausibly give. No rate limit is enforced by itself, and
 * no platform's waits are waited out: faults bring them about.
 *
 * ```js
 * import { AgentClient } from "agent-delete";
 * import { createSandbox } from "agent-delete/sandbox";
 *
 * const sandbox = createSandbox();
 * const client = new AgentClient(sandbox.clientOptions("kortix"));
 * await client.deleteAgent(sandbox.agents.kortix.plain);
 * sandbox.has("kortix", sandbox.agents.kortix.plain); // false
 *
 * // What does my dashboard do when the answer to a deletion gets lost?
 * sandbox.inject({ kind: "reply-lost", backend: "eliza", method: "DELETE", times: 1 });
 * ```
 */
import type { KnownBackend, ClientOptions } from "../types.js";

/** Makes a sandbox of its own, with its own agents. Throws TypeError on an unknown backend or variant. */
export function createSandbox(options?: SandboxOptions): Sandbox;

/** Every secret planted in an agent contains this text: search what you log or store for it. */
export const SECRET_MARK: string;

export interface SandboxOptions {
  /** Scheme and host that `fetch` answers for. Default "https://sandbox.invalid". */
  origin?: string;
  /** The clock: ms since 1970. Default Date.now. Deletions that settle later go by it; delays do not. */
  now?: () => number;
  /** Which server a platform is. */
  variants?: {
    eliza?: ElizaVariant;
    foundry?: FoundryVariant;
    kortix?: KortixVariant;
    langchain?: LangchainVariant;
  };
  /** More agents than the seeded ones; reset() brings them back too. */
  agents?: { [B in KnownBackend]?: AgentSeeds[B][] };
  /** How many of the latest requests `requests` keeps. Default 50000. 0 keeps none. */
  keepRequests?: number;
}

/**
 * - `"1.x"` (default): server 1.7 at `/api`; `X-API-KEY`; 204; outside `/api` a web page answers 200.
 * - `"1.x-headless"`: the same without the web UI; outside `/api` 403.
 * - `"1.6.4"`: the same as 1.x with 401 as text/html.
 * - `"documented"`: what the documentation says; no `/api`; Bearer; 200 with an envelope; 409 while running.
 * - `"0.x"`: no `/api`, no credential, 204, `{"error":"text"}`.
 */
export type ElizaVariant = "1.x" | "1.x-headless" | "1.6.4" | "documented" | "0.x";
/** `"json"` (default) answers a deletion with its object, `"empty"` with 200 and no body. */
export type FoundryVariant = "json" | "empty";
/** `"2026-03"` (default) says "Worker", its export always fails; `"2025-12"` says "Agent" and can export. */
export type KortixVariant = "2026-03" | "2025-12";

/** `"named"` (default) names its agent in every other thread, `"unnamed"` in none: the query alone tells whose it is. */
export type LangchainVariant = "named" | "unnamed";

export interface Sandbox {
  readonly origin: string;
  /** The ids of the seeded agents, by platform and purpose. */
  readonly agents: SeedIds;

  /**
   * Use it in place of the global fetch. It needs no `this`. Rejects with the signal's reason when aborted,
   * and with TypeError for a URL of another origin, a broken connection, and all else that fetch refuses.
   * Redirects follow `init.redirect`; "manual" gives the 3xx itself, as Node does.
   */
  readonly fetch: typeof globalThis.fetch;
  /** The same for an adapter of your own (a test server, a mock of requests): plain values in and out. */
  handle(request: SandboxRequest): Promise<SandboxReply>;

  /** Everything that AgentClient needs, this sandbox's fetch included. */
  clientOptions(backend: KnownBackend, overrides?: Partial<ClientOptions>): ClientOptions;
  baseUrl(backend: KnownBackend): string;
  /** Default "valid". Throws TypeError for a kind that the platform does not have. */
  credential(backend: KnownBackend, kind?: CredentialKind): SandboxAuth;

  /** Adds an agent and returns its id, which is made up where the seed has none. */
  create<B extends KnownBackend>(backend: B, agent?: AgentSeeds[B]): string;
  /** Adds many with made-up ids; thousands take milliseconds. */
  createMany<B extends KnownBackend>(backend: B, count: number, agent?: Omit<AgentSeeds[B], "id">): string[];
  has(backend: KnownBackend, id: string): boolean;
  /** A copy of an agent's state, or null. */
  get<B extends KnownBackend>(backend: B, id: string): AgentStates[B] | null;
  /** The ids of all agents, in the order in which they were made. */
  list(backend: KnownBackend): string[];
  /** eliza: agents that still run although their row is gone, as after a DELETE with an UPPER-CASE id. */
  readonly ghosts: string[];
  /** Puts the seeded agents back, and drops every other one, every fault and every recorded request. */
  reset(): void;

  /** What was received, oldest first, each from its arrival on. Never holds a credential or a body. */
  readonly requests: readonly RequestRecord[];
  clearRequests(): void;

  /** Switches a fault on. Throws TypeError for an unknown kind or backend. */
  inject(fault: Fault): FaultHandle;
}

export interface RequestRecord {
  /** null where the path belongs to no platform. */
  backend: KnownBackend | null;
  method: string;
  /** Path and query, as sent. */
  path: string;
  /** null while there is no answer, and where none was given. */
  status: number | null;
  /** Names of the headers, in lower case. */
  headers: string[];
  /** Whether the platform would let the request in. */
  credential: "right" | "wrong" | "none";
  /**
   * The request reached something that must never be deleted or stopped in place of an agent: a whole
   * collection, eliza's memories or server, another product. A test can assert that no request is dangerous.
   */
  dangerous: boolean;
  /** The kind of the fault that decided the answer, if one did. */
  fault: Fault["kind"] | null;
}

/** Which requests a fault meets. What is left out matches everything. */
export interface FaultMatch {
  backend?: KnownBackend;
  method?: string;
  /** A text that the path with its query contains, or an expression that it matches. */
  path?: string | RegExp;
  /** The agent whose id is a segment of the path. */
  agentId?: string;
  /** How many requests it meets before it is used up. Default: no limit. */
  times?: number;
  /** How many requests that match are let through first. Default 0. */
  skip?: number;
}

/** Of faults that replace the answer: whether the request is carried out all the same. Default false. */
export interface CarriedOut {
  carriedOut?: boolean;
}

export type Fault = FaultMatch &
  /** An answer of your own. `body` that is an object is sent as JSON. */
  (
    | ({
        kind: "reply";
        status: number;
        headers?: Record<string, string>;
        body?: string | Uint8Array | object;
      } & CarriedOut)
    /** The platform's own 5xx. */
    | ({ kind: "server-error" } & CarriedOut)
    /** The platform's own 429. `retryAfter` in seconds, default 1. Never carried out. */
    | { kind: "rate-limit"; retryAfter?: number }
    /** A web page in place of the API. Default status 200. */
    | ({ kind: "html-page"; status?: number } & CarriedOut)
    /** Default status 307, and a location on the same host that no platform has. */
    | ({ kind: "redirect"; status?: number; location?: string } & CarriedOut)
    /** The connection breaks: fetch rejects with TypeError, the HTTP adapter resets the connection. */
    | ({ kind: "network-error" } & CarriedOut)
    /** The request is carried out and its answer is lost: a network error after the fact. */
    | { kind: "reply-lost" }
    /** No answer, until the caller aborts. */
    | ({ kind: "hang" } & CarriedOut)
    /** The answer comes `ms` later. Other faults may follow. */
    | { kind: "delay"; ms: number }
    /** A body without end. Default status 200. */
    | ({ kind: "endless-body"; status?: number } & CarriedOut)
    /** A body that starts and never goes on. Default status 200. */
    | ({ kind: "hanging-body"; status?: number } & CarriedOut)
    /** The platform's own answer (carried out), broken off half-way; an answer without a body is lost. */
    | { kind: "truncated-body" }
    /** A proxy puts its own status over the platform's answer (carried out), as one that turns a 202 into a 200. Default 200. */
    | { kind: "status-replaced"; status?: number }
    /** A proxy forwards no query, as CloudFront does by default, or `keep` alone of it. Other faults may follow. */
    | { kind: "query-dropped"; keep?: string[] }
    /**
     * A proxy decodes the path, resolves its dot segments and encodes it anew, as nginx does where `proxy_pass` has a path.
     * Other faults may follow.
     */
    | { kind: "path-resolved" }
    /** Over HTTP: no CORS headers, and preflights fail. */
    | { kind: "no-cors" }
    /** kortix: agents seem missing, and lists are empty. */
    | { kind: "database-down" }
    /**
     * Somebody else deletes the agent first, or langchain's thread; on foundry, somebody modifies the agent (409, and it
     * stays).
     */
    | { kind: "race" }
    /**
     * eliza, vertex, bedrock, agentcore: the deletion is accepted and happens later. Without a time or a number of reads, the
     * agent is never gone.
     */
    | ({ kind: "accepted" } & Settling)
  );

export interface FaultHandle {
  /** How many requests it has met. */
  readonly hits: number;
  remove(): void;
}

/** When an accepted deletion happens: whichever comes first. */
export interface Settling {
  /** Time after the 202, in ms of the sandbox's clock. */
  afterMs?: number;
  /** How many GETs still find the agent. */
  afterReads?: number;
}

/**
 * - valid: what `clientOptions` uses.
 * - alternative: the other scheme that the platform takes (charm, foundry, kortix).
 * - forbidden: known, without the right to do it (not on eliza, letta, retell and vapi, which know no such thing). On kortix it owns the `foreign` agent only.
 * - expired: a token out of date (foundry, kortix).
 * - wrong: unknown.
 */
export type CredentialKind = "valid" | "alternative" | "forbidden" | "expired" | "wrong";

export type SandboxAuth =
  | { bearer: string }
  | { apiKey: string }
  /** bedrock and agentcore: gives a signature of the sandbox's own. */
  | { sign: () => Record<string, string> };

export interface SandboxRequest {
  method: string;
  /** Scheme and host it was sent to; redirects name it. Default: the sandbox's origin. */
  origin?: string;
  /** Path and query as they were sent, not decoded and not normalised. */
  path: string;
  /** Names in any case. With an `origin` header, the reply carries what the platform's CORS says. */
  headers?: Record<string, string | undefined>;
  body?: string;
  /** Ends delays, hangs and bodies. */
  signal?: AbortSignal | null;
}

/** `handle` rejects with a TypeError whose `code` is "ECONNRESET" where the connection must break. */
export interface SandboxReply {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Chunks that throw mean that the connection breaks there. */
  body: string | Uint8Array | AsyncIterable<Uint8Array> | null;
}

/** The platforms whose emulation is a description: they share one kind of seed. */
export type DescribedBackend = Exclude<KnownBackend, "charm" | "langchain" | "foundry" | "eliza" | "kortix">;

/** The ids of the seeded agents. */
export type SeedIds = OwnSeedIds & {
  readonly [B in DescribedBackend]: {
    readonly plain: string;
    readonly other: string;
  } & (B extends "langgraph" | "letta" | "vertex" | "bedrock"
    ? {
        /**
         * What only `force` deletes: langgraph's default assistant, letta's agent with a sleeptime agent, vertex's engine
         * with sessions, bedrock's agent in use.
         */
        readonly guarded: string;
      }
    : unknown) &
    (B extends "letta" ? { readonly sleeptime: string } : unknown) &
    (B extends "langgraph" ? { readonly withThreads: string } : unknown) &
    (B extends "agentcore" ? { /** Has endpoints, which keep it. */ readonly withEndpoints: string } : unknown);
};

/** The ids of those platforms' agents that have an emulation of their own. */
export interface OwnSeedIds {
  readonly charm: {
    /** "agent_123", with two versions. */
    readonly plain: string;
    /** Has a daemon, which can be stopped. */
    readonly daemon: string;
    /** Its id has a space, a question mark, a hash and an umlaut: it must be escaped in a path. */
    readonly oddId: string;
  };
  readonly langchain: {
    readonly plain: string;
    /** 45 threads of real runs and 23 of test runs: several pages of each. */
    readonly withThreads: string;
    readonly withOneThread: string;
  };
  readonly foundry: {
    /** "support-bot", a prompt agent with three versions and an MCP tool with a planted credential. */
    readonly idle: string;
    /** "live-agent", hosted, two of its sessions active: 409 without force. */
    readonly live: string;
    /** "hosted-idle", hosted, with an idle and an expired session. */
    readonly hostedIdle: string;
    /** "hosted-secrets", hosted, with secrets in its environment_variables. */
    readonly withSecrets: string;
    /** "hosted-code", hosted, with code to download. */
    readonly withCode: string;
  };
  readonly eliza: {
    readonly running: string;
    /** Running; its id has version nibble 0, as the platform's default ids have. */
    readonly default: string;
    readonly stopped: string;
    /** 202; gone 500 ms later. */
    readonly slow: string;
    /** 202; never gone. */
    readonly stuck: string;
    /** Running; 409 until it is stopped, as the documentation says. */
    readonly guarded: string;
    /** Always 409, because something refers to it. */
    readonly referenced: string;
  };
  readonly kortix: {
    readonly plain: string;
    /** The default agent: protected until it is unset. */
    readonly default: string;
    /** The platform's own (`metadata.is_suna_default`): never deletable. */
    readonly system: string;
    /** Both: still protected once it is unset. */
    readonly systemDefault: string;
    /** Owned by somebody else: 403. */
    readonly foreign: string;
  };
}

interface AgentSeed {
  /** langchain, eliza and kortix: a UUID. foundry: the agent's name. charm: any text. */
  id?: string;
  name?: string;
  description?: string;
}

export interface CharmAgent extends AgentSeed {
  /** Default 1. */
  versions?: number;
  /** Whether it has a daemon running. Default false. */
  daemon?: boolean;
}

export interface LangchainAgent extends AgentSeed {
  /** How many threads of real and of test runs. They stay when the agent goes. */
  threads?: { real?: number; test?: number };
}

export type FoundrySessionStatus =
  "creating" | "active" | "idle" | "updating" | "failed" | "deleting" | "deleted" | "expired";

export interface FoundryAgent extends AgentSeed {
  /** Default "prompt". */
  kind?: "prompt" | "hosted" | "workflow";
  /** hosted only. "creating", "active" and "updating" block a deletion without force. */
  sessions?: FoundrySessionStatus[];
  /** hosted only: its environment variables, values included. */
  environment?: Record<string, string>;
  /** hosted only: the code to download; text is sent as UTF-8. */
  code?: string | Uint8Array;
  /** Default 1. */
  versions?: number;
}

export interface ElizaAgent extends AgentSeed {
  /** Default true. */
  running?: boolean;
  /** How many memories. Default 3. */
  memories?: number;
  /** A deletion answers 202. `{}` never settles. */
  accepts?: Settling;
  /** A deletion answers 409: while it runs, or always. */
  refuses?: "running" | "references";
}

export interface KortixAgent extends AgentSeed {
  /** Default false. */
  isDefault?: boolean;
  /** Default false. */
  isSystem?: boolean;
  /** Default "me". */
  owner?: "me" | "other";
  /** Default 1. */
  versions?: number;
}

/** An agent of a platform whose emulation is a description. */
export interface DescribedAgent extends AgentSeed {
  /** Whether only `force` deletes it, where that means something; on agentcore, whether its endpoints keep it. Default false. */
  guarded?: boolean;
  /** langgraph only: how many threads it has. They stay when the assistant goes. */
  threads?: number;
}

/** What an agent can be made from. */
export type AgentSeeds = OwnAgentSeeds & { [B in DescribedBackend]: DescribedAgent };

interface OwnAgentSeeds {
  charm: CharmAgent;
  langchain: LangchainAgent;
  foundry: FoundryAgent;
  eliza: ElizaAgent;
  kortix: KortixAgent;
}

/** What every state has. `createdAt` is in ms since 1970. */
interface AgentState {
  id: string;
  createdAt: number;
}

/** What `get` gives: the seed with its defaults filled in, as it stands now. */
export type AgentStates = OwnAgentStates & { [B in DescribedBackend]: DescribedAgent & AgentState };

interface OwnAgentStates {
  charm: CharmAgent & AgentState & { active: boolean };
  langchain: LangchainAgent & AgentState & { threads: { real: number; test: number } };
  foundry: FoundryAgent & AgentState & { kind: string; sessions: FoundrySessionStatus[]; disabled: boolean };
  eliza: ElizaAgent &
    AgentState & {
      running: boolean;
      memories: number;
      /** after a 202 */ settling: boolean;
    };
  kortix: KortixAgent & AgentState & { isDefault: boolean; isSystem: boolean; owner: "me" | "other" };
}
