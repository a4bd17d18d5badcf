// Ids that somebody pasted: a column of a spreadsheet, a list with commas, the output of another program.

export interface Pasted {
  /** Each once. */
  readonly ids: readonly string[];
  /** How many were there more than once. */
  readonly duplicates: number;
}

/**
 * Ids are parted by commas, semicolons and white space. But charm's may have white space in them: what is the whole id of a known
 * agent, or stands in quotation marks, is taken whole.
 *
 * @param isKnown Whether a text is the id of an agent in the table.
 */
export function pastedIds(text: string, isKnown: (text: string) => boolean): Pasted {
  const given = text.split(/[\r\n]+/).flatMap((line) => {
    const whole = bare(line);
    return isKnown(whole) ? [whole] : parts(line).map(bare);
  }).filter((id) => id !== "");
  const ids = [...new Set(given)];
  return { ids, duplicates: given.length - ids.length };
}

/** What stands in quotation marks whole, and the rest by its separators. */
const parts = (line: string): string[] => line.match(/"(?:[^"]|"")*"|[^\s,;"]+/g) ?? [];

/** Without white space and separators at its ends, and without quotation marks around it. */
function bare(text: string): string {
  const trimmed = text.trim().replace(/^[,;]+|[,;]+$/g, "").trim();
  return /^".*"$/s.test(trimmed) ? trimmed.slice(1, -1).replaceAll('""', '"') : trimmed;
}
