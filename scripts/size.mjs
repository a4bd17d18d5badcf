// @ts-check
// npm run size: what a browser downloads of the package, against the budget.

import { main, Problem } from "./lib/main.mjs";
import { measure } from "./size/measure.mjs";

/**
 * The most that the module, its glue and the façade may weigh together in brotli 11, with all features in.
 * A quarter of what the official clients of three of the platforms weigh together.
 */
const BUDGET_BYTES = 40_000;

await main(async () => {
  const parts = await measure();
  console.table(parts);
  const { brotli } = parts.total;
  if (brotli > BUDGET_BYTES) {
    throw new Problem(`${brotli} bytes are over the budget of ${BUDGET_BYTES}: take something out.`);
  }
  console.log(`${brotli} of ${BUDGET_BYTES} bytes used, ${BUDGET_BYTES - brotli} left`);
});
