// @ts-check
// The two streams. Results go to standard output and nothing else does; what is said to a person goes to standard error.
// Every text is folded on its way out, and only then painted, so that no name can paint itself.

import picocolors from "picocolors";
import { FAILED } from "./exit-codes.js";
import { jsonLine, messageOf, shown } from "./text.js";

/** @typedef {(text: string) => string} Paint */
/** @typedef {string | [text: string, paint: Paint]} Part A text, and how it is painted. */
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
    return this.#streams.stderr.isTTY && !this.quiet ? this.#streams.stderr : null;
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
    if (!this.quiet) this.#write(this.#streams.stderr, line(parts));
  }

  /** What has to be heard. @param {...Part} parts */
  warn(...parts) {
    this.#write(this.#streams.stderr, line(parts));
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

/** @param {Part[]} parts */
const line = (parts) =>
  parts.map((part) => (typeof part === "string" ? shown(part) : part[1](shown(part[0])))).join("");
