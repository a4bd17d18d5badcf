// Search and filters.

import { platforms } from "agent-delete";
import { SearchIcon } from "../view/icons";
import { Select } from "../view/select";
import { counted, number } from "../words/text";
import { ageless, filter, listings, narrow, order, rows, shown } from "./agents";
import { COLUMNS, type ColumnId } from "./columns";
import { EVERYTHING } from "./filter";
import { pasting } from "./paste";

const AGES: readonly (readonly [string, string])[] = [
  ["", "Any age"], ["7", "Older than 7 days"], ["30", "Older than 30 days"], ["90", "Older than 90 days"], ["180", "Older than 180 days"], ["365", "Older than a year"],
];

export function Toolbar() {
  const current = filter.value;
  const present = new Set(listings.value.map(({ connection }) => connection.platform.name));
  // Its card may be out of sight.
  const failed = listings.value.filter(({ state }) => state.value === "failed").length;
  const narrowed = current !== EVERYTHING && Object.values({ ...current, search: current.search || null }).some((value) => value !== null && value !== false);
  return (
    <section class="toolbar" aria-label="Search and filters">
      <label class="search">
        <SearchIcon />
        <span class="unseen">Search names, ids and descriptions</span>
        <input
          type="search"
          placeholder="Search names, ids, descriptions"
          value={current.search}
          onInput={(event) => narrow({ search: event.currentTarget.value })}
          autocomplete="off"
          spellcheck={false}
        />
      </label>
      <div class="filters">
        <Select
          label="Platform" bare
          value={current.platform ?? ""}
          choices={[["", "All platforms"], ...platforms.filter(({ name }) => present.has(name)).map(({ name, title }) => [name, title] as const)]}
          onChoose={(value) => narrow({ platform: value === "" ? null : value })}
        />
        <Select
          label="Status" bare
          value={current.status ?? ""}
          choices={[["", "Any status"], ["active", "Running"], ["inactive", "Stopped"], ["unknown", "Status not told"]]}
          onChoose={(value) => narrow({ status: value === "" ? null : value })}
        />
        <Select
          label="Age" bare
          value={current.olderThan === null ? "" : String(current.olderThan)}
          choices={AGES}
          onChoose={(value) => narrow({ olderThan: value === "" ? null : Number(value) })}
        />
        <span class="sort-small">
          <Select
            label="Sort by" bare
            value={`${order.value.column} ${order.value.descending ? "down" : "up"}`}
            choices={COLUMNS.flatMap(({ id, title }) => [[`${id} up`, `Sort: ${title} ↑`], [`${id} down`, `Sort: ${title} ↓`]] as const)}
            onChoose={(value) => {
              const [column, direction] = value.split(" ");
              order.value = { column: column as ColumnId, descending: direction === "down" };
            }}
          />
        </span>
        <label class="check">
          <input type="checkbox" checked={current.ordinary} onChange={(event) => narrow({ ordinary: event.currentTarget.checked })} />
          <span>Neither default nor protected</span>
        </label>
      </div>
      <p class="matches" role="status">
        {narrowed ? `${number(shown.value.length)} of ${counted(rows.value.length, "agent")} match` : counted(rows.value.length, "agent")}
        {ageless.value > 0 && `; ${number(ageless.value)} left out, for ${ageless.value === 1 ? "its age is" : "their age is"} not told`}
        {failed > 0 && `; ${counted(failed, "connection")} could not be loaded`}
        {narrowed && <> <button type="button" class="link" onClick={() => (filter.value = EVERYTHING)}>Show all</button></>}
      </p>
      <button type="button" onClick={() => (pasting.value = true)}>Select by ids…</button>
    </section>
  );
}
