// @ts-check
// `connections`: those of the configuration, each tried with one cheap read: an agent that can't exist, which a platform that
// knows the caller says is not there.

import { configurationFiles, readConfiguration } from "../configuration.js";
import { open, settingsOf } from "../connection.js";
import { DONE, FAILED, Stop } from "../exit-codes.js";
import { nameOf, noAgent } from "../platforms.js";
import { each } from "../plans.js";
import { table } from "../table.js";
import { counted } from "../text.js";
import { hintOf, sentenceOf } from "../wording.js";

/** @import { Context } from "../context.js" */

/** @typedef {{ name: string, backend: string, baseUrl: string | null, ok: boolean, error: any }} Checked */

/** How many are tried at once. */
const AT_ONCE = 4;

/** @param {Context} context @param {{ names?: boolean }} options */
export async function run(context, { names = false }) {
  const { out } = context;
  const files = configurationFiles(context);
  const configuration = readConfiguration(files);
  if (!configuration) {
    out.note(`There is no configuration: neither ${files.join(" nor ")} is there.`);
    return DONE;
  }
  const { connections } = configuration;
  if (names) {
    for (const name of Object.keys(connections)) out.json ? out.jsonResult({ name }) : out.row(name);
    return DONE;
  }
  const without = Object.values(connections).filter(({ credential }) => !credential);
  // A key in a general variable is one platform's: with several connections it would be shown to all.
  const general = without.length === 1;
  const checked = await each(Object.entries(connections), AT_ONCE, async ([name, { backend, baseUrl = null }]) => {
    /** @type {Checked} */
    const checked = { name, backend: nameOf(backend), baseUrl, ok: true, error: null };
    try {
      const settings = settingsOf({ connection: name }, configuration);
      checked.baseUrl = settings.baseUrl;
      const connection = await open(context, settings, { general, ask: false });
      const { agents } = connection;
      const { signal } = context.interrupt;
      // Where a missing agent can't be told, the first of all is asked for.
      if (connection.platform.missingIsUntold && agents.capabilities.list) await agents.listAgents({ pageSize: 1, signal }).next();
      else await agents.getAgent(noAgent(agents.backend), { signal });
    } catch (/** @type {any} */ thrown) {
      context.interrupt.check();
      const error = thrown.cause?.code ? thrown.cause : thrown;
      if (error.code !== "not-found") Object.assign(checked, { ok: false, error });
    }
    return checked;
  });
  show(context, configuration.file, checked);
  return checked.every(({ ok }) => ok) ? DONE : FAILED;
}

/** @param {Context} context @param {string} file @param {Checked[]} checked */
function show({ out }, file, checked) {
  const { green, red, yellow, dim } = out.resultPaint;
  if (out.json) {
    for (const one of checked) out.jsonResult({ ...one, error: one.error instanceof Stop ? { name: "Error", message: one.error.message } : one.error });
    return;
  }
  if (out.resultsOnTerminal) {
    out.note([file, out.paint.dim]);
    const rows = checked.map(({ name, backend, baseUrl, ok, error }) => /** @type {import("../table.js").Cell[]} */ ([
      name, backend, baseUrl ?? "–", ok ? ["ok", green] : [error.code ?? "wrong", red],
    ]));
    const columns = [{ title: "Connection", whole: true }, { title: "Platform" }, { title: "Base URL" }, { title: "State", whole: true }];
    out.drawn("result", table(columns, rows, { width: out.width("stdout"), title: dim }));
  } else {
    for (const { name, backend, baseUrl, ok, error } of checked) {
      out.row(name, backend, baseUrl ?? "", ok ? "ok" : (error.code ?? "wrong"));
    }
  }
  const wrong = checked.filter(({ ok }) => !ok);
  for (const { name, error } of wrong) {
    out.warn(["✗ ", out.paint.red], `${name}  ${sentenceOf(error)}`);
    const hint = hintOf(error);
    if (hint) out.warn("    ", [hint, yellow]);
  }
  out.note(`${counted(checked.length, "connection")}, ${wrong.length} of them wrong.`);
}
