// What went wrong, in a sentence for a person who has this page before them.

import { isAgentError, type AgentErrorFields, type ErrorCode } from "agent-delete";
import type { Address } from "../connections/address";
import { shown } from "./text";
import { asControls } from "./controls";

export interface Problem {
  /** What happened. */
  readonly what: string;
  /** The platform's own words, where it said any. */
  readonly words: string | null;
}

const SENTENCES: Record<ErrorCode, string> = {
  "invalid-input": "This can't be asked of the platform.",
  unauthenticated: "The credential is missing, wrong or expired.",
  forbidden: "The credential is good, but this is not allowed to it.",
  "not-found": "The platform says that this agent is not there.",
  conflict: "The agent is in use, or somebody else changed it meanwhile.",
  protected: "A default or system agent: the platform does not delete it.",
  "invalid-request": "The platform refused the request.",
  "rate-limited": "The platform asked for a longer wait than this page waits by itself.",
  refused: "The platform answered that it did not delete it.",
  "backend-failure": "The platform failed.",
  "wrong-endpoint": "The answer does not come from this platform's API: look at the base URL.",
  "unexpected-response": "The platform's answer proves nothing.",
  timeout: "No answer came in time.",
  network:
    "No answer came: the connection failed, or the platform does not let this page read it. A page of another origin needs the platform's leave (CORS).",
  aborted: "Cancelled.",
  cancelled: "Not begun.",
  "backup-failed": "Its backup could not be taken, so it was not deleted.",
  "confirm-failed": "It is no longer what the plan has shown, so it was not deleted.",
};

/** What is kept of an error: no cause, which may hold anything. */
export type Failure = Pick<AgentErrorFields, "code" | "backendMessage" | "outcomeUnknown" | "status" | "requestId" | "steps" | "message">;

/** @param place Of the connection that it came by. */
export function problemOf(error: unknown, place?: Address): Problem {
  if (isAgentError(error) || isFailure(error)) {
    // Of what only reads, every failure leaves nothing open; of a deletion, this one was proved not to have been sent.
    const changing = error.steps.some(({ method }) => method !== "GET");
    if (error.code === "network" && changing && !error.outcomeUnknown) return { what: "Nothing was sent: the platform can’t be reached.", words: null };
    // The package's own sentence says more where no platform has spoken.
    const own = error.code === "invalid-input" ? withoutPlatform(error.message) : null;
    const words = own ?? error.backendMessage;
    return { what: SENTENCES[error.code] ?? "It failed.", words: words === null ? null : shown(asControls(place ? place.in(words) : words)) };
  }
  return { what: shown(error instanceof Error ? error.message : String(error)), words: null };
}

/** In one line. */
export function sentenceOf(error: unknown, place?: Address): string {
  const { what, words } = problemOf(error, place);
  return words === null ? what : `${what} It says: ${words}`;
}

const isFailure = (error: unknown): error is Failure =>
  typeof error === "object" && error !== null && "code" in error && String(error.code) in SENTENCES;

/** "eliza, agent X: the reason" without what the page shows anyway. */
const withoutPlatform = (message: string): string => message.slice(message.indexOf(": ") + 1).trim();
