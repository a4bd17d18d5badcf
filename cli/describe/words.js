// @ts-check
// What words of an API say: that something is gone, that it is still to come, that a thing of this kind is not there.

/** A name or a sentence in its words: "agentNotFound" and "agent_not_found" alike. @param {string} text */
export const wordsOf = (text) =>
  text.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/([A-Z])([A-Z][a-z])/g, "$1 $2").toLowerCase().replace(/[^\p{L}\p{N}']+/gu, " ").trim();

const DONE = /\b(deleted|removed|destroyed|erased)\b/;
const NOT_DONE = /\b(not|no|never|cannot|can't|couldn't|fail(ed)?|error|unable|partial(ly)?)\b/;
const DELETING = /\b(deleting|removing|destroying)\b/;
const TO_COME = /\b(pending|queued|scheduled|accepted|processing|progress|started|will|being|mark(ed)?|soon)\b/;
const DELETION = /\b(delet|remov|destr)/;

/** @param {string} text */
export const saysDone = (text) => DONE.test(wordsOf(text)) && !NOT_DONE.test(wordsOf(text)) && !saysToCome(text);

/** @param {string} text */
export function saysToCome(text) {
  const words = wordsOf(text);
  return (DELETING.test(words) || (DELETION.test(words) && TO_COME.test(words))) && !NOT_DONE.test(words);
}

/** Members in which an answer says how it went. What an example has elsewhere may be an agent's own. */
const OUTCOME = /\b(message|msg|detail|status|state|result|outcome|object|type|event|action|info)$/;

/** @param {string} name */
export const tellsOutcome = (name) => OUTCOME.test(wordsOf(name));

/** Members that say by `true` that something was deleted, and those that say no more than that all went well. */
export const DELETED_FLAG = /^(is )?(deleted|removed)$/;
export const SUCCESS_FLAG = /^(is )?(success|succeeded|successful|ok|acknowledged)$/;
const SUCCESS = /^(success|succeeded|successful|ok)$/;

/** @param {string} text */
export const saysSuccess = (text) => SUCCESS.test(wordsOf(text));

const NOT_THERE = /\bnot found\b|\b(does not|doesn't|do not|don't|not) exist\b|\bno such\b|\b(could not|couldn't|cannot|can't) (be found|find)\b|\bnotfound\b/;

/** What any server may call whatever is asked for; a path that does not exist is said to be missing in the same words. */
const ANYTHING = new Set(["resource", "resources", "object", "entity", "item", "record", "page", "route", "path", "endpoint", "url", "uri", "api", "id", "file", "data"]);

/**
 * What the platform calls an agent: by the path's collection, and by the parameter's name.
 *
 * @param {string} collection "managed-agents"
 * @param {string} parameter "agent_id"
 */
export function nounsFor(collection, parameter) {
  const last = wordsOf(collection).split(" ").at(-1) ?? "";
  const stem = wordsOf(parameter).replace(/ ?\b(id|uuid|name|key|slug|handle)$/, "").split(" ").at(-1) ?? "";
  return [...new Set([singular(last), singular(stem)])].filter((noun) => noun.length > 1 && !ANYTHING.has(noun));
}

/** @param {string} word */
const singular = (word) => word.replace(/ies$/, "y").replace(/([^s])s$/, "$1");

/** The noun of which a text says that it is not there; null where it speaks of nothing, or of something else. @param {string} text @param {string[]} nouns */
export function notThere(text, nouns) {
  const words = wordsOf(text);
  if (!NOT_THERE.test(words)) return null;
  return nouns.find((noun) => new RegExp(`\\b${noun}s?\\b`, "u").test(words) || words.startsWith(`${noun}notfound`)) ?? null;
}

/** Whether a text is a code for programs, and no sentence. @param {string} text */
export const isCode = (text) => /^[A-Za-z][\w.:/#-]{2,79}$/.test(text);
