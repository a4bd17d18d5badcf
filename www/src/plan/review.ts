// The plan of a selection: each agent is looked at, connection by connection, and nothing is changed.

import { batch, computed, signal } from "@preact/signals";
import type { Blocker, DeletionPlan, PlannedRequest } from "agent-delete";
import type { Connection } from "../connections/connection";
import { forEach } from "../connections/share";
import { byConnection } from "../find/selection";
import { rowOf, seenOf, titleOf, type Row, type Seen } from "../find/row";
import { sdkOptions, usual, type Options } from "./options";

/** An agent as it was looked at. */
export interface Planned {
  readonly row: Row;
  /** `unread`: nobody knows what a deletion would do. */
  readonly state: "goes" | "blocked" | "unread";
  /** Only the platform's answer to the deletion can tell whether it goes. */
  readonly undecided: boolean;
  readonly blockers: readonly Blocker[];
  readonly requests: readonly PlannedRequest[];
  readonly seen: Seen;
  readonly problem: unknown;
}

/** The plan for the agents of one connection. */
export interface Part {
  readonly connection: Connection;
  readonly state: "looking" | "done" | "failed";
  readonly total: number;
  readonly looked: number;
  readonly planned: readonly Planned[];
  readonly destroys: readonly string[];
  readonly keeps: readonly string[];
  readonly problem: unknown;
}

export class Review {
  readonly rows = signal<readonly Row[]>([]);
  readonly options = signal<Options>(usual());
  readonly parts = signal<readonly Part[]>([]);
  readonly looking = computed(() => this.parts.value.some(({ state }) => state === "looking"));
  readonly planned = computed(() => this.parts.value.flatMap(({ planned }) => planned));
  readonly goes = computed(() => this.planned.value.filter(({ state }) => state === "goes"));
  readonly blocked = computed(() => this.planned.value.filter(({ state }) => state === "blocked"));
  readonly unread = computed(() => this.planned.value.filter(({ state }) => state === "unread"));
  readonly failed = computed(() => this.parts.value.filter(({ state }) => state === "failed"));
  /** Nothing stands in the way of any of them. */
  readonly clear = computed(
    () =>
      !this.looking.value && this.goes.value.length > 0 && this.blocked.value.length === 0 && this.unread.value.length === 0 &&
      this.failed.value.length === 0,
  );
  /** Whose names must be typed. */
  readonly production = computed(() => [
    ...new Set(this.planned.value.map(({ row }) => row.connection).filter(({ production }) => production)),
  ]);
  #abort = new AbortController();

  constructor(rows: Iterable<Row>) {
    this.rows.value = [...rows];
    void this.look();
  }

  choose(change: Partial<Options>): void {
    const before = this.options.peek();
    this.options.value = { ...before, ...change };
    const { inUse, threads } = this.options.peek();
    if (inUse !== before.inUse || threads !== before.threads) void this.look();
  }

  /** Keeps those that stand for none of these keys. */
  leaveOut(keys: ReadonlySet<string>): void {
    batch(() => {
      this.rows.value = this.rows.peek().filter(({ key }) => !keys.has(key));
      this.parts.value = this.parts.peek().flatMap((part) => {
        const planned = part.planned.filter(({ row }) => !keys.has(row.key));
        const left = this.rows.peek().some(({ connection }) => connection === part.connection);
        return left ? [{ ...part, planned, total: planned.length, looked: planned.length }] : [];
      });
    });
  }

  close(): void {
    this.#abort.abort();
  }

  /** Looks at every agent anew. */
  async look(): Promise<void> {
    this.#abort.abort();
    const abort = (this.#abort = new AbortController());
    const groups = byConnection(this.rows.peek());
    this.parts.value = [...groups].map(([connection, rows]) => ({
      connection, state: "looking", total: rows.length, looked: 0, planned: [], destroys: [], keeps: [], problem: null,
    }));
    await forEach(groups.keys(), (connection, concurrency) => this.#lookAt(connection, groups.get(connection) ?? [], concurrency, abort.signal));
  }

  async #lookAt(connection: Connection, rows: readonly Row[], concurrency: number, signal: AbortSignal): Promise<void> {
    const update = (change: Partial<Part>) => {
      if (signal.aborted) return;
      this.parts.value = this.parts.peek().map((part) => (part.connection === connection ? { ...part, ...change } : part));
    };
    let looked = 0;
    let told = 0;
    const counted = function* () {
      for (const { id } of rows) {
        yield id;
        looked += 1;
        if (Date.now() - told > 150) {
          told = Date.now();
          update({ looked });
        }
      }
    };
    try {
      const plan = await connection.client.planDeletions(taken(counted()), {
        ...sdkOptions(this.options.peek()), concurrency, signal,
      });
      const plans = new Map(plan.plans.map((one) => [one.agentId, one]));
      const failed = new Map(plan.failed.map(({ agentId, error }) => [agentId, error]));
      const planned = rows.map((row) => judged(row, plans.get(row.id) ?? plans.get(row.id.toLowerCase()), failed.get(row.id)));
      update({
        state: "done",
        looked: rows.length,
        planned,
        destroys: [...new Set(plan.plans.flatMap(({ destroys }) => destroys))],
        keeps: [...new Set(plan.plans.flatMap(({ keeps }) => keeps))],
      });
    } catch (problem) {
      update({ state: "failed", problem });
    }
  }
}

/** One by one: of an array the package would read all at once, and nothing could be told of its progress. */
async function* taken(ids: Iterable<string>): AsyncGenerator<string> {
  yield* ids;
}

function judged(row: Row, plan: DeletionPlan | undefined, problem: unknown): Planned {
  if (!plan) return { row, state: "unread", undecided: false, blockers: [], requests: [], seen: null, problem: problem ?? new Error("It was not looked at.") };
  // It may have another name by now.
  const current = plan.agent ? rowOf(row.connection, plan.agent) : row;
  const blockers = row.connection.place.in(plan.blockers);
  if (current.protectedBecause !== null && !blockers.some(({ code }) => code === "protected")) {
    blockers.push({ code: "protected", message: current.protectedBecause, liftedBy: null, overridden: false });
  }
  const blocked = plan.deletable === false || blockers.some(({ overridden }) => !overridden);
  return {
    row: { ...current, id: row.id, key: row.key },
    state: blocked ? "blocked" : "goes",
    undecided: plan.deletable === null,
    blockers,
    requests: row.connection.place.in(plan.requests),
    seen: seenOf(plan.agent),
    problem: null,
  };
}

/** Alike obstacles together, the most frequent first. */
export interface Obstacle {
  readonly message: string;
  readonly liftedBy: "force" | null;
  readonly rows: readonly Row[];
}

export function obstacles(planned: readonly Planned[]): Obstacle[] {
  const groups = new Map<string, { message: string; liftedBy: "force" | null; rows: Row[] }>();
  for (const { row, blockers } of planned) {
    for (const { message, liftedBy, overridden } of blockers) {
      if (overridden) continue;
      const group = groups.get(message) ?? { message, liftedBy, rows: [] };
      group.rows.push(row);
      groups.set(message, group);
    }
  }
  return [...groups.values()].sort((a, b) => b.rows.length - a.rows.length);
}

export const titles = (planned: readonly Planned[]): string[] => planned.map(({ row }) => titleOf(row));
