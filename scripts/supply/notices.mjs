// @ts-check
// What the licences ask for: their texts and names travel with the package. A text that many share is written once.

import { contents } from "./contents.mjs";

export async function notices() {
  const parts = await contents();
  /** @type {Map<string, string[]>} */
  const byText = new Map();
  for (const { name, version, license, texts, inside, kind } of parts) {
    // The standard library's version is that of the compiler: the text is the same for all.
    const line = `${kind === "rust" ? name : `${name} ${version}`} (${license}), in ${inside.join(", ")}`;
    for (const text of texts) byText.set(text, [...(byText.get(text) ?? []), line]);
  }
  const sections = [...byText].map(([text, lines]) => `${lines.join("\n")}\n\n${text}\n`);
  return [HEAD, ...sections].join(`\n${"-".repeat(80)}\n\n`);
}

const HEAD = `agent-delete is under MIT OR Apache-2.0, see LICENSE-MIT and LICENSE-APACHE. It holds what follows of others, whose licences
are these. Where a licence may be chosen, MIT is.
`;
