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

/** What the core shares with the façade, as it is. */
const shared = Object.entries({ "options.js": "BACKUP, DELETE, GET, LIST, MANY, PLAN, STOP, readCall, readClient", "signal.js": "watch", "stream.js": "stream" })
  .map(([file, names]) => {
    const { href } = new URL(`../../../src/js/${file}`, import.meta.url);
    return `export { ${names} } from ${JSON.stringify(href)};`;
  })
  .join("\n");

/** A core whose calls do what the id says. */
export const glue = `
${shared}

const failure = {
  name: "AgentError", message: "no", code: "conflict", backend: "charm", agentId: "a", status: 409, backendCode: "B",
  backendMessage: "busy", requestId: "r", details: [{ path: "p", message: "m", type: null }], retryable: true,
  retryAfterMs: 5, outcomeUnknown: true, hint: "h", steps: [{ purpose: "delete" }], cause: "the cause", backup: null,
};

export const log = [];

export function createGlue() {
  log.push("start");
  let wasm;
  class Machine {
    free() {}
    static trap() {
      try {
        wasm.trap();
      } catch (trap) {
        Machine.stop(trap);
      }
    }
  }
  return { Machine, __wbg_set_wasm(exports) { wasm = exports; } };
}

/** What the options of the client make of every call. */
function check(Machine, { baseUrl }) {
  if (baseUrl === "trap") Machine.trap();
  if (baseUrl === "bad") throw { ...failure, code: "invalid-input" };
}

export async function one(Machine, client, task, id) {
  check(Machine, client);
  switch (id) {
    case "options": return client;
    case "fail": throw { ...failure };
    case "trap": return Machine.trap();
    case "trap in a promise": Promise.resolve().then(() => Machine.trap());
    case "wait": return new Promise(() => {});
    case "trap in a timer": setTimeout(() => Machine.trap(), 0); return new Promise(() => {});
    default: return id;
  }
}

export function some(Machine, client, task, ids) {
  check(Machine, client);
  log.push("open");
  const rest = [...(ids ?? ["one", "two"])];
  return async (ending) => {
    if (ending) {
      log.push("return");
      rest.length = 0;
      return undefined;
    }
    log.push("next");
    const id = rest.shift();
    if (id === "trap") Machine.trap();
    if (id === "wait") return new Promise(() => {});
    if (id === "throw") throw { ...failure };
    if (id === "fail") return [{ agentId: id, deletion: null, error: { ...failure } }];
    return id === undefined ? undefined : [{ id }];
  };
}
`;
