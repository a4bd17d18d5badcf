// @ts-check
// Who deletes: a plain loop over fetch, a careful one, this package, and the official clients of others. Those are
// installed on demand, each in one pinned version, in the user's cache and outside of the repository.

import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { cache } from "../scripts/lib/paths.mjs";
import { run } from "../scripts/lib/run.mjs";

/**
 * @typedef {object} Place Where the agents are.
 * @property {string} origin An http address, or any where a fetch is given.
 * @property {typeof fetch} [fetch] Default: the global one, or the client's own way to send.
 *
 * @typedef {object} Client
 * @property {(id: string) => Promise<unknown>} deleteOne
 * @property {(ids: string[], concurrency: number) => Promise<void>} [deleteMany] Its own way to delete many.
 *
 * @typedef {object} Contender
 * @property {(place: Place) => Promise<Client>} open Loads the library and makes a client.
 * @property {string} [install] The npm package, with its version.
 */

/** The built package, as Node loads it. */
const entry = new URL("../pkg/node.mjs", import.meta.url).href;

const TOKEN = "token";

/** How long a careful caller waits for an answer. */
const PATIENCE_MS = 30_000;

/** @type {Record<string, Contender>} */
export const contenders = {
  plain: {
    open: async ({ origin, fetch = globalThis.fetch }) => ({
      deleteOne: async (id) => {
        const response = await fetch(`${origin}/v1/agents/${id}`, {
          method: "DELETE", headers: { Authorization: `Bearer ${TOKEN}` },
        });
        return JSON.parse(await response.text());
      },
    }),
  },
  careful: {
    open: async ({ origin, fetch = globalThis.fetch }) => ({
      deleteOne: async (id) => {
        const controller = new AbortController();
        const timer = setTimeout(() => controller.abort(), PATIENCE_MS);
        try {
          const response = await fetch(`${origin}/v1/agents/${id}`, {
            method: "DELETE", headers: { Authorization: `Bearer ${TOKEN}` }, signal: controller.signal,
          });
          return JSON.parse(await response.text());
        } finally {
          clearTimeout(timer);
        }
      },
    }),
  },
  "agent-delete": {
    open: async ({ origin, fetch }) => {
      /** @type {typeof import("../pkg/index.js")} */
      const { AgentClient } = await import(entry);
      const client = new AgentClient({ backend: "kortix", baseUrl: `${origin}/v1`, auth: { bearer: TOKEN }, fetch });
      return {
        deleteOne: (id) => client.deleteAgent(id),
        deleteMany: async (ids, concurrency) => {
          for await (const { deletion, error } of client.deleteAgents(ids, { concurrency })) {
            if (deletion?.outcome !== "deleted") throw error ?? new Error(`${deletion?.outcome}`);
          }
        },
      };
    },
  },
  "langgraph-sdk": {
    install: "@langchain/langgraph-sdk@1.15.0",
    open: async ({ origin, fetch }) => {
      const { Client } = await load("langgraph-sdk", "@langchain/langgraph-sdk/client");
      const client = new Client({ apiUrl: origin, apiKey: TOKEN, callerOptions: { fetch } });
      return { deleteOne: (id) => client.assistants.delete(id) };
    },
  },
  openai: {
    install: "openai@7.59.0",
    open: async ({ origin, fetch }) => {
      const { OpenAI } = await load("openai", "openai");
      const client = new OpenAI({ apiKey: TOKEN, baseURL: `${origin}/v1`, fetch });
      return { deleteOne: (id) => client.beta.assistants.delete(id) };
    },
  },
  "ai-projects": {
    // The newest that supports Node 20.
    install: "@azure/ai-projects@2.2.0",
    open: async ({ origin, fetch }) => {
      const { AIProjectClient } = await load("ai-projects", "@azure/ai-projects");
      const credential = { getToken: async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }) };
      // Its bearer policy insists on https; behind it the request goes to the same server as everybody's.
      const httpClient = await sender(fetch);
      const endpoint = `${origin.replace("http:", "https:")}/api/projects/bench`;
      const client = new AIProjectClient(endpoint, credential, { httpClient });
      return { deleteOne: (id) => client.agents.delete(id) };
    },
  },
};

/** How ai-projects sends: by this fetch, or as it does by itself, though without TLS. @param {typeof fetch} [fetch] */
async function sender(fetch) {
  const { createDefaultHttpClient, createHttpHeaders } = await load("ai-projects", "@azure/core-rest-pipeline");
  const own = createDefaultHttpClient();
  return {
    /** @param {any} request */
    async sendRequest(request) {
      if (!fetch) {
        request.url = request.url.replace("https:", "http:");
        request.allowInsecureConnection = true;
        return own.sendRequest(request);
      }
      const response = await fetch(request.url, { method: request.method, headers: request.headers.toJSON() });
      const { status } = response;
      const headers = createHttpHeaders(Object.fromEntries(response.headers));
      return { request, status, headers, bodyAsText: await response.text() };
    },
  };
}

/** The folder that a client is installed in. @param {string} install */
const folderOf = (install) => join(cache, "bench", install.replace(/[@/]+/g, "-").replace(/^-/, ""));

/** A file in there that imports for us what Node would not find from here. */
const LOADER = "load.mjs";

/** @param {string} name Of the contender. @param {string} specifier @returns {Promise<any>} */
async function load(name, specifier) {
  const loader = join(folderOf(contenders[name].install ?? ""), LOADER);
  return (await import(pathToFileURL(loader).href)).load(specifier);
}

/**
 * Makes sure that a contender is there.
 * @param {string} name
 * @returns {Promise<string | null>} Why it can't be; null where it is.
 */
export async function missing(name) {
  const { install } = contenders[name];
  if (install === undefined || existsSync(folderOf(install))) return null;
  console.log(`installing ${install}, once for this user`);
  mkdirSync(join(cache, "bench"), { recursive: true });
  const unfinished = mkdtempSync(join(cache, "bench", "installing-"));
  writeFileSync(join(unfinished, "package.json"), '{ "private": true }\n');
  writeFileSync(join(unfinished, LOADER), "export const load = (specifier) => import(specifier);\n");
  const { code, output } = await run(
    "npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1", install],
    { cwd: unfinished, timeoutMs: 5 * 60_000 },
  );
  if (code === 0) renameSync(unfinished, folderOf(install));
  else rmSync(unfinished, { recursive: true, force: true });
  return code === 0 ? null : `${install} could not be installed: ${output.trim().split("\n")[0]}`;
}
