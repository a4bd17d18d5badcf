// @ts-check
// How the figures are printed.

/** @typedef {{ count?: number, total?: number, covered: number }} Part Of so many, so many were run. */

/** @param {Part} part */
const totalOf = ({ count, total }) => count ?? total ?? 0;

/** @param {string} name @param {Record<string, Part>} parts By their names. */
export function row(name, parts) {
  const texts = Object.entries(parts).map(([kind, part]) => {
    const total = totalOf(part);
    return `${(total === 0 ? 100 : (part.covered / total) * 100).toFixed(1)} % of ${total} ${kind}`;
  });
  return `${name.padEnd(24)} ${texts.join(", ")}`;
}

/** The files with the most lines that no test runs. @param {{ file: string, lines: Part }[]} files */
export function worst(files, most = 8) {
  return files
    .map(({ file, lines }) => ({ file, left: totalOf(lines) - lines.covered }))
    .filter(({ left }) => left > 0)
    .sort((a, b) => b.left - a.left)
    .slice(0, most)
    .map(({ file, left }) => `  ${String(left).padStart(4)} lines not run in ${file}`);
}
