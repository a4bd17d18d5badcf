// A row of the table: an agent, and the connection that it belongs to.

import type { Agent } from "agent-delete";
import { fingerprint, type Fingerprint } from "../../../cli/fingerprint.js";
import type { Connection } from "../connections/connection";

export interface Row {
  /** Ids are the same on several platforms: only with the connection do they tell agents apart. */
  readonly key: string;
  readonly connection: Connection;
  readonly id: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly status: Agent["status"];
  readonly isDefault: boolean;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  /** Why it can't be selected. */
  readonly protectedBecause: string | null;
  /** What search looks through. */
  readonly text: string;
}

export const rowKey = (connection: Connection, id: string): string => `${connection.key}\n${id}`;

/** The platform's own object is left behind: it may hold secrets. */
export function rowOf(connection: Connection, agent: Agent): Row {
  const { id, name, description, status, isDefault, createdAt, updatedAt } = agent;
  return {
    key: rowKey(connection, id),
    connection,
    id,
    name,
    description,
    status,
    isDefault: isDefault === true,
    createdAt,
    updatedAt,
    protectedBecause: protection(connection, agent),
    text: [name, id, description].filter((part) => part !== null).join("\n").normalize().toLowerCase(),
  };
}

function protection(connection: Connection, agent: Agent): string | null {
  const pattern = connection.protection.of(agent);
  if (pattern !== null) return `The configuration protects it by “${pattern}”.`;
  if (agent.isProtected) return `${connection.platform.title} never deletes its own agent.`;
  return null;
}

/** What an agent is called where there is room for one word. */
export const titleOf = ({ name, id }: { readonly name: string | null; readonly id: string }): string => name?.trim() || id;

export type Seen = Fingerprint | null;
export const seenOf = (agent: Agent | null): Seen => fingerprint(agent);
