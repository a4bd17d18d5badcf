// Which of the agents are looked at.

import { DAY } from "../words/time";
import type { Row } from "./row";

export interface Filter {
  readonly search: string;
  /** A connection's key. Null: all. */
  readonly connection: string | null;
  readonly platform: string | null;
  readonly status: "active" | "inactive" | "unknown" | null;
  /** In days, since it was made. */
  readonly olderThan: number | null;
  /** Neither the default agent nor one that is protected. */
  readonly ordinary: boolean;
}

export const EVERYTHING: Filter = { search: "", connection: null, platform: null, status: null, olderThan: null, ordinary: false };

export interface Found {
  readonly rows: readonly Row[];
  /** Left out only because nobody says how old they are. */
  readonly ageless: number;
}

export function found(rows: readonly Row[], filter: Filter, now = Date.now()): Found {
  const words = filter.search.normalize().toLowerCase().split(/\s+/).filter(Boolean);
  let ageless = 0;
  const kept = rows.filter((row) => {
    if (filter.connection !== null && row.connection.key !== filter.connection) return false;
    if (filter.platform !== null && row.connection.platform.name !== filter.platform) return false;
    if (filter.status !== null && (row.status ?? "unknown") !== filter.status) return false;
    if (filter.ordinary && (row.isDefault || row.protectedBecause !== null)) return false;
    if (!words.every((word) => row.text.includes(word))) return false;
    if (filter.olderThan === null) return true;
    const made = row.createdAt === null ? Number.NaN : Date.parse(row.createdAt);
    if (Number.isNaN(made)) ageless += 1;
    return now - made > filter.olderThan * DAY;
  });
  return { rows: kept, ageless };
}
