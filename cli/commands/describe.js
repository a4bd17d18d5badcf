// @ts-check
// `describe`: drafts the description of a platform from its OpenAPI document. Nothing is sent; what the document does not say is told.

import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { faultOf } from "../describe/check.js";
import { draft } from "../describe/draft.js";
import { readDocument } from "../describe/document.js";
import { chosenOperation, deletions } from "../describe/operation.js";
import { DONE, FAILED, wrongUse } from "../exit-codes.js";
import { counted, jsonLine, messageOf } from "../text.js";

/** @import { Document } from "../describe/document.js" */
/** @import { Context } from "../context.js" */

/** @param {Context} context @param {{ openapi?: string, operation?: string, out?: string }} options */
export async function run(context, { openapi, operation, out: file }) {
  const { out, cwd } = context;
  if (openapi === undefined) throw wrongUse("No document is given: say by --openapi in which file it is.");
  if (/^https?:/i.test(openapi)) throw wrongUse("--openapi takes a file: download the document first. This command sends nothing.");
  const document = await readDocument(read(resolve(cwd, openapi), openapi), openapi);
  const { description, notices } = draft(document, chosen(context, document, operation));
  const text = out.json ? jsonLine(description) : JSON.stringify(description, null, 2);
  if (file === undefined) out.raw(`${text}\n`);
  else keep(resolve(cwd, file), `${text}\n`, file);
  for (const notice of notices) out.note(["! ", out.paint.yellow], notice);
  const fault = await faultOf(description);
  if (fault !== null) {
    out.warn(["✗ ", out.paint.red], `The package does not take this draft as it is: ${fault}`);
    return FAILED;
  }
  out.note(`A draft${file === undefined ? "" : ` in ${file}`}, with ${counted(notices.length, "thing")} to look at. What it does not say is never claimed.`);
  return DONE;
}

/** @param {Context} context @param {Document} document @param {string | undefined} operation */
function chosen({ out }, document, operation) {
  try {
    return chosenOperation(document, operation);
  } catch (error) {
    const all = deletions(document);
    out.warn(all.length === 0 ? "The document has no DELETE." : "The document's deletions:");
    for (const { id, path } of all) out.warn("  ", { whole: id ?? `"DELETE ${path}"` }, id === null ? "" : `  DELETE ${path}`);
    if (document.lostSentence) out.warn(document.lostSentence);
    throw error;
  }
}

/** @param {string} path @param {string} file */
function read(path, file) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw wrongUse(`${file} can't be read: ${messageOf(error)}`);
  }
}

/** What is there is never written over. @param {string} path @param {string} text @param {string} file */
function keep(path, text, file) {
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (/** @type {any} */ error) {
    throw wrongUse(error?.code === "EEXIST" ? `${file} is there, and is not written over: name another.` : `${file} can't be written: ${messageOf(error)}`);
  }
}
