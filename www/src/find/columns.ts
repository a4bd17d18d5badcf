// The columns of the table, and their order by TanStack's table: what sorts by what, in which direction, unknown ones last.

import {
  constructTable, createSortedRowModel, rowSortingFeature, tableFeatures, type ColumnDef, type SortingState,
} from "@tanstack/table-core";
import { storeReactivityBindings } from "@tanstack/table-core/store-reactivity-bindings";
import { titleOf, type Row } from "./row";

const features = tableFeatures({
  coreReactivityFeature: storeReactivityBindings(),
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});

/** "agent 9" before "agent 10". */
const { compare } = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const date = (text: string | null) => {
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
};

export const COLUMNS = [
  { id: "name", title: "Name", of: titleOf },
  { id: "id", title: "Id", of: (row: Row) => row.id },
  { id: "platform", title: "Connection", of: (row: Row) => `${row.connection.name} ${row.connection.platform.title}` },
  { id: "status", title: "Status", of: (row: Row) => row.status ?? undefined },
  { id: "marks", title: "Marks", of: (row: Row) => (row.protectedBecause !== null ? 2 : row.isDefault ? 1 : 0) },
  { id: "created", title: "Created", of: (row: Row) => date(row.createdAt) },
  { id: "updated", title: "Updated", of: (row: Row) => date(row.updatedAt) },
  // The younger first, as with every number.
  { id: "age", title: "Age", of: (row: Row) => (date(row.createdAt) === undefined ? undefined : -(date(row.createdAt) ?? 0)) },
] as const;

export type ColumnId = (typeof COLUMNS)[number]["id"];

type Value = string | number | undefined;

const table = constructTable<typeof features, Row>({
  features,
  data: [],
  getRowId: (row) => row.key,
  columns: COLUMNS.map(({ id, of }): ColumnDef<typeof features, Row, any> => ({
    id,
    accessorFn: of as (row: Row) => Value,
    sortUndefined: "last",
    sortDescFirst: false,
    sortFn: (a, b, column) => compared(a.getValue(column), b.getValue(column)),
  })),
});

function compared(a: Value, b: Value): number {
  return typeof a === "number" && typeof b === "number" ? a - b : compare(String(a), String(b));
}

export interface Order {
  readonly column: ColumnId;
  readonly descending: boolean;
}

/** The rows in an order. The same rows and order give the same array again. */
export function inOrder(rows: readonly Row[], order: Order): readonly Row[] {
  const sorting: SortingState = [{ id: order.column, desc: order.descending }];
  table.setOptions((before) => ({ ...before, data: rows, state: { ...before.state, sorting } }));
  return table.getSortedRowModel().rows.map((row) => row.original);
}
