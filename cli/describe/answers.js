// @ts-check
// What the answers to a deletion prove. A status proves nothing by itself, a 204 excepted; and what the document leaves open is
// no proof.

import { jsonOf, members } from "./schema.js";
import { DELETED_FLAG, isCode, notThere, saysDone, saysSuccess, saysToCome, SUCCESS_FLAG, tellsOutcome, wordsOf } from "./words.js";

/** @import { AnswerMembers, AnswerPattern } from "../../pkg/types.d.ts" */
/** @import { Document, Operation } from "./document.js" */
/** @import { Member } from "./schema.js" */

/**
 * @typedef {object} Agent What is deleted.
 * @property {string} parameter The id's name in the path.
 * @property {string[]} nouns What the platform calls it.
 * @property {unknown[]} examples Ids of examples.
 */

/** Members in which an id of another thing may stand. */
const OTHERS = /^(job|task|operation|request|event|trace|run|batch|execution)( id)?$/;

/** More patterns than that are no longer read by anybody. */
const MOST_PATTERNS = 6;

/** @param {string[]} path @param {string | number | boolean} value @returns {AnswerMembers} */
const placed = ([name, ...rest], value) => ({ [name]: rest.length === 0 ? value : placed(rest, value) });

/** @param {AnswerMembers} one @param {AnswerMembers} other @returns {AnswerMembers} */
function joined(one, other) {
  const both = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const there = both[name];
    both[name] = typeof there === "object" && typeof value === "object" ? joined(there, value) : value;
  }
  return both;
}

/** @param {AnswerPattern} pattern */
const line = ({ status, ...marks }) => JSON.stringify({ status, ...marks });

/** @param {Member} member */
const place = ({ path }) => path.join(".");

/** @param {Member} member @param {Agent} agent */
export function isId({ name, text, fixed }, { parameter, nouns }) {
  const words = wordsOf(name);
  return text && fixed.length === 0 && (words === "id" || words === wordsOf(parameter) || nouns.some((noun) => words === `${noun} id` || words === `${noun} uuid`));
}

/**
 * @param {Document} document
 * @param {Operation} operation
 * @param {Agent} agent
 * @param {(sentence: string) => void} tell
 * @returns {{ proof: AnswerPattern[], accepted: AnswerPattern[] }}
 */
export function provenBy(document, { node }, agent, tell) {
  const responses = document.member(node, "responses") ?? {};
  /** @type {AnswerPattern[]} */
  const proof = [];
  /** @type {AnswerPattern[]} */
  const accepted = [];
  const statuses = Object.keys(responses).filter((status) => /^2/.test(status));
  for (const status of statuses.sort()) {
    if (status === "204") proof.push({ status: 204 });
    else if (status === "202") tell("A 202 says that the deletion is still to come: it is `accepted` at most, until a read finds the agent gone.");
    else if (/^2\d\d$/.test(status)) {
      const found = ofJson(document, Number(status), jsonOf(document, document.member(responses, status)), agent, tell);
      proof.push(...found.proof);
      accepted.push(...found.accepted);
    } else tell(`The document promises "${status}", which is no status: what it really is has to be seen, and is no proof here.`);
  }
  if (statuses.length === 0) tell("The document names no success of the deletion. `proof` is empty.");
  if (proof.length === 0) {
    tell("Nothing that the document promises proves a deletion, so the draft never says \"deleted\" at once. Delete an agent that nobody needs, look at the answer, and write what it says under `proof`.");
  }
  return { proof: distinct(proof), accepted: distinct(accepted) };
}

/** @param {AnswerPattern[]} patterns */
function distinct(patterns) {
  const lines = new Set();
  return patterns.filter((pattern) => !lines.has(line(pattern)) && lines.add(line(pattern))).slice(0, MOST_PATTERNS);
}

/**
 * @param {Document} document
 * @param {number} status
 * @param {ReturnType<typeof jsonOf>} json
 * @param {Agent} agent
 * @param {(sentence: string) => void} tell
 */
function ofJson(document, status, json, agent, tell) {
  /** @type {AnswerPattern[]} */
  const proof = [];
  /** @type {AnswerPattern[]} */
  const accepted = [];
  /** @type {AnswerMembers | null} */
  let shown = null;
  for (const form of json?.forms ?? []) {
    const all = members(document, form, json?.examples ?? []);
    const id = idIn(all, agent);
    const withId = (/** @type {AnswerMembers} */ body) => (id ? joined(body, placed(id.path, "{id}")) : body);
    const said = all.flatMap((member) => textsOf(member, agent, tell).map((text) => ({ member, text })));
    for (const { member, text } of said.filter(({ text }) => saysToCome(text))) accepted.push({ status, body: withId(placed(member.path, text)) });

    const { bodies, strong } = marksOf(all, said);
    for (const body of bodies) proof.push({ status, body: withId(body) });
    if (bodies.length > 0) {
      const running = all.find(({ name }) => OTHERS.test(wordsOf(name)));
      if (!strong) tell(`The ${status} is taken for a proof because it says ${JSON.stringify(bodies[0])}. That all went well does not say that the agent is gone: is this ever answered before it is?`);
      if (!id) tell(`The ${status} does not name the agent; the platform is taken at its word that it deleted this one.`);
      if (running) tell(`The ${status} has a member \`${place(running)}\`, as if something went on behind it. Look whether the agent is gone when it is answered.`);
    } else if (id && all.length === 1) {
      proof.push({ status, body: withId({}) });
      tell(`The ${status} holds the agent's id and nothing else, which is taken for a proof. Is it ever answered to a deletion that did not happen?`);
    } else if (id) shown = withId({});
  }
  if (proof.length + accepted.length === 0) {
    if (json === null) tell(`The document says of no JSON in the ${status}. A ${status} that is empty, or has anything in it, is no proof.`);
    else if (shown) tell(`The ${status} shows the agent and does not say that it was deleted: it is no proof. If nothing else is ever answered so, write ${JSON.stringify({ status, body: shown })} under \`proof\`.`);
    else tell(`The document does not say what in the ${status} tells a deletion from anything else: it is no proof.`);
  }
  return { proof, accepted };
}

/**
 * The marks of a deletion in one form of an answer, all of which have to stand in it.
 *
 * @param {Member[]} all
 * @param {{ member: Member, text: string }[]} said
 */
function marksOf(all, said) {
  const can = all.filter(({ flag, fixed }) => flag && (fixed.length === 0 || fixed.includes(true)));
  const deleted = can.filter(({ name }) => DELETED_FLAG.test(wordsOf(name)));
  const well = can.filter(({ name }) => SUCCESS_FLAG.test(wordsOf(name)));
  const done = said.filter(({ text }) => saysDone(text));
  const success = said.filter(({ text, member }) => saysSuccess(text) && tellsOutcome(member.name) && !done.some((other) => other.member === member));
  const base = [
    ...[...deleted, ...well].map(({ path }) => placed(path, true)),
    ...success.map(({ member, text }) => placed(member.path, text)),
  ].reduce(joined, {});
  // Where several words may stand in a place, each makes an answer of its own.
  const places = [...new Set(done.map(({ member }) => member))].map((member) => done.filter((one) => one.member === member));
  const bodies = places.reduce((made, words) => made.flatMap((body) => words.map(({ member, text }) => joined(body, placed(member.path, text)))), [base]);
  return { bodies: bodies.filter((body) => Object.keys(body).length > 0), strong: deleted.length + done.length > 0 };
}

/** The member that holds the agent's id, at the top or in what holds the agent. @param {Member[]} all @param {Agent} agent */
export function idIn(all, agent) {
  const holds = (/** @type {string} */ name) => ["data", "result", ...agent.nouns].includes(wordsOf(name));
  return all.find((member) => isId(member, agent) && (member.path.length === 1 || (member.path.length === 2 && holds(member.path[0]))));
}

/** Whether a pattern can say a text: a `*` at an end would stand for anything. @param {unknown} text */
const canBeMeant = (text) => typeof text === "string" && text !== "" && text.length < 1000 && !/^\*|\*$|\{\}|\p{Cc}/u.test(text);

/**
 * The texts that a member holds, each with `{id}` in place of an example's id. One that may hold another id is none to go by.
 *
 * @param {Member} member
 * @param {Agent} agent
 * @param {(sentence: string) => void} tell
 * @returns {string[]}
 */
function textsOf(member, { examples }, tell) {
  const known = member.fixed.length > 0 ? member.fixed : tellsOutcome(member.name) ? member.shown : [];
  const texts = /** @type {string[]} */ (known.filter(canBeMeant));
  return texts.flatMap((text) => {
    const id = examples.find((one) => typeof one === "string" && one.length > 2 && text.includes(one));
    const said = typeof id === "string" ? text.split(id).join("{id}") : text;
    if (member.fixed.length > 0 || !/\d/.test(said.replaceAll("{id}", ""))) return [said];
    if (saysDone(said)) tell(`An example has \`${place(member)}\`: "${text}", in which something may change from answer to answer: it is left out.`);
    return [];
  });
}

/**
 * @param {Document} document
 * @param {Operation[]} operations Those about one agent.
 * @param {Agent} agent
 * @param {(sentence: string) => void} tell
 * @returns {AnswerPattern[]}
 */
export function missingBy(document, operations, agent, tell) {
  /** @type {AnswerPattern[]} */
  const missing = [];
  let described = false;
  for (const { node } of operations) {
    const responses = document.member(node, "responses") ?? {};
    for (const status of Object.keys(responses).filter((one) => /^4\d\d$/.test(one))) {
      described ||= status === "404" || status === "410";
      const json = jsonOf(document, document.member(responses, status));
      for (const form of json?.forms ?? []) missing.push(...saidOf(Number(status), members(document, form, json?.examples ?? []), agent));
    }
  }
  const found = distinct(missing);
  if (found.length > 0) {
    tell("`missing` is what the document says of an agent that is not there. Ask for one that never was, and for a path that does not exist: only the first may be answered so.");
    tell("Whether an agent of another account is answered in the same words is not in the document. Where it is not, set `missingIsCertain` and `missingProvesGone` to true.");
  } else {
    const why = described ? "The 404 is described, but not what in it tells an agent that is not there from a path that does not exist" : "The document does not say how an agent is answered that is not there";
    tell(`${why}. \`missing\` is left out: nothing is ever \`absent\` or read back as gone. Ask for one that never was, and write its words down.`);
  }
  return found;
}

/** @param {number} status @param {Member[]} all @param {Agent} agent @returns {AnswerPattern[]} */
function saidOf(status, all, { nouns }) {
  /** @type {AnswerPattern[]} */
  const codes = [];
  /** @type {Set<string>} */
  const kinds = new Set();
  for (const member of all) {
    const texts = (member.fixed.length > 0 ? member.fixed : member.shown).filter(canBeMeant);
    for (const text of /** @type {string[]} */ (texts)) {
      const noun = notThere(text, nouns);
      if (noun === null) continue;
      if (isCode(text)) codes.push({ status, body: placed(member.path, text) });
      else kinds.add(noun);
    }
  }
  return codes.length > 0 ? codes : [...kinds].map((notFound) => ({ status, notFound }));
}

