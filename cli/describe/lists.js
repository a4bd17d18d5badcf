// @ts-check
// How agents are read and listed, by the operations beside the deletion. A list whose pages are not understood is left out: half a
// list would pass for the whole.

import { idIn } from "./answers.js";
import { forms, jsonOf, members } from "./schema.js";
import { agentSegments, below, canBeAsked, parametersOf, requiredQuery, same, segmentsOf } from "./paths.js";
import { wordsOf } from "./words.js";
import { isNode } from "./document.js";

/** @import { DescribedAgent, DescribedList } from "../../pkg/types.d.ts" */
/** @import { Agent } from "./answers.js" */
/** @import { Document, Node, Operation } from "./document.js" */
/** @import { Parameter, Place } from "./paths.js" */
/** @import { Member } from "./schema.js" */

const SIZE = /^(limit|page size|per page|page limit|size|max results|max items|top|take|count)$/;
const CURSOR = /^(cursor|page cursor|next cursor|next token|next page token|page token|continuation token|token|after|start(ing)? after|marker|bookmark)$/;
const OFFSET = /^(offset|skip|start|from)$/;
const PAGE = /^(page|page number|page no|page index|p)$/;
const NEXT_IN = /^(next cursor|cursor|next token|next page token|continuation token|end cursor|next|last id)$/;
const MORE = /^(has more|has next|has next page|more)$/;
/** Dates by names other than those that are read of any agent; of two the first. */
const CREATED = ["created", "created on", "creation time", "creation date", "date created", "time created"];
const UPDATED = ["updated", "updated on", "modified", "modified at", "modified on", "last modified", "last modified at", "last updated", "last updated at"];
const USUAL_DATES = ["createdAt", "created_at", "createTime", "createdDate", "updatedAt", "updated_at", "updateTime", "updatedDate"];
const ABOUT_PAGES = /^(meta|metadata|pagination|paging|page|page info|pages)$/;

/** What a parameter of a description may be called; and the most that a page may be asked for. */
const NAME = /^[\w.$-]{1,100}$/;
const LARGEST_PAGE = 10_000;

/** @param {string} name @param {RegExp} words */
const is = (name, words) => words.test(wordsOf(name));

/** The operation that reads one agent. @param {Document} document @param {Place} place */
export function readOf(document, place) {
  const wanted = agentSegments(place);
  return document.operations.find(({ method, path }) => method === "GET" && same(segmentsOf(path), wanted)) ?? null;
}

/** The operation that lists them. @param {Document} document @param {Place} place */
export function listingOf(document, { segments, at }) {
  const wanted = segments.slice(0, at);
  return document.operations.find(({ method, path }) => method === "GET" && same(segmentsOf(path), wanted)) ?? null;
}

/** The members of an answer with 200. @param {Document} document @param {Operation} operation */
function answered(document, operation) {
  const responses = document.member(operation.node, "responses");
  return jsonOf(document, document.member(responses, "200") ?? document.member(responses, "2XX"));
}

/**
 * How one agent reads.
 *
 * @param {Document} document
 * @param {Operation} read
 * @param {Agent} agent
 * @param {(sentence: string) => void} tell
 * @returns {DescribedAgent | undefined}
 */
export function agentIn(document, read, agent, tell) {
  const json = answered(document, read);
  const all = (json?.forms ?? []).flatMap((form) => members(document, form, json?.examples ?? []));
  const found = agentOf(all, agent);
  if (found === null) {
    tell("The document does not say where in an agent its id stands. The draft takes `id` and `name` at the top.");
    return undefined;
  }
  return found;
}

/** @param {Member[]} all @param {Agent} agent @returns {DescribedAgent | null} */
function agentOf(all, agent) {
  const id = idIn(all, agent) ?? onlyIdBelow(all, agent);
  if (!id) return null;
  const above = id.path.slice(0, -1);
  const beside = all.filter(({ path }) => path.length === id.path.length && path.slice(0, -1).join(".") === above.join("."));
  const first = (/** @type {string[]} */ names) => names.flatMap((one) => beside.find((member) => member.text && wordsOf(member.name) === one) ?? [])[0];
  const dates = { createdAt: ["created at", "create time", "created date", ...CREATED], updatedAt: ["updated at", "update time", "updated date", ...UPDATED] };
  const called = ["name", ...agent.nouns.map((noun) => `${noun} name`), "display name", "title", "label"];
  const name = first(called);
  return {
    ...(above.length > 0 && { in: above.join(".") }),
    ...(id.name !== "id" && { id: id.name }),
    ...(name !== undefined && name.name !== "name" && { name: name.name }),
    ...Object.fromEntries(Object.entries(dates).flatMap(([as, names]) => {
      const date = first(names)?.name;
      return date === undefined || USUAL_DATES.includes(date) ? [] : [[as, date]];
    })),
  };
}

/** In an envelope of whatever name, where it holds the only id. @param {Member[]} all @param {Agent} agent */
function onlyIdBelow(all, agent) {
  const ids = all.filter((member) => member.path.length === 2 && idIn([{ ...member, path: [member.name] }], agent));
  return ids.length === 1 ? ids[0] : undefined;
}

/**
 * @param {Document} document
 * @param {Operation} listing
 * @param {Place} place
 * @param {Agent} agent
 * @param {(sentence: string) => void} tell
 * @returns {{ list: DescribedList, row: DescribedAgent } | null}
 */
export function listBy(document, listing, place, agent, tell) {
  const left = (/** @type {string} */ why) => (tell(`The list (GET ${listing.path}) is left out: ${why}`), null);
  const parameters = parametersOf(document, listing);
  const { query, open } = requiredQuery(parameters);
  if (open.length > 0) return left(`it needs the parameter ${open.join(" and ")}, of which the document does not say the value.`);
  const rows = rowsIn(document, listing, agent);
  if (typeof rows === "string") return left(rows);
  const paging = pagesBy(parameters.filter((parameter) => parameter.in === "query"), rows.beside, rows.row.id ?? "id");
  if (typeof paging === "string") return left(paging);
  if (paging.next === undefined) tell("The document shows no parameter for another page: the draft takes the list for one page that holds all.");
  else tell(`The pages of the list are as their names suggest (${JSON.stringify(paging.next)}). Look whether a list of several pages is read to its end.`);
  const path = below(segmentsOf(listing.path), { ...place, at: -1 }) + query;
  if (!canBeAsked(path)) return left("its path has characters that a description does not take.");
  return { list: { path, ...(rows.in !== "" && { in: rows.in }), ...paging }, row: rows.row };
}

/** Where the agents are in a page, and what stands beside them. @param {Document} document @param {Operation} listing @param {Agent} agent */
function rowsIn(document, listing, agent) {
  const json = answered(document, listing);
  const form = json?.forms[0];
  if (!json || !form || Object.keys(form).length === 0) return "the document does not say what a page looks like.";
  const top = rowsOf(document, form, agent);
  if (top) return { in: "", row: top, beside: /** @type {Member[]} */ ([]) };
  const beside = members(document, form, json.examples);
  const found = arraysIn(document, form, []).flatMap(({ path, node }) => {
    const row = rowsOf(document, node, agent);
    return row ? [{ in: path.join("."), row, beside }] : [];
  });
  if (found.length === 1) return found[0];
  return found.length === 0 ? "the document does not say where in a page the agents are." : `agents may stand in ${found.map((one) => one.in).join(" or in ")} of a page.`;
}

/** How an agent reads in an array of them; null where it is no such array. @param {Document} document @param {Node} node @param {Agent} agent */
function rowsOf(document, node, agent) {
  if (!("items" in node)) return null;
  const all = forms(document, node.items).flatMap((form) => members(document, form, []));
  const row = agentOf(all, agent);
  return row;
}

/** @param {Document} document @param {Node} form @param {string[]} above @returns {{ path: string[], node: Node }[]} */
function arraysIn(document, form, above) {
  if (!isNode(form.properties) || above.length > 1) return [];
  return Object.keys(form.properties).flatMap((name) => {
    const path = [...above, name];
    return forms(document, /** @type {Node} */ (form.properties)[name]).flatMap((node) => ("items" in node ? [{ path, node }] : arraysIn(document, node, path)));
  });
}

/**
 * What leads from page to page; a sentence where that can't be told.
 *
 * @param {Parameter[]} parameters
 * @param {Member[]} beside
 * @param {string} id The member of a row with its id.
 * @returns {Pick<DescribedList, "size" | "next"> | string}
 */
function pagesBy(parameters, beside, id) {
  const odd = parameters.find(({ name }) => [SIZE, CURSOR, OFFSET, PAGE].some((words) => is(name, words)) && !NAME.test(name));
  if (odd) return `its parameter ${odd.name} has a name that a description does not take.`;
  const sizing = parameters.find(({ name }) => is(name, SIZE));
  const cursor = parameters.find(({ name }) => is(name, CURSOR));
  const offset = parameters.find(({ name }) => is(name, OFFSET));
  const page = parameters.find(({ name }) => is(name, PAGE));
  const near = beside.filter(({ path }) => path.length === 1 || (path.length === 2 && is(path[0], ABOUT_PAGES)));
  const more = near.find(({ name, flag }) => flag && is(name, MORE))?.path.join(".");
  const next = near.find(({ name, text }) => text && is(name, NEXT_IN));
  const size = sizing && sizeOf(sizing);
  const sized = size && { size };
  const full = size?.default !== undefined;

  if (cursor) {
    const parameter = cursor.name;
    if (next && wordsOf(next.name) !== "last id") return { ...sized, next: { by: "cursor", in: next.path.join("."), parameter, ...(more && { more }) } };
    if (next && more) return { ...sized, next: { by: "cursor", in: next.path.join("."), parameter, more } };
    if (is(parameter, /^(start(ing)? )?after$/) && more) return { ...sized, next: { by: "lastRow", member: id, parameter, more } };
    return `a page is asked for by ${parameter}, and the document does not say where in the one before it stands.`;
  }
  if (offset) {
    return full ? { ...sized, next: { by: "offset", parameter: offset.name } } : `pages go by ${offset.name}, and the document does not say how many agents one holds.`;
  }
  if (page) {
    const { minimum, default: first } = page.schema;
    if (minimum === 0 || first === 0) return `its pages are counted from 0 (${page.name}), and a description counts from 1.`;
    if (!more && !full) return `pages go by ${page.name}, and the document does not say how many agents one holds, or which is the last.`;
    return { ...sized, next: { by: "page", parameter: page.name, ...(more && { more }) } };
  }
  if (next || more || sizing) return `it has pages (${next?.name ?? more ?? sizing?.name}), and no parameter that asks for the next one is known here.`;
  return {};
}

/** How many a page holds where nobody says: the document's default, else the most. @param {Parameter} parameter @returns {NonNullable<DescribedList["size"]>} */
function sizeOf({ name, schema }) {
  const usual = [schema.default, schema.maximum].find((value) => typeof value === "number" && Number.isInteger(value) && value > 0 && value <= LARGEST_PAGE);
  return { parameter: name, ...(typeof usual === "number" && { default: usual }) };
}
