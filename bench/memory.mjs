// @ts-check
// What a hundred thousand deletions leave behind, after a warm-up: in the heap of JavaScript and in the memory of
// WebAssembly. Runs in a process of its own, which can collect its garbage on demand.

import { execFileSync } from "node:child_process";

const entry = new URL("../pkg/node.js", import.meta.url).href;

const program = `
  const memories = [];
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate(...given);
    memories.push((made.instance ?? made).exports.memory);
    return made;
  };
  const { AgentClient } = await import(${JSON.stringify(entry)});
  const client = new AgentClient({
    backend: "charm",
    baseUrl: "https://charm.test",
    fetch: async () => new Response(null, { status: 204 }),
  });
  const used = () => {
    gc();
    gc();
    return { heap: process.memoryUsage().heapUsed, wasm: memories[0].buffer.byteLength };
  };
  const run = async (count) => {
    for (let left = count; left > 0; left -= 1) {
      await client.deleteAgent("a" + left);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await run(5_000);
  const before = used();
  await run(100_000);
  const after = used();
  console.log(JSON.stringify({ heap: after.heap - before.heap, wasm: after.wasm - before.wasm }));
`;

export async function memory() {
  const output = execFileSync(process.execPath, ["--expose-gc", "--input-type=module", "--eval", program]);
  const { heap, wasm } = JSON.parse(String(output));
  return {
    "JavaScript heap over 100,000 deletions, kB (goal: at most 4096)": (heap / 1024).toFixed(0),
    "WebAssembly memory over the same, kB (goal: at most 4096)": (wasm / 1024).toFixed(0),
  };
}
