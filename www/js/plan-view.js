// A plan for people: what stands in the way, what goes, what stays, and the requests that would be sent.

import { element, list } from "./element.js";

/** @typedef {import("agent-delete").DeletionPlan} DeletionPlan */

/** @param {DeletionPlan} plan @returns {HTMLElement[]} */
export function planView({ agentId, deletable, blockers, requests, destroys, keeps }) {
  return [
    element("p", {}, element("code", { textContent: agentId })),
    element("p", {}, verdict(deletable)),
    ...blockers.map(({ message, liftedBy, overridden }) => {
      const lifts = overridden ? `Overridden by ${liftedBy}.` : `Lifted by ${liftedBy}.`;
      const lifted = liftedBy === null ? "Nothing lifts this." : lifts;
      return element("p", { className: "blocker", textContent: `${message} ${lifted}` });
    }),
    consequences({ destroys, keeps }),
    ...requestsView(requests),
  ];
}

/** @param {{ destroys: readonly string[], keeps: readonly string[] }} what */
export function consequences({ destroys, keeps }) {
  return element("div", { className: "consequences" }, part("Goes", destroys), part("Stays", keeps));
}

/** @param {"Goes" | "Stays"} title @param {readonly string[]} items */
function part(title, items) {
  return element("div", {}, element("h3", { textContent: title }), list(title.toLowerCase(), [...items]));
}

/** @param {boolean | null} deletable */
function verdict(deletable) {
  /** @param {string} tone @param {string} textContent */
  const badge = (tone, textContent) => element("span", { className: `badge ${tone}`, textContent });
  switch (deletable) {
    case true: return badge("good", "can be deleted");
    case false: return badge("bad", "can't be deleted now");
    case null: return badge("open", "only the platform's answer can tell");
  }
}

/** @param {DeletionPlan["requests"]} requests */
function requestsView(requests) {
  if (requests.length === 0) return [];
  const items = requests.map(({ purpose, method, path }) => {
    return element("li", {}, `${purpose} `, element("code", { textContent: `${method} ${path}` }));
  });
  return [element("h3", { textContent: "Requests" }), element("ol", {}, ...items)];
}
