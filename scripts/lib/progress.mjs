// @ts-check
// Lines that tell what is going on: rewritten in place on a terminal, one in a while elsewhere.

const live = process.stdout.isTTY === true;

/** How often a long step says that it still works, outside a terminal. */
const PERIOD_SECONDS = 20;

/**
 * A duration for people.
 * @param {number} ms
 */
export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * One step of a list: its name and what is known of it.
 * @param {string} name
 * @param {string} text
 */
export function tell(name, text) {
  console.log(`  ${name.padEnd(14)} ${text}`);
}

/**
 * Announces a long step and keeps telling how far it is until `end` is called.
 * @param {string} name
 * @param {string} text What it does, such as "installing 1.2.3".
 * @param {() => string} [state] What is done so far.
 */
export function progress(name, text, state = () => "") {
  const start = performance.now();
  const line = () => {
    const passed = duration(Math.round((performance.now() - start) / 1000) * 1000);
    return `${text} (${[state(), passed].filter(Boolean).join(", ")})`;
  };
  if (live) process.stdout.write(`  ${name.padEnd(14)} ${text}`);
  else tell(name, text);
  const timer = live
    ? setInterval(() => process.stdout.write(`\r\x1b[2K  ${name.padEnd(14)} ${line()}`), 1000)
    : setInterval(() => tell(name, line()), PERIOD_SECONDS * 1000);
  timer.unref();
  return {
    /** @param {string} result */
    end(result) {
      clearInterval(timer);
      if (live) process.stdout.write("\r\x1b[2K");
      tell(name, `${result} (${duration(performance.now() - start)})`);
    },
  };
}
