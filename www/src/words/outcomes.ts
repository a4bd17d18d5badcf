// The outcomes, in words: what was proved, and no more.

import type { Outcome } from "../run/entry";

export const OUTCOME_WORDS: Record<Outcome, { readonly title: string; readonly meaning: string }> = {
  deleted: { title: "Deleted", meaning: "The platform proved it." },
  accepted: { title: "Accepted, not yet gone", meaning: "The platform took the request. Whether the agent is gone is not known yet: look again." },
  absent: { title: "No longer there", meaning: "It was gone already, or this run has deleted it: a browser may send a request again when its connection breaks." },
  unknown: { title: "May be gone", meaning: "The request may have taken effect, but nothing proves it: look again." },
  sent: { title: "Sent, no answer seen", meaning: "A deletion was begun, and what came of it was not seen: look again." },
  failed: { title: "Not deleted", meaning: "The platform refused or failed, and the agent was not deleted." },
  kept: { title: "Kept", meaning: "Nothing was sent to delete it." },
  waiting: { title: "Not begun", meaning: "Its turn had not come, so nothing was sent." },
};

/** While a run goes on, what has no result yet is on its way. */
export const titleOfOutcome = (outcome: Outcome, going: boolean): string =>
  going && outcome === "sent" ? "Under way" : going && outcome === "waiting" ? "Waiting" : OUTCOME_WORDS[outcome].title;
