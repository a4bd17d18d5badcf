// Selecting by a pasted list of ids.

import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { isAgentError } from "agent-delete";
import { each } from "../../../cli/plans.js";
import { Dialog } from "../view/dialog";
import { Select } from "../view/select";
import { connections } from "../view/place";
import { announce } from "../view/announce";
import { problemOf } from "../words/problems";
import { counted, shown } from "../words/text";
import { knownAgent, listingOf, select } from "./agents";
import { pastedIds } from "./ids";
import type { Row } from "./row";
import { selectable, withAll } from "./selection";

/** Whether the dialog is open. */
export const pasting = signal(false);

interface Answer {
  readonly found: number;
  readonly duplicates: number;
  readonly refused: readonly string[];
}

export function PasteDialog() {
  const all = connections();
  const [key, setKey] = useState(all[0]?.key ?? "");
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const connection = all.find((one) => one.key === key);
  const close = () => (pasting.value = false);
  const { ids, duplicates } = connection ? pastedIds(text, (id) => knownAgent(connection, id) !== undefined) : { ids: [], duplicates: 0 };

  const find = async () => {
    const listing = connection && listingOf(connection);
    if (!listing || ids.length === 0 || busy) return;
    setBusy(true);
    const found: Row[] = [];
    const refused: string[] = [];
    await each([...ids], Math.min(4, connection.concurrency), async (id) => {
      try {
        // Only what the list does not know is asked for.
        const row = knownAgent(connection, id) ?? listing.add(await connection.client.getAgent(id));
        if (selectable(row)) found.push(row);
        else refused.push(`${shown(id)}: can’t be selected. ${row.protectedBecause}`);
      } catch (error) {
        const missing = isAgentError(error) && error.code === "not-found";
        const { what, words } = problemOf(error, connection.place);
        refused.push(`${shown(id)}: ${missing ? "there is no such agent." : `${what}${words === null ? "" : ` ${words}`}`}`);
      }
    });
    select((before) => withAll(before, found));
    setBusy(false);
    announce(`${counted(found.length, "agent")} selected`);
    if (refused.length === 0 && duplicates === 0) close();
    else setAnswer({ found: found.length, duplicates, refused });
  };

  return (
    <Dialog
      title="Select by ids"
      class="dialog-small"
      onClose={close}
      foot={answer ? <button type="button" class="primary" onClick={close}>Done</button> : (
        <>
          <button type="button" onClick={close}>Cancel</button>
          <button type="button" class="primary" disabled={ids.length === 0 || busy} onClick={() => void find()}>{busy ? "Looking…" : ids.length === 0 ? "Select" : `Select ${counted(ids.length, "agent")}`}</button>
        </>
      )}
    >
      {answer ? (
        <div role="status">
          <p><strong>{counted(answer.found, "agent")} selected.</strong></p>
          {answer.duplicates > 0 && <p>{counted(answer.duplicates, "id was", "ids were")} in the list more than once; each agent is selected once.</p>}
          {answer.refused.length > 0 && (
            <>
              <p>{counted(answer.refused.length, "id was", "ids were")} not selected:</p>
              <ul class="plain-list">{answer.refused.map((line) => <li key={line}>{line}</li>)}</ul>
            </>
          )}
        </div>
      ) : (
        <>
          <Select label="Connection" value={key} choices={all.map((one) => [one.key, `${one.name} (${one.platform.title})`] as const)} onChoose={setKey} />
          <label class="field">
            <span>Ids, parted by commas, spaces or lines</span>
            <textarea rows={7} value={text} onInput={(event) => setText(event.currentTarget.value)} spellcheck={false} autocomplete="off" />
          </label>
          <p class="hint" role="status">
            {ids.length === 0 ? "Nothing yet." : `${counted(ids.length, "id")}${duplicates > 0 ? `, and ${counted(duplicates, "repetition")}` : ""}.`}
          </p>
        </>
      )}
    </Dialog>
  );
}
