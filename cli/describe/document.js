// @ts-check
// An OpenAPI document: read, and looked into with its references followed. Nothing is fetched: a reference that leads out of the
// document leads nowhere.

import $RefParser from "@apidevtools/json-schema-ref-parser";
import { CORE_SCHEMA, load } from "js-yaml";
import { wrongUse } from "../exit-codes.js";
import { few } from "../text.js";

/**
 * @typedef {{ [member: string]: unknown }} Node
 *
 * @typedef {object} Operation
 * @property {string} method "DELETE"
 * @property {string} path
 * @property {string | null} id Its operationId.
 * @property {Node} node
 * @property {Node} item What it shares with the other operations of its path.
 */

const METHODS = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];

/** Longer chains of references are circles. */
const HOPS = 20;

/** @param {unknown} value @returns {value is Node} */
export const isNode = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value @returns {unknown[]} */
export const listOf = (value) => (Array.isArray(value) ? value : []);

export class Document {
  #refs;

  /** @param {Node} root @param {{ get(reference: string): unknown }} refs */
  constructor(root, refs) {
    this.root = root;
    this.#refs = refs;
    /** References that lead nowhere, or out of the document, as they were met. @type {Set<string>} */
    this.lost = new Set();
    /** @type {Operation[]} */
    this.operations = [...this.#operations()];
  }

  /** What stands in a place, references followed. @param {unknown} value @returns {Node | null} */
  node(value) {
    let found = value;
    for (let hops = 0; isNode(found) && "$ref" in found; hops += 1) {
      const { $ref } = found;
      found = hops < HOPS ? this.#at($ref) : null;
      if (!isNode(found)) this.lost.add(String($ref));
    }
    return isNode(found) ? found : null;
  }

  /** What to say of references that were not followed; null where all were. */
  get lostSentence() {
    if (this.lost.size === 0) return null;
    return `These references lead nowhere, or out of the document, and were not followed: ${few([...this.lost])}. Put all into one file first.`;
  }

  /** A member, references followed. @param {Node | null} node @param {...string} names */
  member(node, ...names) {
    let found = node;
    for (const name of names) found = this.node(found !== null && Object.hasOwn(found, name) ? found[name] : null);
    return found;
  }

  /** @param {unknown} reference */
  #at(reference) {
    if (typeof reference !== "string" || !reference.startsWith("#")) return null;
    try {
      return this.#refs.get(reference);
    } catch {
      return null;
    }
  }

  *#operations() {
    for (const [path, there] of Object.entries(this.node(this.root.paths) ?? {})) {
      const item = path.startsWith("/") ? this.node(there) : null;
      for (const method of METHODS) {
        const node = this.member(item, method);
        if (item === null || node === null) continue;
        const id = typeof node.operationId === "string" && node.operationId !== "" ? node.operationId : null;
        yield { method: method.toUpperCase(), path, id, node, item };
      }
    }
  }
}

/**
 * @param {string} text
 * @param {string} file How sentences call it.
 */
export async function readDocument(text, file) {
  const root = parsed(text, file);
  if (!isNode(root)) throw wrongUse(`${file} is no OpenAPI document: it must hold an object.`);
  const version = String(root.openapi ?? "");
  if ("swagger" in root) {
    throw wrongUse(`${file} is written in Swagger ${root.swagger}, and only OpenAPI 3 is read. Convert it first, as editors and converters for OpenAPI do.`);
  }
  if (!/^3\.[0-2]\./.test(version)) {
    throw wrongUse(`${file} is no OpenAPI document of version 3.0, 3.1 or 3.2: its \`openapi\` is ${version === "" ? "missing" : `"${version}"`}.`);
  }
  const refs = await $RefParser.resolve(root, { resolve: { external: false } });
  return new Document(root, refs);
}

/** JSON or YAML, whatever the file is called. @param {string} text @param {string} file */
function parsed(text, file) {
  if (/^\uFEFF?\s*\{/.test(text)) {
    try {
      return JSON.parse(text.replace(/^\uFEFF/, ""));
    } catch {
      // YAML has braces, too; and its reader says where a mistake is.
    }
  }
  try {
    return load(text, { schema: CORE_SCHEMA });
  } catch (/** @type {any} */ error) {
    const { line, column } = error?.mark ?? {};
    const where = line === undefined ? "" : ` Line ${line + 1}, column ${column + 1}:`;
    throw wrongUse(`${file} is neither JSON nor YAML.${where} ${error?.reason ?? "it can't be read"}.`);
  }
}
