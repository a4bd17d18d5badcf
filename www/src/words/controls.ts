// The package speaks of its options; who looks at this page sees boxes and buttons.

import { counted } from "./text";

/** What the boxes are called. */
export const IN_USE_TOO = "Delete agents in use, too";
export const THREADS_TOO = "Delete their threads first";

/** A sentence of the package's, in this page's words. */
export const asControls = (text: string): string =>
  text
    .replaceAll('(cascade: ["threads"] deletes them first)', `(“${THREADS_TOO}” takes them along)`)
    .replaceAll('cascade: ["threads"]', `“${THREADS_TOO}”`)
    .replaceAll("with force, ", `with “${IN_USE_TOO}”, `)
    .replaceAll("which force ends", `which “${IN_USE_TOO}” ends`)
    .replaceAll("force: true", `“${IN_USE_TOO}”`)
    .replaceAll("Pass “", "Tick “")
    .replace(/\b(\d+) (\w+)\(s\)/g, (_, count: string, noun: string) => counted(Number(count), noun));
