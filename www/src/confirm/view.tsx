// The confirmation: something has to be typed, and no key but a press on the button itself deletes anything.

import { useId, useState } from "preact/hooks";
import { chosenFolder, zipFile, type BackupPlace } from "../backup/place";
import { Run } from "../run/run";
import { start } from "../run/start";
import { closeReview } from "../view/place";
import type { Review } from "../plan/review";
import { counted, listed, number, shown } from "../words/text";
import { titleOf } from "../find/row";
import { isTyped, toType } from "./typed";

export function Confirm({ review, onBusy }: { readonly review: Review; readonly onBusy: (busy: boolean) => void }) {
  const rows = review.rows.value;
  const wanted = toType(rows);
  const [typed, setTyped] = useState("");
  const [names, setNames] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const state = useId();
  const missing = [
    ...(isTyped(typed, wanted) ? [] : [`“${shown(wanted)}”`]),
    ...review.production.value.filter(({ key, name }) => !isTyped(names[key] ?? "", name)).map(({ name }) => `“${name}”`),
  ];
  const waits = review.looking.value
    ? "The agents are being looked at…"
    : !review.clear.value
      ? obstacle(review)
      : missing.length > 0 ? `Type ${listed(missing)} to switch the button on.` : null;
  const ready = waits === null && !busy;
  const [only] = rows;

  const go = async () => {
    if (!ready) return;
    setBusy(true);
    onBusy(true);
    setProblem(null);
    const options = review.options.peek();
    let place: BackupPlace | null = null;
    try {
      if (options.backup === "folder") place = await chosenFolder(Date.now());
      if (options.backup === "zip") place = zipFile(Date.now());
    } catch (error) {
      setBusy(false);
      onBusy(false);
      const none = error instanceof DOMException && error.name === "AbortError";
      setProblem(none ? "No folder was chosen. Nothing was deleted." : `The folder can’t be used: ${error instanceof Error ? error.message : String(error)} Nothing was deleted.`);
      return;
    }
    const run = Run.of(review.goes.peek(), options, place);
    closeReview();
    start(run);
  };

  return (
    <div class="confirm">
      <div class="confirm-fields">
        <label class="field">
          <span>{rows.length === 1 ? <>Type the agent’s name: <b><bdi>{shown(wanted)}</bdi></b></> : <>Type how many agents: <b>{wanted}</b></>}</span>
          <input value={typed} onInput={(event) => setTyped(event.currentTarget.value)} autocomplete="off" spellcheck={false} autocapitalize="off" aria-describedby={state} {...(rows.length > 1 && { inputMode: "numeric" as const })} />
        </label>
        {review.production.value.map(({ key, name }) => (
          <label class="field" key={key}>
            <span>Type the production connection’s name: <b>{name}</b></span>
            <input value={names[key] ?? ""} onInput={(event) => setNames({ ...names, [key]: event.currentTarget.value })} autocomplete="off" spellcheck={false} autocapitalize="off" aria-describedby={state} />
          </label>
        ))}
      </div>
      <div class="confirm-end">
        <p class={problem === null ? "hint" : "problem"} id={state} role="status">{problem ?? waits ?? "This can’t be undone."}</p>
        <div class="confirm-buttons">
          <button type="button" class="primary" onClick={closeReview} disabled={busy}>{rows.length === 1 ? "Keep it" : "Keep them"}</button>
          <button type="button" class="danger" disabled={!ready} onClick={() => void go()}>
            {rows.length === 1 && only ? <>Delete <bdi>{short(shown(titleOf(only)))}</bdi></> : `Delete ${counted(rows.length, "agent")}`}
          </button>
        </div>
      </div>
    </div>
  );
}

function obstacle(review: Review): string {
  const blocked = review.blocked.value.length + review.unread.value.length;
  const failed = review.failed.value;
  if (failed.length > 0) return `${listed(failed.map(({ connection }) => connection.name))} could not be looked at.`;
  if (blocked > 0) return `Something stands in the way of ${number(blocked)}: lift it, or leave ${blocked === 1 ? "it" : "them"} out.`;
  return "There is nothing to delete.";
}

const short = (text: string): string => (text.length > 28 ? `${text.slice(0, 27)}…` : text);
