// What stands in the way, and what lifts it.

import { AlertIcon } from "../view/icons";
import { asControls, IN_USE_TOO } from "../words/controls";
import { sentenceOf } from "../words/problems";
import { counted, shown } from "../words/text";
import { titleOf, type Row } from "../find/row";
import { obstacles, type Review } from "./review";

/** So many are named; the rest is counted. */
const NAMED = 6;

export function ObstaclesView({ review }: { readonly review: Review }) {
  const blocked = review.blocked.value;
  const unread = review.unread.value;
  if (blocked.length === 0 && unread.length === 0) return null;
  const liftable = obstacles(blocked).some(({ liftedBy }) => liftedBy !== null);
  const leaveOut = () => review.leaveOut(new Set([...blocked, ...unread].map(({ row }) => row.key)));
  const all = blocked.length + unread.length;
  return (
    <section class="obstacles" aria-label="What stands in the way">
      <h3><AlertIcon /> {all === 1 ? "Something stands in the way of 1 agent" : `Something stands in the way of ${counted(all, "agent")}`}</h3>
      <ul>
        {obstacles(blocked).map(({ message, liftedBy, rows }) => (
          <li key={message}>
            <strong>{shown(asControls(message))}</strong> {liftedBy === "force" && <>“{IN_USE_TOO}” lifts it. </>}
            <Names rows={rows} />
          </li>
        ))}
        {unread.map(({ row, problem }) => (
          <li key={row.key}><strong>It could not be looked at.</strong> {sentenceOf(problem, row.connection.place)} <Names rows={[row]} /></li>
        )).slice(0, NAMED)}
        {unread.length > NAMED && <li>{counted(unread.length - NAMED, "more agent")} could not be looked at.</li>}
      </ul>
      <div class="obstacle-buttons">
        {liftable && <button type="button" onClick={() => review.choose({ inUse: true })}>{IN_USE_TOO}</button>}
        {unread.length > 0 && <button type="button" onClick={() => void review.look()}>Look again</button>}
        <button type="button" onClick={leaveOut}>{all === 1 ? "Leave it out" : `Leave these ${all} out`}</button>
      </div>
    </section>
  );
}

const Names = ({ rows }: { readonly rows: readonly Row[] }) => (
  <span class="names">
    {rows.slice(0, NAMED).map((row) => <span key={row.key} class="name" title={`${row.connection.name}: ${row.id}`}><bdi>{shown(titleOf(row))}</bdi> <small>{row.connection.name}</small></span>)}
    {rows.length > NAMED && <span class="name">and {rows.length - NAMED} more</span>}
  </span>
);
