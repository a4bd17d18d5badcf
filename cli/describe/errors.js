// @ts-check
// Where an error tells its code and its words, where the document shows it plainly and it is none of the places that are read anyway.

import { jsonOf, members } from "./schema.js";
import { wordsOf } from "./words.js";

/** @import { DescribedErrors } from "../../pkg/types.d.ts" */
/** @import { Document, Operation } from "./document.js" */
/** @import { Member } from "./schema.js" */

const CODE = /^(code|error code|err code|problem code|reason code|kind|error kind)$/;
/** What stands first is for people sooner than what stands behind it. */
const MESSAGES = ["message", "msg", "error message", "err msg", "detail", "description", "error description", "text", "reason"];

/** The places that are read of any platform. */
const USUAL_CODE = /^((error|detail)\.)?(code|error_code|statusCode)$/;
const USUAL_MESSAGE = /^((error|detail)\.)?message$|^(error|detail)$/;

/**
 * @param {Document} document
 * @param {Operation[]} operations Those about one agent.
 * @returns {DescribedErrors | undefined} Nothing where two errors are told in different places.
 */
export function errorsBy(document, operations) {
  /** @type {Map<string, DescribedErrors>} */
  const found = new Map();
  for (const { node } of operations) {
    const responses = document.member(node, "responses") ?? {};
    for (const status of Object.keys(responses).filter((one) => /^([45]|default$)/.test(one))) {
      const json = jsonOf(document, document.member(responses, status));
      for (const form of json?.forms ?? []) {
        const all = members(document, form, json?.examples ?? []);
        if (all.length === 0) continue;
        const places = placesIn(all);
        found.set(JSON.stringify(places), places);
      }
    }
  }
  const [places, other] = found.values();
  return places !== undefined && other === undefined && Object.keys(places).length > 0 ? places : undefined;
}

/** @param {Member[]} all @returns {DescribedErrors} */
function placesIn(all) {
  const texts = all.filter(({ text }) => text);
  const at = (/** @type {Member} */ { path }) => path.join(".");
  const beside = (/** @type {Member} */ one) => texts.filter(({ path }) => path.length === one.path.length && path.slice(0, -1).join(".") === one.path.slice(0, -1).join("."));
  const messageBeside = (/** @type {Member} */ one) => MESSAGES.flatMap((words) => beside(one).find(({ name }) => wordsOf(name) === words) ?? [])[0];
  const codes = texts.filter(({ name }) => CODE.test(wordsOf(name))).map((code) => ({ code, message: messageBeside(code) })).filter(({ message }) => message !== undefined);
  // Two that can be meant are not told apart.
  if (codes.length !== 1) return {};
  const [{ code, message }] = codes;
  return {
    ...(!USUAL_CODE.test(at(code)) && { code: at(code) }),
    ...(!USUAL_MESSAGE.test(at(message)) && { message: at(message) }),
  };
}
