// The page, and which of its views is in sight.

import { useEffect, useRef } from "preact/hooks";
import { ConnectDialog, connecting } from "../connections/own";
import { focusTable } from "../find/table";
import { AgentsView } from "../find/view";
import { JournalView } from "../journal/view";
import { ReviewDialog } from "../plan/view";
import { RunView } from "../run/view";
import { sentenceOf } from "../words/problems";
import { Announcer } from "./announce";
import { Header } from "./header";
import { broken, opened, place, review } from "./place";

export function App() {
  const { view } = place.value;
  const before = useRef(view);
  useEffect(() => {
    if (before.current === view) return;
    // Where a person goes on: in the table after a deletion, else at what the view is about.
    if (view === "agents" && before.current === "run") focusTable();
    else document.querySelector<HTMLElement>("[data-heading]")?.focus();
    before.current = view;
  }, [view]);
  return (
    <>
      <Header />
      <Main />
      {review.value && <ReviewDialog key="review" review={review.value} />}
      {connecting.value && <ConnectDialog />}
      <Announcer />
    </>
  );
}

function Main() {
  if (broken.value !== null) return <main class="journal"><h2 data-heading tabIndex={-1}>The console can’t open</h2><p class="problem" role="alert">{sentenceOf(broken.value)}</p></main>;
  if (opened.value === null) return <main class="journal"><p class="loading" role="status">Opening…</p></main>;
  const where = place.value;
  if (where.view === "run") return <RunView key={where.run.record.id} run={where.run} />;
  return where.view === "journal" ? <JournalView /> : <AgentsView />;
}
