// Names of files that every system takes.

/** Names that are devices on Windows, whatever stands behind their first dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A text as a part of a path. */
export function fileName(text: string): string {
  const safe = encodeURIComponent(text.toWellFormed())
    .replace(/[*'()!]/g, percent)
    .replace(/^\.|[. ]$/g, percent)
    .replace(DEVICE, (name) => percent(name.slice(0, 1)) + name.slice(1))
    .slice(0, 100);
  return safe || "%";
}

/** Different agents get different names, also where a file system takes A and a for the same. */
export class FileNames {
  #taken = new Set<string>();

  of(text: string, ending: string): string {
    const stem = fileName(text);
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? `${stem}${ending}` : `${stem}-${number}${ending}`;
      if (this.#taken.has(name.toLowerCase())) continue;
      this.#taken.add(name.toLowerCase());
      return name;
    }
  }
}

/** A moment as a part of a path: no colon, and later ones sort later. */
export const timeName = (at: number): string => new Date(at).toISOString().replaceAll(":", "-").replace(/\.\d+Z$/, "Z");

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
