// The agents of one connection, read page by page as the platform gives them, for itself: it loads, waits and fails without
// the others.

import { signal } from "@preact/signals";
import type { ResultReader, Agent } from "agent-delete";
import type { Connection } from "../connections/connection";
import { rowOf, type Row } from "./row";

export type ListingState = "loading" | "done" | "stopped" | "failed";

/** How often the table learns of new rows, in milliseconds: for each one it would be too much. */
const EVERY = 120;

export class Listing {
  readonly connection: Connection;
  readonly state = signal<ListingState>("loading");
  readonly error = signal<unknown>(null);
  readonly rows = signal<readonly Row[]>([]);
  #found = new Map<string, Row>();
  #reader: ResultReader<Agent> | null = null;
  #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Read again: what was known stays in the table until the new list is whole. */
  #again = false;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Begins anew. What was found stays until the new list is there. */
  async load(): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#again = this.rows.peek().length > 0;
    this.#found = new Map();
    this.#reader = this.connection.client.listAgents({ signal: this.#abort.signal });
    await this.#read();
  }

  /** Goes on where it was stopped. */
  async goOn(): Promise<void> {
    if (this.state.peek() === "stopped" && this.#reader) await this.#read();
  }

  /** Asks for no further page. */
  stop(): void {
    if (this.state.peek() !== "loading") return;
    this.state.value = "stopped";
    // In the middle of a wait there is nothing to go on with: it begins anew.
    if (this.connection.pause.peek() !== null) {
      this.#abort.abort();
      this.#reader = null;
    }
  }

  /** Takes away what is gone. */
  remove(keys: ReadonlySet<string>): void {
    for (const key of keys) this.#found.delete(key);
    this.rows.value = this.rows.peek().filter(({ key }) => !keys.has(key));
  }

  /** Adds what was looked up by its id, or puts it in the place of what was known of it. */
  add(agent: Agent): Row {
    const row = rowOf(this.connection, agent);
    this.#found.set(row.key, row);
    this.rows.value = [...this.rows.peek().filter(({ key }) => key !== row.key), row];
    return row;
  }

  async #read(): Promise<void> {
    const reader = this.#reader;
    this.error.value = null;
    if (this.connection.problem !== null) {
      this.error.value = new Error(this.connection.problem);
      this.state.value = "failed";
      return;
    }
    this.state.value = "loading";
    let drawn = performance.now();
    try {
      while (reader === this.#reader && this.state.peek() === "loading") {
        const next = await reader!.next();
        if (reader !== this.#reader) return;
        if (next.done) {
          this.state.value = "done";
          break;
        }
        const row = rowOf(this.connection, next.value);
        this.#found.set(row.key, row);
        if (!this.#again) this.#timer ??= setTimeout(() => this.#show(), EVERY);
        // A page of thousands of agents comes without a pause: the browser would draw nothing until its last one.
        if (performance.now() - drawn > EVERY) {
          await new Promise((resolve) => setTimeout(resolve));
          if (reader !== this.#reader) return;
          drawn = performance.now();
        }
      }
    } catch (error) {
      if (reader !== this.#reader) return;
      this.error.value = error;
      this.state.value = "failed";
      // An older list is better than a part of a newer one.
      if (this.#again) return;
    }
    this.#again = false;
    this.#show();
  }

  #show(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.rows.value = [...this.#found.values()];
  }
}
