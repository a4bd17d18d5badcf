// A platform that asks for patience: the package waits by itself, and the page says so meanwhile.

import { signal, type Signal } from "@preact/signals";

export interface Pause {
  readonly since: number;
  /** Until when, where the platform says so and this page may read it. */
  readonly until: number | null;
}

/** A `fetch` that notices answers with the status 429. */
export function watched(fetch: typeof globalThis.fetch): { fetch: typeof globalThis.fetch; pause: Signal<Pause | null> } {
  const pause = signal<Pause | null>(null);
  return {
    pause,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      const now = Date.now();
      if (response.status === 429) pause.value = { since: now, until: waitOf(response.headers.get("retry-after"), now) };
      else if (pause.peek() !== null && now >= (pause.peek()?.until ?? 0)) pause.value = null;
      return response;
    },
  };
}

/** Seconds or a date. */
export function waitOf(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return now + Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : at;
}
