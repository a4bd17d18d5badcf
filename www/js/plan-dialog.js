// A dialog that shows what a deletion would do. Only its button "Delete" deletes; Enter, Escape and anything
// else keep the agent.

import { byId } from "./element.js";
import { consequences, planView } from "./plan-view.js";
import { titles } from "./platforms.js";

/** @typedef {import("agent-delete").DeletionPlan} DeletionPlan */

/**
 * Asks whether to carry a plan out. It is what `confirm` takes.
 * @param {DeletionPlan} plan
 */
export function askForPlan(plan) {
  const title = `Delete ${plan.agent?.name ?? "this agent"} on ${titles[plan.backend]}?`;
  return ask({ title, body: planView(plan), keep: "Keep it", remove: "Delete it" });
}

/**
 * Asks whether to delete many.
 * @param {import("agent-delete").AgentClient} client
 * @param {number} count
 */
export function askForMany({ backend, capabilities }, count) {
  const title = `Delete ${count} agents on ${titles[backend]}?`;
  return ask({ title, body: [consequences(capabilities)], keep: "Keep them", remove: `Delete all ${count}` });
}

/**
 * Only shows a plan.
 * @param {DeletionPlan} plan
 */
export function showPlan(plan) {
  const title = `To delete ${plan.agent?.name ?? "this agent"} on ${titles[plan.backend]}`;
  return ask({ title, body: planView(plan), keep: "Close", remove: null });
}

/** One dialog at a time: whoever comes later waits. @type {Promise<unknown>} */
let turn = Promise.resolve();

/**
 * @typedef {{ title: string, body: HTMLElement[], keep: string, remove: string | null }} Question
 * @param {Question} question `remove`: null where there is nothing to decide.
 * @returns {Promise<boolean>}
 */
function ask(question) {
  const answer = turn.then(() => open(question));
  turn = answer;
  return answer;
}

/** @param {Question} question @returns {Promise<boolean>} */
function open({ title, body, keep, remove }) {
  const dialog = byId("plan", HTMLDialogElement);
  byId("plan-title", HTMLElement).textContent = title;
  byId("plan-body", HTMLElement).replaceChildren(...body);
  byId("plan-keep", HTMLElement).textContent = keep;
  const button = byId("plan-delete", HTMLElement);
  button.textContent = remove;
  button.hidden = remove === null;
  return new Promise((resolve) => {
    dialog.returnValue = ""; // Escape leaves it as it is
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "delete"), { once: true });
    dialog.showModal();
  });
}
