// @ts-check
// A progress bar: one line that is redrawn on a terminal, a few lines elsewhere.

import { dim, green } from "./paint.mjs";

const CELLS = 30;

/** How many lines tell of the progress where a line cannot be redrawn. */
const LINES = 4;

/**
 * @param {Pick<NodeJS.WriteStream, "isTTY" | "write">} [stream]
 */
export function progressBar(stream = process.stdout) {
  let quarter = 0;
  return {
    /**
     * @param {number} done
     * @param {number} total
     * @param {string} text What is known so far.
     */
    show(done, total, text) {
      const share = total === 0 ? 1 : done / total;
      if (stream.isTTY) stream.write(`\r\x1b[2K${line(share, done, total, text)}`);
      else if (Math.floor(share * LINES) > quarter) {
        quarter = Math.floor(share * LINES);
        stream.write(`${line(share, done, total, text)}\n`);
      }
    },
    end() {
      if (stream.isTTY) stream.write("\n");
    },
  };
}

/** @param {number} share @param {number} done @param {number} total @param {string} text */
function line(share, done, total, text) {
  const full = Math.round(share * CELLS);
  const count = String(done).padStart(String(total).length);
  return `  ${green("█".repeat(full))}${dim("░".repeat(CELLS - full))}  ${count} of ${total}  ${dim(text)}`;
}
