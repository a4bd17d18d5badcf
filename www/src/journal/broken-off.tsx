// A deletion that an earlier opening of the page did not see the end of.

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { AlertIcon } from "../view/icons";
import { connections, place, running } from "../view/place";
import { Run } from "../run/run";
import type { RunRecord } from "../run/entry";
import { moment } from "../words/time";
import { counted } from "../words/text";
import * as journal from "./journal";

const brokenOff = signal<readonly RunRecord[]>([]);
/** Put away by the person for this opening. */
const dismissed = signal(false);

export async function findBrokenOff(): Promise<void> {
  const [runs, held] = await Promise.all([journal.runs(), journal.underWay()]);
  brokenOff.value = runs.filter(({ id, endedAt }) => endedAt === null && !held.has(id) && running.peek()?.record.id !== id);
}

export async function openRun(record: RunRecord): Promise<void> {
  const own = running.peek();
  const run = own?.record.id === record.id ? own : Run.from(record, await journal.entriesOf(record.id), connections());
  place.value = { view: "run", run };
}

/** Seen by a person: it is told no more. */
async function settle(record: RunRecord): Promise<void> {
  await openRun(record);
  brokenOff.value = brokenOff.peek().filter(({ id }) => id !== record.id);
}

export function BrokenOff() {
  useEffect(() => void findBrokenOff().catch(() => {}), []);
  const [record] = brokenOff.value;
  if (!record || dismissed.value) return null;
  return (
    <section class="broken-off" role="alert" aria-label="Broken off">
      <AlertIcon />
      <p>
        <strong>A deletion of {counted(record.total, "agent")} was broken off</strong> ({moment(record.startedAt)}). The journal says which had been sent.
        {brokenOff.value.length > 1 && ` So were ${counted(brokenOff.value.length - 1, "other")}.`}
      </p>
      <button type="button" class="primary" onClick={() => void settle(record)}>See what was sent</button>
      <button type="button" class="quiet" onClick={() => (dismissed.value = true)}>Later</button>
    </section>
  );
}
