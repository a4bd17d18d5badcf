// @ts-check
// Where the credential goes, by the document's security schemes.

import { isNode, listOf } from "./document.js";

/** @import { DescribedAuth } from "../../pkg/types.d.ts" */
/** @import { Document, Node, Operation } from "./document.js" */

/** @typedef {{ auth: DescribedAuth | undefined, says: string | null }} Found */

/**
 * @param {Document} document
 * @param {Operation} operation
 * @param {(sentence: string) => void} tell
 * @returns {DescribedAuth | undefined}
 */
export function credentialOf(document, { node }, tell) {
  const needed = listOf(node.security ?? document.root.security).filter(isNode);
  const ways = needed.map((way) => Object.keys(way)).filter((names) => names.length > 0);
  if (ways.length === 0) {
    tell("The document asks for no credential. If one is needed all the same, say under `auth` where it goes.");
    return undefined;
  }
  const found = ways.map((names) => names.map((name) => ({ name, ...schemeOf(document, name) })));
  const known = found.find(([first]) => first.auth !== undefined) ?? found.find((way) => way.some(({ auth }) => auth !== undefined));
  if (!known) {
    tell(`How a credential travels (${ways.map((names) => names.join(" and ")).join(", or ")}) can't be described: ${found[0][0].says}`);
    return undefined;
  }
  const used = known.find(({ auth }) => auth !== undefined) ?? known[0];
  if (used.says) tell(used.says);
  const others = known.filter((one) => one !== used).map(({ name }) => name);
  if (others.length > 0) tell(`Besides ${used.name}, each request needs ${others.join(" and ")}: give that in the client's \`headers\`.`);
  const instead = ways.filter((names) => !names.includes(used.name)).map((names) => names.join(" and "));
  if (instead.length > 0) tell(`The draft takes ${used.name} for the credential; the document allows ${instead.join(", or ")} as well.`);
  return used.auth;
}

/** @param {Document} document @param {string} name @returns {Found} */
function schemeOf(document, name) {
  const scheme = document.member(document.root, "components", "securitySchemes", name);
  const none = (/** @type {string} */ says) => ({ auth: undefined, says });
  if (scheme === null) return none(`the document does not say what ${name} is.`);
  if (scheme["x-amazon-apigateway-authtype"] === "awsSigv4") return { auth: "sign", says: null };
  if (scheme.type === "http") return ofHttp(scheme, name, none);
  if (scheme.type === "apiKey") return ofKey(scheme, name, none);
  if (scheme.type === "oauth2" || scheme.type === "openIdConnect") {
    return { auth: "bearer", says: `${name} is an access token, which expires: give \`auth.bearer\` as a function that renews it.` };
  }
  return none(`${name} is of the type "${scheme.type}".`);
}

/** @param {Node} scheme @param {string} name @param {(says: string) => Found} none @returns {Found} */
function ofHttp({ scheme }, name, none) {
  const word = String(scheme).toLowerCase();
  if (word === "bearer") return { auth: "bearer", says: null };
  if (word === "basic") {
    return { auth: { header: "Authorization", scheme: "Basic" }, says: `${name} is a user and a password: \`auth.apiKey\` is "user:password" in base64.` };
  }
  return none(`${name} wants the scheme "${scheme}" in Authorization.`);
}

/** @param {Node} scheme @param {string} name @param {(says: string) => Found} none @returns {Found} */
function ofKey({ in: place, name: header, description }, name, none) {
  if (place !== "header" || typeof header !== "string") return none(`${name} goes into the ${place}, where a credential is seen by whoever sees an address.`);
  if (header.toLowerCase() !== "authorization") return { auth: { header }, says: null };
  if (/\bbearer\b/i.test(String(description))) return { auth: "bearer", says: `${name} is a key in Authorization; by its description it stands behind "Bearer". Does it?` };
  return { auth: { header, scheme: "" }, says: `${name} is a key in Authorization, with no word before it as far as the document says. Is it?` };
}
