// All that is known of one agent of a run, with every exchange.

import { titleOf } from "../find/row";
import { Dialog } from "../view/dialog";
import { OUTCOME_WORDS } from "../words/outcomes";
import { moment } from "../words/time";
import { counted, shown } from "../words/text";
import { outcomeOf, stepsOf, type ConnectionRecord, type Entry } from "./entry";
import { sentenceOfEntry } from "./sentence";

interface Props {
  readonly entry: Entry;
  readonly connection: ConnectionRecord | undefined;
  readonly onClose: () => void;
}

export function EntryDialog({ entry, connection, onClose }: Props) {
  const { deletion, error, backup, looked } = entry;
  const outcome = outcomeOf(entry);
  const facts: [string, string | null | undefined][] = [
    ["Outcome", `${OUTCOME_WORDS[outcome].title}. ${OUTCOME_WORDS[outcome].meaning}`],
    ["Connection", connection && `${connection.name}${connection.production ? " (production)" : ""}, ${connection.platform}, ${connection.address}`],
    ["Id", shown(entry.id)],
    ["What happened", sentenceOfEntry(entry, false)],
    ["The platform’s words", error?.backendMessage && shown(error.backendMessage)],
    ["More", deletion?.message && shown(deletion.message)],
    ["Status", error?.status === null || error === null ? null : String(error.status)],
    ["Deleted at", deletion?.deletedAt],
    ["Its id of the exchange", deletion?.requestId ?? error?.requestId],
    ["Backup", backup && `${backup.file}${backup.redacted > 0 ? `, ${counted(backup.redacted, "secret value")} taken out` : ""}${backup.missing.length > 0 ? `, without ${backup.missing.join("; ")}` : ""}`],
    ["Looked again", looked && `${moment(looked.at)}: ${looked.words}`],
  ];
  return (
    <Dialog title={<bdi>{shown(titleOf(entry))}</bdi>} class="dialog-small" onClose={onClose} foot={<button type="button" class="primary" onClick={onClose}>Done</button>}>
      <dl class="facts">
        {facts.map(([term, fact]) => fact && <div key={term}><dt>{term}</dt><dd>{fact}</dd></div>)}
      </dl>
      <h3>Every exchange</h3>
      {stepsOf(entry).length === 0 ? <p class="hint">None is known.</p> : (
        <ol class="steps">
          {stepsOf(entry).map((step, at) => (
            <li key={at}>
              <code>{step.method} {shown(step.path)}</code>
              <span class="hint">{step.status === null ? "no answer" : `answered ${step.status}`} in {Math.round(step.durationMs)} ms{step.attempt > 1 && `, attempt ${step.attempt}`}{step.requestId !== null && `, ${shown(step.requestId)}`}</span>
            </li>
          ))}
        </ol>
      )}
    </Dialog>
  );
}
