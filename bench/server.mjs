// @ts-check
// The sandbox over HTTP in a process of its own, so that its work is not the client's. Prints its origin.

import { createSandbox } from "../pkg/sandbox/index.js";
import { serveSandbox } from "../pkg/sandbox/node.js";

const sandbox = createSandbox({ keepRequests: 0 });
const { origin } = await serveSandbox(sandbox);
process.on("message", (count) => {
  process.send?.({ ids: sandbox.createMany("charm", Number(count)) });
});
const { baseUrl, auth } = sandbox.clientOptions("charm");
process.send?.({ origin, baseUrl: baseUrl.replace(sandbox.origin, origin), auth });
