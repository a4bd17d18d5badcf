// The agents of all connections, and which of them are looked at and selected.

import { batch, computed, signal } from "@preact/signals";
import type { Connection } from "../connections/connection";
import { forEach } from "../connections/share";
import { inOrder, type Order } from "./columns";
import { EVERYTHING, found, type Filter } from "./filter";
import { Listing } from "./listing";
import type { Row } from "./row";
import { NONE, refreshed, type Selection } from "./selection";

export const listings = signal<readonly Listing[]>([]);
export const filter = signal<Filter>(EVERYTHING);
export const order = signal<Order>({ column: "name", descending: false });
/** As it was chosen: some of it may be gone by now. */
const chosen = signal<Selection>(NONE);

export const rows = computed(() => listings.value.flatMap((listing) => listing.rows.value));
const byKey = computed(() => new Map(rows.value.map((row) => [row.key, row])));
const matching = computed(() => found(rows.value, filter.value));
export const ageless = computed(() => matching.value.ageless);
/** What the table shows, in its order. */
export const shown = computed<readonly Row[]>(() => inOrder(matching.value.rows, order.value));
export const selection = computed(() => refreshed(chosen.value, byKey.value));

/** Selected, and at present left out of the table by the filters. */
export const selectedElsewhere = computed(() => {
  if (selection.value.size === 0) return 0;
  const visible = new Set(shown.value.map(({ key }) => key));
  return [...selection.value.keys()].filter((key) => !visible.has(key)).length;
});

export function select(change: (selection: Selection) => Selection): void {
  chosen.value = change(selection.peek());
}

export function narrow(change: Partial<Filter>): void {
  filter.value = { ...filter.peek(), ...change };
}

export function openListings(connections: readonly Connection[]): void {
  batch(() => {
    for (const listing of listings.peek()) listing.stop();
    chosen.value = NONE;
    filter.value = EVERYTHING;
    listings.value = connections.map((connection) => new Listing(connection));
  });
  const opened = listings.peek();
  void forEach(connections, async (connection) => opened.find((listing) => listing.connection === connection)?.load());
}

export function listingOf(connection: Connection): Listing | undefined {
  return listings.peek().find((listing) => listing.connection === connection);
}

/** The agent with this id in the table, if it is known. */
export function knownAgent(connection: Connection, id: string): Row | undefined {
  return listingOf(connection)?.rows.peek().find((row) => row.id === id);
}
