// @ts-check
// A stand-in for the WebAssembly part, for what the real one never does: to stop in the middle of a call.

const name = (/** @type {string} */ text) => [text.length, ...new TextEncoder().encode(text)];
const section = (/** @type {number} */ id, /** @type {number[]} */ ...content) => [
  id,
  content.length,
  ...content,
];

/** A module of two functions: one does nothing, the other traps. */
export const wasm = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...section(1, 1, 0x60, 0, 0), // one type: no parameters, no results
  ...section(3, 2, 0, 0), // two functions of it
  ...section(7, 2, ...name("__wbindgen_start"), 0, 0, ...name("trap"), 0, 1),
  ...section(10, 2, 2, 0, 0x0b, 3, 0, 0x00, 0x0b), // bodies: end; unreachable, end
]);

const options = new URL("../../../src/js/options.js", import.meta.url);

/** Glue whose client does what the id says. Options are read as ever. */
export const glue = `
export { readCall, readClient } from ${JSON.stringify(options.href)};

const error = ({ message, cause, ...fields }) =>
  Object.assign(new Error(message, { cause }), { name: "AgentError" }, fields);
const failure = {
  message: "no", code: "conflict", backend: "charm", agentId: "a", status: 409, backendCode: "B",
  backendMessage: "busy", requestId: "r", details: [{ path: "p", message: "m", type: null }], retryable: true,
  retryAfterMs: 5, outcomeUnknown: true, hint: "h", steps: [{ purpose: "delete" }], cause: "the cause",
};

export const log = [];

export function createGlue() {
  let wasm;

  class AgentClient {
    constructor(options) {
      log.push("constructor");
      this.options = options;
      if (options.baseUrl === "trap") wasm.trap();
      if (options.baseUrl === "bad") throw error({ ...failure, code: "invalid-input" });
    }

    deleteAgent(id) {
      switch (id) {
        case "options": return Promise.resolve(this.options);
        case "fail": return Promise.reject(error(failure));
        case "trap": return wasm.trap();
        case "trap in a promise": Promise.resolve().then(() => wasm.trap());
        case "wait": return new Promise(() => {});
        case "trap in a timer": setTimeout(() => wasm.trap(), 0); return new Promise(() => {});
        default: return Promise.resolve(id);
      }
    }

    stopAgent(id) { return this.deleteAgent(id); }
    getAgent(id) { return this.deleteAgent(id); }
    planDeletion(id) { return this.deleteAgent(id); }
    backupAgent(id) { return this.deleteAgent(id); }

    listAgents() { return this.deleteAgents(["one", "two"]); }

    deleteAgents(ids) {
      log.push("open");
      const rest = [...ids];
      return {
        next: async () => {
          log.push("next");
          const id = rest.shift();
          if (id === "trap") wasm.trap();
          if (id === "wait") return new Promise(() => {});
          if (id === "throw") throw error(failure);
          if (id === undefined) return { value: undefined, done: true };
          const result = { agentId: id, deletion: null, error: error(failure) };
          return { value: id === "fail" ? result : { id }, done: false };
        },
        return: async () => {
          log.push("return");
          rest.length = 0;
          return { value: undefined, done: true };
        },
      };
    }
  }

  return { AgentClient, __wbg_set_wasm(exports) { wasm = exports; } };
}
`;
