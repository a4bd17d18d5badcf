// @ts-check
// `console`: serves the page in which agents are found, looked at and deleted, on this machine alone. It ends by Ctrl-C.

import { ConsoleServer } from "../console/server.js";
import { readPage } from "../console/page.js";
import { placesOf } from "../console/places.js";
import { DONE, FAILED, Stop } from "../exit-codes.js";
import { counted, messageOf } from "../text.js";

/** @import { Known } from "../../pkg/proxy.d.ts" */
/** @import { Place, Wrong } from "../console/places.js" */
/** @import { Context } from "../context.js" */

/** The same each time where it is free, for a browser keeps what the page remembers by address. */
const PORT = 24283;

/** @param {Context} context @param {{ connection?: string[], port?: number, open?: boolean }} options */
export async function run(context, { connection, port, open = false }) {
  const { out, interrupt } = context;
  const page = readPage();
  const places = await placesOf(context, connection);
  interrupt.check();
  const server = new ConsoleServer(page, places, (place, known, ended) => {
    if (out.verbose) out.note([`${place.name}  ${requestOf(known)}  ${ended}`, out.paint.dim]);
  });
  const ended = new Promise((resolve) => interrupt.signal.addEventListener("abort", resolve, { once: true }));
  await listen(server, port);
  tell(context, server.address, places);
  if (open) await openBrowser(context, server.addressForOnce());
  await ended;
  const { changing } = server;
  if (changing.length > 0) {
    out.warn(`Under way, and heard out: ${counted(changing.length, "change")}. Once more ends it at once; what became of them is not known then.`);
    for (const { place, known } of changing) out.warn("    ", `${place.name}  ${requestOf(known)}`);
  }
  await server.close();
  return DONE;
}

/** Method and path; a query may hold what somebody searched for. @param {Known} known */
const requestOf = ({ method, path }) => `${method} ${path.split("?", 1)[0]}`;

/** @param {ConsoleServer} server @param {number | undefined} port */
async function listen(server, port) {
  try {
    await server.listen(port ?? PORT);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (port === undefined && code === "EADDRINUSE") return server.listen(0);
    throw new Stop(FAILED, `Port ${port ?? PORT} can't be used: ${messageOf(error)}`);
  }
}

/** @param {Context} context @param {string} address @param {(Place | Wrong)[]} places */
function tell({ out }, address, places) {
  const wrong = places.filter(({ problem }) => problem !== null);
  for (const { name, problem } of wrong) out.warn(["✗ ", out.paint.red], `${name}  ${problem}`);
  if (out.json) out.jsonResult({ address });
  else out.result([address, out.resultPaint.bold]);
  const what = places.length === 0 ? "There are no connections in a configuration: the page offers the sandbox." : `${counted(places.length, "connection")}${wrong.length > 0 ? `, ${wrong.length} of them wrong` : ""}.`;
  out.note(what);
  out.note("Open the address in a browser on this machine. Whoever has it can delete agents: do not pass it on. Ctrl-C ends it.");
}

/** @param {Context} context @param {string} address */
async function openBrowser({ out }, address) {
  try {
    const { default: open } = await import("open");
    const child = await open(address);
    child.once("error", () => out.warn("No browser could be opened: open the address yourself."));
  } catch {
    out.warn("No browser could be opened: open the address yourself.");
  }
}
