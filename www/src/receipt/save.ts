import { download } from "../backup/download";
import { timeName } from "../backup/names";
import type { Run } from "../run/run";
import { receiptCsv, receiptJson } from "./receipt";

export function saveReceipt({ record, entries }: Run, kind: "json" | "csv"): void {
  const name = `agent-delete-receipt-${timeName(record.startedAt)}.${kind}`;
  const content = kind === "json"
    ? new Blob([receiptJson(record, entries)], { type: "application/json" })
    // A spreadsheet takes it for UTF-8 only with a mark at its beginning.
    : new Blob(["\ufeff", receiptCsv(record, entries)], { type: "text/csv" });
  download(name, content);
}
