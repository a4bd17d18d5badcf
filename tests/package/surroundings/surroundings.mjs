// @ts-check
// Surroundings that a program may find itself in. Each is made in a process of its own, before the package is loaded or after.

import { createRequire } from "node:module";
import { mock } from "node:test";

/** Each call ends as it does elsewhere, or in an error that says what is wrong. */
const CLEARLY = "rightly or clearly";

/** Nobody's await of any promise gives a result there, and so the caller's own can give no error of ours. */
export const UNAWAITABLE = "as any await there";

/** @typedef {[when: "before" | "after" | "later", make: () => unknown, ends?: typeof CLEARLY | typeof UNAWAITABLE]} Row */

const require = createRequire(import.meta.url);
const root = Object.prototype;

/** @param {any} object @param {string | symbol} name @param {any} value */
const replace = (object, name, value) =>
  Object.defineProperty(object, name, { value, configurable: true, writable: true, enumerable: false });

/** @param {any} object @param {string | symbol} name @param {() => any} get */
const getter = (object, name, get) => Object.defineProperty(object, name, { get, configurable: true });

/** @param {string} what @returns {any} */
const throws = (what) => () => {
  throw new Error(`${what} is patched`);
};

/** @param {any} object @param {string} name @param {string} shown @returns {Record<string, Row>} */
const broken = (object, name, shown) => ({ [`${shown} throws`]: ["after", () => replace(object, name, throws(shown)), CLEARLY] });

/** Once a call has shown that promises work, and before. @param {string} name @param {() => unknown} make @returns {Record<string, Row>} */
const promises = (name, make) => ({ [name]: ["after", make, CLEARLY], [`${name}, later`]: ["later", make, CLEARLY] });

/** Every intrinsic that can be reached by a name, frozen with its prototype. */
function freezeAll() {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const found = /** @type {any} */ (globalThis)[name];
    if (typeof found !== "function" || name === "process") continue;
    Object.freeze(found);
    if (found.prototype) Object.freeze(found.prototype);
  }
  for (const found of [JSON, Math, Reflect, WebAssembly, Atomics]) Object.freeze(found);
}

const lockdown = () => {
  require("ses");
  /** @type {any} */ (globalThis).lockdown();
};
const severeLockdown = () => {
  require("ses");
  /** @type {any} */ (globalThis).lockdown({ overrideTaming: "severe", errorTaming: "unsafe", consoleTaming: "unsafe" });
};

/** @type {any} */
let clock;
/** What jest and vitest use, too. Node's own streams need their microtasks: a test runner fakes those of another realm. */
const fakeTimers = () => {
  const toFake = ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "clearImmediate", "Date", "performance", "hrtime"];
  clock = require("@sinonjs/fake-timers").install({ toFake });
};

/**
 * When each is made, how, and how calls end in it, where that may be otherwise than elsewhere.
 *
 * @type {Record<string, Row>}
 */
export const surroundings = {
  "nothing": ["after", () => {}],
  "every object has force": ["before", () => (/** @type {any} */ (root).force = true)],
  "every list has a member 5": ["before", () => (/** @type {any} */ (Array.prototype)[5] = "x")],
  "every object has options": ["after", () => Object.assign(root, { force: true, backup: false, cascade: ["threads"], ifMissing: "ignore", signal: 1, timeoutMs: -1, fetch: 1, headers: 1, body: 1 })],
  "every object has a then that is none": ["before", () => replace(root, "then", 1), CLEARLY],
  "every object has a tag": ["before", () => replace(root, Symbol.toStringTag, "Response")],
  "every object has an iterator": ["after", () => replace(root, Symbol.iterator, function* () {}), CLEARLY],
  "every object has get, set and value": ["after", () => Object.assign(root, { get: () => 1, set: () => 1, value: 7 }), CLEARLY],
  "Object.prototype is frozen": ["before", () => Object.freeze(root)],
  "everything is frozen": ["before", freezeAll],
  "everything is frozen later": ["after", freezeAll],
  "lockdown of SES": ["before", lockdown],
  "lockdown of SES, later": ["after", lockdown],
  "lockdown of SES, severe": ["before", severeLockdown],
  "lockdown of SES, severe and later": ["after", severeLockdown],
  "the timers of node:test": ["after", () => mock.timers.enable({ apis: ["setTimeout", "setInterval", "setImmediate", "Date"] })],
  "the timers of sinon and jest": ["after", fakeTimers],
  "the timers of sinon and jest, set before": ["before", fakeTimers],
  "a clock that gives NaN": ["after", () => replace(Date, "now", () => NaN)],
  "a clock that stands": ["after", () => replace(Date, "now", () => 0)],
  "a clock that runs backwards": ["after", () => {
    let now = Date.now();
    replace(Date, "now", () => (now -= 1000));
  }],
  "a clock that throws": ["after", () => replace(Date, "now", throws("Date.now"))],
  "a Math.random that throws": ["after", () => replace(Math, "random", throws("Math.random"))],
  ...broken(globalThis, "setTimeout", "setTimeout"),
  ...broken(globalThis, "clearTimeout", "clearTimeout"),
  ...broken(globalThis, "queueMicrotask", "queueMicrotask"),
  // Node's own Response ends its body by it: the body is too long then, for it comes again and again.
  "a queueMicrotask that does nothing": ["after", () => replace(globalThis, "queueMicrotask", () => {}), CLEARLY],
  ...promises("a then that does nothing", () => replace(Promise.prototype, "then", () => {})),
  "a then that gives what never settles": ["later", () => replace(Promise.prototype, "then", () => new Promise(() => {})), CLEARLY],
  ...promises("a then that throws", () => replace(Promise.prototype, "then", throws("then"))),
  ...promises("a then that throws when it is read", () => getter(Promise.prototype, "then", throws("then"))),
  ...promises("a promise's species that throws", () => getter(Promise, Symbol.species, throws("species"))),
  ...promises("a promise's species that makes nothing", () => getter(Promise, Symbol.species, () => function () {})),
  "a promise's constructor that throws": ["after", () => getter(Promise.prototype, "constructor", throws("constructor")), UNAWAITABLE],
  ...promises("a Promise that throws when it is made", () => replace(globalThis, "Promise", class extends Promise {
    constructor() {
      throw new Error("Promise is patched");
    }
  })),
  ...promises("no Promise", () => replace(globalThis, "Promise", undefined)),
  "timers that are due before they are set": ["after", () => replace(globalThis, "setTimeout", (/** @type {any} */ call) => (call(), 1)), CLEARLY],
  ...broken(Promise, "resolve", "Promise.resolve"),
  ...broken(Promise, "race", "Promise.race"),
  "Promise is another class": ["after", () => replace(globalThis, "Promise", class Zoned extends Promise {})],
  ...broken(JSON, "parse", "JSON.parse"),
  ...broken(JSON, "stringify", "JSON.stringify"),
  "JSON.parse gives a circle": ["after", () => replace(JSON, "parse", () => {
    const circle = /** @type {any} */ ({});
    return Object.assign(circle, { circle });
  }), CLEARLY],
  ...broken(Array.prototype, "push", "an array's push"),
  ...broken(Array.prototype, "map", "an array's map"),
  ...broken(Array, "isArray", "Array.isArray"),
  "an array's iterator throws": ["after", () => replace(Array.prototype, Symbol.iterator, throws("iterator")), CLEARLY],
  ...broken(Map.prototype, "get", "a map's get"),
  ...broken(Map.prototype, "set", "a map's set"),
  ...broken(WeakMap.prototype, "get", "a weak map's get"),
  ...broken(Reflect, "get", "Reflect.get"),
  ...broken(Object, "keys", "Object.keys"),
  ...broken(Object, "entries", "Object.entries"),
  ...broken(AbortController.prototype, "abort", "a controller's abort"),
  ...broken(AbortSignal.prototype, "addEventListener", "a signal's addEventListener"),
  ...broken(globalThis, "AbortController", "AbortController"),
  ...broken(globalThis, "URL", "URL"),
  "a Response's status throws": ["after", () => getter(Response.prototype, "status", throws("status")), CLEARLY],
  "a Response's body throws": ["after", () => getter(Response.prototype, "body", throws("body")), CLEARLY],
  ...broken(ReadableStream.prototype, "getReader", "a stream's getReader"),
};

/** The fake clock, where there is one, moved on. @type {() => void} */
export const tick = () => {
  try {
    mock.timers.tick(1000);
  } catch {
    // Not in use.
  }
  clock?.tick(10);
};
