// @ts-check
// Whether the package takes a description as it is. Nothing is sent: the client's requests end here.

import { sdk } from "../sdk.js";
import { sentenceOf } from "../wording.js";

/** @import { PlatformDescription } from "../../pkg/types.d.ts" */

/** An id that each kind takes. */
const IDS = { uuid: "00000000-0000-4000-8000-000000000000", token: "agent", text: "agent" };

/** What the package finds wrong with it; null where it takes it. @param {PlatformDescription} description */
export async function faultOf(description) {
  const { AgentClient, isAgentError } = await sdk();
  const { id = "token", baseUrl = "https://platform.example" } = description;
  const kind = typeof id === "string" ? id : (id.kind ?? "token");
  const fetch = async () => new Response(null, { status: 500 });
  try {
    await new AgentClient({ backend: description, baseUrl, fetch, maxRetries: 0 }).getAgent(IDS[kind]);
    return null;
  } catch (error) {
    if (!isAgentError(error)) throw error;
    return error.code === "invalid-input" ? sentenceOf(error) : null;
  }
}
