// @ts-check
import { LoadError } from "./error.js";
import { Instance } from "./instance.js";

/**
 * @import { WasmSource } from "./index.js"
 * @typedef {() => WasmSource | Promise<WasmSource>} Place A place where the WebAssembly may be.
 */

/**
 * What runs, and the start under way. They are the module's because the glue's state is, too: all entries of
 * one copy of the package share one instance.
 *
 * @type {Instance | undefined}
 */
let running;
/** @type {Promise<Instance> | undefined} */
let starting;

/** Starts the WebAssembly part, from where an entry finds it. */
export class Loader {
  #places;
  #open;

  /**
   * @param {Place[]} places In order of preference.
   * @param {(url: string | URL) => Promise<Response | BufferSource>} [open] Reads a URL. Default: `fetch`.
   */
  constructor(places, open = (url) => fetch(url)) {
    this.#places = places;
    this.#open = open;
  }

  /** What runs already, so that a call need not wait. */
  get running() {
    return running;
  }

  /**
   * Starts once. A start that fails is forgotten, so that the next one tries again.
   *
   * @param {WasmSource | Promise<WasmSource>} [source] Taken in place of the entry's own.
   * @returns {Promise<Instance>}
   */
  start(source) {
    starting ??= this.#start(source === undefined ? this.#places : [() => source]).then(
      (instance) => (running = instance),
      (error) => {
        starting = undefined;
        throw error;
      },
    );
    return starting;
  }

  /** @param {{ wasm?: WasmSource | Promise<WasmSource> }} [options] */
  async ready({ wasm } = {}) {
    if (wasm !== undefined) {
      // What is given is for now, or for when the start under way fails; an error in it matters only then.
      Promise.resolve(wasm).catch(() => {});
      await starting?.catch(() => {});
    }
    await this.start(wasm);
  }

  /** @param {Place[]} places */
  async #start(places) {
    if (typeof WebAssembly !== "object") {
      throw new LoadError("There is no WebAssembly here. Some browsers turn it off in a hardened mode.");
    }
    const errors = [];
    for (const place of places) {
      try {
        return await Instance.start(await this.#read(await place()));
      } catch (error) {
        errors.push(error);
      }
    }
    throw explain(errors);
  }

  /** @param {WasmSource} source */
  async #read(source) {
    if (typeof source === "string" || source instanceof URL) {
      source = await this.#open(source);
    }
    if (source?.arrayBuffer) {
      if (source.ok === false) {
        throw new Error(`the request for it was answered with the status ${source.status}`);
      }
      source = await source.arrayBuffer();
    }
    if (Object.prototype.toString.call(source) !== "[object WebAssembly.Module]") {
      checkMagic(source);
    }
    return source;
  }
}

/**
 * The bytes that a text module holds.
 *
 * @param {{ default: string }} module
 */
export const decode = ({ default: base64 }) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** @param {BufferSource} source */
function checkMagic(source) {
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  const start = String.fromCharCode(...bytes.subarray(0, 4));
  if (start !== "\0asm") {
    throw new Error(start.startsWith("<") ? "a web page came in its place" : "what came is not WebAssembly");
  }
}

/**
 * The error for a person: what went wrong at the first place, and what can be done about it.
 *
 * @param {any[]} errors
 */
function explain(errors) {
  const blocked = errors.find((error) => /unsafe-eval|CSP|disallowed by embedder/.test(error?.message));
  const cause = blocked ?? errors[0];
  const remedy = blocked
    ? "The page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src."
    : "Serve this version's core_bg.wasm beside the package's modules, or give its place or bytes to " +
      'ready({ wasm }), or import "agent-delete/inline", which needs no file.';
  return new LoadError(`The WebAssembly part did not load: ${String(cause?.message ?? cause)}. ${remedy}`, { cause });
}
