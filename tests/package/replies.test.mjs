// @ts-check
// Made replies, each with all that may be said of it: those by which the native fuzzer found faults, or, for a long run, as
// many as it wrote to the file that FUZZ_REPLIES names (CONTRIBUTING.md says how).

import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { clientOptions, mustForce } from "./support/platforms.mjs";
import { importPackage } from "./support/project.mjs";

const { AgentClient, AgentError } = await importPackage();
const file = process.env.FUZZ_REPLIES ?? new URL("../native/fuzz/corpus.jsonl", import.meta.url);

/**
 * @typedef {object} Made
 * @property {import("../../pkg/types.js").BackendName} backend
 * @property {string} id
 * @property {"delete" | "ignore" | "get"} call `ignore` is a deletion with `ifMissing: "ignore"`.
 * @property {number} status
 * @property {[string, string][]} headers
 * @property {string} body A character for each byte.
 * @property {boolean} tooLong
 * @property {string[]} allowed `deleted`, `accepted`, `absent`, `there` or `missing` of a read, or an error's code, with `?` where
 *   the outcome is unknown.
 */

/** @param {Made} made Not every reply that a transport may give can be made a Response: then `null`. */
function response({ status, headers, body, tooLong }) {
  const bodiless = status === 204 || status === 205 || status === 304;
  if (bodiless && (body !== "" || tooLong)) return null;
  const bytes = tooLong ? new Uint8Array(1024 * 1024 + 1) : Buffer.from(body, "latin1");
  try {
    return new Response(bodiless ? null : bytes, { status, headers });
  } catch {
    return null;
  }
}

/** @param {Made} made */
async function said({ backend, id, call, ...made }, /** @type {Response} */ first) {
  let asked = 0;
  /** @type {typeof fetch} */
  const answer = async (_url, init) => {
    asked += 1;
    if (asked === 1) return first;
    // What a 409 makes the client look at or stop.
    return backend === "foundry" && init?.method === "GET"
      ? Response.json({ data: [], has_more: false })
      : Response.json({ error: "not to be asked" }, { status: 500 });
  };
  const client = new AgentClient(clientOptions(backend, { fetch: answer }));
  try {
    if (call === "get") {
      await client.getAgent(id, { maxRetries: 0 });
      return "there";
    }
    const ifMissing = call === "ignore" ? "ignore" : "error";
    const deletion = await client.deleteAgent(id, { force: mustForce(backend), ifMissing, maxRetries: 0 });
    return deletion.outcome;
  } catch (error) {
    assert.ok(error instanceof AgentError, `${String(error)} ${JSON.stringify(made)}`);
    if (call === "get" && error.code === "not-found") return "missing";
    return error.code + (error.outcomeUnknown ? "?" : "");
  }
}

test("no reply is taken for more than the contract allows", async (context) => {
  const faults = [];
  let run = 0;
  let unmade = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    /** @type {Made} */
    const made = JSON.parse(line);
    const first = response(made);
    if (first === null) {
      unmade += 1;
      continue;
    }
    run += 1;
    const outcome = await said(made, first);
    if (!made.allowed.includes(outcome)) faults.push(`${outcome}: ${line}`);
  }
  context.diagnostic(`${run} replies; ${unmade} more that no Response can be`);
  assert.ok(run > 0);
  assert.deepEqual(faults.slice(0, 20), []);
});
