// @ts-check
// The journal of a run: what was chosen, and of each deletion a line before it is sent and one after, each on the disk before
// anything goes on. Whatever ends the process, the file says what is known.

import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { FAILED, Stop, wrongUse } from "./exit-codes.js";
import { makeFolder, PRIVATE } from "./files.js";
import { FINGERPRINT } from "./fingerprint.js";
import { lock } from "./lock.js";
import { outcomeOf } from "./results.js";
import { BACKEND, CASCADE, checker } from "./schema.js";
import { jsonLine, messageOf } from "./text.js";

/** @import { AgentErrorFields, Deletion } from "../pkg/types.d.ts" */
/** @import { Fingerprint } from "./fingerprint.js" */

const VERSION = 1;

/**
 * @typedef {object} RunLine The first line: all that a resumed run needs.
 * @property {"run"} type
 * @property {number} version
 * @property {string} time
 * @property {{ name: string | null, backend: string, baseUrl: string, apiVersion?: string, allowInsecureHttp: boolean }} connection
 * @property {RunOptions} options
 * @property {string | null} backups The folder, or null where none were wanted.
 * @property {number} agents How many were chosen.
 *
 * @typedef {object} RunOptions
 * @property {boolean} force
 * @property {"threads"[]} cascade
 * @property {"error" | "ignore"} ifMissing
 * @property {number} waitMs
 * @property {boolean} verify
 * @property {boolean} stopOnError
 *
 * @typedef {{ type: "chosen", agentId: string, seen: Fingerprint | null }} ChosenLine
 * @typedef {{ type: "backup", agentId: string, file: string }} BackupLine
 * @typedef {{ type: "begin", agentId: string, time: string }} BeginLine
 * @typedef {{ type: "end", agentId: string, time: string, deletion: Deletion | null, error: AgentErrorFields | null }} EndLine
 * @typedef {RunLine | ChosenLine | BackupLine | BeginLine | EndLine | { type: "resumed", time: string }} Line
 */

export class Journal {
  #handle;

  /** @param {string} file @param {"wx" | "a"} flag A new file, or one to go on with. */
  constructor(file, flag) {
    this.file = file;
    try {
      makeFolder(dirname(resolve(file)));
      this.#handle = openSync(file, flag, PRIVATE);
      if (flag === "wx") lock(file);
    } catch (error) {
      throw wrongUse(`The journal ${file} can't be written: ${messageOf(error)}`);
    }
  }

  /** Goes on in a file that a killed process may have left in the middle of a line. */
  resume() {
    this.#put("\n");
    this.write({ type: "resumed", time: new Date().toISOString() });
  }

  /** @param {...Line} lines */
  write(...lines) {
    this.#put(lines.map((line) => `${jsonLine(line)}\n`).join(""));
  }

  /** @param {string} text */
  #put(text) {
    const { size } = fstatSync(this.#handle);
    try {
      writeFully(this.#handle, Buffer.from(text));
      fdatasyncSync(this.#handle);
    } catch (error) {
      // A line is whole or not there: more may follow, when there is room again.
      ftruncateSync(this.#handle, size);
      throw new Stop(FAILED, `The journal ${this.file} can't be written: ${messageOf(error)}. Nothing more is begun.`, { cause: error });
    }
  }

  close() {
    closeSync(this.#handle);
  }
}

/** @param {number} handle @param {Buffer} bytes */
function writeFully(handle, bytes) {
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
}

/** @returns {Pick<RunLine, "type" | "version" | "time">} */
export const runHead = () => ({ type: "run", version: VERSION, time: new Date().toISOString() });

/**
 * @typedef {object} Entry What is known of one chosen agent.
 * @property {string} agentId
 * @property {Fingerprint | null} seen
 * @property {string | null} backup Its file.
 * @property {boolean} begun Whether a deletion may have been sent.
 * @property {boolean} proved Whether nothing is left to do.
 */

/**
 * @param {string} file
 * @returns {{ run: RunLine, entries: Entry[] }}
 */
export function readJournal(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw wrongUse(`The journal ${file} can't be read: ${messageOf(error)}`);
  }
  const [head, ...rest] = linesOf(text, file);
  if (Object(head?.value).type !== "run") throw wrongUse(`${file} is no journal of agent-delete: it does not begin with a run.`);
  const { version } = Object(head.value);
  if (typeof version === "number" && version !== VERSION) {
    throw wrongUse(`${file} is a journal of version ${version}; this agent-delete knows version ${VERSION}.`);
  }
  const run = /** @type {RunLine} */ (checked(head, file));
  const lines = rest.map((line) => checked(line, file));
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  for (const line of lines) {
    if (line.type === "chosen") {
      entries.set(line.agentId, { agentId: line.agentId, seen: line.seen, backup: null, begun: false, proved: false });
    }
    const entry = "agentId" in line ? entries.get(line.agentId) : undefined;
    if (!entry) continue;
    if (line.type === "backup") entry.backup = line.file;
    if (line.type === "begin") entry.begun = true;
    if (line.type === "end") {
      entry.proved = line.deletion !== null && ["deleted", "absent"].includes(outcomeOf({ ...line, deletion: line.deletion, error: null }));
      // The client says that nothing took effect.
      if (line.error && !line.error.outcomeUnknown) entry.begun = false;
    }
  }
  if (entries.size > run.agents) throw wrongUse(`${file} has ${entries.size} agents, and its first line says ${run.agents}: it was changed.`);
  if (entries.size < run.agents) throw wrongUse(`${file} breaks off before the first deletion: nothing was deleted, begin anew.`);
  return { run, entries: [...entries.values()] };
}

/**
 * A line that a killed process did not finish is the last one, and says no more than that it was not finished.
 *
 * @param {string} text
 * @param {string} file
 * @returns {{ number: number, value: unknown }[]}
 */
function linesOf(text, file) {
  const lines = text.split("\n");
  return lines.flatMap((line, at) => {
    if (line === "") return [];
    try {
      return [{ number: at + 1, value: JSON.parse(line) }];
    } catch {
      if (at === lines.length - 1 || lines[at + 1].startsWith('{"type":"resumed"')) return [];
      throw wrongUse(`${file}: line ${at + 1} is no JSON; it is no journal of agent-delete, or was changed.`);
    }
  });
}

/** @param {{ number: number, value: unknown }} line @param {string} file @returns {Line} */
function checked({ number, value }, file) {
  const { type } = Object(value);
  const check = Object.hasOwn(checks, type) ? checks[/** @type {Line["type"]} */ (type)] : anyLine;
  const { value: line, wrong } = check(value);
  if (wrong !== null) throw wrongUse(`${file}: line ${number} is no line of a journal: ${wrong}.`);
  return line;
}

/** @param {string} type @param {Record<string, object>} members @returns {(value: unknown) => { value: Line, wrong: null } | { value: null, wrong: string }} */
const line = (type, members) => checker({ type: "object", required: ["type", ...Object.keys(members)], properties: { type: { const: type }, ...members } });

const TEXT = { type: "string", minLength: 1 };
const FLAG = { type: "boolean" };

/** @type {Record<Line["type"], ReturnType<typeof line>>} */
const checks = {
  run: line("run", {
    version: { type: "number" },
    connection: {
      type: "object",
      required: ["name", "backend", "baseUrl"],
      properties: { name: { type: ["string", "null"] }, backend: BACKEND, baseUrl: TEXT, apiVersion: { type: "string" }, allowInsecureHttp: FLAG },
    },
    options: {
      type: "object",
      required: ["force", "cascade", "ifMissing", "waitMs", "verify", "stopOnError"],
      properties: {
        force: FLAG, cascade: CASCADE, ifMissing: { enum: ["error", "ignore"] }, waitMs: { type: "number", minimum: 0 }, verify: FLAG, stopOnError: FLAG,
      },
    },
    backups: { type: ["string", "null"], minLength: 1 },
    agents: { type: "integer", minimum: 0 },
  }),
  chosen: line("chosen", { agentId: TEXT, seen: FINGERPRINT }),
  backup: line("backup", { agentId: TEXT, file: TEXT }),
  begin: line("begin", { agentId: TEXT }),
  end: line("end", {
    agentId: TEXT,
    deletion: {
      type: ["object", "null"],
      required: ["backend", "outcome"],
      properties: { backend: BACKEND, outcome: { enum: ["deleted", "accepted", "absent"] } },
    },
    error: { type: ["object", "null"], required: ["outcomeUnknown"], properties: { outcomeUnknown: FLAG } },
  }),
  resumed: line("resumed", {}),
};

/** Says what is wrong with a line of no known type. */
const anyLine = /** @type {ReturnType<typeof line>} */ (checker({ type: "object", required: ["type"], properties: { type: { enum: Object.keys(checks) } } }));
