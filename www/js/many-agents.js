// Many agents at once: asked once, with progress, and with a way to stop.

import { resultsToCsv } from "agent-delete";
import { byId } from "./element.js";
import { saveFile } from "./file.js";
import { onSubmit } from "./form.js";
import { askForMany } from "./plan-dialog.js";
import { fillPlatforms } from "./platforms.js";
import { showProblem } from "./problem.js";
import { showError } from "./results.js";
import { spareAgents } from "./sandbox.js";

/**
 * @typedef {import("agent-delete").AgentClient} AgentClient
 * @typedef {import("agent-delete").BackendName} BackendName
 * @typedef {import("agent-delete").DeletionResult} DeletionResult
 */

/** More failures than that are counted, and not shown one by one. */
const MOST_SHOWN = 20;

/** @param {import("./connections.js").Connections} connections */
export function manyAgents({ clients }) {
  const status = byId("many-status", HTMLElement);
  const platform = byId("many-platform", HTMLSelectElement);
  const ids = byId("many-ids", HTMLTextAreaElement);
  const save = byId("many-save", HTMLButtonElement);
  /** Of the latest run. @type {DeletionResult[]} */
  let results = [];
  const backends = /** @type {BackendName[]} */ (Object.keys(clients));
  const chosen = () => /** @type {BackendName} */ (platform.value);

  fillPlatforms(platform, backends);
  platform.addEventListener("change", () => (ids.value = ""));
  byId("many-spare", HTMLButtonElement).addEventListener("click", () => {
    spareAgents(chosen()).then((made) => (ids.value = made.join("\n")), showProblem);
  });

  save.addEventListener("click", () => saveFile("deletions.csv", "text/csv", resultsToCsv(results)));

  onSubmit(byId("many", HTMLFormElement), async (data) => {
    const wanted = idsIn(ids.value);
    const client = clients[chosen()];
    if (!(await askForMany(client, wanted.length))) {
      status.textContent = "Kept. Nothing was changed.";
      return;
    }
    status.textContent = `Deleting ${wanted.length} agents…`;
    results = [];
    save.disabled = false;
    const { left, text } = await deleteMany(client, wanted, results, {
      concurrency: Number(data.get("concurrency")),
      force: data.has("force"),
    });
    // What may still be there stays in the form, for another try.
    ids.value = left.join("\n");
    status.textContent = text;
  });
}

/** @param {string} text */
function idsIn(text) {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}

/**
 * @param {AgentClient} client
 * @param {string[]} ids
 * @param {DeletionResult[]} results Gets each as it comes.
 * @param {{ concurrency: number, force: boolean }} options
 * @returns {Promise<{ left: string[], text: string }>} The ids not known to be deleted, and a summary.
 */
async function deleteMany(client, ids, results, options) {
  const bar = byId("many-progress", HTMLProgressElement);
  const counts = byId("many-counts", HTMLElement);
  const { signal, done } = abortButton();
  const tally = { deleted: 0, accepted: 0, absent: 0, failed: 0, duplicates: 0 };
  /** @type {string[]} */
  const left = [];
  bar.max = ids.length;
  bar.value = 0;
  try {
    for await (const result of client.deleteAgents(ids, { ...options, signal })) {
      const { agentId, deletion, error, duplicate } = result;
      results.push(result);
      // What became of a duplicate is told with the first.
      if (deletion?.outcome !== "deleted" && !duplicate) left.push(agentId);
      // Every id has a result, also after an abort. This one's request had not left.
      if (error?.code === "aborted" && !error.outcomeUnknown) continue;
      tally[duplicate ? "duplicates" : (deletion?.outcome ?? "failed")] += 1;
      if (error && !duplicate && tally.failed <= MOST_SHOWN) showError(error);
      bar.value += 1;
      counts.textContent = `${bar.value} of ${ids.length}`;
    }
  } finally {
    done();
  }
  const ends = Object.entries(tally).flatMap(([end, count]) => (count > 0 ? [`${count} ${end}`] : []));
  if (left.length > 0) ends.push(`${left.length} left in the form`);
  return { left, text: `${signal.aborted ? "Stopped" : "Done"}: ${ends.join(", ")}.` };
}

/** Makes the button work for one run. What is under way when it is pressed finishes first. */
function abortButton() {
  const button = byId("many-abort", HTMLButtonElement);
  const controller = new AbortController();
  const abort = () => controller.abort();
  button.addEventListener("click", abort);
  button.disabled = false;
  return {
    signal: controller.signal,
    done() {
      button.removeEventListener("click", abort);
      // A button that can no longer be pressed must not keep the focus.
      if (document.activeElement === button) byId("many-ids", HTMLElement).focus();
      button.disabled = true;
    },
  };
}
