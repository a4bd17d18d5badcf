// The runs that this browser has a journal of.

import { useEffect, useState } from "preact/hooks";
import { counted, listed, shown } from "../words/text";
import { moment } from "../words/time";
import { sentenceOf } from "../words/problems";
import type { RunRecord } from "../run/entry";
import * as journal from "./journal";
import { openRun } from "./broken-off";

export function JournalView() {
  const [runs, setRuns] = useState<readonly RunRecord[] | null>(null);
  const [held, setHeld] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<string | null>(null);
  const load = () => Promise.all([journal.runs().then(setRuns), journal.underWay().then(setHeld)]).catch((error) => setProblem(sentenceOf(error)));
  useEffect(() => void load(), []);
  const forget = async (run: RunRecord) => {
    await journal.forget(run.id).catch((error) => setProblem(sentenceOf(error)));
    await load();
    document.querySelector<HTMLElement>("[data-heading]")?.focus();
  };
  return (
    <main class="journal">
      <h2 tabIndex={-1} data-heading>Journal</h2>
      <p class="hint">Of each deletion, a line before it was sent and one after. It is kept in this browser only, and holds no credential.</p>
      {problem !== null && <p class="problem" role="alert">The journal can’t be read: {problem}</p>}
      {runs?.length === 0 && <p>Nothing has been deleted from this page yet.</p>}
      <ul class="runs">
        {(runs ?? []).map((run) => {
          const going = held.has(run.id);
          const state = run.endedAt !== null ? (run.cancelledAt !== null ? "cancelled" : run.trouble !== null ? "stopped" : "finished") : going ? "under way" : "broken off";
          const name = `${moment(run.startedAt)}, ${counted(run.total, "agent")}`;
          return (
            <li key={run.id} class={`run-line run-${state.replace(" ", "-")}`}>
              <span class="run-when">{moment(run.startedAt)}</span>
              <span class="run-what">{counted(run.total, "agent")} on {listed(run.connections.map(({ name, production }) => `${shown(name)}${production ? " (production)" : ""}`))}</span>
              <span class="run-state">{state}</span>
              <span class="run-buttons">
                <button type="button" onClick={() => void openRun(run)} aria-label={`Receipt of ${name}`}>Receipt</button>
                <button type="button" class="quiet" disabled={going} onClick={() => void forget(run)} aria-label={`Forget ${name}`}>Forget</button>
              </span>
            </li>
          );
        })}
      </ul>
    </main>
  );
}
