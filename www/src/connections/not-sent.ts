// The console's server can prove that nothing left for a platform that it does not reach. The package knows such a proof by the
// code of an error, as `fetch` throws it in Node.

/** Of an answer that is no platform's: the code of the error that the server met. */
const HEADER = "x-agent-delete-not-sent";

export async function throughServer(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const answer = await fetch(input, init);
  const code = answer.headers.get(HEADER);
  if (code === null) return answer;
  throw new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}
