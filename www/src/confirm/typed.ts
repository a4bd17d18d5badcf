// What a person has to type before something is deleted that can't be brought back.

import { titleOf, type Row } from "../find/row";

/** The agent's name for one, the number for many. */
export function toType(rows: readonly Row[]): string {
  const [first] = rows;
  if (rows.length !== 1 || !first) return String(rows.length);
  return plain(titleOf(first)) === "" ? first.id : titleOf(first);
}

/** Whether it was typed: the case counts, white space at the ends and between words does not; a letter may be written in two ways. */
export const isTyped = (given: string, wanted: string): boolean => plain(given) !== "" && plain(given) === plain(wanted);

/** Also without what is not seen and nobody can type. */
const plain = (text: string): string =>
  text
    .normalize()
    .replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, "")
    .replace(/\s+/g, " ")
    .trim();
