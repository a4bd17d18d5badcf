// The table of agents: a grid of which only what is in sight is in the page. One row is in the tab order; the arrows move it.

import { computed, signal } from "@preact/signals";
import { memo } from "preact/compat";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { announce } from "../view/announce";
import { ChevronIcon, LockIcon, StarIcon } from "../view/icons";
import { NARROW, useMedia } from "../view/media";
import { useVirtual } from "../view/virtual";
import { age, day } from "../words/time";
import { counted, shown as seen } from "../words/text";
import { listings, order, rows, select, selection, shown } from "./agents";
import { COLUMNS, type ColumnId } from "./columns";
import { titleOf, type Row } from "./row";
import { between, extent, selectable, toggled, withAll, without } from "./selection";

/** Of what the table shows. */
const chosenExtent = computed(() => extent(selection.value, shown.value));
const possibleCount = computed(() => shown.value.filter(selectable).length);

/** The row in the tab order. */
const focused = signal<string | null>(null);
/** Where a range begins. */
let anchor: string | null = null;

export function Table() {
  const scroller = useRef<HTMLDivElement>(null);
  const wanted = useRef<number | null>(null);
  const narrow = useMedia(NARROW);
  const head = narrow ? 36 : 34;
  const all = shown.value;
  const virtual = useVirtual({ count: all.length, rowHeight: narrow ? 64 : 38, scroller, above: head });
  const items = virtual.getVirtualItems();
  const stop = all.findIndex(({ key }) => key === focused.value);
  // Where the focused row is out of sight, the first in sight takes its place in the tab order.
  const tabStop = stop >= 0 && items.some(({ index }) => index === stop) ? stop : (items.find(({ start }) => start >= (virtual.scrollOffset ?? 0))?.index ?? 0);

  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  const goTo = (index: number) => {
    const row = all[Math.max(0, Math.min(all.length - 1, index))];
    if (!row) return undefined;
    focused.value = row.key;
    wanted.current = all.indexOf(row);
    virtual.scrollToIndex(wanted.current, { align: "auto" });
    // Where it is in sight already nothing is drawn anew.
    const there = scroller.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    if (there) {
      wanted.current = null;
      there.focus({ preventScroll: true });
    }
    return row;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a") {
      event.preventDefault();
      selectAll(all);
      return;
    }
    const at = Number((event.target as HTMLElement).closest<HTMLElement>("[data-index]")?.dataset.index ?? Number.NaN);
    const row = all[at];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / virtual.options.estimateSize(0)) - 2);
    const move = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: all.length - 1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      anchor ??= row.key;
      const next = goTo(move);
      if (event.shiftKey && next) extend(all, next);
      else anchor = next?.key ?? null;
    } else if (event.key === " ") {
      event.preventDefault();
      if (event.shiftKey) extend(all, row);
      else toggle(row);
    }
  };

  return (
    <div
      class="grid"
      role="grid"
      aria-label="Agents"
      aria-rowcount={all.length + 1}
      aria-colcount={COLUMNS.length + 1}
      aria-multiselectable="true"
      ref={scroller}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" class="grid-head">
        <div role="row" aria-rowindex={1} class="grid-row">
          <SelectAll all={all} />
          {COLUMNS.map(({ id, title }) => <Head key={id} id={id} title={title} />)}
        </div>
      </div>
      <div role="rowgroup" class="grid-body" style={{ height: `${virtual.getTotalSize()}px` }}>
        {items.map(({ index, start, size }) => {
          const row = all[index];
          return row && (
            <Line
              key={row.key}
              row={row}
              index={index}
              top={start - head}
              height={size}
              selected={selection.value.has(row.key)}
              tabStop={index === tabStop}
              all={all}
            />
          );
        })}
      </div>
      {all.length === 0 && <Empty />}
    </div>
  );
}

interface LineProps {
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly selected: boolean;
  readonly tabStop: boolean;
  readonly all: readonly Row[];
}

/** Drawn anew only where something of it has changed: while scrolling most of them stay as they are. */
const Line = memo(function Line({ row, index, top, height, selected, tabStop, all }: LineProps) {
  const locked = row.protectedBecause;
  const { connection } = row;
  const description = row.description === null ? "" : `\n${seen(row.description)}`;
  return (
    <div
      role="row"
      class={`grid-row${selected ? " selected" : ""}${locked === null ? "" : " locked"}`}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-disabled={locked === null ? undefined : true}
      data-index={index}
      data-agent={row.id}
      tabIndex={tabStop ? 0 : -1}
      style={{ height: `${height}px`, transform: `translateY(${top}px)` }}
      onFocus={() => (focused.value = row.key)}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onClick={(event) => {
        // Who marks a text to copy it selects no agent.
        if (!event.shiftKey && (getSelection()?.toString() ?? "") !== "") return;
        event.currentTarget.focus({ preventScroll: true });
        if (event.shiftKey) extend(all, row);
        else toggle(row);
      }}
    >
      <div role="gridcell" class="cell-check" aria-colindex={1}>{locked === null ? <span class={`box${selected ? " box-on" : ""}`} /> : <LockIcon />}</div>
      <div role="gridcell" class="cell-name" aria-colindex={2} title={`${seen(titleOf(row))}${description}`}><bdi>{seen(titleOf(row))}</bdi></div>
      <div role="gridcell" class="cell-id" aria-colindex={3} title={seen(row.id)}><code>{seen(row.id)}</code></div>
      <div role="gridcell" class="cell-platform" aria-colindex={4} title={connection.platform.title}>
        <span class="cell-connection">{connection.name}</span>
        {connection.production && <span class="production">production</span>}
        <span class="cell-title">{connection.platform.title}</span>
      </div>
      <div role="gridcell" class="cell-status" aria-colindex={5}>{row.status === null ? <Untold /> : <span class={`status status-${row.status}`}>{row.status === "active" ? "Running" : "Stopped"}</span>}</div>
      <div role="gridcell" class="cell-marks" aria-colindex={6}>
        {row.isDefault && <span class="mark"><StarIcon /> Default</span>}
        {locked !== null && <span class="mark mark-locked" title={locked}><LockIcon /> Protected<span class="unseen">: {locked}</span></span>}
      </div>
      <div role="gridcell" class="cell-created" aria-colindex={7} title={row.createdAt ?? undefined}>{day(row.createdAt) ?? <Untold />}</div>
      <div role="gridcell" class="cell-updated" aria-colindex={8} title={row.updatedAt ?? undefined}>{day(row.updatedAt) ?? <Untold />}</div>
      <div role="gridcell" class="cell-age" aria-colindex={9}>{age(row.createdAt) ?? <Untold />}</div>
    </div>
  );
});

const Untold = () => <span class="untold"><span aria-hidden="true">–</span><span class="unseen">not told</span></span>;

function SelectAll({ all }: { readonly all: readonly Row[] }) {
  const box = useRef<HTMLInputElement>(null);
  const state = chosenExtent.value;
  const possible = possibleCount.value;
  useEffect(() => {
    if (box.current) box.current.indeterminate = state === "some";
  }, [state]);
  return (
    <div role="columnheader" class="cell-check" aria-colindex={1}>
      <input
        type="checkbox"
        ref={box}
        checked={state === "all"}
        disabled={possible === 0}
        aria-label={`Select all ${possible.toLocaleString("en")} that match`}
        title={`Select all ${possible.toLocaleString("en")} that match`}
        onChange={() => (state === "all" ? select((before) => without(before, all.map(({ key }) => key))) : selectAll(all))}
      />
    </div>
  );
}

function Head({ id, title }: { readonly id: ColumnId; readonly title: string }) {
  const current = order.value.column === id;
  const { descending } = order.value;
  return (
    <div role="columnheader" class={`cell-${id}`} aria-sort={current ? (descending ? "descending" : "ascending") : undefined}>
      <button type="button" class={`head${current ? ` head-${descending ? "down" : "up"}` : ""}`} onClick={() => (order.value = { column: id, descending: current && !descending })}>
        {title}{current && <ChevronIcon />}
      </button>
    </div>
  );
}

function Empty() {
  const loading = listings.value.some(({ state }) => state.value === "loading");
  const text = loading && rows.value.length === 0 ? "The agents are being listed…" : rows.value.length === 0 ? "No agents." : "No agent matches.";
  return <div class="empty" role="row"><div role="gridcell">{text}</div></div>;
}

function toggle(row: Row): void {
  anchor = row.key;
  if (row.protectedBecause !== null) {
    announce(`${titleOf(row)} can't be selected. ${row.protectedBecause}`);
    refused.value = row;
    return;
  }
  refused.value = null;
  select((before) => toggled(before, row));
}

function extend(all: readonly Row[], to: Row): void {
  refused.value = null;
  const range = between(all, anchor ?? to.key, to.key);
  select((before) => withAll(before, range));
  announce(`${counted(selection.value.size, "agent")} selected`);
}

export function selectAll(all: readonly Row[]): void {
  refused.value = null;
  select((before) => withAll(before, all));
  announce(`${counted(selection.value.size, "agent")} selected`);
}

/** The protected agent that a person tried to select. */
export const refused = signal<Row | null>(null);

/** Puts the focus on the table, as after a deletion. */
export function focusTable(frames = 10): void {
  const row = document.querySelector<HTMLElement>('.grid-body [tabindex="0"]');
  // The rows are drawn only once the table knows how high it is.
  if (row === null && frames > 0) requestAnimationFrame(() => focusTable(frames - 1));
  else (row ?? document.querySelector<HTMLElement>(".grid-head button"))?.focus();
}
