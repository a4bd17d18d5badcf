// @ts-check
// Whether a file that somebody may have written or changed by hand is what its schema says, in sentences that name the member.

import { Ajv } from "ajv";
import { shownName } from "./text.js";

/** A platform's name, as files keep it: one that is known, or one in a description. */
export const BACKEND = { type: "string", pattern: "^[a-z0-9][a-z0-9-]{0,39}$" };

/** What else is deleted first, as files keep it. */
export const CASCADE = { type: "array", items: { enum: ["threads"] } };

/**
 * @template T
 * @param {object} schema
 * @returns {(value: unknown) => { value: T, wrong: null } | { value: null, wrong: string }} What is wrong, in one line.
 */
export function checker(schema) {
  /** @type {import("ajv").ValidateFunction | undefined} */
  let valid;
  return (value) => {
    valid ??= new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
    if (valid(value)) return { value: /** @type {T} */ (value), wrong: null };
    const complaints = new Set((valid.errors ?? []).map(complaint).filter(Boolean));
    return { value: null, wrong: [...complaints].join("; ") };
  };
}

/** A complaint of the validator in a sentence. It never repeats a value. @param {import("ajv").ErrorObject} error */
function complaint({ instancePath, keyword, params, message }) {
  const members = instancePath.slice(1).split("/").map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  // The second is what somebody calls a connection.
  const where = members.map((name, depth) => (depth === 1 ? name : shownName(name))).join(".") || "the whole";
  switch (keyword) {
    case "additionalProperties":
      return `${where} has an unknown member "${shownName(params.additionalProperty)}"${forCredential(params.additionalProperty)}`;
    case "enum":
      return `${where} must be one of ${params.allowedValues.join(", ")}`;
    case "const":
      return `${where} must be ${params.allowedValue}`;
    case "required":
      return `${where} must have the member "${params.missingProperty}"`;
    case "propertyNames":
      return `"${params.propertyName}" is no name for a connection: letters, digits, ".", "_" and "-" are`;
    case "oneOf":
      return `${where} must have either "command" or "env"`;
    case "if":
      // What is wrong in either case is told by itself.
      return null;
    case "pattern":
      if (instancePath.endsWith("/timeout")) return `${where} must be a duration such as 30s`;
      if (instancePath.endsWith("/backend")) return `${where} must be a platform's name`;
      return instancePath.endsWith("/name") ? `${where} must be made of lower-case letters, digits and inner hyphens` : null;
    default:
      return `${where} ${message}`;
  }
}

/** @param {string} name */
const forCredential = (name) =>
  /key|token|bearer|auth|secret|password|value/i.test(name)
    ? "; a credential never stands in this file: it comes from the environment or from a command"
    : "";
