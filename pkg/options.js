// @ts-check
// Options as they are when they are given: what a caller changes while the package loads must not turn a careful deletion
// into a forced one, nor what can't be used into what can. The client in WebAssembly reads the copy, and checks it.
import { inputError, kindOf } from "./given.js";
import { bare as word, nearestPlatform } from "./nearest.js";
import { platforms } from "./platforms.js";

/**
 * The options of a client. Refuses what is no object or names no platform; of the rest, only what can't be read.
 *
 * @param {any} [given]
 * @returns {any}
 */
export function clientOptions(given = {}) {
  /** @type {any} */
  const options = bare();
  try {
    fill(options, given, "options");
    for (const name of ["auth", "headers"]) {
      if (isPlain(options[name])) {
        options[name] = fill(bare(), options[name], name);
      }
    }
    const { backend, baseUrl } = options;
    if (isPlain(backend)) {
      options.backend = description(backend);
    } else if (!isBackend(backend)) {
      throw new Fault(backend === undefined ? missing(Object.keys(options)) : unknown(backend));
    }
    // A `URL`, of whatever realm, may be changed.
    options.baseUrl = typeof baseUrl?.href === "string" ? baseUrl.href : baseUrl;
    return options;
  } catch (fault) {
    const backend = isBackend(options.backend) ? options.backend : null;
    throw fault instanceof Fault ? fault.of(backend) : new Fault("reading baseUrl threw an error", [fault]).of(backend);
  }
}

/**
 * The options of a call. What can't be read is handed on, for the client in WebAssembly to refuse.
 *
 * @param {any} given
 * @returns {any}
 */
export function callOptions(given) {
  try {
    const options = fill(bare(), given, "options");
    if (Array.isArray(options.cascade)) {
      options.cascade = [...options.cascade];
    }
    return options;
  } catch {
    return given;
  }
}

/**
 * A platform's description by itself. Refuses what is no object.
 *
 * @param {any} given
 */
export function platformDescription(given) {
  try {
    if (!isPlain(given)) {
      throw new Fault(`backend must be a plain object, not ${kindOf(given)}`);
    }
    return description(given);
  } catch (fault) {
    throw /** @type {Fault} */ (fault).of(null);
  }
}

/**
 * A copy of a platform's description, of which only the name is checked here.
 *
 * @param {any} given
 */
function description(given) {
  const copy = copied(given, "backend", 20, { left: 20_000 });
  if (typeof copy.name !== "string") {
    throw new Fault(`backend.name must be a string, not ${kindOf(copy.name)}`);
  }
  return copy;
}

/**
 * A copy of what JSON can hold, of own members alone. It has no prototypes, so that it is read as it was given.
 *
 * @param {any} value
 * @param {string} name What messages call it.
 * @param {number} deeper How many objects it may have in each other.
 * @param {{ left: number }} members How many members it may have in all: an object that stands in many places has its own in each.
 * @returns {any}
 */
function copied(value, name, deeper, members) {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) {
    return value;
  }
  const isArray = Array.isArray(value);
  if (!isArray && !isPlain(value)) {
    throw new Fault(`${name} must be plain data, as JSON holds it, not ${kindOf(value)}`);
  }
  if (!isArray && hasClass(value, name)) {
    throw new Fault(`${name} must be plain data, as JSON holds it, not an object of a class, such as a Date or a Promise`);
  }
  if (deeper === 0) {
    throw new Fault(`${name} is too deep for a description`);
  }
  const copy = Object.setPrototypeOf(isArray ? [] : {}, null);
  let reading = name;
  try {
    for (const member of Object.keys(value)) {
      reading = isArray ? `${name}[${member}]` : `${name}.${shown(member)}`;
      if (members.left-- === 0) {
        throw new Fault(`${name} has too many members for a description`);
      }
      const item = value[member];
      if (item !== undefined || isArray) {
        const part = copied(item, reading, deeper - 1, members);
        const descriptor = { __proto__: null, value: part, enumerable: true };
        Object.defineProperty(copy, member, descriptor);
      }
    }
  } catch (thrown) {
    throw thrown instanceof Fault ? thrown : new Fault(`reading ${reading} threw an error`, [thrown]);
  }
  return copy;
}

/**
 * Whether an object has a class, so that what it holds may stand elsewhere than in its members. A plain one has none, or that of
 * all objects, of whatever realm.
 *
 * @param {object} object
 * @param {string} name What messages call it.
 */
function hasClass(object, name) {
  try {
    const prototype = Object.getPrototypeOf(object);
    return prototype !== null && Object.getPrototypeOf(prototype) !== null;
  } catch (thrown) {
    throw new Fault(`reading ${name} threw an error`, [thrown]);
  }
}

/** An object without what every object has: no polluted prototype adds to it. */
const bare = () => Object.create(null);

/** Why a client can't be made. */
class Fault {
  /** @param {string} message @param {[cause: unknown]} [thrown] */
  constructor(message, thrown) {
    this.message = message;
    this.thrown = thrown;
  }

  /** @param {any} backend */
  of(backend) {
    return inputError(this.message, { backend, cause: this.thrown });
  }
}

/**
 * Copies the members of a plain object: its own, and behind them those of its class.
 *
 * @param {any} target
 * @param {any} object
 * @param {string} name What messages call it.
 * @returns {any} The target.
 */
function fill(target, object, name) {
  if (!isPlain(object)) {
    throw new Fault(`${name} must be a plain object, not ${kindOf(object)}`);
  }
  let reading = name;
  /** @param {any} target @param {string[]} names */
  const copy = (target, names) => {
    for (const member of names) {
      reading = name === "options" ? member : name === "auth" ? `auth.${member}` : `headers: the value of ${member}`;
      // Defined, not set: whatever its name, a member is a member; and no polluted prototype adds to its descriptor.
      const descriptor = { __proto__: null, value: object[member], enumerable: true, configurable: true, writable: true };
      Object.defineProperty(target, member, descriptor);
    }
    reading = name;
    return target;
  };
  try {
    copy(target, Object.keys(object));
    const inherited = Object.create(bare());
    let prototype = Object.getPrototypeOf(object);
    for (let next; prototype && (next = Object.getPrototypeOf(prototype)); prototype = next) {
      copy(inherited, Object.getOwnPropertyNames(prototype));
    }
    return Object.keys(inherited).length > 0 ? Object.setPrototypeOf(target, inherited) : target;
  } catch (thrown) {
    throw new Fault(`reading ${reading} threw an error`, [thrown]);
  }
}

/** An object that can't be iterated over. A proxy that refuses to be asked is none. @param {any} value */
function isPlain(value) {
  try {
    return typeof value === "object" && !(Symbol.iterator in value) && value[Symbol.iterator] === undefined;
  } catch {
    return false;
  }
}

/** @param {any} name */
const isBackend = (name) => platforms.some((platform) => platform.name === name);

/** What platforms there are. */
const known = () => platforms.map(({ name }) => name).join(", ");

/** Other names for the option `backend`. */
const likeBackend = ["backend", "platform", "provider"];

/** What is wrong where no platform is named. @param {string[]} given The names of the options. */
function missing(given) {
  const meant = given.find((name) => name !== "backend" && likeBackend.includes(word(name)));
  return `backend must be given${meant === undefined ? "" : ` (did you mean it by \`${meant}\`?)`}; known are ${known()}`;
}

/**
 * A name that there is not, as a message can hold it: on one line, and not too long. Names are made of words: what may be a
 * credential, which came there by mistake, is not shown.
 *
 * @param {string} name
 */
function shown(name) {
  if (name.length >= 8 && /[!-,/-@[-^`{-~]/.test(name)) {
    return "[not shown]";
  }
  const line = name.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

/** What is wrong with what stands for a platform. @param {any} backend */
function unknown(backend) {
  if (typeof backend !== "string") {
    return `backend must be a platform's name or a description, not ${kindOf(backend)}`;
  }
  const meant = nearestPlatform(backend);
  const what = `unknown backend \`${shown(backend)}\``;
  return meant === null ? `${what}; known are ${known()}` : `${what}: did you mean \`${meant}\`? Known are ${known()}`;
}
