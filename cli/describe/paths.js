// @ts-check
// Paths of the document as the description has them: below the base URL, with `{id}`, and with what a query must say.

import { isNode, listOf } from "./document.js";
import { forms, onlyValue } from "./schema.js";

/** @import { Document, Node, Operation } from "./document.js" */

/** A segment that is a parameter, perhaps with a verb behind it, as Google's APIs have it: `{id}:cancel`. */
const PARAMETER = /^\{([^{}]+)\}(:[A-Za-z]+)?$/;

/** @param {string} segment */
const parameterIn = (segment) => PARAMETER.exec(segment)?.[1] ?? null;

/** What a fixed segment may be made of, and what a query. */
const PLAIN = /^[\w.~:@$+,=-]*$/;
const PLAIN_QUERY = /^[\w.~:@$+,=&%/-]*$/;

/** @param {string} path */
export const segmentsOf = (path) => path.split("/").slice(1);

/**
 * @typedef {object} Place Where an agent stands.
 * @property {string[]} segments Of the deletion's path.
 * @property {number} at Which of them is the id.
 * @property {string} parameter Its name.
 * @property {number} base How many at the beginning belong to the base URL, because others than the agent's id stand among them.
 */

/** @param {string} path @returns {Place | null} */
export function placeOf(path) {
  const segments = segmentsOf(path);
  const at = segments.findLastIndex((segment) => parameterIn(segment) !== null);
  const parameter = parameterIn(segments[at] ?? "");
  const open = (/** @type {string} */ segment) => /[{}]/.test(segment);
  if (parameter === null || segments.slice(at + 1).some(open)) return null;
  return { segments, at, parameter, base: segments.slice(0, at).findLastIndex(open) + 1 };
}

/** @param {string[]} segments @param {Place} place */
export function below(segments, { at, base }) {
  return `/${segments.slice(base).map((segment, index) => (index + base === at ? segment.replace(PARAMETER, "{id}$2") : segment)).join("/")}`;
}

/** The segments up to the agent and no further: where it is read. @param {Place} place */
export const agentSegments = ({ segments, at, parameter }) => [...segments.slice(0, at), `{${parameter}}`];

/** Whether a path, as a description has it, is one that the client can ask for. @param {string} path */
export function canBeAsked(path) {
  const [segments, query = ""] = path.split("?");
  return PLAIN_QUERY.test(query) && segments.slice(1).replace(/\/$/, "").split("/").every((segment) => segment !== "" && !/^\.{1,2}$/.test(segment) && PLAIN.test(segment.replace("{id}", "")));
}

/** Whether two paths are the same but for the names of parameters and a slash at the end. @param {string[]} one @param {string[]} other */
export function same(one, other) {
  const plain = (/** @type {string[]} */ segments) => segments.map((segment) => segment.replace(PARAMETER, "{}$2")).join("/").replace(/\/$/, "");
  return plain(one) === plain(other);
}

/** The parameters of an operation, its own before those of its path. @param {Document} document @param {Operation} operation */
export function parametersOf(document, { node, item }) {
  /** @type {Map<string, Node>} */
  const found = new Map();
  for (const one of [...listOf(item.parameters), ...listOf(node.parameters)]) {
    const parameter = document.node(one);
    if (parameter && typeof parameter.name === "string") found.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...found.values()].map((parameter) => ({
    name: String(parameter.name),
    in: String(parameter.in),
    required: parameter.required === true,
    node: parameter,
    schema: schemaOf(document, parameter),
  }));
}

/** @typedef {ReturnType<typeof parametersOf>[number]} Parameter */

/** A parameter's schema stands in it, or in its only content. @param {Document} document @param {Node} parameter @returns {Node} */
function schemaOf(document, { schema, content }) {
  const [media] = isNode(content) ? Object.values(content).map((one) => document.node(one)) : [];
  return forms(document, schema ?? media?.schema)[0] ?? {};
}

/**
 * What a query must say: that which has only one value, and the names of what is not known.
 *
 * @param {Parameter[]} parameters
 */
export function requiredQuery(parameters) {
  const required = parameters.filter((parameter) => parameter.in === "query" && parameter.required);
  const known = required.flatMap(({ name, schema }) => {
    const value = onlyValue(schema);
    return value === null ? [] : [`${encoded(name)}=${encoded(value)}`];
  });
  return {
    query: known.length > 0 ? `?${known.join("&")}` : "",
    open: required.filter(({ schema }) => onlyValue(schema) === null).map(({ name }) => name),
  };
}

/** @param {string} text */
const encoded = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
