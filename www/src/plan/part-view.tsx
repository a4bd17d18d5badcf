// The plan of one connection: what goes, what stays, and the requests that would be sent.

import { LongList } from "../view/list";
import { PauseNote } from "../connections/pause-note";
import { asControls } from "../words/controls";
import { sentenceOf } from "../words/problems";
import { counted, number, shown } from "../words/text";
import { titleOf } from "../find/row";
import type { Part, Planned } from "./review";

export function PartView({ part }: { readonly part: Part }) {
  const { connection, state } = part;
  const pause = connection.pause.value;
  return (
    <section class="part" aria-label={`Plan for ${connection.name}`}>
      <h3>
        {connection.name} <span class="part-platform">{connection.platform.title}</span>
        {connection.production && <> <span class="production">production</span></>}
      </h3>
      {state === "looking" && (
        <p role="status" class="loading">{pause ? <PauseNote pause={pause} /> : `Looking: ${number(part.looked)} of ${counted(part.total, "agent")}…`}</p>
      )}
      {state === "failed" && <p class="problem" role="alert">{sentenceOf(part.problem, connection.place)}</p>}
      {state === "done" && <Done part={part} />}
    </section>
  );
}

function Done({ part: { planned, destroys, keeps } }: { readonly part: Part }) {
  const goes = planned.filter(({ state }) => state === "goes");
  const undecided = goes.filter(({ undecided }) => undecided).length;
  const tramples = goes.flatMap(({ row, blockers }) => blockers.filter(({ overridden }) => overridden).map(({ message }) => ({ row, message })));
  const requests = goes.flatMap(({ row, requests }) => requests.map((request, at) => ({ ...request, key: `${row.key} ${at}` })));
  return (
    <>
      <p class="part-count">
        <strong>{counted(goes.length, "agent")}</strong> would be deleted
        {goes.length < planned.length && `, ${number(planned.length - goes.length)} would not`}.
        {undecided > 0 && <span class="hint"> {undecidedWords(undecided, goes.length)}</span>}
      </p>
      {tramples.length > 0 && (
        <ul class="tramples">{tramples.slice(0, 8).map(({ row, message }) => <li key={row.key}><bdi>{shown(titleOf(row))}</bdi>: {shown(asControls(message))}</li>)}{tramples.length > 8 && <li>and {tramples.length - 8} more that are in use or default</li>}</ul>
      )}
      <div class="fate">
        <Fate title="Destroyed" kind="destroys" lines={destroys} />
        <Fate title="Kept on the platform" kind="keeps" lines={keeps} />
      </div>
      <details>
        <summary>{counted(planned.length, "agent")}</summary>
        <LongList label="Agents" items={planned} rowHeight={30} keyOf={({ row }) => row.key} row={(one) => <PlannedLine planned={one} />} />
      </details>
      {requests.length > 0 && (
        <details>
          <summary>{counted(requests.length, "request")} that would change something</summary>
          <LongList label="Requests" class="requests" items={requests} rowHeight={24} keyOf={({ key }) => key} row={({ method, path }) => <code>{method} {shown(path)}</code>} />
        </details>
      )}
    </>
  );
}

function undecidedWords(undecided: number, all: number): string {
  const whom = undecided === 1 ? "it" : "them";
  const tells = `Only the platform’s answer will tell whether it lets ${whom} go.`;
  return undecided === all ? tells : `${number(undecided)} of these: ${tells.toLowerCase()}`;
}

const Fate = ({ title, kind, lines }: { readonly title: string; readonly kind: string; readonly lines: readonly string[] }) =>
  lines.length === 0 ? null : (
    <div class={kind}>
      <h4>{title}</h4>
      <ul>{lines.map((line) => <li key={line}>{shown(asControls(line))}</li>)}</ul>
    </div>
  );

const PlannedLine = ({ planned: { row, state } }: { readonly planned: Planned }) => (
  <span class="planned-line">
    <bdi>{shown(titleOf(row))}</bdi> <code>{shown(row.id)}</code>
    {state !== "goes" && <span class="planned-state">{state === "blocked" ? "blocked" : "not looked at"}</span>}
  </span>
);
