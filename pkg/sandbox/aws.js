// @ts-check
// What Amazon's two platforms share: the type of a failure is a header, every answer has an id of its own, and a deletion is
// only ever accepted. The signature's form is not looked into.

import { json } from "./reply.js";

/** @typedef {import("./platform.js").Incoming} Incoming */

const JSON_UTF8 = { "content-type": "application/json; charset=UTF-8" };

/** @param {Incoming} request */
const id = ({ number }) => `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;

/**
 * @param {Incoming} request
 * @param {number} status
 * @param {unknown} value
 */
export const said = (request, status, value) =>
  json(status, value, { ...JSON_UTF8, "x-amzn-requestid": id(request) });

/**
 * @param {Incoming} request
 * @param {number} status
 * @param {string} type
 * @param {string} message
 * @param {Record<string, string>} [headers]
 */
export const error = (request, status, type, message, headers) =>
  json(status, { message }, { ...JSON_UTF8, "x-amzn-errortype": type, "x-amzn-requestid": id(request), ...headers });

/** @param {string} action "bedrock:DeleteAgent" */
export const shared = (action) => ({
  /** @type {readonly [string, string]} */
  credential: ["authorization", "AWS4-HMAC-SHA256 Credential=sandbox, SignedHeaders=host, Signature="],
  signed: true,
  settles: { afterReads: 1 },
  refused: (/** @type {string} */ verdict, /** @type {Incoming} */ request) =>
    ({
      none: error(request, 403, "MissingAuthenticationTokenException", "Missing Authentication Token"),
      wrong: error(request, 403, "UnrecognizedClientException", "The security token included in the request is invalid."),
      forbidden: error(
        request,
        403,
        "AccessDeniedException",
        `User: arn:aws:sts::123456789012:assumed-role/example/session is not authorized to perform: ${action}`,
      ),
    })[verdict] ?? error(request, 403, "AccessDeniedException", "Forbidden"),
  noRoute: (/** @type {Incoming} */ { number }) =>
    json(
      404,
      { Output: { __type: "com.amazon.coral.service#UnknownOperationException" }, Version: "1.0" },
      {
        ...JSON_UTF8,
        "x-amzn-errortype": "UnknownOperationException",
        "x-amzn-requestid": id(/** @type {Incoming} */ ({ number })),
      },
    ),
});
