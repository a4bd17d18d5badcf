// What went wrong with the page itself: no server, no WebAssembly, or a mistake in it.

import { byId } from "./element.js";

/** @param {unknown} error */
export function showProblem(error) {
  const problem = byId("problem", HTMLElement);
  problem.textContent = error instanceof Error ? error.message : String(error);
  problem.hidden = false;
}
