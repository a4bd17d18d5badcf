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
 * @property {Record<string, (boolean | null)[]>} besides Of each of those to a deletion what may be said of `existed`, and of a failure
 *   of `retryable`.
 * @property {number | null} retryAfterMs The wait that it asks for in the plainest way.
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

/** What is said in the end, in a word, and what beside it is more than may be said. @param {Made} made @param {Response} first */
async function said({ backend, id, call, status, besides, retryAfterMs }, first) {
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
  /** @type {string[]} */
  const faults = [];
  /** @param {string} member @param {unknown} value @param {unknown[] | undefined} allowed */
  const check = (member, value, allowed) => {
    if (!allowed?.includes(value)) faults.push(`${member} is ${value}`);
  };
  try {
    if (call === "get") {
      const agent = await client.getAgent(id, { maxRetries: 0 });
      check("id", agent.id.toLowerCase(), [id.toLowerCase()]);
      return { word: "there", faults };
    }
    const ifMissing = call === "ignore" ? "ignore" : "error";
    const deletion = await client.deleteAgent(id, { force: mustForce(backend), ifMissing, maxRetries: 0 });
    check("existed", deletion.existed, besides[deletion.outcome]);
    check("verified", deletion.verified, [false]);
    check("agentId", deletion.agentId, [id]);
    return { word: deletion.outcome, faults };
  } catch (error) {
    assert.ok(error instanceof AgentError, String(error));
    if (call === "get") {
      check("outcomeUnknown", error.outcomeUnknown, [false]);
      return { word: error.code === "not-found" ? "missing" : error.code, faults };
    }
    const word = error.code + (error.outcomeUnknown ? "?" : "");
    check("retryable", error.retryable, besides[word]);
    check("status", error.status, [status]);
    if (error.code === "rate-limited" && retryAfterMs !== null) check("retryAfterMs", error.retryAfterMs, [retryAfterMs]);
    return { word, faults };
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
    const { word, faults: found } = await said(made, first);
    if (!made.allowed.includes(word)) found.unshift(word);
    if (found.length > 0) faults.push(`${found.join(", ")}: ${line}`);
  }
  context.diagnostic(`${run} replies; ${unmade} more that no Response can be`);
  assert.ok(run > 0);
  assert.deepEqual(faults.slice(0, 20), []);
});
