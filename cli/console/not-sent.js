// @ts-check
// Whether what `fetch` threw proves that nothing was sent. The package knows: it is asked by letting it meet the very same.

import { sdk } from "../sdk.js";

/** What the package takes for such a proof, whatever was thrown. */
const NO_CONNECTION = "ECONNREFUSED";

/** The code that tells the page's package so; null where the request may have arrived. @param {any} thrown */
export async function codeOfUnsent(thrown) {
  if (!(await isProof(thrown))) return null;
  const code = thrown?.cause?.code;
  const tells = typeof code === "string" && /^[A-Z0-9_]+$/.test(code) && (await isProof(withCode(code)));
  return tells ? code : NO_CONNECTION;
}

/** As the page throws it. @param {string} code */
const withCode = (code) => new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });

/** @param {unknown} thrown */
async function isProof(thrown) {
  const { AgentClient } = await sdk();
  const client = new AgentClient({ backend: "charm", baseUrl: "http://127.0.0.1", maxRetries: 0, fetch: () => Promise.reject(thrown) });
  try {
    await client.deleteAgent("nobody");
    return false;
  } catch (error) {
    return /** @type {any} */ (error).outcomeUnknown === false;
  }
}
