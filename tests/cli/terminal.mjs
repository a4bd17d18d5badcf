// The command line in a real terminal of so many columns.
import assert from "node:assert/strict";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root, until } from "./support.mjs";

export const COLUMNS = 60;

/** A line that is drawn again begins so. */
const TO_COLUMN = /\x1b\[\d*G/g;

/** A command in a terminal: `answers` are typed one after the other, each when its question is there. */
export async function inTerminal(made, args, { answers = [], columns = COLUMNS, env } = {}) {
  const wrap = (command) => ["python3", join(root, "tests", "cli", "terminal.py"), String(columns), ...command];
  const { child, texts, done } = made.start(...args, { wrap, input: null, env });
  for (const [question, answer] of answers) {
    let from = 0;
    await until(() => (from = stripVTControlCharacters(texts.stdout).search(question)) >= 0 || child.exitCode !== null);
    assert.ok(from >= 0, texts.stdout);
    child.stdin.write(answer);
  }
  const { code } = await done;
  child.stdin.end();
  const plain = stripVTControlCharacters(texts.stdout);
  return { code, raw: texts.stdout, plain, lines: stripVTControlCharacters(texts.stdout.replace(TO_COLUMN, "\n")).split(/\r\n|\r|\n/) };
}
