// @ts-check
// `show`: one agent.

import { connect } from "../connection.js";
import { refuseInvalid } from "../input.js";
import { agentResult } from "../show.js";
import { shown, wrapped } from "../text.js";

/** @import { Context } from "../context.js" */

/** Where a fact begins beside its name. */
const INDENT = 12;

/** @param {Context} context @param {any} options @param {string} id */
export async function run(context, options, id) {
  const { out, interrupt } = context;
  const connection = await connect(context, options);
  await refuseInvalid(connection, [id]);
  const agent = await connection.agents.getAgent(id, { signal: interrupt.signal });
  if (out.json) {
    out.jsonResult(agentResult(agent, options));
    return 0;
  }
  const by = connection.protection.of(agent);
  /** @type {[string, unknown][]} */
  const facts = [
    ["id", agent.id],
    ["name", agent.name],
    ["description", agent.description],
    ["status", agent.status],
    ["default", agent.isDefault === null ? null : agent.isDefault ? "yes" : "no"],
    ["protected", by !== null ? `yes, by "${by}"` : agent.isProtected ? "yes, by the platform" : "no"],
    ["created", agent.createdAt],
    ["updated", agent.updatedAt],
    ...(options.raw ? /** @type {[string, unknown][]} */ ([["raw", JSON.stringify(agent.raw)]]) : []),
  ];
  for (const [name, value] of facts) {
    if (value === null) continue;
    const lines = out.resultsOnTerminal && name !== "raw" ? wrapped(shown(value), out.width("stdout") - INDENT) : [String(value)];
    lines.forEach((line, at) => out.result([(at === 0 ? name : "").padEnd(INDENT), out.resultPaint.dim], line));
  }
  return 0;
}
