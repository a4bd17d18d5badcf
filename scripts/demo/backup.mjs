// @ts-check
// All that a platform lets a caller save of an agent.

import { AgentClient } from "./package.mjs";
import { dim } from "./paint.mjs";
import { table } from "./table.mjs";
import { heading, paragraph } from "./text.mjs";

/** @param {import("./world.mjs").World} world */
export async function showBackup({ server, sandbox }) {
  heading("A backup", {
    about: "Taken before anything is stopped: a stopped elizaOS agent no longer shows its memories.",
    code: "await client.backupAgent(id)",
  });
  const client = new AgentClient(server.clientOptions("eliza"));
  const { content, source, missing, redacted } = await client.backupAgent(sandbox.agents.eliza.default);
  const rows = Object.entries(content).map(([part, saved]) => [part, extent(saved)]);
  for (const line of table([{ title: "Part" }, { title: "Saved" }], rows)) console.log(line);
  console.log();
  paragraph(source === "export" ? "the platform's own export" : "the plain agent", "source    ", String);
  paragraph(missing.map(({ part }) => part).join(", ") || "nothing", "missing   ", String);
  paragraph(`${redacted.length} secret values`, "redacted  ", String);
  for (const pointer of redacted) paragraph(pointer, "          ", dim);
}

/** @param {unknown} saved */
function extent(saved) {
  if (Array.isArray(saved)) return saved.length === 1 ? "1 entry" : `${saved.length} entries`;
  return `${JSON.stringify(saved).length} bytes of JSON`;
}
