// @ts-check
// `list`: the agents that the filters choose. Those that are protected are shown as such.

import { age } from "../dates.js";
import { connect } from "../connection.js";
import { select } from "../selection.js";
import { agentResult } from "../show.js";
import { listing } from "../source.js";
import { table } from "../table.js";
import { counted } from "../text.js";

/** @import { Agent } from "../../pkg/types.d.ts" */
/** @import { Context } from "../context.js" */
/** @import { Cell } from "../table.js" */

/** @param {Context} context @param {any} options */
export async function run(context, options) {
  const { out } = context;
  const connection = await connect(context, options);
  const now = Date.now();
  const { chosen, kept, undated } = select(await listing(context, connection), options, connection.protection, now);
  /** @type {{ agent: Agent, by: string | null }[]} */
  const all = [...chosen.map((agent) => ({ agent, by: null })), ...kept];
  if (out.json) {
    for (const { agent } of all) out.jsonResult(agentResult(agent, options));
  } else if (out.resultsOnTerminal) {
    if (all.length > 0) out.drawn("result", drawn(context, all, now));
  } else {
    for (const { agent, by } of all) out.row(agent.id, agent.name ?? "", agent.status ?? "", agent.createdAt ?? "", by === null ? "" : "protected");
  }
  out.note(`${counted(all.length, "agent")}${kept.length > 0 ? `, ${kept.length} of them protected` : ""}${undated.length > 0 ? `; ${undated.length} left out that have no date to judge by` : ""}.`);
  return 0;
}

/** @param {Context} context @param {{ agent: Agent, by: string | null }[]} all @param {number} now */
function drawn({ out }, all, now) {
  const { green, dim } = out.resultPaint;
  const rows = all.map(({ agent, by }) => /** @type {Cell[]} */ ([
    agent.id, agent.name ?? "–", `${agent.status ?? "–"}${agent.isDefault ? ", default" : ""}`, age(agent.createdAt, now),
    [by !== null ? `by ${by}` : agent.isProtected ? "by the platform" : "", green],
  ]));
  const columns = [{ title: "Agent", whole: true }, { title: "Name" }, { title: "Status", spare: true }, { title: "Age", spare: true }, { title: "Protected", whole: true }];
  return table(columns, rows, { width: out.width("stdout"), title: dim });
}
