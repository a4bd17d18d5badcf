// @ts-check

/** The middle one of some numbers. @param {number[]} numbers */
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;

/**
 * Runs contenders in turn, round after round, so that a slow moment of the machine meets all of them.
 *
 * @template {string} Name
 * @param {number} rounds
 * @param {Record<Name, () => Promise<number>>} contenders Each gives what it measured.
 * @returns {Promise<Record<Name, number>>} The median of each.
 */
export async function inTurn(rounds, contenders) {
  const names = /** @type {Name[]} */ (Object.keys(contenders));
  const seen = new Map(names.map((name) => [name, /** @type {number[]} */ ([])]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      seen.get(name)?.push(await contenders[name]());
    }
  }
  return /** @type {Record<Name, number>} */ (
    Object.fromEntries([...seen].map(([name, numbers]) => [name, median(numbers)]))
  );
}
