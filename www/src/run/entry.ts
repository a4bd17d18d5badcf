// What is known of one agent of a run. Plain data: the receipt and the journal have it as it is.

import type { AgentErrorFields, Deletion, Step } from "agent-delete";
import { outcomeOf as ofResult } from "../../../cli/results.js";
import type { Seen } from "../find/row";

/** The error as it is kept: no cause, which may hold anything. */
export type KeptError = Omit<AgentErrorFields, "cause" | "stack">;

export interface Entry {
  /** The key of its connection. */
  readonly connection: string;
  readonly id: string;
  readonly name: string | null;
  /** As the plan has shown it. */
  readonly seen: Seen;
  /** `begun`: a deletion may have been sent. */
  state: "waiting" | "begun" | "settled" | "kept";
  deletion: Deletion | null;
  error: KeptError | null;
  /** Why it was kept, or what there is to add. */
  note: string | null;
  backup: { readonly file: string; readonly missing: readonly string[]; readonly redacted: number } | null;
  /** What a later look has shown. */
  looked: { readonly at: number; readonly there: boolean | null; readonly words: string } | null;
}

/**
 * - `unknown`: it may be gone.
 * - `kept`: nothing was sent for it, and why is known.
 * - `waiting`: not begun.
 * - `sent`: sent, and no answer was seen.
 */
export type Outcome = "deleted" | "accepted" | "absent" | "unknown" | "sent" | "failed" | "kept" | "waiting";

export function outcomeOf({ state, deletion, error }: Entry): Outcome {
  if (state === "waiting" || state === "kept") return state;
  if (state === "begun" || (!deletion && !error)) return "sent";
  return ofResult({ agentId: "", deletion, error } as Parameters<typeof ofResult>[0]);
}

export const OUTCOMES: readonly Outcome[] = ["deleted", "accepted", "absent", "unknown", "sent", "failed", "kept", "waiting"];

export interface Counts extends Record<Outcome, number> {
  readonly total: number;
  readonly settled: number;
}

export function countsOf(entries: readonly Entry[]): Counts {
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const entry of entries) counts[outcomeOf(entry)] += 1;
  return { ...counts, total: entries.length, settled: entries.length - counts.waiting - counts.sent };
}

/** The receipt of every exchange. */
export const stepsOf = ({ deletion, error }: Entry): readonly Step[] => deletion?.steps ?? error?.steps ?? [];

/** What is kept of a connection, to be told and found again. */
export interface ConnectionRecord {
  readonly key: string;
  readonly name: string;
  readonly backend: string;
  readonly platform: string;
  readonly address: string;
  readonly production: boolean;
}

export interface RunRecord {
  readonly id: string;
  readonly startedAt: number;
  endedAt: number | null;
  /** When a person cancelled it. */
  cancelledAt: number | null;
  readonly options: { readonly inUse: boolean; readonly threads: boolean; readonly look: boolean; readonly backup: string; readonly secrets: boolean };
  /** Where the backups are. */
  backups: string | null;
  /** Why nothing more was begun though nobody asked for that. */
  trouble: string | null;
  readonly connections: readonly ConnectionRecord[];
  readonly total: number;
}
