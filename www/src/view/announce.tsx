// What a screen reader is told of that happens elsewhere on the page.

import { signal } from "@preact/signals";

const said = signal("");

export function announce(text: string): void {
  // The same sentence twice would be silent the second time.
  said.value = said.peek() === text ? `${text}\u00a0` : text;
}

export const Announcer = () => <div class="unseen" role="status" aria-live="polite">{said.value}</div>;
