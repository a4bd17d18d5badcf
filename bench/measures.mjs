// @ts-check
// What is measured, and the goal of each.

import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { ANSWER, HEADERS, ID } from "./child.mjs";
import { consoleOfTenThousand } from "./console.mjs";
import { contenders } from "./contenders.mjs";
import { inRounds } from "./rounds.mjs";

const US = "agent-delete";
const PEER = "langgraph-sdk";

/**
 * @typedef {object} Goal
 * @property {string} what
 * @property {number | null} value null where what it is compared with is not there.
 * @property {number} [most]
 * @property {number} [least]
 *
 * @typedef {object} Compared
 * @property {string} title
 * @property {string} unit
 * @property {"less" | "more"} better
 * @property {Record<string, number>} values Of each contender: the median, or that of the ratios, which a busy machine changes less.
 *
 * @typedef {object} Measured
 * @property {Record<string, Record<string, string>>} rows
 * @property {Compared} [compared] What a chart shows of it.
 * @property {Goal[]} goals
 */

const child = fileURLToPath(new URL("./child.mjs", import.meta.url));

/** @param {string[]} flags @param {string[]} args */
const printed = (flags, args) => execFileSync(process.execPath, [...flags, child, ...args], { encoding: "utf8" });

/** @type {Record<string, (names: string[]) => Promise<Measured>>} */
export const measures = {
  /** The page, which has none beside it. */
  console: consoleOfTenThousand,

  /** One deletion over a fetch in the same process. */
  async one(names) {
    const calls = 500;
    const place = { origin: "https://agents.test", fetch: async () => new Response(ANSWER, { headers: HEADERS }) };
    const runs = await forEach(names, async (name) => {
      const client = await contenders[name].open(place);
      return async () => {
        const start = performance.now();
        for (let left = calls; left > 0; left -= 1) await client.deleteOne(ID);
        return ((performance.now() - start) * 1000) / calls;
      };
    });
    const rounds = await inRounds(41, runs);
    return {
      rows: rows(names, (name) => ({
        "µs each": rounds.of(name).toFixed(0), "to plain": rounds.ratio(name, "plain").toFixed(2),
      })),
      compared: {
        title: "One deletion, over a fetch that answers at once", unit: "times as long as a plain fetch", better: "less",
        values: values(names, (name) => Number(rounds.ratio(name, "plain").toFixed(2))),
      },
      goals: [
        { what: "one deletion, to a plain fetch", value: rounds.ratio(US, "plain"), most: 2.3 },
        { what: `one deletion, to ${PEER}`, value: names.includes(PEER) ? rounds.ratio(US, PEER) : null, most: 1 },
      ],
    };
  },

  /** Six thousand deletions, 64 at once, over HTTP on loopback. */
  async bulk(names) {
    const count = 6_000;
    const concurrency = 64;
    const ids = Array.from({ length: count }, (_, at) => `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`);
    const server = fork(child, ["server"]);
    try {
      const [origin] = await once(server, "message");
      const runs = await forEach(names, async (name) => {
        const client = await contenders[name].open({ origin });
        return async () => {
          const start = performance.now();
          await (client.deleteMany ?? inWorkers(client.deleteOne))(ids, concurrency);
          return (count * 1000) / (performance.now() - start);
        };
      });
      const rounds = await inRounds(9, runs);
      const ratio = rounds.ratio(US, "plain");
      return {
        rows: rows(names, (name) => ({
          "a second": rounds.of(name).toFixed(0), "to plain": rounds.ratio(name, "plain").toFixed(2),
        })),
        compared: {
          title: `${count.toLocaleString("en")} deletions over HTTP on loopback, ${concurrency} at once`, unit: "times as many a second as a plain loop",
          better: "more",
          values: values(names, (name) => Number(rounds.ratio(name, "plain").toFixed(2))),
        },
        goals: [
          { what: "bulk, to a plain loop", value: ratio, least: 0.76 },
          { what: "bulk, to a plain loop, as good as a careful one", value: ratio, least: 0.82 },
        ],
      };
    } finally {
      server.kill();
    }
  },

  /** From the import to the first request: the processor time of fresh processes. */
  async "cold-start"(names) {
    const libraries = names.filter((name) => name === US || contenders[name].install);
    const runs = await forEach(libraries, async (name) => async () => Number(printed([], ["cold-start", name])));
    const rounds = await inRounds(9, runs);
    return {
      rows: rows(libraries, (name) => ({ "CPU ms": rounds.of(name).toFixed(1) })),
      compared: {
        title: "From the import to the first request, in a fresh process", unit: "ms of processor time", better: "less",
        values: values(libraries, (name) => Number(rounds.of(name).toFixed(1))),
      },
      goals: [{ what: "import to first request, CPU ms", value: rounds.of(US), most: 25 }],
    };
  },

  /** What a hundred thousand deletions leave behind. */
  async memory() {
    const { heap, wasm } = JSON.parse(printed(["--expose-gc"], ["memory"]));
    return {
      rows: {},
      goals: [
        { what: "JavaScript heap over 100,000 deletions, MB", value: heap / 2 ** 20, most: 4 },
        { what: "WebAssembly memory over the same, MB", value: wasm / 2 ** 20, most: 4 },
      ],
    };
  },
};

/** Workers that take id after id. @param {(id: string) => Promise<unknown>} deleteOne */
const inWorkers = (deleteOne) => async (/** @type {string[]} */ ids, /** @type {number} */ concurrency) => {
  const left = ids[Symbol.iterator]();
  const worker = async () => {
    for (const id of left) await deleteOne(id);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
};

/**
 * @template T
 * @param {string[]} names
 * @param {(name: string) => Promise<T>} make
 * @returns {Promise<Record<string, T>>}
 */
async function forEach(names, make) {
  /** @type {Record<string, T>} */
  const all = {};
  for (const name of names) all[name] = await make(name);
  return all;
}

/** @param {string[]} names @param {(name: string) => number} value */
const values = (names, value) => Object.fromEntries(names.map((name) => [name, value(name)]));

/** @param {string[]} names @param {(name: string) => Record<string, string>} row */
const rows = (names, row) => Object.fromEntries(names.map((name) => [name, row(name)]));
