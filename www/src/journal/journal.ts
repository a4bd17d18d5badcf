// The journal, in the browser's own database: of each deletion a line before it is sent and one after, so that whatever ends the
// page, the next opening tells what is known. It holds no credential.

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Entry, RunRecord } from "../run/entry";

interface Schema extends DBSchema {
  runs: { key: string; value: RunRecord };
  entries: { key: [string, string, string]; value: Entry & { run: string }; indexes: { run: string } };
}

const NAME = "agent-delete-console";
let opened: Promise<IDBPDatabase<Schema>> | null = null;

const database = () =>
  (opened ??= openDB<Schema>(NAME, 1, {
    upgrade(made) {
      made.createObjectStore("runs", { keyPath: "id" });
      made.createObjectStore("entries", { keyPath: ["run", "connection", "id"] }).createIndex("run", "run");
    },
    terminated: () => (opened = null),
  }).catch((error) => {
    opened = null;
    throw error;
  }));

/** All that is chosen, before the first request. */
export async function begin(run: RunRecord, entries: readonly Entry[]): Promise<void> {
  const transaction = (await database()).transaction(["runs", "entries"], "readwrite", { durability: "strict" });
  void transaction.objectStore("runs").put(run);
  const store = transaction.objectStore("entries");
  for (const entry of entries) void store.put({ ...entry, run: run.id });
  await transaction.done;
}

/** Resolves when it is on the disk. */
export async function note(run: RunRecord, entry: Entry, durability: "strict" | "relaxed" = "relaxed"): Promise<void> {
  const transaction = (await database()).transaction("entries", "readwrite", { durability });
  void transaction.store.put({ ...entry, run: run.id });
  await transaction.done;
}

export async function update(run: RunRecord): Promise<void> {
  await (await database()).put("runs", run);
}

/** The latest first. */
export async function runs(): Promise<RunRecord[]> {
  return (await (await database()).getAll("runs")).sort((a, b) => b.startedAt - a.startedAt);
}

export async function entriesOf(run: string): Promise<Entry[]> {
  const found = await (await database()).getAllFromIndex("entries", "run", run);
  return found.map(({ run: _, ...entry }) => entry);
}

export async function forget(run: string): Promise<void> {
  const transaction = (await database()).transaction(["runs", "entries"], "readwrite");
  await transaction.objectStore("runs").delete(run);
  for (const key of await transaction.objectStore("entries").index("run").getAllKeys(run)) await transaction.objectStore("entries").delete(key);
  await transaction.done;
}

const lockName = (run: string) => `${NAME} ${run}`;

/** Held while a run goes on, so that another tab does not take it for one that broke off. The result ends it. */
export function hold(run: string): () => void {
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  void navigator.locks?.request(lockName(run), () => ended).catch(() => {});
  return end;
}

/** The runs that go on in some tab. */
export async function underWay(): Promise<Set<string>> {
  const { held = [] } = (await navigator.locks?.query().catch(() => ({ held: [] }))) ?? {};
  return new Set(held.flatMap(({ name }) => (name?.startsWith(`${NAME} `) ? [name.slice(NAME.length + 1)] : [])));
}
