// @ts-check
// The platform that somebody meant who wrote a name that there is not. What options were meant, the crate says, by the same
// rules; but the client of no platform can't be made, and says so before any WebAssembly has loaded.
import { platforms } from "./platforms.js";

/**
 * The platform whose name, or another name of it, is like a text.
 *
 * @param {string} text
 */
export function nearestPlatform(text) {
  const word = bare(text);
  const rated = platforms.flatMap(({ name, title, aliases }) => {
    return [name, title, ...aliases].map((other) => ({ name, unlikeness: unlikeness(word, bare(other)) }));
  });
  const [first] = rated.sort((a, b) => a.unlikeness - b.unlikeness);
  return first.unlikeness < Infinity ? first.name : null;
}

/** ASCII letters and digits alone, in lower case. @param {string} text */
export const bare = (text) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** How little two words are alike; `Infinity` where they are not. A part counts like two slips. @param {string} word @param {string} name */
export function unlikeness(word, name) {
  const shorter = Math.min(word.length, name.length);
  // No name is so long; what is longer is not compared letter by letter.
  if (shorter < 3 || word.length > 100) {
    return Infinity;
  }
  const slips = distance(word, name);
  return slips <= (shorter < 4 ? 1 : 2) ? slips : word.includes(name) || name.includes(word) ? 2 : Infinity;
}

/** How many letters must be added, taken away or replaced to make one word of the other (Levenshtein's). @param {string} word @param {string} other */
function distance(word, other) {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let at = 0; at < word.length; at += 1) {
    const next = [at + 1];
    for (let to = 0; to < other.length; to += 1) {
      next.push(Math.min(row[to] + (word[at] === other[to] ? 0 : 1), row[to + 1] + 1, next[to] + 1));
    }
    row = next;
  }
  return row[other.length];
}
