// Where in the page a person is.

import { signal } from "@preact/signals";
import type { Connection } from "../connections/connection";
import type { Opened } from "../connections/load";
import type { Row } from "../find/row";
import { Review } from "../plan/review";
import { Run } from "../run/run";

export type Place = { readonly view: "agents" } | { readonly view: "run"; readonly run: Run } | { readonly view: "journal" };

export const opened = signal<Opened | null>(null);
/** Why the page can't open. */
export const broken = signal<unknown>(null);
export const place = signal<Place>({ view: "agents" });
/** The plan in sight. */
export const review = signal<Review | null>(null);
/** The run that goes on, wherever the person looks. */
export const running = signal<Run | null>(null);

export const connections = (): readonly Connection[] => opened.peek()?.connections ?? [];

export function openReview(rows: Iterable<Row>): void {
  review.peek()?.close();
  review.value = new Review(rows);
}

export function closeReview(): void {
  review.peek()?.close();
  review.value = null;
}
