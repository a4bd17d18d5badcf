// @ts-check
// What an id is, by the schema of its parameter; and which words in its place are none.

import { listOf } from "./document.js";
import { fixedOf, forms } from "./schema.js";

/** @import { DescribedId, DescribedIdKind } from "../../pkg/types.d.ts" */
/** @import { Document, Node } from "./document.js" */

const UUIDS = ["123e4567-e89b-42d3-a456-426614174000", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"];
const NO_UUIDS = ["123e4567e89b42d3a456426614174000", "agent-123e4567-e89b-42d3-a456-426614174000", "agent_1", "7"];
const TOKEN = /^[A-Za-z0-9_-]+$/;

const MOST_RESERVED = 20;

/**
 * @param {Document} document
 * @param {Node | null} parameter
 * @param {string[]} reserved
 * @param {(sentence: string) => void} tell
 * @returns {DescribedIdKind | DescribedId | undefined}
 */
export function idOf(document, parameter, reserved, tell) {
  const kind = kindOf(document, parameter, tell);
  const words = reserved.filter((word) => TOKEN.test(word) && kind !== "uuid");
  if (words.length > MOST_RESERVED) tell(`More than ${MOST_RESERVED} words stand in an id's place in other paths; the draft keeps the first ${MOST_RESERVED} from being taken for ids.`);
  if (words.length > 0) return { ...(kind && { kind }), reserved: words.slice(0, MOST_RESERVED) };
  return kind;
}

/** @param {Document} document @param {Node | null} parameter @param {(sentence: string) => void} tell @returns {DescribedIdKind | undefined} */
function kindOf(document, parameter, tell) {
  const [schema = {}] = forms(document, parameter?.schema);
  const { format, pattern, type } = schema;
  if (format === "uuid") return "uuid";
  const fixed = fixedOf(schema);
  if (fixed.length > 0) tell(`The document allows only ${fixed.length} ids: ${fixed.slice(0, 5).join(", ")}. Is it really the id of an agent?`);
  if (type === "integer" || type === "number") return "token";
  if (typeof pattern === "string") {
    const accepts = acceptor(pattern);
    if (accepts && UUIDS.every(accepts) && !NO_UUIDS.some(accepts)) return "uuid";
    if (isOfTokens(pattern)) return "token";
  }
  const shown = idExamples(parameter, schema).map(String);
  if (shown.some((id) => !TOKEN.test(id))) {
    tell(`An example of an id, "${shown.find((id) => !TOKEN.test(id))}", has more than letters, digits, hyphens and underscores: the draft takes any text that is one path segment.`);
    return "text";
  }
  tell("The document does not say what an id looks like. The draft takes letters, digits, hyphens and underscores, and refuses any other.");
  return "token";
}

/** @param {Node | null} parameter @param {Node} schema @returns {unknown[]} */
export function idExamples(parameter, schema) {
  return [parameter?.example, schema.example, ...listOf(schema.examples)].filter((value) => ["string", "number"].includes(typeof value));
}

/** @param {string} pattern @returns {((text: string) => boolean) | null} */
function acceptor(pattern) {
  try {
    const regex = new RegExp(pattern, "u");
    return (text) => regex.test(text);
  } catch {
    return null;
  }
}

/** Whether a pattern from end to end is of classes and letters that a token has. What it can't tell is none. @param {string} pattern */
function isOfTokens(pattern) {
  const inner = /^\^(.*)\$$/.exec(pattern)?.[1];
  if (inner === undefined) return false;
  const rest = inner
    .replace(/\\[wd]/g, "")
    .replace(/\[(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9_-])*\]/g, "")
    .replace(/\{\d+(,\d*)?\}/g, "")
    .replace(/\(\?:|[()|+*?]/g, "");
  return /^[A-Za-z0-9_-]*$/.test(rest);
}
