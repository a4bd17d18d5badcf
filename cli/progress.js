// @ts-check
// How far a long step is: a bar with what is known so far and the time left. Drawn on a terminal only.

import { SingleBar } from "cli-progress";
import stringWidth from "string-width";
import { cut } from "./table.js";
import { shown } from "./text.js";

/** @import { Output } from "./output.js" */

const NARROW = 80;
/** Where it, or what stands in its place, begins. */
const HEAD = 11;
const GAP = 2;

/**
 * @param {Output} out
 * @param {string} what "Deleting"
 * @param {number} total
 */
export function progress(out, what, total) {
  const stream = out.live;
  if (!stream || total < 2) return { add() {}, end() {} };
  const { cyan, dim } = out.paint;
  const bar = new SingleBar({
    stream,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
    gracefulExit: false,
    etaAsynchronousUpdate: true,
    format: (_, { value, progress: share, eta }) => {
      const text = [`${value}/${total}`, timeLeft(eta), tally(counts)].filter((part) => part !== "").join("  ");
      // Where there is no room for both, the numbers are of more use than the bar.
      const wanted = out.width() < NARROW ? 10 : 24;
      const size = HEAD + wanted + GAP + stringWidth(text) < out.width() ? wanted : 0;
      const full = Math.round(size * share);
      const bar = size === 0 ? "" : `${cyan("█".repeat(full))}${dim("░".repeat(size - full))}${" ".repeat(GAP)}`;
      return `${what.padEnd(HEAD)}${bar}${cut(text, out.width() - HEAD - 1)}`;
    },
  });
  /** @type {Map<string, number>} */
  const counts = new Map();
  bar.start(total, 0);
  return {
    /** @param {string} [outcome] */
    add(outcome) {
      if (outcome !== undefined) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      bar.increment();
    },
    end() {
      bar.stop();
    },
  };
}

/** `498 deleted, 2 failed` @param {Iterable<[string, number]>} counts */
export const tally = (counts) => [...counts].map(([name, count]) => `${count} ${shown(name)}`).join(", ");

/** @param {string | number} eta Seconds, or a word where they are not known. */
function timeLeft(eta) {
  const seconds = Number(eta);
  if (!Number.isFinite(seconds) || seconds <= 0) return "";
  return seconds < 90 ? `${seconds} s left` : `${Math.round(seconds / 60)} min left`;
}
