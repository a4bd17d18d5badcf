// Code as a user writes it. It compiles, and each name has the type that one would expect.

import {
  AgentClient,
  AgentError,
  backupFromJson,
  backupToJson,
  isAgentError,
  LoadError,
  platforms,
  ready,
  resultsToCsv,
} from "agent-delete";
import type {
  Agent,
  AgentBackup,
  AgentErrorFields,
  BackendName,
  Blocker,
  ClientOptions,
  Deletion,
  DeletionPlan,
  DeletionReader,
  DeletionResult,
  DeletionsPlan,
  DeletionsSummary,
  ErrorCode,
  ErrorDetail,
  Platform,
  PlannedRequest,
  Progress,
  Purpose,
  ReadyOptions,
  ResultReader,
  Step,
  WasmSource,
} from "agent-delete";
import { AgentClient as Inline } from "agent-delete/inline";

/** Holds where both types are the same, `any` included. */
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Equal<A, B>): void => {};
const unreachable = (value: never): never => value;

const options: ClientOptions = {
  backend: "kortix",
  baseUrl: new URL("https://api.kortix.com/v1"),
  auth: { bearer: async () => "token" },
  headers: { "x-trace": "1" },
  fetch: globalThis.fetch,
  onStep: ({ purpose, status, durationMs }) => {
    same<typeof purpose, Purpose>(true);
    same<typeof status, number | null>(true);
    same<typeof durationMs, number>(true);
  },
};

export async function one(client: AgentClient): Promise<string> {
  const deletion = await client.deleteAgent("a", {
    force: true,
    ifMissing: "ignore",
    signal: AbortSignal.timeout(1000),
    backup: async (backup) => same<typeof backup, AgentBackup>(true),
    confirm: ({ deletable, blockers }) => {
      same<typeof blockers, Blocker[]>(true);
      return deletable ?? blockers.every(({ liftedBy }) => liftedBy === "force");
    },
    cascade: ["threads"],
    waitMs: 60_000,
    verify: true,
  });
  same<typeof deletion, Deletion>(true);
  switch (deletion.outcome) {
    case "deleted":
      return deletion.deletedAt ?? "at some time";
    case "accepted":
      return deletion.message ?? "accepted";
    case "absent":
      return String(deletion.existed);
    default:
      return unreachable(deletion.outcome);
  }
}

export async function many(client: AgentClient): Promise<void> {
  const ids = ["a", "b"] as const;
  const results = client.deleteAgents(ids, {
    concurrency: 8,
    onProgress: (progress) => same<typeof progress, Progress>(true),
  });
  same<typeof results, DeletionReader>(true);
  const reader: ResultReader<DeletionResult> = results;
  void reader;
  for await (const result of results) {
    same<typeof result, DeletionResult>(true);
    if (result.error) {
      same<typeof result.error, AgentError>(true);
      same<typeof result.deletion, null>(true);
      throw result.error;
    }
    same<typeof result.deletion, Deletion>(true);
    same<typeof result.error, null>(true);
  }
  const next = await client.deleteAgents(new Set(ids)).next();
  if (next.done) same<typeof next.value, undefined>(true);
  else same<typeof next.value, DeletionResult>(true);

  async function* source(): AsyncGenerator<string> {
    yield "a";
  }
  const { done } = await client.deleteAgents(source()).return();
  same<typeof done, boolean | undefined>(true);
  const summary = await client.deleteAgents(client.listAgents({ search: "test" }), {
    confirmAll: (plan) => {
      same<typeof plan, DeletionsPlan>(true);
      return plan.blocked.every(({ blockers }) => blockers.every(({ liftedBy }) => liftedBy === "force"));
    },
  });
  same<typeof summary, DeletionsSummary>(true);
  same<typeof summary.results, DeletionResult[]>(true);
  const plan = await client.planDeletions(["a", { id: "b" }], { force: true });
  same<typeof plan, DeletionsPlan>(true);
  for (const { error } of plan.failed) same<typeof error, AgentError>(true);
  const { deleted } = await client.deleteAgents({ ...plan, plans: plan.plans.filter(({ agent }) => agent?.name !== "b") });
  same<typeof deleted, number>(true);
  const parsed: typeof plan = JSON.parse(JSON.stringify(plan));
  const after = client.deleteAgents(parsed).then(({ duplicates }) => duplicates, () => "failed" as const);
  same<typeof after, PromiseLike<number | "failed">>(true);
  same<AgentError["summary"], DeletionsSummary | null>(true);
}

export async function others(client: AgentClient): Promise<void> {
  same<typeof client.backend, BackendName>(true);
  if (client.capabilities.stop) same<Promise<void>, ReturnType<typeof client.stopAgent>>(true);
  const plan = await client.planDeletion("a");
  same<typeof plan, DeletionPlan>(true);
  same<typeof plan.requests, PlannedRequest[]>(true);
  for await (const agent of client.listAgents({ pageSize: 50, search: "bot" })) {
    same<typeof agent, Agent>(true);
    same<typeof agent.raw, unknown>(true);
  }
  const backup = await client.backupAgent("a", { includeSecrets: true });
  same<(typeof backup.content)[string], unknown>(true);
}

export async function failing(client: AgentClient): Promise<ErrorCode | string | null> {
  try {
    await client.getAgent("a");
    return null;
  } catch (error) {
    same<typeof error, unknown>(true);
    if (error instanceof AgentError) {
      same<typeof error.details, ErrorDetail[]>(true);
      same<typeof error.steps, Step[]>(true);
      same<typeof error.backendMessage, string | null>(true);
      same<typeof error.cause, unknown>(true);
      same<ReturnType<typeof error.toJSON>, Record<string, unknown>>(true);
      const fields: AgentErrorFields = error;
      return fields.code === "rate-limited" ? String(error.retryAfterMs) : error.hint;
    }
    if (isAgentError(error)) return error.code;
    if (error instanceof LoadError) return error.message;
    throw error;
  }
}

export async function loading(bytes: Uint8Array, compiled: object): Promise<void> {
  const sources: (WasmSource | Promise<WasmSource>)[] = [
    "./core_bg.wasm",
    new URL("https://example.com/core_bg.wasm"),
    bytes,
    bytes.buffer,
    compiled,
    fetch("https://example.com"),
  ];
  for (const wasm of sources) {
    const how: ReadyOptions = { wasm };
    await ready(how);
  }
  same<ReturnType<typeof ready>, Promise<void>>(true);
  same<typeof Inline, typeof AgentClient>(true);
}

export function texts(backup: AgentBackup, results: DeletionResult[]): string[] {
  same<ReturnType<typeof backupFromJson>, AgentBackup>(true);
  return [backupToJson(backupFromJson(backupToJson(backup))), resultsToCsv(results), resultsToCsv(new Set(results))];
}

export function choices(): (readonly [ClientOptions["backend"], string])[] {
  same<typeof platforms, readonly Platform[]>(true);
  return platforms.map(({ name, title, defaultBaseUrl, baseUrlExample, auth, capabilities }) => {
    same<typeof capabilities.destroys, string[]>(true);
    same<(typeof auth)[number], "bearer" | "apiKey" | "sign">(true);
    return [name, `${title}: ${defaultBaseUrl ?? baseUrlExample}`] as const;
  });
}

void one(new AgentClient(options));
void failing(new Inline({ backend: "langchain" }));
