// What the sandbox's tests share.
import { readFileSync } from "node:fs";

export const backends = ["charm", "langchain", "foundry", "eliza", "kortix"];

/** The recorded exchanges of a platform. */
export function wire(backend) {
  return JSON.parse(readFileSync(new URL(`../wire/${backend}.json`, import.meta.url), "utf8"));
}

/** Request headers for a credential. */
export function headersOf(backend, auth) {
  if (auth.bearer) return { authorization: `Bearer ${auth.bearer}` };
  return { [backend === "foundry" ? "api-key" : "x-api-key"]: auth.apiKey };
}

/** The path of an agent below the base URL, with the query that its platform requires. */
export function agentPath(backend, id, rest = "", query = "") {
  const version = backend === "charm" ? "/v1" : "";
  const required = backend === "foundry" ? `api-version=v1${query && `&${query}`}` : query;
  return `${version}/agents/${encodeURIComponent(id)}${rest}${required && `?${required}`}`;
}

/**
 * A caller of one platform: `call("DELETE", "/agents/…")` with the right credential, or the one given.
 * Gives the status, the headers, the text, and the JSON where it is some.
 */
export function caller(sandbox, backend, { kind = "valid", auth, fetch = sandbox.fetch, base } = {}) {
  const credential = auth === undefined ? sandbox.credential(backend, kind) : auth;
  return async (method, path, { body, headers, ...init } = {}) => {
    const response = await fetch((base ?? sandbox.baseUrl(backend)) + path, {
      method,
      redirect: "manual",
      headers: {
        ...(credential && headersOf(backend, credential)),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      ...init,
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  };
}
