// @ts-check
// What Amazon does before it listens: it makes the signature of the request that came by the rules of Signature Version 4, and
// compares. Written by those rules and with node:crypto alone, so that the library is not its own judge.

import { createHash, createHmac } from "node:crypto";

/**
 * @typedef {{ method: string, url: string, headers: Record<string, string | undefined>, body: string }} Received
 * @typedef {{ accessKeyId: string, secretAccessKey: string, sessionToken?: string, region: string, service: string }} Account
 */

/** By how much a clock may be wrong. */
const FIVE_MINUTES_MS = 300_000;

/** @param {string} text */
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** @param {string | Buffer} key @param {string} text */
const hmac = (key, text) => createHmac("sha256", key).update(text).digest();

/** Everything but letters, digits and -._~ @param {string} text */
const encoded = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * Why the request is refused, if it is: the type of the error.
 *
 * @param {Received} request
 * @param {Account} account
 */
export function refusal({ method, url, headers, body }, { accessKeyId, secretAccessKey, sessionToken, region, service }) {
  const { authorization, "x-amz-date": date = "" } = headers;
  if (!authorization) return "MissingAuthenticationTokenException";
  const form = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(authorization);
  if (!form) return "IncompleteSignatureException";
  const [, credential, names, signature] = form;
  const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  if (credential.split("/")[0] !== accessKeyId) return "UnrecognizedClientException";
  if (headers["x-amz-security-token"] !== sessionToken) return "UnrecognizedClientException";
  const sent = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5"));
  if (!(Math.abs(Date.now() - sent) <= FIVE_MINUTES_MS)) return "InvalidSignatureException";

  const signed = names.split(";");
  // A header that decides about the request has to be among the signed ones.
  for (const name of ["host", ...Object.keys(headers).filter((name) => name.startsWith("x-amz-"))]) {
    if (!signed.includes(name)) return "InvalidSignatureException";
  }
  const [path, query = ""] = url.split("?");
  const canonical = [
    method,
    path.split("/").map(encoded).join("/"),
    [...new URLSearchParams(query)].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort().join("&"),
    ...signed.map((name) => `${name}:${headers[name]?.trim().replace(/\s+/g, " ")}`),
    "",
    names,
    sha256(body),
  ].join("\n");
  if ((headers["x-amz-content-sha256"] ?? sha256(body)) !== sha256(body)) return "InvalidSignatureException";
  const key = scope.split("/").reduce((key, part) => hmac(key, part), /** @type {string | Buffer} */ (`AWS4${secretAccessKey}`));
  const right = hmac(key, ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n")).toString("hex");
  return credential === `${accessKeyId}/${scope}` && signature === right ? null : "InvalidSignatureException";
}
