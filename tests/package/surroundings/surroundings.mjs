// @ts-check
// Surroundings that a program may find itself in. Each is made in a process of its own, before the package is loaded or after.

import { mock } from "node:test";

const root = Object.prototype;

/** @param {any} object @param {string | symbol} name @param {any} value */
const replace = (object, name, value) =>
  Object.defineProperty(object, name, { value, configurable: true, writable: true, enumerable: false });

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

/**
 * When each is made, and how.
 *
 * @type {Record<string, ["before" | "after", () => void]>}
 */
export const surroundings = {
  "nothing": ["after", () => {}],
  "every object has force": ["before", () => void (/** @type {any} */ (root).force = true)],
  "every list has a member 5": ["before", () => void (/** @type {any} */ (Array.prototype)[5] = "x")],
  "Object.prototype is frozen": ["before", () => void Object.freeze(root)],
  "everything is frozen": ["before", freezeAll],
  "everything is frozen later": ["after", freezeAll],
  "the timers of node:test": ["after", () => mock.timers.enable({ apis: ["setTimeout", "setInterval", "setImmediate", "Date"] })],
  "a clock that gives NaN": ["after", () => replace(Date, "now", () => NaN)],
};

/** The fake clock, where there is one, moved on. @type {() => void} */
export const tick = () => {
  try {
    mock.timers.tick(1000);
  } catch {
    // Not in use.
  }
};
