// @ts-check
// What the benchmarks run in a process of its own: the server, whose work is not the client's; a cold start; and a
// hundred thousand deletions, after which garbage is collected on demand.

import { createServer } from "node:http";
import { contenders } from "./contenders.mjs";

/** Every deletion is answered so, which this package takes for proof on kortix. */
export const ANSWER = '{"message":"Worker deleted successfully"}';

export const HEADERS = { "content-type": "application/json" };

export const ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

const ORIGIN = "https://agents.test";

const tasks = {
  /** Tells the parent its origin, and answers until it is killed. */
  async server() {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(200, HEADERS).end(ANSWER);
    });
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      process.send?.(`http://127.0.0.1:${port}`);
    });
    process.once("disconnect", () => process.exit());
  },

  /** Prints the processor time from the import to the first request, in milliseconds. @param {string} name */
  async "cold-start"(name) {
    const before = process.cpuUsage();
    const client = await contenders[name].open({
      origin: ORIGIN,
      fetch: async () => {
        const { user, system } = process.cpuUsage(before);
        console.log((user + system) / 1000);
        return new Response(ANSWER, { headers: HEADERS });
      },
    });
    await client.deleteOne(ID);
  },

  /** Prints by how many bytes the heap of JavaScript and the memory of WebAssembly have grown. */
  async memory() {
    /** @type {WebAssembly.Memory[]} */
    const memories = [];
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = /** @type {any} */ (async (/** @type {[any, any]} */ ...given) => {
      const made = /** @type {any} */ (await instantiate(...given));
      memories.push((made.instance ?? made).exports.memory);
      return made;
    });
    const fetch = async () => new Response(ANSWER, { headers: HEADERS });
    const client = await contenders["agent-delete"].open({ origin: ORIGIN, fetch });
    const used = () => {
      globalThis.gc?.();
      globalThis.gc?.();
      return { heap: process.memoryUsage().heapUsed, wasm: memories[0].buffer.byteLength };
    };
    /** @param {number} count */
    const deleteSome = async (count) => {
      for (let left = count; left > 0; left -= 1) {
        await client.deleteOne(`00000000-0000-4000-8000-${String(left).padStart(12, "0")}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    };
    await deleteSome(5_000);
    const before = used();
    await deleteSome(100_000);
    const after = used();
    console.log(JSON.stringify({ heap: after.heap - before.heap, wasm: after.wasm - before.wasm }));
  },
};

/** Where this file was asked to run by itself. */
const [, program, task, name] = process.argv;
if (program?.endsWith("child.mjs")) await tasks[/** @type {keyof typeof tasks} */ (task)](name);
