// Which agents are selected: by a click, by a range, by all that match. What is protected never is.

import type { Row } from "./row";

export type Selection = ReadonlyMap<string, Row>;

export const NONE: Selection = new Map();

export const selectable = (row: Row): boolean => row.protectedBecause === null;

export function toggled(selection: Selection, row: Row): Selection {
  if (!selectable(row)) return selection;
  const changed = new Map(selection);
  if (!changed.delete(row.key)) changed.set(row.key, row);
  return changed;
}

export function withAll(selection: Selection, rows: Iterable<Row>): Selection {
  const changed = new Map(selection);
  for (const row of rows) if (selectable(row)) changed.set(row.key, row);
  return changed;
}

export function without(selection: Selection, keys: Iterable<string>): Selection {
  const changed = new Map(selection);
  for (const key of keys) changed.delete(key);
  return changed;
}

/** From one row to another, both included, in the order in which they are shown. */
export function between(rows: readonly Row[], from: string, to: string): readonly Row[] {
  const [a, b] = [from, to].map((key) => rows.findIndex((row) => row.key === key)) as [number, number];
  return a < 0 || b < 0 ? rows.slice(Math.max(a, b), Math.max(a, b) + 1) : rows.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** Whether all, some or none of what can be selected is. */
export function extent(selection: Selection, rows: readonly Row[]): "all" | "some" | "none" {
  let chosen = 0;
  let possible = 0;
  for (const row of rows) {
    if (!selectable(row)) continue;
    possible += 1;
    if (selection.has(row.key)) chosen += 1;
  }
  return chosen === 0 ? "none" : chosen === possible ? "all" : "some";
}

/** What is selected, as it is known now: without what is gone or has become protected since. */
export function refreshed(selection: Selection, rows: ReadonlyMap<string, Row>): Selection {
  const changed = new Map<string, Row>();
  for (const key of selection.keys()) {
    const row = rows.get(key);
    if (row && selectable(row)) changed.set(key, row);
  }
  return changed;
}

export function byConnection(rows: Iterable<Row>): Map<Row["connection"], Row[]> {
  const groups = new Map<Row["connection"], Row[]>();
  for (const row of rows) {
    const group = groups.get(row.connection);
    if (group) group.push(row);
    else groups.set(row.connection, [row]);
  }
  return groups;
}
