// Signature Version 4 for `auth.sign`, by the library that Amazon's own SDK signs with. Copy this file.

import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";

/**
 * @param {object} options
 * @param {"bedrock" | "bedrock-agentcore"} options.service What is signed for, which is not the host's first word.
 * @param {string} options.region The one in `baseUrl`.
 * @param {import("@smithy/types").AwsCredentialIdentity | import("@smithy/types").Provider<import("@smithy/types").AwsCredentialIdentity>} options.credentials
 *   Keys, or a function that gives them before every attempt, as `fromNodeProviderChain()` of `@aws-sdk/credential-providers` does.
 * @returns {import("agent-delete").Sign}
 */
export function signFor({ service, region, credentials }) {
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  return async ({ method, url, headers, body }) => {
    const { protocol, host, pathname, searchParams } = new URL(url);
    const signed = await signer.sign({
      method,
      protocol,
      hostname: host,
      path: pathname, // as it is sent: the library encodes it once more, as Amazon wants it
      query: Object.fromEntries(searchParams), // no name comes twice in what the client asks
      headers: { ...headers, host },
      body: body ?? undefined,
    });
    return signed.headers;
  };
}
