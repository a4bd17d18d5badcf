// @ts-check
// What a deletion would do, asked without changing anything.

import { AgentClient } from "./package.mjs";
import { dim, green, red, yellow } from "./paint.mjs";
import { heading, paragraph } from "./text.mjs";

/**
 * @typedef {import("../../pkg/types.js").DeletionPlan} DeletionPlan
 * @typedef {import("./world.mjs").World} World
 */

/** @param {World} world */
export async function showPlan({ server, sandbox }) {
  // The seeded default agent is gone by now.
  const id = sandbox.create("kortix", { name: "Front desk", isDefault: true });
  const client = new AgentClient(server.clientOptions("kortix"));
  heading("A plan", {
    about: "A default agent on Kortix, first without force, then with it. Nothing is changed.",
    code: "await client.planDeletion(id, { force })",
  });
  const plan = await client.planDeletion(id);
  paragraph(`${plan.agent?.name} (${plan.agentId})`, label("agent"), String);
  answer("no force", plan);
  answer("force", await client.planDeletion(id, { force: true }));
  list("destroys", plan.destroys, red);
  list("keeps", plan.keeps, green);
}

/** @param {string} name @param {DeletionPlan} plan */
function answer(name, { deletable, blockers, requests }) {
  const verdicts = { true: "deletable", false: "not deletable", null: "the platform will tell" };
  paragraph(verdicts[`${deletable}`], label(name), deletable ? green : yellow);
  for (const { code, message, liftedBy } of blockers) {
    paragraph(`${code}: ${message} ${liftedBy ? `Lifted by ${liftedBy}.` : ""}`.trim(), label(""), String);
  }
  for (const { purpose, method, path } of requests) {
    paragraph(`${purpose.padEnd(15)}${method.padEnd(8)}${path}`, label(""), dim);
  }
}

/** @param {string} name @param {string[]} items @param {import("./paint.mjs").Paint} paint */
function list(name, items, paint) {
  items.forEach((item, at) => paragraph(item, label(at === 0 ? name : ""), paint));
}

/** @param {string} name */
function label(name) {
  return name.padEnd(10);
}
