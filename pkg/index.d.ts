import type {
  Agent,
  AgentBackup,
  AgentErrorFields,
  BackendName,
  BackupOptions,
  CallOptions,
  Capabilities,
  ClientOptions,
  Deletion,
  DeletionPlan,
  DeletionResult as ResultOf,
  DeleteManyOptions,
  DeleteOptions,
  ErrorCode,
  ErrorDetail,
  ListOptions,
  Platform,
  Step,
} from "./types.js";

export type * from "./types.js";

/** What became of one id of many: a deletion or an error, never both. */
export type DeletionResult = ResultOf<AgentError>;

/**
 * A client of one agent platform. It holds no connection and need not be closed; one client serves any number
 * of calls at once. Every method rejects with an {@link AgentError}, or with a {@link LoadError} when the
 * WebAssembly part can't be started.
 *
 * ```js
 * const client = new AgentClient({
 *   backend: "kortix",
 *   baseUrl: "https://api.kortix.com/v1",
 *   auth: { bearer: token },
 * });
 * const { outcome } = await client.deleteAgent("3f2504e0-4f89-41d3-9a0c-0305e82c3301");
 * ```
 */
export class AgentClient {
  /**
   * Sends nothing and loads nothing.
   *
   * @throws {AgentError} `invalid-input` when the options are no object or name no platform. Every other
   * mistake in them is what the calls reject with.
   */
  constructor(options: ClientOptions);

  /** The platform of this client. */
  readonly backend: BackendName;

  /**
   * What the platform can do, and what a deletion destroys and keeps there. Known without a request; frozen.
   */
  readonly capabilities: Capabilities;

  /**
   * Deletes an agent, and this one only.
   *
   * @param id The agent's id; on foundry its name.
   * @returns What the platform proved.
   */
  deleteAgent(id: string, options?: DeleteOptions): Promise<Deletion>;

  /**
   * Deletes many agents, a few at a time. Each id given yields one result, in the order in which they settle;
   * a failure does not stop the rest, unless `stopOnError` says so. Nothing starts before the first result is
   * asked for.
   */
  deleteAgents(
    ids: Iterable<string> | AsyncIterable<string>,
    options?: DeleteManyOptions,
  ): ResultReader<DeletionResult>;

  /**
   * Says what `deleteAgent` with the same options would do, and whether the platform would let it. Changes
   * nothing.
   */
  planDeletion(id: string, options?: DeleteOptions): Promise<DeletionPlan>;

  /** Reads an agent. */
  getAgent(id: string, options?: CallOptions): Promise<Agent>;

  /**
   * Reads every page of the platform's list, each when its first agent is asked for. On charm and kortix, whose pages are
   * counted, all of them before the first agent is given out: deleting meanwhile would move the pages. Each agent comes
   * once, and pages that bring none that is new end the list.
   */
  listAgents(options?: ListOptions): ResultReader<Agent>;

  /** Saves all that the platform lets a caller save of an agent. */
  backupAgent(id: string, options?: BackupOptions): Promise<AgentBackup>;

  /** Stops a running agent. Resolves, too, when it was stopped before. */
  stopAgent(id: string, options?: CallOptions): Promise<void>;
}

/** Results one after the other, for `for await`. Leaving the loop ends the work behind it. */
export interface ResultReader<T> extends AsyncIterable<T> {
  /** The next result. Asked for again before it is there, results may be waited for side by side. */
  next(): Promise<IteratorResult<T, undefined>>;
  /** Ends the work behind it. */
  return(): Promise<IteratorResult<T, undefined>>;
  /** Itself: what was read once is not read again. */
  [Symbol.asyncIterator](): ResultReader<T>;
}

/** A failed call. `instanceof` also knows the errors of another copy of this package. */
export class AgentError extends Error implements AgentErrorFields {
  readonly name: "AgentError";
  readonly code: ErrorCode;
  /**
   * The platform that was asked. Only an error of the constructor or of a function that asks none, such as
   * {@link backupFromJson}, has `null` here.
   */
  readonly backend: BackendName;
  readonly agentId: string | null;
  readonly status: number | null;
  readonly backendCode: string | null;
  readonly backendMessage: string | null;
  readonly requestId: string | null;
  readonly details: ErrorDetail[];
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
  /**
   * What was saved before the deletion failed, where `backup` was asked for: the only copy, should the agent be
   * gone all the same. Not part of `toJSON`. `null` where nothing was saved.
   */
  readonly backup: AgentBackup | null;
  readonly outcomeUnknown: boolean;
  readonly hint: string | null;
  readonly steps: Step[];
  readonly cause?: unknown;
  /** The fields for a log: all but `cause` and `stack`, which may hold what a log must not. */
  toJSON(): Record<string, unknown>;
}

/** Whether a value is an {@link AgentError}, of this or of another copy of this package. */
export function isAgentError(value: unknown): value is AgentError;

/**
 * The WebAssembly part could not be started. The message says what to do about it, and
 * `cause` holds what went wrong. A start that failed is tried again by the next call.
 */
export class LoadError extends Error {
  readonly name: "LoadError";
  readonly cause?: unknown;
}

/**
 * Where the WebAssembly part is, or what it is: a URL, an answer to a request for it, its bytes, or a
 * compiled `WebAssembly.Module` (here an `object`, for its own type is not known without the DOM's types).
 */
export type WasmSource = string | URL | Response | ArrayBuffer | ArrayBufferView | object;

/** How the WebAssembly part is started. */
export interface ReadyOptions {
  /** Taken in place of the file beside the package. No effect once the WebAssembly part has started. */
  wasm?: WasmSource | Promise<WasmSource>;
}

/**
 * Starts the WebAssembly part ahead of the first call, which would else do it. Later calls resolve at once.
 *
 * @throws {LoadError} When it can't be started.
 */
export function ready(options?: ReadyOptions): Promise<void>;

/** Every platform, in the order of their names' type. Known without a request; frozen. */
export const platforms: readonly Platform[];

/**
 * A backup as a JSON text, to be kept. It says its format and version. Bytes, as the code of a hosted Foundry agent,
 * are base64 in it, and `bytes` lists their places as JSON Pointers into `content`.
 *
 * @throws {AgentError} `invalid-input` for what is no backup.
 */
export function backupToJson(backup: AgentBackup): string;

/**
 * Reads what {@link backupToJson} wrote, of this or an earlier version of the package. Bytes are a `Uint8Array` again.
 *
 * @throws {AgentError} `invalid-input`, whose message names what is wrong with the text.
 */
export function backupFromJson(text: string): AgentBackup;

/**
 * What became of many agents as CSV, by RFC 4180, for a spreadsheet: a line of titles, and one for each result. The
 * columns:
 *
 * - `agentId`, `backend`
 * - `outcome`: `deleted`, `accepted`, `absent`, or `failed` where there is an error
 * - `existed`, `verified`: of a deletion, `true` or `false`
 * - `code`: of an error
 * - `message`: the error's, or the platform's words about the deletion
 * - `hint`, `outcomeUnknown`, `status`: of an error
 * - `requestId`: the platform's, for its support
 * - `deletedAt`: as the platform tells it
 *
 * A cell is empty where nothing is known. One that a spreadsheet would take for a formula, for it begins with `=`, `+`,
 * `-`, `@`, a tab or a line break, has an apostrophe before it.
 *
 * @throws {AgentError} `invalid-input` for what are no results.
 */
export function resultsToCsv(results: Iterable<DeletionResult>): string;
