// @ts-check
// From the import to the first request sent: the processor time of a fresh Node process, less that of an empty one.

import { execFileSync } from "node:child_process";
import { inTurn } from "./median.mjs";

const entry = new URL("../pkg/node.js", import.meta.url).href;

const program = `
  const before = process.cpuUsage();
  const { AgentClient } = await import(${JSON.stringify(entry)});
  const client = new AgentClient({
    backend: "charm",
    baseUrl: "https://charm.test",
    fetch: async () => {
      const { user, system } = process.cpuUsage(before);
      console.log((user + system) / 1000);
      return new Response(null, { status: 204 });
    },
  });
  await client.deleteAgent("a");
`;

const run = async () => Number(execFileSync(process.execPath, ["--input-type=module", "--eval", program]));

export async function coldStart() {
  const { first } = await inTurn(9, { first: run });
  return { "import to first request, CPU ms (goal: at most 44)": first.toFixed(1) };
}
