// The package in a CommonJS module: the same values and types.

import {
  AgentClient,
  AgentError,
  backupFromJson,
  backupToJson,
  isAgentError,
  LoadError,
  platforms,
  ready,
  resultsToCsv,
} from "agent-delete";
import type { Deletion, DeletionResult, ErrorCode } from "agent-delete";
import required = require("agent-delete");
import inline = require("agent-delete/inline");
import { createSandbox, SECRET_MARK } from "agent-delete/sandbox";
import type { Fault } from "agent-delete/sandbox";
import { serveSandbox } from "agent-delete/sandbox/node";
import type { SandboxServer } from "agent-delete/sandbox/node";

class Mine extends AgentClient {
  async outcome(id: string): Promise<Deletion["outcome"]> {
    return (await this.deleteAgent(id)).outcome;
  }
}

export async function use(result: DeletionResult): Promise<ErrorCode | null> {
  await ready();
  const client: AgentClient = new required.AgentClient({ backend: "charm" });
  try {
    const outcome: "deleted" | "accepted" | "absent" = await new Mine({ backend: "charm" }).outcome("a");
    for await (const { agentId } of client.deleteAgents([outcome])) agentId.toUpperCase();
  } catch (error) {
    if (error instanceof AgentError) return error.code;
    if (isAgentError(error)) return error.code;
    if (error instanceof LoadError) throw error;
  }
  // @ts-expect-error: the error is not ruled out
  void result.deletion.outcome;
  return result.error ? result.error.code : null;
}

/** What one module format makes, the other takes. */
export async function mixed(client: AgentClient): Promise<void> {
  const { AgentClient: Other } = await import("agent-delete");
  const other: InstanceType<typeof Other> = client;
  const back: AgentClient = other;
  void back;
}

/** The other entries, with the same types. */
export async function tryOut(fault: Fault): Promise<string> {
  const sandbox = createSandbox();
  sandbox.inject(fault).remove();
  const server: SandboxServer = await serveSandbox(sandbox);
  const client: AgentClient = new inline.AgentClient(server.clientOptions("charm"));
  const { outcome } = await client.deleteAgent(sandbox.agents.charm.plain);
  // @ts-expect-error: there is no such platform
  sandbox.create("other");
  return outcome + SECRET_MARK;
}

export const texts = (result: DeletionResult, text: string): string =>
  backupToJson(backupFromJson(text)) + resultsToCsv([result]) + platforms.map(({ title }) => title).join();
