// @ts-check
// Carrying out what a machine of the core asks for, and telling it what came of that.
import { pack } from "../host/web.js";
import { send } from "../transport/fetch.js";
import { begin, sleep } from "../transport/job.js";
import { kindOf } from "../transport/value.js";
import { INPUT } from "./options.js";
import { watch } from "./signal.js";

/**
 * @import { Job } from "../transport/job.js"
 *
 * @typedef {object} Machine One of the core, as wasm-bindgen wraps it.
 * @property {(key: number, event: number, number: number, text: string, cause: number,
 *   now: number, random: number) => string} next Takes an event in, and gives the actions that follow, as JSON.
 * @property {() => void} free
 * @typedef {{ new (input: string): Machine, stop?: (trap: unknown) => void }} MachineClass `stop` hears of it when the WebAssembly
 * throws something, and can be trusted no more.
 *
 * @typedef {object} Ids Where a bulk has its ids from.
 * @property {() => Job} next
 * @property {() => void} close
 *
 * @typedef {object} Hearer Who hears of what a machine gives.
 * @property {(value: any) => void} give Takes one of many results.
 * @property {(value?: any) => void} end The machine has come to its end, with its only result perhaps.
 * @property {(error: unknown) => void} fail It has failed.
 */

// The events, as event.rs reads them.
export const BEGIN = 0;
const TIMED_OUT = 1;
const SENT = 2;
const SECRET = 3;
const SAID = 4;
const ID = 5;
const ABORTED = 6;
export const TAKEN = 7;
export const CLOSED = 8;
const UNBEGUN = 9;

/** The number of the action by which a machine fails. */
export const FAIL = 12;

/** What a machine works for: as a whole, for what is no call of a bulk. */
const WHOLE = 0;

/**
 * The files of the backups that the machine is about to give: of whom, which part, and its bytes.
 *
 * @type {[agentId: string, part: string, bytes: Uint8Array][]}
 */
const files = [];

/**
 * Takes a file in. JSON can't hold it.
 *
 * @param {string} agentId
 * @param {string} part
 * @param {Uint8Array} bytes A view of WebAssembly's memory, which holds something else soon.
 */
export function putFile(agentId, part, bytes) {
  files.push([agentId, part, bytes.slice()]);
}

/** The body of the answer that a machine is about to be told of. @type {Uint8Array | undefined} */
let answered;

/** Hands it out. */
export function takeBody() {
  const body = answered;
  answered = undefined;
  return body;
}

/** What a machine is made of. @param {any} given */
export function inputOf(given) {
  const values = { __proto__: null, ...given, signal: null };
  return pack(INPUT.map((name) => values[name]));
}

/**
 * Makes a machine, and drives it to its end.
 *
 * What the caller's functions do meanwhile, such as an abort, is told to the machine once all that it asked for before is
 * done; only new work waits for that, so that nothing is sent for a call that was just aborted.
 *
 * @param {MachineClass} Machine
 * @param {any} given What the call was given, in one object, and with that of its client.
 * @param {Hearer} hearer
 * @param {Ids} [ids]
 */
export function drive(Machine, given, { give, end, fail }, ids) {
  /** The work under way, by its key. @type {Map<number, Job[]>} */
  const works = new Map();
  /** What was thrown, by its number, with the key of its work. @type {Map<number, [key: number, thrown: unknown]>} */
  const causes = new Map();
  /** What has happened, and is not told yet. @type {(() => void)[]} */
  const events = [];
  /** Begins work. @type {(() => void)[]} */
  const starts = [];
  /** @type {typeof files} */
  let saved = [];
  let lastCause = 0;
  let isBusy = false;
  let isOver = false;
  let isAborted = false;
  /** Ends the listening to the signal. @type {(() => void) | undefined} */
  let unwatch;

  /** Takes a step once those before it are done. @param {() => void} step */
  const queue = (step) => {
    events.push(step);
    if (!isBusy) {
      isBusy = true;
      for (let next; (next = events.shift() ?? starts.shift()); ) {
        next();
      }
      isBusy = false;
    }
  };

  /** @param {number} key @param {number} event @param {object} [outcome] */
  const feed = (key, event, outcome) => {
    try {
      listen();
    } catch {
      // That it could be listened to was known at the beginning.
    }
    queue(() => {
      tell(key, event, outcome);
      if (!works.size) {
        // Nothing is under way that an abort could end. A list that nobody reads on is not held by its signal so.
        ignore();
      }
    });
  };

  /** Hears of no abort from now on. */
  const ignore = () => {
    unwatch?.();
    unwatch = undefined;
  };

  /** @param {number} key @param {number} event @param {object} [came] */
  const tell = (key, event, came) => {
    if (isOver) {
      return;
    }
    /** @type {any} */
    const outcome = { __proto__: null, ...came };
    const { status = 0, number = status, text = "", headers = text, reason = headers, body, thrown } = outcome;
    let cause = 0;
    if ("thrown" in outcome) {
      cause = lastCause += 1;
      causes.set(cause, [key, thrown]);
    }
    answered = body;
    const actions = attempt(() =>
      JSON.parse(machine.next(key, event, number, reason, cause, Date.now(), Math.random())),
    );
    saved = files.splice(0);
    for (const [does, key, value, limit] of actions ?? []) {
      acts[does](key, value, limit);
    }
  };

  /** What each action does, by its number in output.rs. @type {((key: number, value: any, limit: number | null) => void)[]} */
  const acts = [
    // 0: send
    (key, request, limit) => start(key, limit, SENT, () => send(given.fetch, request)),
    // 1: ask for the credential
    (key, _, limit) => start(key, limit, SECRET, () => askSecret(given.auth)),
    // 2: only wait
    (key, _, limit) => start(key, limit, TIMED_OUT),
    // 3: show the plan
    (key, plan, limit) => start(key, limit, SAID, () => ask(given.confirm, plan)),
    // 4: hand the backup over; whatever that gives, it is kept then
    (key, backup, limit) => {
      complete(backup);
      const { backup: keep } = given;
      start(key, limit, SAID, () => ask(async () => [await keep(backup)], undefined));
    },
    // 5: ask for another id
    (key, _, limit) => start(key, limit, ID, () => /** @type {Ids} */ (ids).next()),
    // 6: give work up
    (key) => stop(key),
    // 7, 8: tell the observers
    (_, step) => void ask(given.onStep, step),
    (_, progress) => void ask(given.onProgress, progress),
    // 9: one of many results
    (key, value) => {
      if (ids) {
        complete(value.deletion?.backup);
        value.error &&= failure(value.error);
        value = [value];
        for (const [cause, [owner]] of causes) {
          if (owner === key && key !== WHOLE) {
            causes.delete(cause);
          }
        }
      }
      give(value);
    },
    // 10: ask for no more ids
    () => ids?.close(),
    // 11: the end, with the only result perhaps
    (_, value) => {
      complete(value.backup ?? value);
      end(value || undefined);
      over();
    },
    // 12: the end, with an error
    (_, value) => {
      fail(failure(value));
      over();
    },
  ];

  /**
   * Begins work, or only a wait; for no longer than its limit. Where both end in the same moment the work is first.
   *
   * @param {number} key
   * @param {number | null} limit
   * @param {number} event Told of its end.
   * @param {() => Job} [work]
   */
  const start = (key, limit, event, work) => {
    /** @type {Job[]} */
    const jobs = [];
    /** @param {Job} job @param {number} event */
    const add = (job, event) => {
      jobs.push(job);
      job.outcome.then((outcome) => {
        if (works.get(key) === jobs) {
          stop(key);
          feed(key, event, outcome);
        }
      });
    };
    works.set(key, jobs);
    starts.push(() => {
      if (works.get(key) === jobs) {
        if (work) {
          add(work(), event);
        }
        if (limit !== null) {
          add(sleep(limit), TIMED_OUT);
        }
      }
    });
  };

  /** Gives work up. @param {number} key */
  const stop = (key) => {
    const jobs = works.get(key) ?? [];
    works.delete(key);
    for (const job of jobs) {
      job.stop();
    }
  };

  const finish = () => {
    isOver = true;
    ignore();
    for (const key of works.keys()) {
      stop(key);
    }
  };

  const over = () => {
    if (!isOver) {
      finish();
      attempt(() => machine.free());
    }
  };

  /**
   * Does something that is WebAssembly's. What that throws is the end: it can be trusted no more.
   *
   * @template T
   * @param {() => T} work
   * @returns {T | undefined}
   */
  const attempt = (work) => {
    try {
      return work();
    } catch (trap) {
      Machine.stop?.(trap);
      finish();
      fail(trap);
    }
  };

  /** Puts its files into a backup, if this is one. @param {any} backup */
  const complete = (backup) => {
    for (const [agentId, part, bytes] of saved) {
      if (agentId === backup?.agentId) {
        backup.content[part] = bytes;
      }
    }
  };

  /** An error, as far as the class is another's affair. @param {any} error */
  const failure = ([fields, reason, cause, backup]) => {
    complete(backup);
    const thrown = cause ? causes.get(cause)?.[1] : new Error(reason);
    return { name: "AgentError", ...fields, ...(reason !== null && { cause: thrown }), backup };
  };

  /** Hears of an abort from now on, at once where it was before. Throws where the signal can't be listened to. */
  const listen = () => {
    if (given.signal && !isOver && !isAborted) {
      unwatch ??= watch(given.signal, (reason) => {
        isAborted = true;
        queue(() => {
          // First which work has not begun, and need not.
          works.forEach((jobs, key) => jobs.length || tell(key, UNBEGUN));
          tell(WHOLE, ABORTED, reason);
        });
      });
    }
  };

  const input = inputOf(given);
  const machine = /** @type {Machine} */ (attempt(() => new Machine(input)));
  try {
    listen();
  } catch (fault) {
    over();
    throw fault;
  }
  return { feed, leave: () => queue(over) };
}

/**
 * Calls a function, and waits for what it gives: whether that is something, or the failure it ends in. A broken observer
 * breaks nothing so.
 *
 * @param {Function} call
 * @param {unknown} argument
 */
const ask = (call, argument) => begin(async () => ({ number: (await call(argument)) ? 1 : 0 }));

/** Asks for a credential. @param {Record<string, () => unknown>} auth Holds the function that gives it. */
const askSecret = (auth) =>
  begin(async () => {
    const [[name, call]] = Object.entries(auth);
    const secret = await call();
    if (typeof secret !== "string" || secret === "") {
      throw new Error(`${name} gave ${secret === "" ? "an empty string" : kindOf(secret)} in place of a credential`);
    }
    return { text: secret };
  });
