// @ts-check
// npm run build [-- --force]: builds the npm package into pkg/.

import { build } from "./build/index.mjs";
import { main, readOptions } from "./lib/main.mjs";
import { setUpBuild } from "./setup/index.mjs";

await main(async () => {
  const { force } = readOptions({ force: "flag" });
  await setUpBuild();
  await build({ force });
});
