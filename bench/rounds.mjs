// @ts-check
// How contenders are compared: in turn, round after round, each with the others of its own round, so that a slow moment
// of the machine meets all of them and its speed falls out.

/** The middle one of some numbers. @param {number[]} numbers */
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;

/**
 * Runs all once to warm them, then some rounds of all, every other one backwards.
 * @param {number} rounds
 * @param {Record<string, () => Promise<number>>} runs Each gives what it measured.
 * @returns {Promise<Rounds>}
 */
export async function inRounds(rounds, runs) {
  const names = Object.keys(runs);
  /** @type {Record<string, number>[]} */
  const seen = [];
  for (let round = 0; round <= rounds; round += 1) {
    /** @type {Record<string, number>} */
    const measured = {};
    for (const name of round % 2 === 0 ? names : [...names].reverse()) measured[name] = await runs[name]();
    if (round > 0) seen.push(measured);
  }
  return new Rounds(seen);
}

class Rounds {
  /** @param {Record<string, number>[]} seen */
  constructor(seen) {
    this.seen = seen;
  }

  /** The median of one contender. @param {string} name */
  of(name) {
    return median(this.seen.map((round) => round[name]));
  }

  /** The median of the ratios of each round. @param {string} name @param {string} to */
  ratio(name, to) {
    return median(this.seen.map((round) => round[name] / round[to]));
  }
}
