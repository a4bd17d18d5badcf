// @ts-check
// The benchmark as a picture: a panel for each measurement, a bar for each contender, for light and dark surroundings.

/**
 * @typedef {object} Results What `npm run bench -- --save` keeps.
 * @property {string} taken
 * @property {string} node
 * @property {number} cores
 * @property {Record<string, string | null>} packages
 * @property {import("../../bench/measures.mjs").Compared[]} parts
 */

const OURS = "agent-delete";

/** How a contender is called who is no package. @type {Record<string, string>} */
const TITLES = { plain: "fetch, unguarded", careful: "fetch, with a timeout" };

const WIDTH = 760;
const PADDING = 28;
const LABEL = 168;
const VALUE = 96;
const BARS = WIDTH - 2 * PADDING - LABEL - VALUE;
const ROW = 26;
const BAR = 14;
const TITLE = 52;
const GAP = 22;
const LINE = 18;

const STYLE = `
  text { font: 13px ui-sans-serif, system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
  .card { fill: #ffffff; stroke: #d1d9e0; }
  .title { font-weight: 600; font-size: 14px; }
  .quiet { fill: #59636e; font-size: 12px; }
  .number { font-variant-numeric: tabular-nums; }
  .bar { fill: #c3ccd5; }
  .ours .bar { fill: #0969da; }
  .ours text { font-weight: 600; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .card { fill: #0d1117; stroke: #30363d; }
    .quiet { fill: #9198a1; }
    .bar { fill: #3d444d; }
    .ours .bar { fill: #4493f8; }
  }
`;

/** @param {Results} results @returns {string} SVG. */
export function draw({ taken, node, cores, packages, parts }) {
  const said = parts.map(({ title, unit, values }) => {
    return `${title}: ${Object.entries(values).map(([name, value]) => `${titleOf(name)} ${value} ${unit}`).join(", ")}.`;
  });
  let y = PADDING;
  const panels = parts.map((part) => {
    const panel = drawPanel(part, y);
    y += TITLE + Object.keys(part.values).length * ROW + GAP;
    return panel;
  });
  const peers = Object.values(packages).filter((install) => install !== null).join(", ");
  const footer = [`Medians of one run on ${taken}, Node ${node.replace(/^v/, "")}, ${cores} cores that others used, too.`, `Peers: ${peers}.`];
  const height = y + footer.length * LINE + PADDING / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="name story">
<title id="name">agent-delete beside plain fetch and other clients</title>
<desc id="story">${escaped(said.join(" "))}</desc>
<style>${STYLE}</style>
<rect class="card" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="10"/>
${panels.join("\n")}
${footer.map((line, at) => text(PADDING, y + at * LINE + 4, line, "quiet")).join("\n")}
</svg>
`;
}

/** @param {import("../../bench/measures.mjs").Compared} part @param {number} top */
function drawPanel({ title, unit, better, values }, top) {
  const most = Math.max(...Object.values(values));
  const sorted = Object.entries(values).sort(([, a], [, b]) => (better === "less" ? a - b : b - a));
  const rows = sorted.map(([name, value], at) => {
    const y = top + TITLE + at * ROW;
    const width = Math.max(2, (value / most) * BARS).toFixed(1);
    return `<g${name === OURS ? ' class="ours"' : ""}>
${text(PADDING, y + BAR - 2, titleOf(name))}
<rect class="bar" x="${PADDING + LABEL}" y="${y}" width="${width}" height="${BAR}" rx="3"/>
${text(PADDING + LABEL + Number(width) + 8, y + BAR - 2, value.toLocaleString("en"), "number")}
</g>`;
  });
  return [
    text(PADDING, top + 14, title, "title"),
    text(PADDING, top + 33, `${unit}; ${better} is better`, "quiet"),
    ...rows,
  ].join("\n");
}

/** @param {string} name */
const titleOf = (name) => TITLES[name] ?? name;

/** @param {number} x @param {number} y @param {string} content @param {string} [kind] */
function text(x, y, content, kind) {
  return `<text x="${Number(x.toFixed(1))}" y="${y}"${kind ? ` class="${kind}"` : ""}>${escaped(content)}</text>`;
}

/** @param {string} content */
function escaped(content) {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
