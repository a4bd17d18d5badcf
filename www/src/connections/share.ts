// A browser has six connections to a host, and through the console's server all platforms are one host. What waits for its turn in
// the browser looks like a platform that does not answer, so no more is asked at once than there is room for.

import { each } from "../../../cli/plans.js";
import type { Connection } from "./connection";

const AT_ONCE = 5;

/** Does something for each connection, some side by side; each is told how many requests it may have under way. */
export async function forEach(
  connections: Iterable<Connection>,
  work: (connection: Connection, concurrency: number) => Promise<void>,
): Promise<void> {
  const all = [...connections];
  const share = Math.max(1, Math.floor(AT_ONCE / Math.max(1, all.length)));
  await each(all, AT_ONCE, (connection) => work(connection, Math.min(connection.concurrency, share)));
}
