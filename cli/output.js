// @ts-check
// The two streams. Results go to standard output and nothing else does; what is said to a person goes to standard error.
// Every text is folded on its way out, and only then painted, so that no name can paint itself.

import picocolors from "picocolors";
import stringWidth from "string-width";
import { FAILED } from "./exit-codes.js";
import { jsonLine, messageOf, shown } from "./text.js";

/** @typedef {(text: string) => string} Paint */
/**
 * A text, and how it is painted. A `whole` one, a path or a command, is never broken: it is copied from the terminal.
 *
 * @typedef {string | [text: string, paint: Paint] | { whole: string }} Part
 */
/** @typedef {ReturnType<typeof picocolors.createColors>} Colours */

/**
 * @typedef {object} Streams
 * @property {NodeJS.WriteStream} stdout
 * @property {NodeJS.WriteStream} stderr
 * @property {NodeJS.ReadStream} stdin
 * @property {NodeJS.ProcessEnv} env
 */

/** A table or line is as wide as this where nothing is known of the terminal. */
const WIDTH = 100;

export class Output {
  #streams;
  /** Where a pipe's reader has gone, nothing more is written there; the work goes on. @type {Set<NodeJS.WriteStream>} */
  #closed = new Set();

  /**
   * @param {Streams} streams
   * @param {{ json?: boolean, quiet?: boolean, verbose?: boolean, color?: boolean }} options
   */
  constructor(streams, { json = false, quiet = false, verbose = false, color = true }) {
    this.#streams = streams;
    this.json = json;
    this.quiet = quiet;
    this.verbose = verbose;
    const { stdout, stderr, env } = streams;
    const wanted = color && !env.NO_COLOR && env.TERM !== "dumb";
    /** For standard error. */
    this.paint = picocolors.createColors(wanted && stderr.isTTY === true);
    /** For standard output. */
    this.resultPaint = picocolors.createColors(wanted && stdout.isTTY === true);
    for (const stream of [stdout, stderr]) stream.on("error", (error) => this.#lost(stream, error));
  }

  /**
   * A reader that has had enough is no failure; results that could not be written are.
   *
   * @param {NodeJS.WriteStream} stream
   * @param {NodeJS.ErrnoException} error
   */
  #lost(stream, error) {
    this.#closed.add(stream);
    if (error.code === "EPIPE" || stream !== this.#streams.stdout) return;
    this.warn(["✗ ", this.paint.red], `The results can't be written: ${messageOf(error)}`);
    process.once("exit", () => {
      process.exitCode ||= FAILED;
    });
  }

  /** Whether somebody sits there who can be asked. */
  get interactive() {
    return this.#streams.stdin.isTTY === true && this.#streams.stderr.isTTY === true;
  }

  /** Whether results are read by a person, not by a program. */
  get resultsOnTerminal() {
    return this.#streams.stdout.isTTY === true;
  }

  /** Where progress can be drawn; null where it can't, or is not wanted. */
  get live() {
    const { stderr, env } = this.#streams;
    return stderr.isTTY && !this.quiet && !this.verbose && env.TERM !== "dumb" ? stderr : null;
  }

  /** The columns of standard error's terminal, or of standard output's. @param {"stdout" | "stderr"} [stream] */
  width(stream = "stderr") {
    return this.#streams[stream].columns || WIDTH;
  }

  /** A line of a result. @param {...Part} parts */
  result(...parts) {
    this.#write(this.#streams.stdout, line(parts));
  }

  /** A result's facts, with a tab between them: what is folded holds none. @param {...string} facts */
  row(...facts) {
    this.#write(this.#streams.stdout, facts.map(shown).join("\t"));
  }

  /** A result for programs. @param {unknown} value */
  jsonResult(value) {
    this.#write(this.#streams.stdout, jsonLine(value));
  }

  /** Said to a person, unless `--quiet`. @param {...Part} parts */
  note(...parts) {
    if (!this.quiet) this.warn(...parts);
  }

  /** What has to be heard. @param {...Part} parts */
  warn(...parts) {
    const { stderr } = this.#streams;
    for (const text of stderr.isTTY ? broken(parts, this.width()) : [line(parts)]) this.#write(stderr, text);
  }

  /** Lines that are folded and painted already, as those of a table. @param {"result" | "note"} kind @param {string[]} lines */
  drawn(kind, lines) {
    if (kind === "note" && this.quiet) return;
    for (const text of lines) this.#write(kind === "result" ? this.#streams.stdout : this.#streams.stderr, text);
  }

  /** Text that is a whole file. @param {string} text */
  raw(text) {
    this.#streams.stdout.write(text);
  }

  /** @param {NodeJS.WriteStream} stream @param {string} text */
  #write(stream, text) {
    if (!this.#closed.has(stream)) stream.write(`${text}\n`);
  }
}

/** @param {Part} part @returns {{ text: string, paint: Paint, whole: boolean }} */
function plain(part) {
  if (typeof part === "string") return { text: shown(part), paint: String, whole: false };
  return "whole" in part ? { text: shown(part.whole), paint: String, whole: true } : { text: shown(part[0]), paint: part[1], whole: false };
}

/** @param {Part[]} parts */
const line = (parts) => parts.map(plain).map(({ text, paint }) => paint(text)).join("");

/** The same in lines of a terminal, broken between words and as deep as it began. @param {Part[]} parts @param {number} width */
function broken(parts, width) {
  /** Each word in its pieces, which may be painted differently; an empty one for every space more. @type {{ text: string, paint: Paint }[][]} */
  const words = [[]];
  for (const { text, paint, whole } of parts.map(plain)) {
    for (const [at, piece] of (whole ? [text] : text.split(" ")).entries()) {
      if (at > 0) words.push([]);
      if (piece !== "") words[words.length - 1].push({ text: piece, paint });
    }
  }
  const first = words.findIndex((word) => word.length > 0);
  const depth = first + (/^[✗!✓]$/.test(words[first]?.[0].text ?? "") ? 2 : 0);
  /** @type {{ text: string, paint: Paint }[][]} */
  const lines = [[]];
  let column = 0;
  for (const [at, word] of words.entries()) {
    const line = lines[lines.length - 1];
    const size = word.reduce((sum, { text }) => sum + stringWidth(text), 0);
    const fits = column + 1 + size <= width;
    // What no line has room for stays where it is: the terminal breaks it anyway.
    if (at > first && size > 0 && column > depth && !fits && depth + size <= width) {
      lines.push([{ text: " ".repeat(depth), paint: String }, ...word]);
      column = depth + size;
      continue;
    }
    const last = line[line.length - 1];
    if (at > 0 && last?.paint === word[0]?.paint && last) last.text += ` ${word[0].text}`;
    else line.push(...(at > 0 ? [{ text: " ", paint: String }] : []), ...word.slice(0, 1));
    line.push(...word.slice(1));
    column += (at > 0 ? 1 : 0) + size;
  }
  return lines.map((line) => line.map(({ text, paint }) => paint(text)).join("").trimEnd());
}
