// @ts-check
import { LoadError } from "./error.js";
import { Instance } from "./instance.js";

/**
 * @import { WasmSource } from "./index.js"
 * @typedef {() => WasmSource | Promise<WasmSource>} Place A place where the WebAssembly may be.
 */

/** Starts the WebAssembly part, from where an entry finds it. */
export class Loader {
  #places;
  #open;
  /** Kept to replace an instance that has stopped. @type {WebAssembly.Module | undefined} */
  #module;
  /** @type {Instance | undefined} */
  #instance;
  /** The start under way. @type {Promise<Instance> | undefined} */
  #starting;

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
    return this.#instance?.stopped ? undefined : this.#instance;
  }

  /**
   * Starts what does not run: once for all that ask meanwhile, and anew for who asks after a failure.
   *
   * @param {WasmSource | Promise<WasmSource>} [source] Taken in place of the entry's own.
   * @returns {Promise<Instance>}
   */
  async start(source) {
    if (this.running) {
      return this.running;
    }
    this.#starting ??= this.#start(source === undefined ? this.#places : [() => source]).finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  /** @type {typeof import("./index.js").ready} */
  ready = async ({ wasm } = {}) => {
    if (wasm !== undefined) {
      // It is for now, or for when the start under way fails; what is wrong with it matters only then.
      Promise.resolve(wasm).catch(() => {});
      await this.#starting?.catch(() => {});
    }
    await this.start(wasm);
  };

  /** @param {Place[]} places */
  async #start(places) {
    checkSurroundings();
    const errors = [];
    for (const place of this.#module ? [() => this.#module] : places) {
      try {
        const module = await this.#compile(await place());
        this.#instance = await Instance.start(module);
        this.#module = module;
        return this.#instance;
      } catch (error) {
        errors.push(error);
      }
    }
    throw explain(errors);
  }

  /**
   * @param {any} source
   * @returns {Promise<WebAssembly.Module>}
   */
  async #compile(source) {
    if (typeof source === "string" || source instanceof URL) {
      source = await this.#open(source);
    }
    if (source?.arrayBuffer) {
      if (source.ok === false) {
        throw new Error(`the request for it was answered with the status ${source.status}`);
      }
      source = await source.arrayBuffer();
    }
    // Told by its tag: a module of another realm, as tests have them, is no `instanceof` of this one's.
    if (Object.prototype.toString.call(source) === "[object WebAssembly.Module]") {
      return source;
    }
    checkMagic(source);
    return WebAssembly.compile(source);
  }
}

/**
 * Throws where webpack starts WebAssembly files itself, by a rule with the type "webassembly/async": what asks for the
 * address of ours would start it without its glue, and an error that nobody awaits would come of it.
 */
export function checkBundler() {
  if (typeof __webpack_require__ === "function" && "v" in __webpack_require__) {
    throw new Error("webpack's rule of the type webassembly/async takes the file for a module");
  }
}

/**
 * The bytes that a text module holds.
 *
 * @param {{ default: string }} module
 */
export const decode = ({ default: base64 }) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** Says what is missing here, whatever else would fail because of it. */
function checkSurroundings() {
  if (typeof WebAssembly !== "object") {
    throw new LoadError("There is no WebAssembly here. Some browsers turn it off in a hardened mode.");
  }
  if (typeof TextDecoder !== "function" || typeof TextEncoder !== "function") {
    throw new LoadError(
      "There is no TextDecoder or no TextEncoder here. Jest's jsdom leaves them out, as it does fetch: take the test " +
        'environment "jest-fixed-jsdom", or "node" for tests that need no page.',
    );
  }
}

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
  const what = String(cause?.message ?? cause);
  return new LoadError(`The WebAssembly part did not load: ${what}. ${remedy}`, { cause });
}
