// The form for one agent: its plan, its backup, its deletion.

import { isAgentError } from "agent-delete";
import { suggestAgents } from "./agent-choices.js";
import { saveBackup } from "./backup-file.js";
import { deleteSafely } from "./delete-safely.js";
import { byId } from "./element.js";
import { onSubmit } from "./form.js";
import { showPlan } from "./plan-dialog.js";
import { fillPlatforms, titles } from "./platforms.js";
import { showProblem } from "./problem.js";
import { showError } from "./results.js";
import { settle } from "./settle.js";

/**
 * @typedef {import("agent-delete").AgentClient} AgentClient
 * @typedef {import("agent-delete").BackendName} BackendName
 */

/** @param {import("./connections.js").Connections} connections */
export function oneAgent({ clients }) {
  const form = byId("one", HTMLFormElement);
  const status = byId("one-status", HTMLElement);
  const platform = byId("one-platform", HTMLSelectElement);
  const backends = /** @type {BackendName[]} */ (Object.keys(clients));
  const chosen = () => clients[/** @type {BackendName} */ (platform.value)];

  /** @type {Record<string, (id: string, data: FormData) => Promise<string>>} */
  const actions = {
    async delete(id, data) {
      const options = { force: data.has("force"), backup: data.has("backup"), verify: data.has("verify") };
      const end = await settle(deleteSafely(chosen(), id, options));
      await suggestAgents(chosen());
      return end;
    },
    async plan(id, data) {
      await showPlan(await chosen().planDeletion(id, { force: data.has("force") }));
      return "Nothing was changed.";
    },
    async backup(id) {
      const backup = await chosen().backupAgent(id);
      saveBackup(backup);
      const parts = Object.keys(backup.content).join(", ");
      return `Saved: ${parts}. Secrets taken out: ${backup.redacted.length}.`;
    },
  };

  fillPlatforms(platform, backends);
  const choose = () => {
    byId("one-agent", HTMLInputElement).value = "";
    explainForce(form, chosen());
    suggestAgents(chosen()).catch(showProblem);
  };
  platform.addEventListener("change", choose);
  choose();

  onSubmit(form, async (data, action) => {
    status.textContent = "Working…";
    status.textContent = await actions[action](String(data.get("agent")), data).catch(failed);
  });
}

/** A plan or a backup that failed. @param {unknown} error */
function failed(error) {
  if (!isAgentError(error)) throw error;
  showError(error);
  return `${titles[error.backend]}: ${error.code}. ${error.hint ?? ""}`;
}

/**
 * Says what force means on this platform, and offers it only where it means something.
 * @param {HTMLFormElement} form
 * @param {AgentClient} client
 */
function explainForce(form, { backend, capabilities }) {
  const force = /** @type {HTMLInputElement} */ (form.elements.namedItem("force"));
  force.disabled = capabilities.force === "none";
  force.checked = false;
  byId("one-force", HTMLElement).textContent = {
    server: `${titles[backend]} itself ends what is active, then deletes.`,
    client: "This page sends what it takes: see the plan.",
    none: `There is nothing to force on ${titles[backend]}.`,
  }[capabilities.force];
}
