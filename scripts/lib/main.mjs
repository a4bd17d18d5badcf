// @ts-check
// The frame of every command: the Node check, and how a problem is shown.

/** A problem whose message already says in one sentence what to do. Shown without a stack. */
export class Problem extends Error {}

/**
 * Runs a command's body and turns what it throws into a message and exit code 1.
 * @param {() => Promise<void>} body
 */
export async function main(body) {
  try {
    const major = Number.parseInt(process.versions.node, 10);
    if (major < 20) throw new Problem(`Node ${process.version} is too old: install Node 20 or newer.`);
    await body();
  } catch (error) {
    console.error(error instanceof Problem ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

/**
 * The options of a command line: `--name` or `--name value`. Anything unknown is a Problem.
 * @template {Record<string, "flag" | "value">} Known
 * @param {Known} known
 * @returns {{ [K in keyof Known]?: Known[K] extends "flag" ? true : string }}
 */
export function readOptions(known) {
  /** @type {Record<string, true | string>} */
  const options = {};
  const args = process.argv.slice(2);
  while (args.length > 0) {
    const [, name = "", inline] = /^--([^=]+)(?:=(.*))?$/.exec(args[0]) ?? [];
    if (!Object.hasOwn(known, name)) {
      const list = Object.keys(known).map((option) => `--${option}`).join(", ");
      throw new Problem(`Unknown option ${args[0]}; this command takes ${list || "none"}.`);
    }
    args.shift();
    if (known[name] === "flag") options[name] = true;
    else {
      const value = inline ?? args.shift();
      if (value === undefined) throw new Problem(`--${name} needs a value.`);
      options[name] = value;
    }
  }
  return /** @type {any} */ (options);
}
