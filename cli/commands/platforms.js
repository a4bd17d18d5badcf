// @ts-check
// `platforms`: what can be talked to, where it takes a credential from, and what a deletion can do there.

import { backends, platforms } from "../platforms.js";
import { table } from "../table.js";

/** @import { Context } from "../context.js" */

/** @param {Context} context */
export async function run({ out }) {
  const all = backends.map((backend) => {
    const { title, scheme, variable, defaultBaseUrl: baseUrl, baseUrlExample, capabilities } = platforms[backend];
    return { backend, title, scheme, variable, baseUrl, baseUrlExample, capabilities };
  });
  if (out.json) {
    for (const one of all) out.jsonResult(one);
  } else if (!out.resultsOnTerminal) {
    for (const { backend, title, variable } of all) out.row(backend, title, variable ?? "");
  } else {
    const rows = all.map(({ backend, title, scheme, variable, capabilities: { force, stop, cascade } }) => [
      backend, title, `${variable ?? "–"}${variable === null ? "" : ` (${scheme})`}`,
      [force === "none" ? "" : "force", stop ? "stop" : "", ...cascade].filter(Boolean).join(", ") || "–",
    ]);
    const columns = [{ title: "Backend", whole: true }, { title: "Platform" }, { title: "Its variable", whole: true }, { title: "Can", whole: true }];
    out.drawn("result", table(columns, rows, { width: out.width("stdout"), title: out.resultPaint.dim }));
    out.note("");
    for (const { backend, baseUrlExample } of all) out.note(`  ${backend.padEnd(10)} --base-url `, { whole: baseUrlExample });
  }
  return 0;
}
