// @ts-check
// Whether the package takes a description as it is.

import { sdk } from "../sdk.js";
import { sentenceOf } from "../wording.js";

/** @import { PlatformDescription } from "../../pkg/types.d.ts" */

/** What the package finds wrong with it; null where it takes it. Nothing is sent. @param {PlatformDescription} description */
export async function faultOf(description) {
  const { describePlatform, isAgentError } = await sdk();
  try {
    await describePlatform(description);
    return null;
  } catch (error) {
    if (isAgentError(error)) return sentenceOf(error);
    throw error;
  }
}
