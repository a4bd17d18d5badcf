// Starts a run, and keeps the page from being left in the middle of it unasked.

import { effect } from "@preact/signals";
import { listingOf } from "../find/agents";
import { rowKey } from "../find/row";
import { place, running } from "../view/place";
import { announce } from "../view/announce";
import { OUTCOME_WORDS } from "../words/outcomes";
import { counted, listed, number } from "../words/text";
import { OUTCOMES, outcomeOf } from "./entry";
import type { Run } from "./run";

export function start(run: Run): void {
  running.value = run;
  place.value = { view: "run", run };
  const told = tell(run);
  addEventListener("beforeunload", askFirst);
  void run.carryOut().finally(() => {
    removeEventListener("beforeunload", askFirst);
    told();
    running.value = null;
    forgetGone(run);
    announce(`${run.cancelling.peek() ? "Cancelled" : "Finished"}: ${summary(run)}.`);
  });
}

const askFirst = (event: BeforeUnloadEvent) => event.preventDefault();

/** "12 deleted, 1 not deleted". */
export function summary(run: Run): string {
  const counts = run.counts.value;
  return listed(OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => `${number(counts[outcome])} ${OUTCOME_WORDS[outcome].title.toLowerCase()}`)) || "nothing";
}

/** Every tenth part is told to who listens, and not every agent. */
function tell(run: Run): () => void {
  let tenths = 0;
  return effect(() => {
    const { settled, total } = run.counts.value;
    const now = Math.floor((settled / Math.max(1, total)) * 10);
    if (now > tenths && run.phase.value === "deleting" && settled < total) announce(`${number(settled)} of ${counted(total, "agent")} settled`);
    tenths = now;
  });
}

/** What is gone is taken out of the table, and what may be is listed anew. */
function forgetGone(run: Run): void {
  for (const connection of run.connections.values()) {
    const own = run.entries.filter(({ connection: key }) => key === connection.key);
    const gone = own.filter((entry) => ["deleted", "absent"].includes(outcomeOf(entry)));
    const listing = listingOf(connection);
    listing?.remove(new Set(gone.map(({ id }) => rowKey(connection, id))));
    if (own.some((entry) => ["accepted", "unknown", "sent"].includes(outcomeOf(entry))) && listing?.state.peek() === "done") void listing.load();
  }
}
