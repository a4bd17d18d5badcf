// @ts-check
// A description of a platform, drafted from its OpenAPI document. It says what the document says; what that leaves open is left out,
// and told.

import { platforms } from "../../pkg/platforms.js";
import { namesCredential } from "../credentials.js";
import { FAILED, Stop } from "../exit-codes.js";
import { shown } from "../text.js";
import { missingBy, provenBy } from "./answers.js";
import { credentialOf } from "./credential.js";
import { isNode, listOf } from "./document.js";
import { errorsBy } from "./errors.js";
import { idExamples, idOf } from "./ids.js";
import { agentIn, listBy, listingOf, readOf } from "./lists.js";
import { nameOf } from "./operation.js";
import { agentSegments, below, canBeAsked, parametersOf, placeOf, requiredQuery, same, segmentsOf } from "./paths.js";
import { onlyValue } from "./schema.js";
import { nounsFor } from "./words.js";

/** @import { PlatformDescription } from "../../pkg/types.d.ts" */
/** @import { Document, Operation } from "./document.js" */
/** @import { Parameter, Place } from "./paths.js" */

/** What the client sends by itself, or a credential is sent in. */
const NOT_FIXED = /^(accept|authorization|connection|content-length|content-type|cookie|host|transfer-encoding)$/i;
const HEADER = /^[\w-]{1,100}$/;
const HEADER_VALUE = /^[ -~]{1,1000}$/;

const LONGEST_NAME = 40;
/** Behind a name that a platform of the package has. */
const OURS = "-described";
const LONGEST_TITLE = 60;

/**
 * @param {Document} document
 * @param {Operation} operation The deletion.
 * @returns {{ description: PlatformDescription, notices: string[] }}
 */
export function draft(document, operation) {
  /** @type {Set<string>} */
  const notices = new Set();
  const tell = (/** @type {string} */ sentence) => void notices.add(sentence);
  const place = placeOf(operation.path);
  if (place === null) {
    throw new Stop(FAILED, `${nameOf(operation)} can't be described: in ${operation.path} no whole segment is the agent's id.`);
  }
  if (document.member(operation.node, "requestBody")?.required === true) {
    throw new Stop(FAILED, `${nameOf(operation)} can't be described: it needs a body, and a deletion by a description sends none.`);
  }
  const parameters = parametersOf(document, operation);
  const own = parameters.find((parameter) => parameter.in === "path" && parameter.name === place.parameter);
  const collection = place.segments.slice(0, place.at).findLast((segment) => !segment.includes("{")) ?? "";
  const agent = {
    parameter: place.parameter,
    nouns: nounsFor(collection, place.parameter),
    examples: idExamples(own?.node ?? null, own?.schema ?? {}),
  };
  if (place.base > 0) tell(`The draft takes {${place.parameter}}, the last in the path, for the agent's id. What stands before it, ${place.segments.slice(0, place.base).map((one) => `/${one}`).join("")}, belongs to \`baseUrl\` and is yours to fill in.`);
  if (operation.method === "POST") tell("The deletion is a POST: look whether it does nothing but delete.");

  const read = readOf(document, place);
  const listing = listingOf(document, place);
  const path = pathOf(operation, parameters, place, tell);
  if (!canBeAsked(path)) throw new Stop(FAILED, `${nameOf(operation)} can't be described: ${path} has characters that a description does not take.`);
  const id = idOf(document, own?.node ?? null, reservedIn(document, place), tell);
  const get = readAt(document, operation, read, place, tell);
  const listed = listing ? listBy(document, listing, place, agent, tell) : null;
  if (!listing) tell("The document has no GET that lists agents beside the deletion: `listAgents` is left out.");
  const reads = (read && agentIn(document, read, agent, tell)) ?? listed?.row;
  const { proof, accepted } = provenBy(document, operation, agent, tell);
  const about = read ? [operation, read] : [operation];
  const missing = missingBy(document, about, agent, tell);
  const errors = errorsBy(document, about);
  const auth = credentialOf(document, operation, tell);
  const headers = headersOf(document, typeof auth === "object" ? auth.header : "", [operation, read, listing].filter((one) => one !== null), tell);
  const { baseUrl, example } = baseUrlOf(document, operation, place, tell);
  if (document.lostSentence) tell(document.lostSentence);

  /** @type {PlatformDescription} */
  const description = {
    ...names(document),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(baseUrl === undefined && example !== undefined && { baseUrlExample: example }),
    ...(auth !== undefined && { auth }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(id !== undefined && { id }),
    delete: { ...(operation.method === "POST" && { method: "POST" }), path },
    ...(get !== undefined && { get: { path: get } }),
    ...(reads && Object.keys(reads).length > 0 && { agent: reads }),
    ...(listed && { list: listed.list }),
    proof,
    ...(accepted.length > 0 && { accepted }),
    ...(missing.length > 0 && { missing }),
    ...(errors !== undefined && { errors }),
  };
  return { description, notices: [...notices] };
}

/** @param {Document} document @param {Operation} operation @param {Operation | null} read @param {Place} place @param {(sentence: string) => void} tell */
function readAt(document, operation, read, place, tell) {
  if (read === null) {
    tell("The document has no GET of one agent: plans, backups and `verify` may not work.");
    // A description says of a POST where the agent is read; nothing else would be a better guess.
    return operation.method === "POST" ? below(agentSegments(place), place) : undefined;
  }
  const { query, open } = requiredQuery(parametersOf(document, read));
  if (open.length > 0) tell(`The GET of one agent needs ${open.join(" and ")} in its query, of which the document does not say the value: write it behind \`get.path\`.`);
  return below(segmentsOf(read.path), place) + query;
}

/** @param {Document} document */
function names(document) {
  const [...letters] = shown(document.member(document.root, "info")?.title ?? "").replace(/\s+/g, " ").trim();
  const title = letters.slice(0, LONGEST_TITLE).join("").trim();
  const words = title.normalize("NFKD").toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const slug = words.reduce((made, word) => (made.length + 1 + word.length <= LONGEST_NAME - OURS.length ? `${made}-${word}` : made), "").slice(1);
  const name = slug.length < 2 ? "described" : slug;
  const taken = platforms.some((platform) => platform.name === name || platform.aliases.includes(name));
  return { name: taken ? name + OURS : name, ...(title !== "" && { title }) };
}

/** @param {Operation} operation @param {Parameter[]} parameters @param {Place} place @param {(sentence: string) => void} tell */
function pathOf(operation, parameters, place, tell) {
  const { query, open } = requiredQuery(parameters);
  if (open.length > 0) tell(`The deletion needs ${open.join(" and ")} in its query, of which the document does not say the value: write it behind \`delete.path\` ("?${open[0]}=…").`);
  const force = parameters.find((parameter) => parameter.in === "query" && !parameter.required && /^force/i.test(parameter.name));
  if (force) tell(`The deletion takes ${force.name}. If that deletes an agent in use and changes nothing else, write "force": "${force.name}" under \`delete\`.`);
  return below(segmentsOf(operation.path), place) + query;
}

/** Words that stand in the id's place in other paths. @param {Document} document @param {Place} place */
function reservedIn(document, { segments, at }) {
  const others = document.operations.map(({ path }) => segmentsOf(path)).filter((other) =>
    other.length > at && same(other.slice(0, at), segments.slice(0, at)) && !/[{}]/.test(other[at]) && other[at] !== "");
  return [...new Set(others.map((other) => other[at]))];
}

/** @param {Document} document @param {string} ofCredential @param {Operation[]} operations @param {(sentence: string) => void} tell */
function headersOf(document, ofCredential, operations, tell) {
  /** @type {Record<string, string>} */
  const headers = {};
  for (const operation of operations) {
    for (const { name, in: place, required, schema } of parametersOf(document, operation)) {
      if (place !== "header" || !required || NOT_FIXED.test(name) || name.toLowerCase() === ofCredential.toLowerCase()) continue;
      if (namesCredential(name)) {
        tell(`Each request needs the header ${name}, which looks like a credential. If it is one, say so under \`auth\`: {"header":"${name}"}.`);
        continue;
      }
      const only = onlyValue(schema);
      const value = only !== null && HEADER.test(name) && HEADER_VALUE.test(only) ? only : null;
      const there = Object.keys(headers).find((other) => other.toLowerCase() === name.toLowerCase());
      if (value === null) tell(`Each request needs the header ${name}: give it in the client's \`headers\`, or under \`headers\` here where it is the same for everybody.`);
      else if (there === undefined) headers[name] = value;
      else if (headers[there] !== value) tell(`${nameOf(operation)} wants another ${name} ("${value}") than the deletion ("${headers[there]}"); the draft sends the deletion's with every request.`);
    }
  }
  return headers;
}

/**
 * The address of the API, where the document names one that every client can go by; else what it looks like.
 *
 * @param {Document} document
 * @param {Operation} operation
 * @param {Place} place
 * @param {(sentence: string) => void} tell
 * @returns {{ baseUrl?: string, example?: string }}
 */
function baseUrlOf(document, { node, item }, { segments, base }, tell) {
  const servers = [node.servers, item.servers, document.root.servers].map(listOf).find((list) => list.length > 0) ?? [];
  const urls = servers.filter(isNode).map((server) => filled(document, server));
  const plain = urls.map((url) => shown(url).replace(/\/\/[^/]*@/, "//").replace(/[?#].*$/, "").replace(/\/+$/, ""));
  const [url] = urls;
  const [seen] = plain;
  const above = segments.slice(0, base).map((segment) => `/${segment}`).join("");
  const left = (/** @type {string} */ why) => {
    tell(`\`baseUrl\` is left out, so that each client has to give one: ${why}`);
    return seen && /^https?:/.test(seen) && (seen + above).length < 300 ? { example: seen + above } : {};
  };
  if (url === undefined) return left("the document names no server.");
  if (base > 0) return left(`it is like ${seen}${above}.`);
  if (urls.length > 1) return left(`the document names several servers: ${plain.slice(0, 5).join(", ")}.`);
  if (/[{}]/.test(url)) return left(`in ${seen}, something is to be filled in.`);
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed) return left(`${seen} says no host.`);
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(parsed.hostname);
  if (parsed.protocol !== "https:" && !(parsed.protocol === "http:" && local)) return left(`over ${seen}, a credential could be read on its way.`);
  if (parsed.username || parsed.password || parsed.search || parsed.hash) return left(`${seen} comes with more than an address.`);
  return { baseUrl: url.replace(/\/+$/, "") };
}

/** A server's address, with the variables that have but one value. @param {Document} document @param {import("./document.js").Node} server */
function filled(document, server) {
  return String(server.url ?? "").replace(/\{([^{}]+)\}/g, (whole, name) => {
    const variable = document.member(server, "variables", name);
    return variable && listOf(variable.enum).length === 1 ? String(listOf(variable.enum)[0]) : whole;
  });
}
