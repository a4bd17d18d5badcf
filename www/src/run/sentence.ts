// What became of an agent, in one sentence.

import { sentenceOf } from "../words/problems";
import { OUTCOME_WORDS } from "../words/outcomes";
import { shown } from "../words/text";
import { outcomeOf, type Entry } from "./entry";

export function sentenceOfEntry(entry: Entry, going: boolean): string {
  const { deletion, error, note, looked } = entry;
  const parts: string[] = [];
  const outcome = outcomeOf(entry);
  if (note !== null) parts.push(note);
  else if (error !== null) parts.push(sentenceOf(error));
  else if (deletion?.outcome === "deleted") parts.push(deletion.verified ? "The platform proved it, and a look afterwards did not find it." : OUTCOME_WORDS.deleted.meaning);
  else if (deletion !== null) parts.push(OUTCOME_WORDS[outcome].meaning);
  else if (outcome === "sent") parts.push(going ? "Under way…" : OUTCOME_WORDS.sent.meaning);
  else if (outcome === "waiting") parts.push(going ? "Its turn comes." : OUTCOME_WORDS.waiting.meaning);
  if (outcome === "unknown" && error !== null) parts.push("It may be gone all the same: look again.");
  // The platform's words and behind them the package's, or only the package's: so nobody in particular says it.
  if (deletion?.message && outcome !== "deleted") parts.push(`More: ${shown(deletion.message)}`);
  if (looked !== null) parts.push(`Looked again: ${looked.words}`);
  return parts.join(" ");
}
