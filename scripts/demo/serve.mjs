// @ts-check
// The console page, until Ctrl-C.

import { startConsole } from "./console-server.mjs";
import { bold, cyan, dim } from "./paint.mjs";

/** Starts the page and its platforms, and says where. Ctrl-C ends both, and with them the process. */
export async function serve() {
  const { address, close } = await startConsole();
  console.log(`${bold("The same in a browser")}: ${cyan(address)} ${dim("(Ctrl-C ends it)")}`);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    // From here on nothing else runs that a signal would have to end first.
    process.removeAllListeners(signal);
    process.once(signal, () => void close());
  }
}
