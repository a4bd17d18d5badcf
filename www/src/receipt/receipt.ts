// The receipt of a run, for other programs and for spreadsheets.

import { resultsToCsv, type DeletionResult } from "agent-delete";
import { countsOf, outcomeOf, type Entry, type RunRecord } from "../run/entry";
import { sentenceOfEntry } from "../run/sentence";

export const FORMAT = "agent-delete-receipt";

export function receiptJson(run: RunRecord, entries: readonly Entry[]): string {
  const { connections, startedAt, endedAt, cancelledAt, ...rest } = run;
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const receipt = {
    format: FORMAT,
    version: 1,
    ...rest,
    startedAt: time(startedAt),
    endedAt: time(endedAt),
    cancelledAt: time(cancelledAt),
    connections: connections.map(({ key: _, ...connection }) => connection),
    counts: countsOf(entries),
    results: entries.map(({ connection: key, id, name, state: _, seen: __, ...entry }) => ({
      connection: connections.find((one) => one.key === key)?.name ?? null,
      agentId: id,
      name,
      outcome: outcomeOf({ ...entry, connection: key, id, name, state: _, seen: __ }),
      ...entry,
      looked: entry.looked && { ...entry.looked, at: time(entry.looked.at) },
    })),
  };
  return `${JSON.stringify(receipt, null, 2)}\n`;
}

/**
 * The package's table of results, with the connection and the page's own words in front: what was kept or not begun has no result,
 * but has its line.
 */
export function receiptCsv(run: RunRecord, entries: readonly Entry[]): string {
  const own = ["connection", "production", "name", "result", "explanation", "backup"];
  const titles = lineOf(resultsToCsv([]), 0);
  const lines = entries.map((entry) => {
    const connection = run.connections.find(({ key }) => key === entry.connection);
    const cells = [connection?.name ?? "", connection?.production ? "true" : "false", entry.name ?? "", outcomeOf(entry), sentenceOfEntry(entry, false), entry.backup?.file ?? ""];
    const { deletion, error, id: agentId } = entry;
    const rest = deletion || error
      ? resultsToCsv([{ agentId, deletion, error, duplicate: false } as DeletionResult]).slice(titles.length + 2, -2)
      : [cell(agentId), cell(connection?.backend ?? ""), ...titles.split(",").slice(2).map(() => "")].join(",");
    return `${cells.map(cell).join(",")},${rest}`;
  });
  return `${[`${own.join(",")},${titles}`, ...lines].join("\r\n")}\r\n`;
}

const lineOf = (text: string, at: number): string => text.split("\r\n")[at] ?? "";

/** As the package writes a cell: quoted where it must be, and no formula for a spreadsheet. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
