// What is selected, and the way on. It is always there: nothing moves when something is selected.

import { counted, number, shown as seen } from "../words/text";
import { openReview } from "../view/place";
import { select, selectedElsewhere, selection } from "./agents";
import { titleOf } from "./row";
import { byConnection, NONE } from "./selection";
import { refused } from "./table";

export function SelectionBar() {
  const { size } = selection.value;
  const groups = byConnection(selection.value.values());
  const elsewhere = selectedElsewhere.value;
  const production = [...groups.keys()].filter(({ production }) => production);
  return (
    <section class="bar" aria-label="Selection">
      <div class="bar-text">
        {size === 0 ? (
          <p class="bar-hint">{refused.value ? `“${seen(titleOf(refused.value))}” can’t be selected. ${refused.value.protectedBecause}` : "Nothing is selected. Click rows, or use the arrows, Space and Shift."}</p>
        ) : (
          <p>
            <strong>{counted(size, "agent")} selected</strong>
            {groups.size > 1 && ` on ${counted(groups.size, "connection")}`}
            {elsewhere > 0 && <span class="bar-elsewhere">, {number(elsewhere)} of them not shown by the filters</span>}
            {production.length > 0 && <> <span class="production">production: {production.map(({ name }) => name).join(", ")}</span></>}
            {refused.value && <span class="bar-elsewhere">. “{seen(titleOf(refused.value))}” can’t be selected: {refused.value.protectedBecause}</span>}
          </p>
        )}
      </div>
      <div class="bar-buttons">
        <button type="button" class="quiet" disabled={size === 0} onClick={() => select(() => NONE)}>Clear</button>
        <button type="button" class="primary" disabled={size === 0} onClick={() => openReview(selection.value.values())}>Look at the plan…</button>
      </div>
    </section>
  );
}
