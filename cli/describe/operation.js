// @ts-check
// The operation that deletes an agent: chosen by its name, never guessed.

import { unlikeness } from "../../pkg/nearest.js";
import { wrongUse } from "../exit-codes.js";

/** @import { Document, Operation } from "./document.js" */

/** @param {Operation} operation */
export const nameOf = ({ id, method, path }) => id ?? `${method} ${path}`;

/** @param {Document} document */
export const deletions = ({ operations }) => operations.filter(({ method }) => method === "DELETE");

/**
 * @param {Document} document
 * @param {string | undefined} wanted An operationId, or "DELETE /agents/{id}".
 * @returns {Operation}
 */
export function chosenOperation(document, wanted) {
  if (wanted === undefined) throw wrongUse("No operation is given: say by --operation which one deletes an agent.");
  const [, method, path] = /^([A-Za-z]+)\s+(\/.*)$/.exec(wanted.trim()) ?? [];
  const found = document.operations.filter((one) =>
    one.id === wanted || (one.method === method?.toUpperCase() && one.path === path));
  if (found.length > 1) throw wrongUse(`More than one operation is called ${wanted}: name one as "DELETE /path".`);
  if (found.length === 0) throw wrongUse(`There is no operation ${wanted}${meant(document, wanted)}`);
  const [operation] = found;
  if (operation.method !== "DELETE" && operation.method !== "POST") {
    throw wrongUse(`${wanted} is a ${operation.method}: agents are deleted by a DELETE or a POST.`);
  }
  return operation;
}

/** @param {Document} document @param {string} wanted */
function meant(document, wanted) {
  const [nearest] = deletions(document)
    .map((one) => ({ name: nameOf(one), unlikeness: unlikeness(wanted.toLowerCase(), nameOf(one).toLowerCase()) }))
    .sort((one, other) => one.unlikeness - other.unlikeness);
  return nearest?.unlikeness < Infinity ? `; did you mean ${nearest.name}?` : ".";
}
