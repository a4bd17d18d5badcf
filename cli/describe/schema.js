// @ts-check
// What a schema and its examples say of the members of a body.

import { isNode, listOf } from "./document.js";

/** @import { Document, Node } from "./document.js" */

/**
 * @typedef {object} Member What may stand in a place of a body.
 * @property {string[]} path Names from the top.
 * @property {string} name The last of them.
 * @property {boolean} text Whether it can be a text.
 * @property {boolean} flag Whether it can be true or false.
 * @property {unknown[]} fixed The only values that it can have, by `const` or `enum`; none where it can have any.
 * @property {unknown[]} shown Values of examples.
 */

/** A name by which a description can say where something is. */
const PLACE = /^[^/.]{1,100}$/;

/** Deeper than that, no answer says what it is about. */
const DEPTH = 3;
/** Schemas nest. */
const NESTING = 8;
const MOST_ALTERNATIVES = 24;

/**
 * The forms that a body can have, each with what `allOf` adds to it in one.
 *
 * @param {Document} document
 * @param {unknown} schema
 * @param {Node[]} [within] What it is a part of: a schema may hold itself.
 * @returns {Node[]}
 */
export function forms(document, schema, within = []) {
  const node = document.node(schema);
  if (node === null || within.length > NESTING || within.includes(node)) return [];
  const inside = [...within, node];
  const { allOf, oneOf, anyOf, ...own } = node;
  let made = [own];
  for (const part of listOf(allOf)) {
    const others = forms(document, part, inside);
    if (others.length > 0) made = made.flatMap((one) => others.map((other) => merged(one, other))).slice(0, MOST_ALTERNATIVES);
  }
  const choices = [...listOf(oneOf), ...listOf(anyOf)].slice(0, MOST_ALTERNATIVES).flatMap((choice) => forms(document, choice, inside));
  if (choices.length > 0) made = made.flatMap((one) => choices.map((other) => merged(one, other)));
  return made.slice(0, MOST_ALTERNATIVES);
}

/** @param {Node} one @param {Node} other @returns {Node} */
function merged(one, other) {
  const both = { ...other, ...one };
  if (isNode(one.properties) && isNode(other.properties)) both.properties = { ...other.properties, ...one.properties };
  return both;
}

/** @param {Node} schema @returns {string[]} */
const typesOf = ({ type }) => (Array.isArray(type) ? type : [type]).filter((one) => typeof one === "string");

/** The only values that a schema allows; none where it allows any. @param {Node} schema @returns {unknown[]} */
export function fixedOf(schema) {
  if ("const" in schema) return [schema.const];
  return listOf(schema.enum).filter((value) => value !== null);
}

/** @param {Node} schema */
const examplesOf = (schema) => [...("example" in schema ? [schema.example] : []), ...listOf(schema.examples)];

/** The one value that a parameter can have, or has where nobody says another. @param {Node} schema @returns {string | null} */
export function onlyValue(schema) {
  const fixed = fixedOf(schema);
  const value = fixed.length === 1 ? fixed[0] : schema.default;
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : null;
}

/**
 * The members of one form of a body.
 *
 * @param {Document} document
 * @param {Node} form
 * @param {unknown[]} examples Of the whole body.
 * @param {string[]} [above]
 * @returns {Member[]}
 */
export function members(document, form, examples, above = []) {
  const shown = [...examples, ...examplesOf(form)].filter(isNode);
  const properties = isNode(form.properties) ? form.properties : {};
  const names = new Set([...Object.keys(properties), ...shown.flatMap(Object.keys)]);
  return [...names].filter((name) => PLACE.test(name)).flatMap((name) => {
    const path = [...above, name];
    const values = shown.flatMap((example) => (Object.hasOwn(example, name) ? [example[name]] : []));
    const schemas = Object.hasOwn(properties, name) ? forms(document, properties[name]) : [];
    const types = schemas.flatMap(typesOf);
    const own = [...values, ...schemas.flatMap(examplesOf)];
    const fixed = schemas.every((schema) => fixedOf(schema).length > 0) ? schemas.flatMap(fixedOf) : [];
    const known = [...fixed, ...own];
    /** @type {Member} */
    const member = {
      path, name, fixed, shown: own.filter((value) => !isNode(value)),
      text: types.includes("string") || known.some((value) => typeof value === "string"),
      flag: types.includes("boolean") || known.some((value) => typeof value === "boolean"),
    };
    const inner = path.length < DEPTH ? (schemas.length > 0 ? schemas : [{}]).flatMap((schema) => members(document, schema, values, path)) : [];
    return [member, ...inner];
  });
}

/** The JSON that an answer holds: its schema, and its examples. @param {Document} document @param {Node | null} answer */
export function jsonOf(document, answer) {
  const content = document.member(answer, "content") ?? {};
  const name = Object.keys(content).find((type) => /^(\*\/\*|application\/\*|[\w.-]+\/([\w.-]+\+)?json)\s*(;|$)/i.test(type));
  const media = name === undefined ? null : document.member(content, name);
  if (media === null) return null;
  const examples = [
    ...("example" in media ? [media.example] : []),
    ...Object.keys(document.member(media, "examples") ?? {}).map((one) => document.member(media, "examples", one)?.value),
  ];
  const schemas = forms(document, media.schema);
  return { forms: schemas.length > 0 ? schemas : [{}], examples };
}
