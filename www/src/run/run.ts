// A run: backups of all first, then each deletion between two lines of the journal, then the receipt.

import { computed, signal } from "@preact/signals";
import { backupToJson, isAgentError, type AgentError, type DeletionPlan, type DeletionResult } from "agent-delete";
import { changes } from "../../../cli/fingerprint.js";
import { each } from "../../../cli/plans.js";
import type { BackupPlace } from "../backup/place";
import type { Connection } from "../connections/connection";
import { forEach } from "../connections/share";
import { seenOf } from "../find/row";
import * as journal from "../journal/journal";
import { sdkOptions, type Options } from "../plan/options";
import type { Planned } from "../plan/review";
import { problemOf } from "../words/problems";
import { shown } from "../words/text";
import { countsOf, outcomeOf, type ConnectionRecord, type Entry, type KeptError, type RunRecord } from "./entry";

/** How long an accepted deletion is asked after, in milliseconds. */
const WAIT_MS = 5000;

/** How often the page learns of what has settled, in milliseconds. */
const EVERY = 100;

export type Phase = "backing-up" | "check-backup" | "deleting" | "ended";

export class Run {
  readonly record: RunRecord;
  readonly entries: readonly Entry[];
  readonly phase = signal<Phase>("ended");
  /** Pressed by a person. */
  readonly cancelling = signal(false);
  /** Changes when anything of the entries has. */
  readonly version = signal(0);
  readonly savedBackups = signal(0);
  readonly counts = computed(() => {
    void this.version.value;
    return countsOf(this.entries);
  });
  /** When the first deletion began. */
  deletingSince: number | null = null;
  readonly connections: ReadonlyMap<string, Connection>;
  #options: Options | null = null;
  #place: BackupPlace | null = null;
  #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #goOn: (() => void) | null = null;

  private constructor(record: RunRecord, entries: readonly Entry[], connections: ReadonlyMap<string, Connection>) {
    this.record = record;
    this.entries = entries;
    this.connections = connections;
  }

  /** Of what a plan has shown, and a person has confirmed. */
  static of(goes: readonly Planned[], options: Options, place: BackupPlace | null): Run {
    const connections = new Map(goes.map(({ row: { connection } }) => [connection.key, connection]));
    const run = new Run(
      {
        id: crypto.randomUUID(),
        startedAt: Date.now(),
        endedAt: null,
        cancelledAt: null,
        options,
        backups: place?.where ?? null,
        trouble: null,
        connections: [...connections.values()].map(recordOf),
        total: goes.length,
      },
      goes.map(({ row, seen }) => ({
        connection: row.connection.key, id: row.id, name: row.name, seen, state: "waiting",
        deletion: null, error: null, note: null, backup: null, looked: null,
      })),
      connections,
    );
    run.#options = options;
    run.#place = place;
    return run;
  }

  /** What the journal knows of an earlier one. */
  static from(record: RunRecord, entries: readonly Entry[], connections: readonly Connection[]): Run {
    const wanted = new Set(record.connections.map(({ key }) => key));
    return new Run(record, entries, new Map(connections.filter(({ key }) => wanted.has(key)).map((one) => [one.key, one])));
  }

  /** The zip once more, while it is in memory. */
  get saveAgain(): (() => void) | null {
    return this.#place?.again ?? null;
  }

  get going(): boolean {
    return this.phase.value !== "ended";
  }

  /** Begins nothing more. What has left is heard out. */
  cancel(): void {
    if (this.phase.peek() === "ended" || this.cancelling.peek()) return;
    this.record.cancelledAt = Date.now();
    this.cancelling.value = true;
    this.#abort.abort();
    this.#goOn?.();
  }

  /** The person has the zip. */
  goOn(): void {
    this.#goOn?.();
  }

  async carryOut(): Promise<void> {
    const release = journal.hold(this.record.id);
    this.phase.value = this.#place ? "backing-up" : "deleting";
    try {
      await journal.begin(this.record, this.entries);
      if (this.#place) await this.#backUp(this.#place);
      if (!this.#abort.signal.aborted) {
        this.phase.value = "deleting";
        this.deletingSince = Date.now();
        await forEach(this.connections.values(), (connection, concurrency) => this.#delete(connection, concurrency));
      }
    } catch (error) {
      this.#stop(error);
    }
    this.record.endedAt = Date.now();
    await journal.update(this.record).catch((error) => this.#stop(error));
    release();
    this.phase.value = "ended";
    this.#changed(true);
  }

  /** Whether an agent is there, without changing anything. */
  async lookAgain(entries: readonly Entry[], signal?: AbortSignal): Promise<void> {
    await each([...entries], 4, async (entry) => {
      const connection = this.connections.get(entry.connection);
      if (!connection || signal?.aborted) return;
      try {
        await connection.client.getAgent(entry.id, signal ? { signal } : {});
        entry.looked = { at: Date.now(), there: true, words: "It is still there." };
      } catch (error) {
        if (signal?.aborted) return;
        const gone = isAgentError(error) && error.code === "not-found";
        entry.looked = gone
          ? { at: Date.now(), there: false, words: `${connection.platform.title} does not find it any more.` }
          : { at: Date.now(), there: null, words: problemOf(error, connection.place).what };
      }
      await journal.note(this.record, entry).catch(() => {});
      this.#changed();
    });
    this.#changed(true);
  }

  /** Before anything is deleted. What can't be saved is not deleted. */
  async #backUp(place: BackupPlace): Promise<void> {
    await forEach(this.connections.values(), async (connection, concurrency) => {
      const own = this.entries.filter((entry) => entry.connection === connection.key);
      await each(own, concurrency, (entry) => this.#save(place, connection, entry));
    });
    if (this.#abort.signal.aborted || this.savedBackups.peek() === 0) return;
    await place.close();
    if (place.again === null) return;
    // The browser does not tell whether it stored the file, so the person does.
    this.phase.value = "check-backup";
    await new Promise<void>((resolve) => (this.#goOn = resolve));
    this.#goOn = null;
  }

  async #save(place: BackupPlace, connection: Connection, entry: Entry): Promise<void> {
    const { signal } = this.#abort;
    if (signal.aborted) return;
    let backup;
    try {
      backup = await connection.client.backupAgent(entry.id, { includeSecrets: this.#options?.secrets ?? false, signal });
    } catch (error) {
      if (signal.aborted) return;
      const { what, words } = problemOf(error, connection.place);
      await this.#keep(entry, `Its backup could not be taken. ${what}${words === null ? "" : ` It says: ${words}`}`);
      return;
    }
    // What can't be written ends it all, for the next one could not be written either.
    const file = await place.save(connection.name, entry.id, `${connection.place.in(backupToJson(backup))}\n`);
    entry.backup = {
      file,
      missing: backup.missing.map(({ part, reason }) => `${part}: ${shown(connection.place.in(reason))}`),
      redacted: backup.redacted.length,
    };
    this.savedBackups.value += 1;
    await journal.note(this.record, entry);
    this.#changed();
  }

  async #delete(connection: Connection, concurrency: number): Promise<void> {
    const own = new Map(
      this.entries.filter(({ connection: key, state }) => key === connection.key && state === "waiting").map((entry) => [entry.id, entry]),
    );
    if (own.size === 0) return;
    const options = this.#options!;
    const results = connection.deleter.deleteAgents(this.#feed(own.values()), {
      ...sdkOptions(options),
      ...(options.look && { verify: true, waitMs: WAIT_MS }),
      // It was there when it was planned: who finds it gone has no failure before him.
      ifMissing: "ignore",
      concurrency,
      signal: this.#abort.signal,
      confirm: (plan) => this.#stillTheSame(connection, own, plan),
    });
    for await (const result of results) await this.#settle(connection, own.get(result.agentId), result);
  }

  /** Ids as they are taken: what is taken stands in the journal. */
  async *#feed(entries: Iterable<Entry>): AsyncGenerator<string> {
    for (const entry of entries) {
      if (this.#abort.signal.aborted) return;
      entry.state = "begun";
      try {
        await journal.note(this.record, entry, "strict");
      } catch (error) {
        entry.state = "waiting";
        this.#stop(error);
        return;
      }
      this.#changed();
      yield entry.id;
    }
  }

  /** Between the plan and the deletion a person was asked and backups were made: what is no longer what the plan has shown stays. */
  #stillTheSame(connection: Connection, own: ReadonlyMap<string, Entry>, { agentId, agent }: DeletionPlan): boolean {
    const entry = own.get(agentId) ?? [...own.values()].find(({ id }) => id.toLowerCase() === agentId);
    const by = agent && connection.protection.of(agent);
    const different = entry?.seen && agent ? changes(entry.seen, seenOf(agent)) : [];
    const why = by
      ? `By now the configuration protects it by “${by}”.`
      : different.length > 0 ? `It has changed since the plan was shown: ${different.map(wordOf).join(", ")}.` : null;
    if (why === null) return true;
    if (entry) entry.note = why;
    return false;
  }

  async #settle({ place }: Connection, entry: Entry | undefined, { deletion, error, duplicate }: DeletionResult): Promise<void> {
    if (!entry) return;
    if (duplicate) {
      await this.#keep(entry, "It is the same agent as another of the selection.");
      return;
    }
    entry.deletion = deletion && place.in({ ...deletion, backup: null });
    entry.error = error && place.in(plain(error));
    const unsent = error && !error.outcomeUnknown && ["aborted", "cancelled", "confirm-failed", "backup-failed"].includes(error.code);
    // Not begun: the cancel came first.
    entry.state = unsent ? (error.code === "aborted" ? "waiting" : "kept") : "settled";
    if (unsent && error.code === "aborted") entry.error = null;
    try {
      await journal.note(this.record, entry);
    } catch (trouble) {
      this.#stop(trouble);
    }
    this.#changed();
  }

  async #keep(entry: Entry, note: string): Promise<void> {
    entry.state = "kept";
    entry.note = note;
    this.#changed();
    await journal.note(this.record, entry);
  }

  /** Begins nothing more, though nobody asked for that. */
  #stop(error: unknown): void {
    this.record.trouble ??= shown(error instanceof Error ? error.message : String(error));
    this.#abort.abort();
    this.#changed();
  }

  #changed(now = false): void {
    if (now) {
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#timer = null;
      this.version.value += 1;
      return;
    }
    this.#timer ??= setTimeout(() => this.#changed(true), EVERY);
  }
}

const recordOf = ({ key, name, platform, address, production }: Connection): ConnectionRecord => ({
  key, name, backend: platform.name, platform: platform.title, address, production,
});

/** All but what may hold anything, and the backup. */
function plain(error: AgentError): KeptError {
  const { name, message, code, backend, agentId, status, backendCode, backendMessage, requestId, details, retryable, retryAfterMs, outcomeUnknown, hint, steps } = error;
  return { name, message, code, backend, agentId, status, backendCode, backendMessage, requestId, details, retryable, retryAfterMs, outcomeUnknown, hint, steps };
}

const WORDS: Record<string, string> = {
  isDefault: "whether it is the default one", isProtected: "whether it is protected", createdAt: "when it was created", updatedAt: "when it was updated",
};
const wordOf = (member: string): string => WORDS[member] ?? member;

/** How long the rest may take, in milliseconds; null while that can't be told. */
export function timeLeft(run: Run, now = Date.now()): number | null {
  const { settled, total } = run.counts.value;
  const kept = run.entries.reduce((sum, entry) => sum + (outcomeOf(entry) === "kept" && entry.backup === null && entry.error === null ? 1 : 0), 0);
  const done = settled - kept;
  if (run.deletingSince === null || done < 3) return null;
  return ((now - run.deletingSince) / done) * (total - settled);
}
