// @ts-check
// Reading what a caller gives, strictly: a misspelt option is a fault, and so is one that holds something else than it
// should. Each reader gives a plain object of its own with what was given, or throws a `Fault`.
import { isArray, kindOf, member } from "../transport/value.js";

/**
 * An option: what it must be, in words; what it comes to, which is `undefined` where it is not that; and its type, where
 * not every value of it will do.
 *
 * @typedef {[right: string, read: (value: any) => unknown, type?: "number"]} Option
 */

/** @type {Option} */
const FLAG = ["true or false", (value) => (typeof value === "boolean" ? value : undefined)];
/** @type {Option} */
const TEXT = ["a string", (value) => (typeof value === "string" ? value : undefined)];
/** @type {Option} */
const FUNCTION = ["a function", (value) => (typeof value === "function" ? value : undefined)];
/** @type {Option} */
const MILLIS = [
  "a number of milliseconds, 0 or more",
  (value) => (Number.isFinite(value) && value >= 0 ? value : undefined),
  "number",
];
/** Microseconds are the least that counts. @type {Option} */
const SOME_MILLIS = [
  "a number of milliseconds, more than 0",
  (value) => (Number.isFinite(value) && value >= 0.001 ? value : undefined),
  "number",
];

/** @param {number} least @returns {Option} */
const count = (least) => [
  `a whole number, ${least} or more`,
  (value) => (Number.isInteger(value) && value >= least && value < 2 ** 32 ? value : undefined),
  "number",
];

/** @type {Record<string, Option>} */
const TIMES = { timeoutMs: SOME_MILLIS, maxRetries: count(0) };
const CALL = {
  signal: /** @type {Option} */ ([
    "an AbortSignal",
    (value) => (typeof member(value, "aborted") === "boolean" ? value : undefined),
  ]),
  ...TIMES,
};
/** @type {Record<string, Option>} */
const FOR_DELETION = {
  force: FLAG,
  ifMissing: ['"error" or "ignore"', (value) => (value === "error" || value === "ignore" ? value : undefined)],
  backup: ["true, false or a function", (value) => (/boolean|function/.test(typeof value) ? value : undefined)],
  cascade: ['an array of "threads"', threads],
  confirm: FUNCTION,
  waitMs: MILLIS,
  verify: FLAG,
};

// Tasks, as input.rs numbers them.
export const DELETE = 0;
export const STOP = 1;
export const MANY = 2;
export const PLAN = 3;
export const GET = 4;
export const BACKUP = 5;
export const LIST = 6;

const DELETION = { ...FOR_DELETION, ...CALL };
/** What each task takes, in the order in which it is read and named. @type {Record<number, Record<string, Option>>} */
const TASKS = {
  [DELETE]: DELETION,
  [STOP]: CALL,
  [MANY]: { concurrency: count(1), stopOnError: FLAG, onProgress: FUNCTION, ...DELETION },
  [PLAN]: DELETION,
  [GET]: CALL,
  [BACKUP]: { includeSecrets: FLAG, ...CALL },
  [LIST]: { pageSize: count(1), search: TEXT, ...CALL },
};

/** @type {Record<string, Option>} */
const CLIENT = {
  backend: TEXT,
  baseUrl: ["a string or a URL", (value) => (typeof value === "string" ? value : textOf(member(value, "href")))],
  auth: ["", auth],
  apiVersion: TEXT,
  headers: ["", headers],
  ...TIMES,
  allowInsecureHttp: FLAG,
  onStep: FUNCTION,
  fetch: FUNCTION,
};

/** What the core is given of a call, in the order in which input.rs has it. */
export const INPUT = [
  "task",
  "text",
  "number",
  "total",
  "isAsync",
  "clientRetries",
  ...Object.keys({ ...CLIENT, ...TASKS[MANY], ...TASKS[BACKUP], ...TASKS[LIST] }),
];

/** Why something that was given can't be used: the error that the call ends in, as far as that is known here. */
class Fault {
  name = "AgentError";
  code = "invalid-input";
  /** @type {string | undefined} The platform, where that much is known. */
  backend;

  /** @param {string} message @param {{ cause: unknown }} [thrown] */
  constructor(message, thrown) {
    this.message = message;
    Object.assign(this, thrown);
  }
}

/**
 * Reads the options of a call. `undefined` where there are none.
 *
 * @param {unknown} given
 * @param {number} task
 * @returns {any}
 */
export const readCall = (given, task) => (given === undefined ? undefined : read(given, TASKS[task]));

/**
 * Reads the options of a client.
 *
 * @param {unknown} given
 * @param {string} backends Their names.
 */
export function readClient(given, backends) {
  const known = backends.split(", ");
  /** @type {string | undefined} */
  let backend;
  try {
    return read(given, CLIENT, (first) => {
      if (!known.includes(first)) {
        const what = first === undefined ? "backend must be given" : `unknown backend \`${first}\``;
        throw new Fault(`${what}; known are ${backends}`);
      }
      backend = first;
    });
  } catch (fault) {
    throw Object.assign(/** @type {object} */ (fault), { backend });
  }
}

/**
 * An id: a string that is whole. A lone surrogate would be sent as U+FFFD, which names another agent.
 *
 * @param {unknown} value
 * @returns {{ text: string, number: number }} The id, and 0; or what there is in its place, and 1.
 */
export function readId(value) {
  if (typeof value !== "string") {
    return { text: kindOf(value), number: 1 };
  }
  return /\p{Surrogate}/u.test(value)
    ? { text: "a string with half a surrogate pair", number: 1 }
    : { text: value, number: 0 };
}

/**
 * The fault of something that holds other than it should.
 *
 * @param {string} name
 * @param {string} right
 * @param {unknown} given
 */
export const wrong = (name, right, given) => new Fault(`${name} must be ${right}, not ${kindOf(given)}`);

/**
 * Reads a plain object that has no other names than those in a table. What is `undefined` was not given.
 *
 * @param {unknown} given
 * @param {Record<string, Option>} table
 * @param {(value: any) => void} [check] Looks at the first option.
 * @returns {any}
 */
function read(given, table, check) {
  const options = Object.create(null);
  const unknown = names(given === undefined ? {} : given, "options").find((name) => !Object.hasOwn(table, name));
  if (unknown !== undefined) {
    throw new Fault(`unknown option \`${unknown}\`; known are ${Object.keys(table).join(", ")}`);
  }
  for (const [name, [right, readValue, type]] of Object.entries(table)) {
    const value = given === undefined ? undefined : get(given, name);
    if (value !== undefined) {
      options[name] = readValue(value);
      if (options[name] === undefined) {
        throw typeof value === type
          ? new Fault(`${name} must be ${right}`)
          : wrong(name, right, value);
      }
    }
    check?.(options[name]);
    check = undefined;
  }
  return options;
}

/** @param {any} object @param {string} name @param {string} [shown] What messages call it. */
function get(object, name, shown = name) {
  try {
    // What every object has was not given with this one: so no polluted prototype forces a deletion.
    return name in Object.prototype && !Object.hasOwn(object, name) ? undefined : object[name];
  } catch (thrown) {
    throw unreadable(shown, thrown);
  }
}

/** @param {string} name @param {unknown} thrown */
function unreadable(name, thrown) {
  return new Fault(`reading ${name} threw an error`, { cause: thrown });
}

/** The names of a plain object's own members. @param {unknown} object @param {string} name */
function names(object, name) {
  let isPlain = false;
  try {
    isPlain = typeof object === "object" && object !== null && !(Symbol.iterator in object);
  } catch {
    // A proxy that does not say so is none.
  }
  if (!isPlain) {
    throw wrong(name, "a plain object", object);
  }
  try {
    return Object.keys(/** @type {object} */ (object));
  } catch (thrown) {
    throw unreadable(name, thrown);
  }
}

/** @param {unknown} value */
const textOf = (value) => (typeof value === "string" ? value : undefined);

/** Whether there are any, for there is one kind only. @param {any} value */
function threads(value) {
  try {
    return isArray(value) && Array.from(value).every((item) => item === "threads") ? value.length > 0 : undefined;
  } catch {
    return undefined;
  }
}

/** @param {unknown} given */
function auth(given) {
  const known = ["bearer", "apiKey"];
  // An unknown name is not repeated: it might be the credential itself.
  const isKnown = names(given, "auth").every((name) => known.includes(name));
  const secrets = (isKnown ? known : [])
    .map((name) => [name, get(given, name, `auth.${name}`)])
    .filter(([, secret]) => secret !== undefined);
  for (const [name, secret] of secrets) {
    if (!/string|function/.test(typeof secret)) {
      throw wrong(`auth.${name}`, "a string or a function that gives one", secret);
    }
  }
  if (secrets.length !== 1) {
    throw new Fault("auth must hold either bearer or apiKey, and nothing else");
  }
  return Object.fromEntries(secrets);
}

/** @param {unknown} given */
function headers(given) {
  const entries = names(given, "headers").map((name) => {
    const shown = `headers: the value of ${name}`;
    const value = get(given, name, shown);
    if (value !== undefined && typeof value !== "string") {
      throw wrong(shown, "a string", value);
    }
    return [name, value];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
