/**
 * The data types of agent-delete: what goes in and what comes out.
 *
 * The package's entries and the bare WebAssembly output share this file, so it declares types only. What is
 * said of a platform was measured on its server (eliza, kortix, flowise, langgraph, letta) or read in its published API
 * description and SDKs (the others). Times are milliseconds; a field is `null` where the platform gives no answer,
 * and never `undefined`.
 */

/**
 * A platform that this package knows.
 *
 * - `"charm"`: Charm Cloud Runner.
 * - `"langchain"`: LangChain Managed Deep Agents.
 * - `"foundry"`: Azure AI Foundry Agents (v2).
 * - `"eliza"`: elizaOS servers, version 0 and 1.
 * - `"kortix"`: Kortix, formerly Suna.
 * - `"openai"`: OpenAI Agents (beta).
 * - `"flowise"`: Flowise, chatflows and agentflows.
 * - `"langgraph"`: assistants of a LangGraph Agent Server (LangSmith Deployment).
 * - `"letta"`: Letta, the V1 server.
 * - `"vertex"`: Google Vertex AI Agent Engine.
 * - `"bedrock"`: Amazon Bedrock Agents (Classic).
 * - `"agentcore"`: Amazon Bedrock AgentCore runtimes.
 * - `"retell"`: Retell AI.
 * - `"elevenlabs"`: ElevenLabs agents.
 * - `"vapi"`: Vapi assistants.
 * - `"mistral"`: Mistral agents (beta).
 */
export type KnownBackend =
  | "charm"
  | "langchain"
  | "foundry"
  | "eliza"
  | "kortix"
  | "openai"
  | "flowise"
  | "langgraph"
  | "letta"
  | "vertex"
  | "bedrock"
  | "agentcore"
  | "retell"
  | "elevenlabs"
  | "vapi"
  | "mistral";

/** A platform's name in what comes out: one that this package knows, or one of {@link DescribedPlatforms}. */
export type BackendName = KnownBackend | Extract<keyof DescribedPlatforms, string>;

/**
 * The names of platforms that are described (see {@link PlatformDescription}), for a program in TypeScript: it declares
 * them once, and the `backend` of results and errors may be theirs, which it is in any case.
 *
 * ```ts
 * declare module "agent-delete" {
 *   interface DescribedPlatforms {
 *     acme: true;
 *   }
 * }
 * ```
 */
export interface DescribedPlatforms {}

/**
 * A credential, or a function that gives one. One of 8 characters or more is taken out of whatever the platform or a thrown error
 * repeats, in any case, escaped, in hexadecimal or in base64, and out of agents and backups; a shorter one, which could be part of any word,
 * only where it stands as a word of its own in a message, a code or a cause. The function is asked before every attempt, so that a token
 * that expires is refreshed between retries. When it throws, the call fails with `unauthenticated`, and
 * nothing is sent.
 */
export type Secret = string | (() => string | Promise<string>);

/** A request that is to be signed. */
export interface ToSign {
  /** The HTTP method. */
  method: string;
  /** The absolute URL, as it will be asked for. */
  url: string;
  /** Names and values, as they will be sent. */
  headers: Record<string, string>;
  /** What is sent; `null` where nothing is. */
  body: string | null;
}

/**
 * Signs a request, as AWS wants it: it is asked before every attempt, and gives the headers to send besides. One of the same
 * name as another stands in its place; `host` and `content-length` are left to `fetch`. When it throws, the call fails with
 * `unauthenticated`, and nothing is sent.
 */
export type Sign = (request: ToSign) => Record<string, string> | Promise<Record<string, string>>;

/**
 * A platform that this package does not know, described as plain data: for `backend`, in place of a name.
 *
 * It gets the guarantees of the others. What stands under no `proof` is never `deleted`, what stands under no `missing` is never
 * `absent`, and what leaves something out says less, never more. It is copied when the client is made, and checked whole before
 * anything is sent: a member that is wrong or unknown is `invalid-input`, in a sentence that names it. It holds no functions and no
 * credential, so it can be kept as JSON.
 *
 * In a path, `{id}` stands for the agent's id, which is always exactly one segment. A path begins with `/`, is added to the base
 * URL, holds no other braces (write an account or a workspace out, or into `baseUrl`), and may end in a fixed query (`?hard=true`).
 * A place in an answer is a member's name, or several with dots between: `"meta.nextToken"`. In a list, a number says which, from 0 on:
 * `"errors.0.code"`.
 *
 * ```js
 * new AgentClient({
 *   backend: {
 *     name: "acme",
 *     baseUrl: "https://api.acme.example/v1",
 *     delete: { path: "/agents/{id}" },
 *     proof: [{ status: 204 }],
 *     missing: [{ status: 404, body: { code: "agent_not_found" } }],
 *   },
 *   auth: { bearer: process.env.ACME_TOKEN },
 * });
 * ```
 */
export interface PlatformDescription {
  /**
   * What results, errors and receipts call it: 2 to 40 lower-case letters, digits and inner hyphens. Not the name of a platform
   * that this package knows, nor another name of one.
   */
  name: string;
  /** What sentences call it, 1 to 60 characters. Default: `name`. */
  title?: string;
  /** The `baseUrl` of clients that give none: https, or http to this machine. Default none, so that each must give one. */
  baseUrl?: string;
  /** What a `baseUrl` looks like there, for sentences: `"https://n8n.example.com/api/v1"`. Default: `baseUrl`. */
  baseUrlExample?: string;
  /** Where the client's credential goes. Default `"bearer"`. */
  auth?: DescribedAuth;
  /**
   * Fixed headers of every request, such as a version. No credential and nothing that the client sends itself (`accept`,
   * `content-type`): what differs from user to user goes into the client's `headers`. Default none.
   */
  headers?: Record<string, string>;
  /** What an agent's id must be; anything else is `invalid-input`, and nothing is sent. Default `"token"`. */
  id?: DescribedIdKind | DescribedId;
  /** The deletion. */
  delete: DescribedDelete;
  /**
   * Where an agent is read by a GET. Default: the deletion's own path, where that is a DELETE; with a POST it must be given. Where
   * there is no such read, `deleteAgent` still works; a plan, a backup and `verify` fail as the platform answers.
   */
  get?: { path: string };
  /** How an agent reads, alone and as a row of a list. Default: its `id` and `name` at the top. */
  agent?: DescribedAgent;
  /** How agents are listed. Default: they are not, and `listAgents` is `invalid-input`. */
  list?: DescribedList;
  /** Where an agent is stopped, by a POST without a body that a 2xx answers. Default: `stopAgent` is `invalid-input`. */
  stop?: { path: string };
  /**
   * What is saved beside the agent itself, at most 20: each by a GET, under `name` in the backup's content. One that can't be had is
   * listed in the backup's `missing`. Default none.
   */
  backup?: DescribedPart[];
  /**
   * What proves that this agent was deleted, of the answers to the deletion; any of them will do. Required, so that it is
   * thought of; it may be empty: then a deletion is at most `accepted`, until a read proves it (`missingProvesGone`).
   *
   * The status is 200 to 299 and not 202, which says that it is still to come. A status other than 204 needs a `body` (or another mark),
   * or `empty: true`. In the same answer, whatever speaks against it still counts: an `error`, another agent's id, a status that
   * is not done, `success: false`, a web page; a proof that names such a thing is refused, and so is any pattern that never counts
   * because another one, which counts first, fits wherever it does.
   */
  proof: AnswerPattern[];
  /**
   * What says that the platform took the deletion on and is not done. A 202 says so by itself and need not be listed. 200 to 299,
   * not 204. Where a 202 is listed with more than its status, no other 202 is one. Default none.
   */
  accepted?: AnswerPattern[];
  /**
   * What says that this agent is not there, of the answers to any request about it; a success says so of the deletion alone. 200
   * to 599, but not what never says so, such as a 204, a redirect or a 401. Each needs a mark that the platform alone puts
   * there: a `body` or `message` with words of its own, a `backendCode` such as `agent_not_found`, the agent's
   * id, `notFound`. A bare 404, or one with words that any server has for an unknown path ("Not Found", `NOT_FOUND`, "Cannot DELETE /agents/{id}"), says that as
   * well, so it stays `wrong-endpoint`, and such a pattern is refused. Default none: nothing is ever `absent` or `not-found`.
   */
  missing?: FailurePattern[];
  /**
   * Failures that the status alone does not tell rightly; of those that fit, the first counts. One with a status alone is what is
   * left where nothing else fits. A success needs more than its status. Default none.
   */
  failures?: DescribedFailure[];
  /** Where an error tells what it is, if not where most platforms do. */
  errors?: DescribedErrors;
  /**
   * Whether `missing` says for sure that there is no such agent. `false` where the same words are said of an agent that this
   * credential may not see: then `existed` is `null`. Default false.
   */
  missingIsCertain?: boolean;
  /**
   * Whether `missing`, in answer to a read after the deletion, proves that the agent is gone, so that a result can say `verified`
   * and an `accepted` deletion can become `deleted`. Default false.
   */
  missingProvesGone?: boolean;
  /**
   * Whether `proof` is only given where there was an agent. `false` where one that never was is answered alike: then `existed` is
   * `null`. Default false.
   */
  deletedMeansExisted?: boolean;
  /** Whether an agent that can be read will be deleted, so that a plan can say `deletable: true`; else it says `null`. Default false. */
  readTellsDeletable?: boolean;
  /** What a person can do about an error, by its code. Default none. */
  hints?: { [code in AnswerErrorCode]?: string };
  /** What is lost with an agent, in words. Default `["the agent"]`. */
  destroys?: string[];
  /** What stays on the platform, in words. Default: that the description does not say. */
  keeps?: string[];
}

/**
 * Where a credential goes. `auth: { bearer }` of a client is always `Authorization: Bearer …`; this says what `auth: { apiKey }` is.
 *
 * - `"bearer"`: the same.
 * - `"sign"`: the platform takes signed requests alone (`auth: { sign }`).
 * - `{ header }`: this header. `scheme` is the word before the key, such as `"Token"`, and `""` for none. Default: `"Bearer"` in
 *   `Authorization`, and none elsewhere.
 */
export type DescribedAuth = "bearer" | "sign" | { header: string; scheme?: string };

/**
 * - `"uuid"`: 8-4-4-4-12 hexadecimal digits; sent in lower case, and compared in any.
 * - `"token"`: letters, digits, hyphens and underscores.
 * - `"text"`: any text that is one path segment to every server and proxy on the way: no slashes, no dot segments, nothing invisible.
 */
export type DescribedIdKind = "uuid" | "token" | "text";

/** What an agent's id must be. */
export interface DescribedId {
  /** Default `"token"`. */
  kind?: DescribedIdKind;
  /**
   * Words that stand in an id's place in other routes of the platform, such as `create`: letters, digits, hyphens and underscores.
   * At most 20. Default none. What a path of this description has in the id's place, as `/agents/search` does beside
   * `/agents/{id}`, is one by itself.
   */
  reserved?: string[];
}

/** The deletion. */
export interface DescribedDelete {
  /** Default `"DELETE"`. */
  method?: "DELETE" | "POST";
  /** With `{id}` exactly once, as a whole segment. */
  path: string;
  /** The query parameter that says `force`, as `?name=true`. Default: there is nothing to force. */
  force?: string;
}

/**
 * How an agent reads, each a place within the agent. Where several can be given, the first in which something stands counts: a row of
 * a list may have it elsewhere than an agent that is read alone.
 */
export interface DescribedAgent {
  /** The place in which an answer holds the agent; where an answer has none, it is the agent itself. */
  in?: string;
  /** The member with its id. Default `"id"`. */
  id?: string;
  /** The member with what people call it. Default `"name"`. */
  name?: string;
  /** Where it says what it is for. Default `"description"`. At most 5. */
  description?: string | string[];
  /** Whether it runs. Default: that is not known. */
  status?: DescribedStatus;
  /**
   * When it was made: ISO 8601, or seconds or milliseconds since 1970. Default: `created_at`, `createdAt`, `createTime` or
   * `createdDate`. At most 5.
   */
  createdAt?: string | string[];
  /** When it was last changed. Default: `updated_at`, `updatedAt`, `updateTime` or `updatedDate`. At most 5. */
  updatedAt?: string | string[];
}

/** Where an agent says whether it runs, and in which words; anything else there says nothing. At least one word. */
export interface DescribedStatus {
  /** The place. */
  in: string;
  /** What says that it runs, or is ready to. At most 20. */
  active?: (string | number | boolean)[];
  /** What says that it does not. At most 20. */
  inactive?: (string | number | boolean)[];
}

/**
 * Where an error tells what it is, as `{ code: "problem.kind", message: "problem.text" }`. Where a place is not given, or nothing
 * stands in it, the usual ones are read: `code` and `message` at the top, in `error` or in `detail`, and their like.
 */
export interface DescribedErrors {
  /**
   * The platform's own code, a text or a whole number: `backendCode`. A success with one is none, but for 0, 200 to 299, "0", "200" and words
   * such as "ok"; unless `proof` or `accepted` name a code themselves.
   */
  code?: string;
  /** What it tells people, a text or a list of texts: `backendMessage`. */
  message?: string;
  /** The id under which it logged the request, where no header tells that: `requestId`. */
  requestId?: string;
}

/** How agents are listed. */
export interface DescribedList {
  /** Default `"GET"`. A POST is for platforms that search so; nothing must be changed by it. */
  method?: "GET" | "POST";
  /** Without `{id}`. */
  path: string;
  /** With a POST: what is sent, to which the parameters are added. Default: nothing, and the parameters go into the query. */
  body?: { [member: string]: string | number | boolean };
  /** The place in a page that holds the agents. Default: the page is the agents. */
  in?: string;
  /**
   * The parameter that says how many a page holds, and how many are asked for where the caller does not say: no more than the platform
   * gives, or its first page looks like its last.
   */
  size?: { parameter: string; default?: number };
  /** The parameter that searches by name. Default: the client alone looks at the names. */
  search?: string;
  /** What leads from page to page. Default: there is but one page. */
  next?: DescribedNext;
}

/**
 * What leads from a page to the next; `parameter` is what asks for it.
 *
 * - `by: "cursor"`: the place `in` the page holds the next one's cursor, and nothing on the last. `more`: a place that says whether
 *   there is a next one at all.
 * - `by: "lastRow"`: this `member` of the last agent is the next page's cursor, while `more` does not say no. Without `more`, while
 *   pages are full, and needs `size` with a `default`.
 * - `by: "offset"`: how many agents came before, while pages are full. Needs `size` with a `default`.
 * - `by: "page"`: its number, the first being 1, while `more` says that there is one. Without `more`, while pages are full, and
 *   needs `size` with a `default`.
 */
export type DescribedNext =
  | { by: "cursor"; in: string; parameter: string; more?: string }
  | { by: "lastRow"; member: string; parameter: string; more?: string }
  | { by: "offset"; parameter: string }
  | { by: "page"; parameter: string; more?: string };

/** A part of a backup. */
export interface DescribedPart {
  /** Its name in the backup's content. Not `"agent"`, which is the agent itself. */
  name: string;
  /** With `{id}` exactly once, as a whole segment. */
  path: string;
  /** The place in the answer that holds it. Default: all of it. */
  in?: string;
}

/** An answer, told by its status and by what else must all stand in it. */
export interface AnswerPattern {
  /** The HTTP status. */
  status: number;
  /**
   * Members that must stand in the JSON body, others beside them ignored. A text must be the same; in it, `{id}` stands for this
   * agent's id, which beside a `*` is still the whole id, and a `*` at its beginning or end for anything; `"*"` alone is anything but `null`. Numbers, `true`, `false`
   * must be the same. An object holds further members; of a list those whose number it names. At most 20 in all.
   */
  body?: AnswerMembers;
  /** The body must be empty; without `body`. */
  empty?: true;
  /** The platform's own code for a failure, wherever it puts it (see `errors`); as `backendCode` of an error shows it. */
  backendCode?: string;
  /** What the platform tells people, wherever it puts it, as `backendMessage` of an error shows it; read like a text in `body`. */
  message?: string;
}

/** The same for an answer that is no success. */
export interface FailurePattern extends AnswerPattern {
  /**
   * What the platform calls an agent. Its message must say that such a thing is not there, and if it names one, this one: with
   * `"bot"`, "Bot not found", "The bot with id 'x' does not exist."
   */
  notFound?: string;
}

/** Members of a JSON body. */
export interface AnswerMembers {
  /** What must stand in the member of this name. */
  [member: string]: string | number | boolean | AnswerMembers;
}

/** What an answer can be as an error. */
export type AnswerErrorCode = Exclude<
  ErrorCode,
  "invalid-input" | "network" | "aborted" | "cancelled" | "backup-failed" | "confirm-failed"
>;

/** A failure, and what it is here. */
export interface DescribedFailure extends FailurePattern {
  /** What it is. Not `not-found`, which is `missing`'s alone, nor what only this client can tell. */
  code: Exclude<AnswerErrorCode, "not-found">;
  /** Whether the deletion may have taken effect all the same. Default: false for a 4xx other than 408, true for any other status. */
  outcomeUnknown?: boolean;
  /** Whether the same request is worth another attempt. Default: for 408, 425, 429 and the statuses from 500 on that say so everywhere. */
  retry?: boolean;
}

/** Settings of a client. They are copied when the client is made; changing the object later has no effect. */
export interface ClientOptions {
  /** The platform to talk to, or the description of another. */
  backend: KnownBackend | PlatformDescription;
  /**
   * Root of the platform's API, http or https, without user info, query or fragment. Required, except where a platform is one
   * public service (langchain, openai, retell, elevenlabs, vapi, mistral): that is the default then. The others look like
   * this:
   *
   * - charm: the root of the runner; the client adds `/v1/agents/…`.
   * - foundry: `https://{account}.services.ai.azure.com/api/projects/{project}`.
   * - eliza: `http://host:3000/api`. Without `/api` the server answers with its web page, whatever is asked.
   * - kortix: `https://api.kortix.com/v1`; servers from before December 2025 end in `/api`.
   * - flowise: `http://host:3000/api/v1`; letta: `http://host:8283/v1`.
   * - langgraph: the deployment's own address, without `/v1`.
   * - vertex: `https://{location}-aiplatform.googleapis.com/v1/projects/{project}/locations/{location}`.
   * - bedrock: `https://bedrock-agent.{region}.amazonaws.com`; agentcore: `https://bedrock-agentcore-control.{region}.amazonaws.com`.
   */
  baseUrl?: string | URL;
  /**
   * The credential; default none. The header follows from the platform: `bearer` is always `Authorization:
   * Bearer`, `apiKey` is `X-Api-Key` (charm, langchain, kortix, langgraph), `api-key` (foundry), `X-API-KEY` (eliza
   * 1.x), `xi-api-key` (elevenlabs), and the same as `bearer` where a platform's keys travel so. bedrock and agentcore take
   * signed requests alone: `sign`.
   */
  auth?: { bearer: Secret } | { apiKey: Secret } | { sign: Sign };
  /** foundry only: the `api-version` of every request. Default `"v1"`. */
  apiVersion?: string;
  /**
   * Extra headers of every request, for instance langchain's `X-Tenant-Id`. They never replace the
   * credential's.
   */
  headers?: Record<string, string>;
  /**
   * Called in place of the global `fetch`, with the same arguments and without a `this`. Default: the global
   * one.
   */
  fetch?: typeof globalThis.fetch;
  /** Time for one attempt, its body included, in milliseconds. Default 30000. */
  timeoutMs?: number;
  /** Attempts after the first one. Default 2; 0 turns retries off. */
  maxRetries?: number;
  /** Lets a credential travel over plain http to a host other than loopback. Default false. */
  allowInsecureHttp?: boolean;
  /** Told of every HTTP exchange, for logs and metrics. What it gets never holds a credential or a body. */
  onStep?: (step: Step) => void;
}

/** What every call takes. */
export interface CallOptions {
  /** Ends the call with the error `aborted`, with whatever reason. Default none. */
  signal?: AbortSignal;
  /** Time for one attempt, its body included, in milliseconds. Default: the client's. */
  timeoutMs?: number;
  /** Attempts after the first one; 0 turns retries off. Default: the client's. */
  maxRetries?: number;
}

/** How an agent is deleted. */
export interface DeleteOptions extends CallOptions {
  /**
   * Delete an agent that is in use. Default false. What that means is the platform's affair:
   *
   * - foundry: the server ends active sessions of a hosted agent first, and then deletes.
   * - eliza: the server deletes a running agent unasked, so without `force` the client itself refuses to.
   * - kortix: an agent that is the default one is unset first, and set back if the deletion then fails.
   * - langgraph: a default assistant is deleted; the server does so unasked, so without `force` the client refuses to.
   * - letta: the agent's sleeptime agents and their group go along, and a sleeptime agent takes its group along; without
   *   `force` the client refuses to.
   * - vertex: sessions and memories go, too. bedrock: it goes although something uses it.
   * - the others: there is nothing to force. On elevenlabs it would change other agents, so it is not offered.
   */
  force?: boolean;
  /**
   * What becomes of an agent that is not there: an error `not-found`, or the outcome `absent`. Default
   * `"error"`.
   */
  ifMissing?: "error" | "ignore";
  /**
   * Save the agent first: into the result (`true`), or through a function of yours. Nothing is stopped or
   * deleted before the function has resolved, and nothing at all when it throws (`backup-failed`). Default
   * false.
   */
  backup?: boolean | ((backup: AgentBackup) => void | Promise<void>);
  /**
   * What the platform would leave behind and is to be deleted first. Default none. langchain and langgraph have
   * `"threads"`.
   */
  cascade?: "threads"[];
  /**
   * Asked once, before the first request that changes anything. A falsy answer ends the call with
   * `cancelled`, an error in it with `confirm-failed`; nothing was changed then.
   */
  confirm?: (plan: DeletionPlan) => boolean | Promise<boolean>;
  /**
   * How long to go on asking whether an accepted deletion has happened, in milliseconds; with `verify`, also
   * how long a read that still finds a deleted agent is asked again, for reads may lag behind. Default 0: do
   * not ask.
   */
  waitMs?: number;
  /** Read the agent after its deletion, so that the result can say `verified`. Default false. */
  verify?: boolean;
}

/** One of many: an agent's id, or the agent. On foundry the id is the name, as in {@link Agent}. */
export type AgentLike = string | { readonly id: string };

/**
 * How many agents are deleted. `confirm` is asked for each that nothing protects, one question at a time; `confirmAll`
 * once. Not both.
 */
export interface DeleteManyOptions<E = AgentErrorFields> extends DeleteOptions {
  /**
   * Asked once, before the first request that changes anything, and only if there is anything to delete. For that, all
   * ids are read and each agent is planned; so the ids must have an end. A falsy answer ends every id that has a plan
   * with `cancelled`, an error in it with `confirm-failed`; nothing was changed then. After a yes each agent is looked at
   * once more: one that something protects by then stays.
   */
  confirmAll?: (plan: DeletionsPlan<E>) => boolean | Promise<boolean>;
  /**
   * Agents under way at once, those among them whose result is being looked at: with 1, none is begun before the next
   * result is asked for. Default 4. It halves while the platform answers 429, and grows back.
   */
  concurrency?: number;
  /**
   * Delete nothing more after the first failure. Ids that were given by then, and all of an array or another
   * synchronous iterable, still yield a result each: `cancelled`. Default false.
   */
  stopOnError?: boolean;
  /** Told after each id that has settled. */
  onProgress?: (progress: Progress) => void;
}

/** How far a bulk deletion has come, in ids. */
export interface Progress {
  /** Ids that have a result: the sum of the five that follow. */
  settled: number;
  /** Proved by the platform to be deleted. */
  deleted: number;
  /** Taken by the platform, and not known to be gone. */
  accepted: number;
  /** Were not there. */
  absent: number;
  /** Ended in an error. */
  failed: number;
  /** Had been given before. How the first ended is counted with the first alone. */
  duplicates: number;
  /** All ids, or `null` until the end of the iterable is known. */
  total: number | null;
}

/** Which agents are listed. */
export interface ListOptions extends CallOptions {
  /**
   * Agents asked for at once. Default: the platform's own; at most what the platform allows (100 for most).
   */
  pageSize?: number;
  /**
   * Only agents whose name holds this text, the case of ASCII letters ignored. langchain and kortix search for it; the
   * client looks at every name all the same, for a server or proxy may not heed the question.
   */
  search?: string;
}

/** What is saved of an agent. */
export interface BackupOptions extends CallOptions {
  /**
   * Keep secret values in the backup. Default false: each is replaced, and its place listed in `redacted`.
   */
  includeSecrets?: boolean;
}

/** What is known of a deletion when the call ends: never more than the platform proved. */
export interface Deletion {
  /** The platform that was asked. */
  backend: BackendName;
  /** The agent's id, in the spelling that was sent. */
  agentId: string;
  /**
   * - `"deleted"`: the platform says that it deleted the agent.
   * - `"accepted"`: it took the request; whether the agent is gone is not known. Ask on with `waitMs`.
   * - `"absent"`: there was nothing to delete.
   */
  outcome: "deleted" | "accepted" | "absent";
  /**
   * Whether the agent was there before; `null` where the platform does not say (langchain answers 204 either
   * way).
   */
  existed: boolean | null;
  /**
   * - `"not-requested"`: `force` was not given.
   * - `"applied"`: it was sent to the platform, or carried out on it.
   * - `"not-applicable"`: there was nothing to force (charm, langchain; a kortix agent that is not the
   *   default one).
   */
  force: "not-requested" | "applied" | "not-applicable";
  /**
   * True only when a read after the deletion proved that the agent is gone. Where that was asked for (`verify`, `waitMs`)
   * and is false, `message` says why.
   */
  verified: boolean;
  /** When the platform says that it happened, as an ISO 8601 date. */
  deletedAt: string | null;
  /**
   * The platform's own words, and behind them what there is to add: that it is still there, or why it could not be
   * read back.
   */
  message: string | null;
  /** The platform's id of the exchange, for its support. */
  requestId: string | null;
  /** What was saved before, where `backup` was asked for. */
  backup: AgentBackup | null;
  /** The receipt: every exchange, in order. */
  steps: Step[];
}

/**
 * What an exchange was for. `get`, `list`, `backup` and `verify` change nothing on the platform; the others
 * do.
 */
export type Purpose =
  | "get"
  | "list"
  | "backup"
  | "stop"
  | "unset-default"
  | "restore-default"
  | "delete-dependent"
  | "delete"
  | "verify";

/** One HTTP exchange. */
export interface Step {
  /** What it was for. */
  purpose: Purpose;
  /** The HTTP method. */
  method: string;
  /** Path and query, without host and without credential. */
  path: string;
  /** The HTTP status; `null` where no answer came. */
  status: number | null;
  /** 1 for the first attempt at this request, 2 for its first retry, and so on. */
  attempt: number;
  /** From the request to the end of the answer, in milliseconds. */
  durationMs: number;
  /** The platform's id of the exchange. */
  requestId: string | null;
}

/**
 * What became of one id of many: a deletion or an error, never both. `agentId` is the id as it was given; empty where
 * that was no text.
 *
 * `duplicate`: the id had been given before, in whatever spelling. Nothing was sent for this one. It repeats how the first
 * ended: of a deletion `outcome`, `existed`, `force` and `verified`, of an error `code`, `status`, `retryable` and
 * `outcomeUnknown`. Receipt, backup and the platform's words come with the first alone.
 */
export type DeletionResult<E = AgentErrorFields> =
  | { agentId: string; deletion: Deletion; error: null; duplicate: boolean }
  | { agentId: string; deletion: null; error: E; duplicate: boolean };

/** What became of many, awaited all together. */
export interface DeletionsSummary<E = AgentErrorFields> {
  /** Ids that have a result: the sum of the five that follow. */
  settled: number;
  /** Proved by the platform to be deleted. */
  deleted: number;
  /** Taken by the platform, and not known to be gone. */
  accepted: number;
  /** Were not there. */
  absent: number;
  /** Ended in an error. */
  failed: number;
  /** Had been given before. */
  duplicates: number;
  /** A result for each id, in the order in which they settled. */
  results: DeletionResult<E>[];
}

/** What a deletion would do. */
export interface DeletionPlan {
  /** The platform that was asked. */
  backend: BackendName;
  /** The agent's id, in the spelling that would be sent. */
  agentId: string;
  /** The agent as it is now; `null` where it is not there or can't be read. */
  agent: Agent | null;
  /** Whether the platform would delete it now; `null` where only its answer to the deletion can tell. */
  deletable: boolean | null;
  /** What stands in the way; with `force`, also what it lifts, marked `overridden`. */
  blockers: Blocker[];
  /** The requests that would follow, in order. */
  requests: PlannedRequest[];
  /** What would be lost with the agent, in words. */
  destroys: string[];
  /** What would stay on the platform, in words. */
  keeps: string[];
}

/**
 * What many deletions would do. It may be stored as JSON and be handed to `deleteAgents` later, which goes by `plans` and
 * `failed`: an agent that is taken out of `plans` is kept.
 */
export interface DeletionsPlan<E = AgentErrorFields> {
  /** The platform that was asked. */
  backend: BackendName;
  /** The root of its API, without a slash at its end. `deleteAgents` takes the plan of a client with the same `backend` and `baseUrl` alone. */
  baseUrl: string;
  /** How many ids were given: the lengths of the four lists that follow `plans`, and `duplicates`. */
  total: number;
  /** A plan for each id that could be planned, in the order in which they were given. */
  plans: DeletionPlan[];
  /** Ids of the agents that the platform would delete now. */
  deletable: string[];
  /** The agents that something protects: why, and what lifts it. */
  blocked: { agentId: string; blockers: Blocker[] }[];
  /** Ids of the agents of which only the platform's answer to the deletion can tell. */
  unknown: string[];
  /** The ids that could not be planned, as they were given. */
  failed: { agentId: string; error: E }[];
  /** How many ids had been given before, in whatever spelling. */
  duplicates: number;
}

/** Something that stands in the way of a deletion. */
export interface Blocker {
  /** What kind of obstacle it is. */
  code: "not-found" | "in-use" | "protected" | "forbidden" | "takes-along";
  /** The obstacle in a sentence. */
  message: string;
  /** The option that takes it away; `null` where none does. */
  liftedBy: "force" | null;
  /**
   * Whether that option was given: then it blocks nothing, and says what `force` tramples on, for instance how
   * many sessions it would end.
   */
  overridden: boolean;
}

/** A request that a deletion would send. */
export interface PlannedRequest {
  /** What it would be for. */
  purpose: Purpose;
  /** The HTTP method. */
  method: string;
  /** Path and query, without host and without credential. */
  path: string;
}

/** An agent, as far as the platforms agree on what one is. */
export interface Agent {
  /** The id that the other calls take. On foundry that is the name. */
  id: string;
  /** Its name. */
  name: string | null;
  /** What it is for. */
  description: string | null;
  /** Whether it runs. */
  status: "active" | "inactive" | null;
  /** Whether it is the account's default agent (kortix). */
  isDefault: boolean | null;
  /** Whether the platform never lets it be deleted (kortix: its own Suna agent). */
  isProtected: boolean | null;
  /**
   * When it was made, as an ISO 8601 date; `null` where the platform does not say, as in elizaOS's lists. Foundry
   * dates versions alone: there it is the latest one's date, and the agent may be older.
   */
  createdAt: string | null;
  /** When it was last changed, as an ISO 8601 date; `null` where the platform does not say. */
  updatedAt: string | null;
  /**
   * The platform's own object, untouched but for the credential of this client. It may carry other secrets: eliza's holds the server's environment,
   * foundry's the values of environment variables.
   */
  raw: unknown;
}

/** All that a platform lets a caller save of an agent. */
export interface AgentBackup {
  /** The platform that it comes from. */
  backend: BackendName;
  /** The agent's id. */
  agentId: string;
  /** When it was taken, as an ISO 8601 date. */
  takenAt: string;
  /**
   * The platform's own export, or the plain agent where there is none or it failed (newer kortix servers).
   */
  source: "export" | "agent";
  /** Parts that could not be saved, and why. */
  missing: { part: string; reason: string }[];
  /** Secrets that were taken out, as JSON Pointers into `content`. */
  redacted: string[];
  /** What was saved, by part: agent, memories, rooms, versions, export, code and so on. */
  content: Record<string, unknown>;
}

/** What a platform can do, and what a deletion means there. Known without a request. */
export interface Capabilities {
  /** Who acts on `force`: the platform, this client, or nobody. */
  force: "server" | "client" | "none";
  /** Whether `stopAgent` works there. */
  stop: boolean;
  /** Whether `listAgents` works there. */
  list: boolean;
  /** Whether the platform has an export of its own for `backupAgent` to use. */
  export: boolean;
  /** What `cascade` takes there. */
  cascade: "threads"[];
  /** What is lost with an agent, in words. */
  destroys: string[];
  /** What stays behind, in words. */
  keeps: string[];
}

/** A platform: what a person needs to know to choose it and to connect to it. */
export interface Platform {
  /** Its name here, for `backend`. */
  name: KnownBackend;
  /** Its own name for people. */
  title: string;
  /** Other names by which people know it, in lower case. */
  aliases: string[];
  /** The `baseUrl` where none is given; `null` where one must be given. */
  defaultBaseUrl: string | null;
  /** What a `baseUrl` looks like there. What stands in braces is to be filled in. */
  baseUrlExample: string;
  /** What it takes in `auth`, the usual one first. */
  auth: ("bearer" | "apiKey" | "sign")[];
  /** The header that carries an API key. A bearer token is always in `Authorization`. */
  apiKeyHeader: string;
  /** What an agent's id must be, in words. */
  idRule: string;
  /** What it can do, and what a deletion means there. */
  capabilities: Capabilities;
}

/** A request that is sent to a platform. `{}` stands for an id and `*` for any value; a parameter with `*` may be missing. */
export interface Route {
  /** What it is for. */
  purpose: Purpose;
  /** The HTTP method. */
  method: string;
  /** Below the base URL. */
  path: string;
  /** The parameters, in order, each as `name=value`. */
  query: string[];
  /** What is sent, as JSON; empty where nothing is. */
  body: string;
}

/** What is sent to a platform. */
export interface Routes {
  /** What an agent's id is there, a regular expression. */
  id: string;
  /** The `api-version` of every request. */
  apiVersion: string | null;
  /** Headers of every request. */
  headers: Record<string, string>;
  /** Headers of an answer that are read, in lower case. */
  answerHeaders: string[];
  /** Every kind of request. */
  routes: Route[];
}

/** A platform that is described, as its description says it. */
export interface DescribedPlatform extends Omit<Platform, "name"> {
  /** The name in its description. */
  name: string;
  /** What is sent there: for `routeOf` of `agent-delete/proxy`. */
  routes: Routes;
}

/**
 * Why a call failed.
 *
 * - `"invalid-input"`: refused here, before any request.
 * - `"unauthenticated"`: the credential is missing, wrong or expired.
 * - `"forbidden"`: the credential is good, and this is not allowed to it.
 * - `"not-found"`: the platform says that this agent is not there.
 * - `"conflict"`: the agent is in use, or somebody else changed it meanwhile.
 * - `"protected"`: a default or system agent, which the platform does not delete.
 * - `"invalid-request"`: refused by the platform: 400, 422 or any other 4xx.
 * - `"rate-limited"`: too many requests; see `retryAfterMs`.
 * - `"refused"`: a success status whose body says that nothing was deleted.
 * - `"backend-failure"`: a 5xx.
 * - `"wrong-endpoint"`: the answer does not come from this platform's API: a web page, a redirect, an unknown
 *   route.
 * - `"unexpected-response"`: a success status with a body that proves nothing.
 * - `"timeout"`: an attempt took longer than `timeoutMs`, or the platform answered 408.
 * - `"network"`: no answer: nothing was sent (no connection, an untrusted certificate, a blocked port, no `fetch`, a
 *   Content-Security-Policy), so that `outcomeUnknown` is false; or a lost connection, or a browser's CORS refusal.
 * - `"aborted"`: ended through `signal`. Where the deletion was under way, `outcomeUnknown` is true: the agent
 *   may be deleted.
 * - `"cancelled"`: declined by `confirm` or `confirmAll`, or not begun because an earlier one failed (`stopOnError`).
 * - `"backup-failed"`: the backup could not be taken or stored; nothing was deleted.
 * - `"confirm-failed"`: `confirm` or `confirmAll` threw or rejected, see `cause`; nothing was changed.
 */
export type ErrorCode =
  | "invalid-input"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "protected"
  | "invalid-request"
  | "rate-limited"
  | "refused"
  | "backend-failure"
  | "wrong-endpoint"
  | "unexpected-response"
  | "timeout"
  | "network"
  | "aborted"
  | "cancelled"
  | "backup-failed"
  | "confirm-failed";

/** One complaint of a platform about a request. */
export interface ErrorDetail {
  /** What it is about, for instance `path.agent_id`. */
  path: string;
  /** The complaint, in the platform's words. */
  message: string;
  /** The platform's name for this kind of complaint. */
  type: string | null;
}

/**
 * A failed call. The package throws it as the class `AgentError`; the bare WebAssembly output as a plain
 * `Error` with these fields. No field holds a credential or the body of an answer.
 */
export interface AgentErrorFields extends Error {
  /** Always `"AgentError"`. */
  readonly name: "AgentError";
  /** One sentence on one line: the platform, the agent and the reason, cut where it is very long. */
  readonly message: string;
  /** What the failure was, for a program to act on. */
  readonly code: ErrorCode;
  /** The platform that was asked. */
  readonly backend: BackendName;
  /** The agent that the call was about; `null` where it was about none. */
  readonly agentId: string | null;
  /** The HTTP status; `null` where no answer came or none was asked for. */
  readonly status: number | null;
  /** The platform's own code, as text. */
  readonly backendCode: string | null;
  /** The platform's own words, whole: `message` has them on one line, and may cut them. */
  readonly backendMessage: string | null;
  /** The platform's id of the exchange, for its support. */
  readonly requestId: string | null;
  /** The single complaints of a platform that lists them; else empty. */
  readonly details: ErrorDetail[];
  /** The same call may succeed later. */
  readonly retryable: boolean;
  /**
   * The wait that the platform asks for before the next call, in milliseconds; `null` where it names none.
   */
  readonly retryAfterMs: number | null;
  /** The request may have taken effect: look before assuming that the agent lives. */
  readonly outcomeUnknown: boolean;
  /** What a person can do about it, where that is known. */
  readonly hint: string | null;
  /** The receipt up to the failure: every exchange, in order. */
  readonly steps: Step[];
  /**
   * What was thrown further down: the reason of an abort, the error of `fetch`, of an auth function or a
   * backup. The very value, unless the credential is somewhere in it, as in the headers that HTTP libraries add to their errors:
   * then an `Error` with its words alone. The same where it is too large to be searched.
   */
  readonly cause?: unknown;
}
