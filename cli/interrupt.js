// @ts-check
// Ctrl-C. The first one lets nothing new begin and hears out what is under way; the second one ends the process, whose journal
// then says what is not known.

import { INTERRUPTED, Stop } from "./exit-codes.js";

/** @import { Output } from "./output.js" */

export class Interrupt {
  #controller = new AbortController();
  /** Said at the first Ctrl-C. */
  #told = "Interrupted.";
  /** The command to go on with after the second one. @type {string | null} */
  #end = null;

  /** @param {Output} out */
  constructor(out) {
    for (const name of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
      process.on(name, () => {
        if (this.asked) {
          if (this.#end !== null) out.warn("What was under way may have happened. To go on: ", { whole: this.#end });
          process.exit(INTERRUPTED);
        }
        this.#controller.abort();
        out.warn(this.#told);
      });
    }
  }

  /** Whether it was asked to end. */
  get asked() {
    return this.#controller.signal.aborted;
  }

  /** For calls of the package: reads end at once, of deletions those that have left are heard out. */
  get signal() {
    return this.#controller.signal;
  }

  /** From here on there is something to hear out. @param {string} goOn The command that looks at it again. */
  deleting(goOn) {
    this.#end = goOn;
    this.#told = "Interrupted: nothing new begins, what is under way is heard out. Once more ends it at once.";
  }

  /** Ends a command that has changed nothing yet. */
  check() {
    if (this.asked) throw new Stop(INTERRUPTED, "Interrupted; nothing was changed.");
  }
}
