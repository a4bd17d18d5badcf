// @ts-check
// npm start [-- --once]: builds the package, shows it at work on five platforms, then serves the console
// page. `--once` ends before that.

import { build } from "./build/index.mjs";
import { main, readOptions } from "./lib/main.mjs";
import { setUpBuild } from "./setup/index.mjs";

await main(async () => {
  const { once } = readOptions({ once: "flag" });
  await setUpBuild();
  await build();

  // Both use the package, which may not have been there before this line.
  const { demo } = await import("./demo/index.mjs");
  await demo();
  if (once) return;
  const { serve } = await import("./demo/console-server.mjs");
  await serve();
});
