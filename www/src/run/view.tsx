// A run as it goes, and afterwards its receipt.

import { useEffect, useRef, useState } from "preact/hooks";
import { PauseNote, useNow } from "../connections/pause-note";
import { saveReceipt } from "../receipt/save";
import { titleOf, type Row } from "../find/row";
import { LongList } from "../view/list";
import { OutcomeIcon } from "../view/icons";
import { NARROW, useMedia } from "../view/media";
import { openReview, place } from "../view/place";
import { OUTCOME_WORDS, titleOfOutcome } from "../words/outcomes";
import { duration, moment } from "../words/time";
import { counted, listed, number, shown } from "../words/text";
import { EntryDialog } from "./entry-dialog";
import { OUTCOMES, outcomeOf, type Entry, type Outcome } from "./entry";
import { timeLeft, type Run } from "./run";
import { sentenceOfEntry } from "./sentence";

export function RunView({ run }: { readonly run: Run }) {
  void run.version.value;
  const narrow = useMedia(NARROW);
  const [only, setOnly] = useState<Outcome | null>(null);
  const [detail, setDetail] = useState<Entry | null>(null);
  const counts = run.counts.value;
  const present = OUTCOMES.filter((outcome) => counts[outcome] > 0);
  const chosen = only !== null && counts[only] > 0 ? only : null;
  const entries = [...run.entries].filter((entry) => chosen === null || outcomeOf(entry) === chosen);
  // What needs a person comes first, and what waits last.
  if (chosen === null) entries.sort((a, b) => RANK[outcomeOf(a)] - RANK[outcomeOf(b)]);
  const names = new Map(run.record.connections.map((one) => [one.key, one]));
  return (
    <main class="run">
      <Head run={run} />
      <div class="outcome-tabs" role="group" aria-label="Outcomes shown">
        <button type="button" class="outcome-tab" aria-pressed={chosen === null} onClick={() => setOnly(null)}>All {number(counts.total)}</button>
        {present.map((outcome) => (
          <button type="button" key={outcome} class="outcome-tab" aria-pressed={chosen === outcome} onClick={() => setOnly(outcome)} title={OUTCOME_WORDS[outcome].meaning}>
            <span class={`word-${outcome}`}><OutcomeIcon outcome={outcome} /></span> {titleOfOutcome(outcome, run.going)} {number(counts[outcome])}
          </button>
        ))}
      </div>
      <LongList
        label="Outcomes"
        class="outcomes"
        items={entries}
        rowHeight={narrow ? 92 : 52}
        keyOf={(entry) => `${entry.connection}\n${entry.id}`}
        row={(entry) => {
          const outcome = outcomeOf(entry);
          const connection = names.get(entry.connection);
          return (
            <div class="outcome-row" data-agent={entry.id} data-outcome={outcome}>
              <span class={`outcome-word word-${outcome}`}><OutcomeIcon outcome={outcome} /> {titleOfOutcome(outcome, run.going)}</span>
              <span class="outcome-agent">
                <span class="outcome-name"><bdi>{shown(titleOf(entry))}</bdi> <small>{connection?.name}{connection?.production && <> <span class="production">production</span></>}</small></span>
                <span class="outcome-sentence">{sentenceOfEntry(entry, run.going)}</span>
              </span>
              <button type="button" class="link" onClick={() => setDetail(entry)} aria-label={`Details of ${shown(titleOf(entry))}`}>Details</button>
            </div>
          );
        }}
      />
      <Foot run={run} />
      {detail && <EntryDialog entry={detail} connection={names.get(detail.connection)} onClose={() => setDetail(null)} />}
    </main>
  );
}

const RANK: Record<Outcome, number> = { failed: 0, unknown: 1, accepted: 2, sent: 3, kept: 4, absent: 5, deleted: 6, waiting: 7 };

function Head({ run }: { readonly run: Run }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [run]);
  const { settled, total } = run.counts.value;
  const phase = run.phase.value;
  const done = phase === "backing-up" ? run.savedBackups.value : settled;
  return (
    <header class="run-head">
      <div class="run-title">
        <h2 ref={heading} tabIndex={-1} data-heading>{titleOfRun(run)}</h2>
        <p class="hint">{listed(run.record.connections.map(({ name, production }) => (production ? `${name} (production)` : name)))}. Begun {moment(run.record.startedAt)}.</p>
      </div>
      {run.going && <Going run={run} />}
      <Bar run={run} />
      {run.going && <p class="unseen"><progress value={done} max={total} aria-label={phase === "backing-up" ? "Backups saved" : "Agents settled"} /></p>}
      {run.record.trouble !== null && <p class="problem" role="alert">It was stopped, and nothing more was begun: {run.record.trouble}</p>}
      {phase === "check-backup" && <CheckBackup run={run} />}
    </header>
  );
}

function titleOfRun(run: Run): string {
  const { total } = run.record;
  const agents = counted(total, "agent");
  switch (run.phase.value) {
    case "backing-up": return `Saving the backups of ${agents}`;
    case "check-backup": return "Is the backup there?";
    case "deleting": return run.cancelling.value ? "Stopping" : `Deleting ${agents}`;
    default: return run.record.endedAt === null ? `Broken off: the receipt of ${agents}` : run.record.cancelledAt !== null ? `Cancelled: the receipt of ${agents}` : `The receipt of ${agents}`;
  }
}

function Going({ run }: { readonly run: Run }) {
  const now = useNow(500);
  const counts = run.counts.value;
  const phase = run.phase.value;
  const left = timeLeft(run, now);
  const begun = counts.total - counts.waiting - counts.kept;
  const pauses = [...run.connections.values()].filter(({ pause }) => pause.value !== null);
  return (
    <div class="going">
      <p class="going-text">
        {phase === "backing-up" && `${number(run.savedBackups.value)} of ${number(counts.total)} saved. Nothing has been deleted.`}
        {phase === "check-backup" && "Nothing has been deleted."}
        {phase === "deleting" && !run.cancelling.value && (
          <>{number(counts.settled)} of {number(counts.total)} settled{left !== null && counts.settled < counts.total && `, about ${duration(left)} left`}. {number(begun)} sent so far.</>
        )}
        {run.cancelling.value && phase === "deleting" && (
          <>Nothing more is begun. {number(begun)} had been sent; {counts.sent === 0 ? "all of them are settled" : `${number(counts.sent)} of them are heard out`}. {number(counts.waiting)} were not begun.</>
        )}
      </p>
      {pauses.map(({ key, name, pause }) => pause.value && <p key={key} class="going-pause" role="status"><PauseNote pause={pause.value} who={name} /></p>)}
      {phase !== "check-backup" && (
        <button type="button" disabled={run.cancelling.value} onClick={() => run.cancel()}>
          {run.cancelling.value ? "Cancelling…" : phase === "deleting" && counts.waiting > 0 ? `Cancel the ${counts.waiting === 1 ? "one" : number(counts.waiting)} not yet sent` : "Cancel"}
        </button>
      )}
    </div>
  );
}

/** A part for each outcome, with a pattern of its own. */
function Bar({ run }: { readonly run: Run }) {
  const counts = run.counts.value;
  return (
    <div class="run-bar" aria-hidden="true">
      {OUTCOMES.map((outcome) => counts[outcome] > 0 && <span key={outcome} class={`bar-part bar-${outcome}`} style={{ flexGrow: counts[outcome] }} />)}
    </div>
  );
}

function CheckBackup({ run }: { readonly run: Run }) {
  const saved = run.savedBackups.value;
  const left = run.counts.value.waiting;
  return (
    <div class="check-backup" role="group" aria-label="Is the backup there?">
      <p><strong>{run.record.backups}</strong> with {counted(saved, "backup")} was handed to your browser’s downloads. A page is not told whether it arrived: please look.</p>
      <div class="confirm-buttons">
        <button type="button" onClick={() => run.saveAgain?.()}>Save it again</button>
        <button type="button" class="primary" onClick={() => run.cancel()}>{left === 1 ? "Stop, and keep it" : "Stop, and keep them"}</button>
        <button type="button" class="danger" onClick={() => run.goOn()}>I have it: delete {counted(left, "agent")}</button>
      </div>
    </div>
  );
}

function Foot({ run }: { readonly run: Run }) {
  const [looking, setLooking] = useState(false);
  void run.version.value;
  const doubtful = run.entries.filter((entry) => ["accepted", "unknown", "sent"].includes(outcomeOf(entry)) && entry.looked?.there !== false);
  const again = run.entries.filter((entry) => ["failed", "kept", "waiting"].includes(outcomeOf(entry)) || entry.looked?.there === true);
  const reachable = (entry: Entry) => run.connections.has(entry.connection);
  const lost = [...doubtful, ...again].some((entry) => !reachable(entry));
  const look = async () => {
    setLooking(true);
    await run.lookAgain(doubtful.filter(reachable));
    setLooking(false);
  };
  if (run.going) return <footer class="bar"><p class="bar-text bar-hint">Leaving this page asks first. The journal keeps what was sent.</p></footer>;
  return (
    <footer class="bar">
      <div class="bar-text">
        {run.record.backups !== null && <p class="hint">Backups: {run.record.backups}</p>}
        {lost && <p class="hint">Some of these connections are not open in this page.</p>}
      </div>
      <div class="bar-buttons">
        <button type="button" onClick={() => saveReceipt(run, "json")}>Receipt as JSON</button>
        <button type="button" onClick={() => saveReceipt(run, "csv")}>Receipt as CSV</button>
        {doubtful.some(reachable) && <button type="button" disabled={looking} onClick={() => void look()}>{looking ? "Looking…" : doubtful.length === 1 ? "Look again at the unknown one" : `Look again at the ${number(doubtful.length)} unknown ones`}</button>}
        {again.some(reachable) && (
          <button type="button" onClick={() => openReview(again.flatMap((entry) => rowOfEntry(run, entry)))}>
            {again.length === 1 ? `Try the ${kind(again)} one again…` : `Try the ${number(again.length)} ${kind(again)} ones again…`}
          </button>
        )}
        <button type="button" class="primary" onClick={() => (place.value = { view: "agents" })}>Back to the agents</button>
      </div>
    </footer>
  );
}

/** Those that failed, or whatever else was not deleted. */
const kind = (entries: readonly Entry[]): string => (entries.every((entry) => outcomeOf(entry) === "failed") ? "failed" : "left-over");

/** For a plan: it looks at the agent anew. */
function rowOfEntry(run: Run, { connection: key, id, name }: Entry): Row[] {
  const connection = run.connections.get(key);
  if (!connection) return [];
  return [{
    key: `${key}\n${id}`, connection, id, name, description: null, status: null, isDefault: false, createdAt: null, updatedAt: null,
    protectedBecause: null, text: "",
  }];
}
