// @ts-check
// What a command prints: colours, headings, text broken between words, tables, progress bars, and lines that tell how
// far a long step is.

/** Whether lines can be drawn again. */
const live = process.stdout.isTTY === true;

/** Colours, for a terminal whose owner has not turned them off. */
const coloured = live && !process.env.NO_COLOR;

/** @typedef {(text: string) => string} Paint */

/**
 * @param {number} on
 * @param {number} off
 * @returns {Paint}
 */
const code = (on, off) => (text) => (coloured ? `\x1b[${on}m${text}\x1b[${off}m` : text);

export const bold = code(1, 22);
export const dim = code(2, 22);
export const red = code(31, 39);
export const green = code(32, 39);
export const yellow = code(33, 39);
export const cyan = code(36, 39);

/** Lines are no longer than that, and no longer than the terminal is wide. */
export const WIDTH = Math.min(100, process.stdout.columns || 100);

/**
 * A heading, and a sentence or a line of code below it.
 * @param {string} title
 * @param {{ about?: string, code?: string }} [below]
 */
export function heading(title, { about, code } = {}) {
  console.log(`\n${bold(title)}`);
  if (about) paragraph(about);
  if (code) console.log(`  ${cyan(code)}`);
  console.log();
}

/**
 * Text, broken between words.
 * @param {string} text
 * @param {string} [label] Before the first line; the others are indented as far.
 * @param {Paint} [paint] Of the text.
 */
export function paragraph(text, label = "", paint = dim) {
  const indent = " ".repeat(2 + label.length);
  wrap(text, WIDTH - indent.length).forEach((line, index) => {
    console.log(`${index === 0 ? `  ${label}` : indent}${paint(line)}`);
  });
}

/**
 * @param {string} text
 * @param {number} width A longer word has a line of its own.
 */
export function wrap(text, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {"right"} [align]
 * @property {Cut} [cut] Where a line is too long, this column gives way, and this shortens its text.
 *
 * @typedef {string | [text: string, paint: Paint]} Cell
 *
 * @typedef {(text: string, width: number) => string} Cut
 */

/** Keeps the beginning. @type {Cut} */
export const beginning = (text, width) => `${text.slice(0, width - 1)}…`;

/** Keeps the last segments of a path, and its query. @type {Cut} */
export const lastSegments = (text, width) => {
  const rest = text.slice(text.length - width + 1);
  return `…${rest.slice(Math.max(0, rest.indexOf("/")))}`;
};

const INDENT = "  ";
const GAP = "  ";

/**
 * @param {Column[]} columns
 * @param {Cell[][]} rows
 * @param {number} [width] Default: the terminal's.
 * @returns {string[]} The lines: titles, then rows.
 */
export function table(columns, rows, width = WIDTH) {
  const widths = columns.map(({ title }, at) => {
    return Math.max(title.length, ...rows.map((row) => textOf(row[at]).length));
  });
  const full = INDENT.length + widths.reduce((sum, one) => sum + one) + GAP.length * (columns.length - 1);
  const shrinking = columns.findIndex(({ cut }) => cut);
  if (shrinking >= 0 && full > width) {
    widths[shrinking] = Math.max(columns[shrinking].title.length, widths[shrinking] - (full - width));
  }
  /** @param {Cell[]} cells */
  const line = (cells) => {
    return (INDENT + cells.map((cell, at) => fit(cell, columns[at], widths[at])).join(GAP)).trimEnd();
  };
  return [line(columns.map(({ title }) => [title, dim])), ...rows.map(line)];
}

/** @param {Cell} cell */
function textOf(cell) {
  return typeof cell === "string" ? cell : cell[0];
}

/** @param {Cell} cell @param {Column} column @param {number} width */
function fit(cell, { align, cut }, width) {
  const text = textOf(cell);
  const fitting = cut && text.length > width ? cut(text, width) : text;
  const painted = typeof cell === "string" ? fitting : cell[1](fitting);
  const space = " ".repeat(width - fitting.length);
  return align === "right" ? space + painted : painted + space;
}

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

/** How often a long step says that it still works, outside a terminal. */
const PERIOD_SECONDS = 20;

/**
 * A duration for people.
 * @param {number} ms
 */
export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * One step of a list: its name and what is known of it.
 * @param {string} name
 * @param {string} text
 */
export function tell(name, text) {
  console.log(`  ${name.padEnd(14)} ${text}`);
}

/**
 * Announces a long step and keeps telling how far it is until `end` is called.
 * @param {string} name
 * @param {string} text What it does, such as "installing 1.2.3".
 * @param {() => string} [state] What is done so far.
 */
export function progress(name, text, state = () => "") {
  const start = performance.now();
  const line = () => {
    const passed = duration(Math.round((performance.now() - start) / 1000) * 1000);
    return `${text} (${[state(), passed].filter(Boolean).join(", ")})`;
  };
  if (live) process.stdout.write(`  ${name.padEnd(14)} ${text}`);
  else tell(name, text);
  const timer = live
    ? setInterval(() => process.stdout.write(`\r\x1b[2K  ${name.padEnd(14)} ${line()}`), 1000)
    : setInterval(() => tell(name, line()), PERIOD_SECONDS * 1000);
  timer.unref();
  return {
    /** @param {string} result */
    end(result) {
      clearInterval(timer);
      if (live) process.stdout.write("\r\x1b[2K");
      tell(name, `${result} (${duration(performance.now() - start)})`);
    },
  };
}
