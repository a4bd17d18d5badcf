// Deletes the agents whose name holds a text, those left over from tests for instance. Without --yes it only says which.
//
//   AGENT_PLATFORM=eliza AGENT_BASE_URL=http://localhost:3000/api AGENT_API_KEY=… node clean-up.mjs "test" [--yes]
//
// Each agent is saved before it is deleted, into the folder "deleted-agents", where results.csv tells what became of all. The
// exit code is 0 only if every one of them is known to be gone.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AgentClient, backupToJson, isAgentError, resultsToCsv } from "agent-delete";

const FOLDER = "deleted-agents";

const [search, flag] = process.argv.slice(2);
const { AGENT_PLATFORM, AGENT_BASE_URL, AGENT_API_KEY } = process.env;

async function cleanUp() {
  if (!search) throw new Error('Say which agents: node clean-up.mjs "part of their name" [--yes]');
  const client = new AgentClient({
    backend: AGENT_PLATFORM,
    baseUrl: AGENT_BASE_URL,
    auth: { apiKey: AGENT_API_KEY },
  });

  const ids = [];
  for await (const { id, name } of client.listAgents({ search })) {
    console.log(`${id}  ${name ?? ""}`);
    ids.push(id);
  }
  if (flag !== "--yes") {
    console.log(`${ids.length} found. What goes with each: ${client.capabilities.destroys.join(", ")}. Add --yes to delete them.`);
    return;
  }

  await mkdir(FOLDER, { recursive: true });
  const results = [];
  for await (const result of client.deleteAgents(ids, { backup: save, ifMissing: "ignore", waitMs: 60_000 })) {
    const { agentId, deletion, error } = result;
    console.log(`${agentId}  ${deletion?.outcome ?? `${error.code}: ${error.message} ${error.hint ?? ""}`}`);
    results.push(result);
  }
  await writeFile(join(FOLDER, "results.csv"), resultsToCsv(results));
  const gone = results.filter(({ deletion }) => deletion && deletion.outcome !== "accepted").length;
  console.log(`${gone} of ${ids.length} are gone.`);
  if (gone < ids.length) process.exitCode = 1;
}

/** An agent that can't be saved is not deleted. An id may be no name for a file. */
async function save(backup) {
  const name = `${backup.backend}-${backup.agentId}`.replace(/[^\w.-]/g, (char) => `_${char.codePointAt(0).toString(16)}`);
  await writeFile(join(FOLDER, `${name}.json`), backupToJson(backup));
}

await cleanUp().catch((error) => {
  console.error(isAgentError(error) ? `${error.message}. ${error.hint ?? ""}` : error.message);
  process.exitCode = 1;
});
