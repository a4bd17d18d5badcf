// @ts-check
// What fetch throws, and whether it proves that nothing was sent. Only then does the error say "did not delete".

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import { createServer as createTlsServer } from "node:tls";
import { pathToFileURL } from "node:url";
import { deleted, recording } from "./support/fetches.mjs";
import { clientOptions, everyPlatform, platforms } from "./support/platforms.mjs";
import { importPackage, installed } from "./support/project.mjs";

const { AgentClient, AgentError } = await importPackage();

/**
 * @param {import("../../pkg/types.js").BackendName} backend
 * @param {Partial<import("../../pkg/types.js").ClientOptions>} more
 */
async function failure(backend, more) {
  const { id, force } = platforms[backend];
  const error = await new AgentClient(clientOptions(backend, more)).deleteAgent(id, { force }).then(
    (deletion) => assert.fail(`it resolved: ${deletion.outcome}`),
    (reason) => reason,
  );
  assert.ok(error instanceof AgentError, String(error));
  assert.equal(error.code, "network", error.message);
  return error;
}

/** As Node throws it. @param {Error & { code?: string, syscall?: string }} cause */
const fetchFailed = (cause) => Object.assign(new TypeError("fetch failed"), { cause });

/** @param {string} code @param {string} [message] @param {object} [more] */
const coded = (code, message = "", more = {}) => Object.assign(new Error(message), { code, ...more });

/** @param {string} message */
const deno = (message) => fetchFailed(new Error(`error sending request for url (https://x/): ${message}`));

/**
 * What is thrown, and what is made of it: whether another attempt may fare better, or `"doubt"`.
 *
 * @type {Record<string, [thrown: () => unknown, retryable: boolean | "doubt"]>}
 */
const table = {
  "Node: refused": [() => fetchFailed(coded("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:1", { syscall: "connect" })), true],
  "Node: refused at each address": [
    () => fetchFailed(Object.assign(new AggregateError([coded("ECONNREFUSED"), coded("ETIMEDOUT", "", { syscall: "connect" })]), { code: "ECONNREFUSED" })),
    true,
  ],
  "Node: refused at one address, and a doubt at the other": [
    () => fetchFailed(Object.assign(new AggregateError([coded("ECONNREFUSED"), coded("ECONNRESET", "read ECONNRESET", { syscall: "read" })]), { code: "ECONNREFUSED" })),
    "doubt",
  ],
  "Node: refused at each of many addresses": [() => fetchFailed(new AggregateError(Array(64).fill(coded("ECONNREFUSED")))), true],
  "more refusals than a host has addresses": [() => fetchFailed(new AggregateError(Array(65).fill(coded("ECONNREFUSED")))), "doubt"],
  "Node: an AggregateError of nothing": [() => fetchFailed(new AggregateError([])), "doubt"],
  "Node: no such host": [() => fetchFailed(coded("ENOTFOUND", "getaddrinfo ENOTFOUND x", { syscall: "getaddrinfo" })), true],
  "Node: no name server": [() => fetchFailed(coded("EAI_AGAIN", "getaddrinfo EAI_AGAIN x", { syscall: "getaddrinfo" })), true],
  "Node: a name server's own failure": [() => fetchFailed(coded("EBUSY", "getaddrinfo EBUSY x", { syscall: "getaddrinfo" })), true],
  "Node: a name asked for by a resolver of its own": [() => fetchFailed(coded("ETIMEOUT", "queryA ETIMEOUT x", { syscall: "queryA" })), true],
  "a library: no such host, without the call": [() => coded("EAI_AGAIN", "no good"), true],
  "Node: no route": [() => fetchFailed(coded("EHOSTUNREACH", "connect EHOSTUNREACH", { syscall: "connect" })), true],
  "Node: a route lost on the way": [() => fetchFailed(coded("EHOSTUNREACH", "read EHOSTUNREACH", { syscall: "read" })), "doubt"],
  "Node: connecting took too long": [() => fetchFailed(coded("UND_ERR_CONNECT_TIMEOUT", "Connect Timeout Error")), true],
  "Node: the answer took too long": [() => fetchFailed(coded("UND_ERR_HEADERS_TIMEOUT", "Headers Timeout Error")), "doubt"],
  "Node: reset": [() => fetchFailed(coded("ECONNRESET", "read ECONNRESET", { syscall: "read" })), "doubt"],
  "Node: other side closed": [() => fetchFailed(coded("UND_ERR_SOCKET", "other side closed")), "doubt"],
  "Node: timed out while reading": [() => fetchFailed(coded("ETIMEDOUT", "read ETIMEDOUT", { syscall: "read" })), "doubt"],
  "Node: broken pipe": [() => fetchFailed(coded("EPIPE", "write EPIPE", { syscall: "write" })), "doubt"],
  "Node: closed in the handshake": [
    () => fetchFailed(coded("ECONNRESET", "Client network socket disconnected before secure TLS connection was established")),
    true,
  ],
  "Node: EPROTO of the handshake": [
    () => fetchFailed(coded("EPROTO", "write EPROTO 80:error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure", { syscall: "write" })),
    true,
  ],
  "Node: EPROTO of a connection in use": [
    () => fetchFailed(coded("EPROTO", "write EPROTO error:0A000119:SSL routines::decryption failed or bad record mac", { syscall: "write" })),
    "doubt",
  ],
  "Node: plain http where TLS was meant": [() => fetchFailed(coded("ERR_SSL_WRONG_VERSION_NUMBER", "wrong version number")), true],
  "Node: the handshake took too long": [() => fetchFailed(coded("ERR_TLS_HANDSHAKE_TIMEOUT", "TLS handshake timeout")), true],
  "Node: an old protocol": [() => fetchFailed(coded("ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION")), true],
  "Node: TLS that broke later": [() => fetchFailed(coded("ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC")), "doubt"],
  "Node: connecting, without a code": [() => fetchFailed(Object.assign(new Error("no good"), { syscall: "connect" })), "doubt"],
  "Node: a name, without a code": [() => fetchFailed(Object.assign(new Error("no good"), { syscall: "getaddrinfo" })), "doubt"],
  "Node: bad port": [() => fetchFailed(new Error("bad port")), false],
  "Node: a header's value": [() => new TypeError('Headers.append: "x" is an invalid header value.'), false],
  "Node: a header beyond Latin-1": [
    () => new TypeError("Cannot convert argument to a ByteString because the character at index 1 has a value of 256 which is greater than 255."),
    false,
  ],
  "node-fetch: refused": [() => coded("ECONNREFUSED", "request to http://x/ failed, reason: connect ECONNREFUSED", { type: "system" }), true],
  "node-fetch: reset": [() => coded("ECONNRESET", "request to http://x/ failed, reason: socket hang up", { type: "system" }), "doubt"],
  "node:http: a header's value": [() => Object.assign(new TypeError("Invalid character in header content [\"x\"]"), { code: "ERR_INVALID_CHAR" }), false],
  "node:http: a header without a value": [() => coded("ERR_HTTP_INVALID_HEADER_VALUE", "no good"), false],
  "Bun: no such host": [() => coded("DNSResolveFailed", "no good"), true],
  "Bun: refused": [() => coded("ConnectionRefused", "Unable to connect. Is the computer able to access the url?"), true],
  "Bun: no socket": [() => coded("FailedToOpenSocket", "Was there a typo in the url or port?"), true],
  "Bun: no route": [() => Object.assign(new TypeError("EHOSTUNREACH: Unable to connect. Is the computer able to access the url?"), { code: "EHOSTUNREACH" }), true],
  "Bun: no TLS": [() => Object.assign(new TypeError("EPROTO: The TLS handshake failed. Does the server speak TLS on this port?"), { code: "EPROTO" }), true],
  "Bun: closed": [() => coded("ECONNRESET", "The socket connection was closed unexpectedly."), "doubt"],
  "Deno: refused": [() => deno("client error (Connect): tcp connect error: Connection refused (os error 111)"), true],
  "Deno: no such host": [() => deno("client error (Connect): dns error: failed to lookup address information"), true],
  "Deno: no TLS": [() => deno("client error (Connect): received corrupt message of type InvalidContentType"), true],
  "Deno: a certificate": [() => deno("client error (Connect): invalid peer certificate: UnknownIssuer"), false],
  "Deno 1: refused": [() => new TypeError("error sending request for url (http://x/): error trying to connect: tcp connect error: Connection refused"), true],
  "Deno: broke later": [() => deno("client error (SendRequest): connection closed before message completed"), "doubt"],
  "Deno: a blocked port": [() => new TypeError("Fetch failed: Requests to port 10080 are blocked"), false],
  "words about a port, and not that it is blocked": [() => new TypeError("Requests to port 8080 were cut off"), "doubt"],
  "words about what is blocked, and not a port": [() => new TypeError("Some answers are blocked"), "doubt"],
  "Electron: no such host": [() => new Error("net::ERR_NAME_NOT_RESOLVED"), true],
  "Electron: a policy": [() => new Error("net::ERR_BLOCKED_BY_CSP"), false],
  "Electron: refused": [() => new Error("net::ERR_CONNECTION_REFUSED"), true],
  "Electron: a certificate": [() => new Error("net::ERR_CERT_AUTHORITY_INVALID"), false],
  "Electron: a blocked port": [() => new Error("net::ERR_UNSAFE_PORT"), false],
  "Electron: reset": [() => new Error("net::ERR_CONNECTION_RESET"), "doubt"],
  "Chromium: a policy": [
    () => new TypeError("Failed to fetch. Refused to connect because it violates the document's Content Security Policy."),
    false,
  ],
  "Chromium: a header's value": [
    () => new TypeError("Failed to execute 'fetch' on 'Window': Failed to read the 'headers' property from 'RequestInit': String contains non ISO-8859-1 code point."),
    false,
  ],
  "Chromium: anything": [() => new TypeError("Failed to fetch"), "doubt"],
  "Chromium: aborted": [() => new DOMException("Failed to execute 'fetch' on 'Window': The user aborted a request.", "AbortError"), "doubt"],
  "Firefox: anything": [() => new TypeError("NetworkError when attempting to fetch resource."), "doubt"],
  "a worker: what of a cache it does not know": [() => new TypeError("Unsupported cache mode: no-store"), false],
  "no fetch": [() => new ReferenceError("fetch is not defined"), false],
  "no fetch, in Safari": [() => new ReferenceError("Can't find variable: fetch"), false],
  "fetch is something else": [() => new TypeError("fetch is not a function"), false],
  "a mistake in another function's name": [() => new ReferenceError("prefetch is not defined"), "doubt"],
  "a cause far down": [() => new Error("a", { cause: new Error("b", { cause: fetchFailed(coded("ECONNREFUSED")) }) }), true],
  "a cause of itself": [
    () => {
      const error = new Error("round");
      error.cause = error;
      return error;
    },
    "doubt",
  ],
  "an error whose list can't be read": [
    () =>
      Object.assign(new Error("a"), {
        errors: new Proxy([1], {
          get() {
            throw new Error("hands off");
          },
        }),
      }),
    "doubt",
  ],
};

for (const code of [
  "CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "CERT_REVOKED", "CERT_UNTRUSTED", "CERT_SIGNATURE_FAILURE",
  "DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "ERR_TLS_CERT_ALTNAME_INVALID",
  "HOSTNAME_MISMATCH", "INVALID_CA",
]) {
  table[`a certificate: ${code}`] = [() => fetchFailed(coded(code, "no good")), false];
}

describe("what fetch throws", () => {
  for (const [name, [thrown, retryable]] of Object.entries(table)) {
    test(name, async () => {
      for (const [backend] of everyPlatform) {
        const value = thrown();
        const fetch = recording(() => {
          throw value;
        });
        const error = await failure(backend, { fetch });
        const doubt = retryable === "doubt";
        assert.equal(error.outcomeUnknown, doubt, error.message);
        assert.equal(error.retryable, retryable !== false, error.message);
        assert.equal(error.cause, value);
        assert.match(error.message, doubt ? /may or may not have deleted/ : /did not delete .*nothing was sent/);
        assert.equal(error.message.includes(`${backend}.test:443`), !doubt, error.message);
        assert.doesNotMatch(error.hint ?? "", /CORS/);
        assert.equal(fetch.requests.length, 1);
      }
    });
  }

  test("is not met again where that would not help", async () => {
    for (const [name, [thrown, retryable]] of Object.entries(table)) {
      if (retryable !== false) continue;
      const fetch = recording(() => Promise.reject(thrown()));
      await failure("charm", { fetch, maxRetries: 2 });
      assert.equal(fetch.requests.length, 1, name);
    }
  });
});

describe("a server that is none", () => {
  /** @param {import("node:test").TestContext} t @param {import("node:net").Server} server */
  async function listening(t, server) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    t.after(() => server.close());
    return /** @type {import("node:net").AddressInfo} */ (server.address()).port;
  }

  /** A port where nobody listens. */
  async function freePort() {
    const server = createTcpServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    server.close();
    await once(server, "close");
    return port;
  }

  /** @type {Record<string, (t: import("node:test").TestContext) => Promise<string>>} */
  const unsent = {
    "nobody listens": async () => `http://127.0.0.1:${await freePort()}`,
    "nobody listens at any address": async () => `http://localhost:${await freePort()}`,
    "no such host": async () => "http://nobody.invalid:8080",
    "a port that fetch blocks": async () => "http://127.0.0.1:10080",
    "plain http under https": async (t) => `https://127.0.0.1:${await listening(t, createHttpServer())}`,
    "TLS without a certificate": async (t) => `https://127.0.0.1:${await listening(t, createTlsServer())}`,
    "closed in the handshake": async (t) =>
      `https://127.0.0.1:${await listening(t, createTcpServer((socket) => socket.destroy()))}`,
  };
  for (const [name, serve] of Object.entries(unsent)) {
    test(name, async (t) => {
      const baseUrl = await serve(t);
      const error = await failure("charm", { baseUrl, allowInsecureHttp: true });
      assert.equal(error.outcomeUnknown, false, error.message);
      assert.ok(error.message.includes(` ${new URL(baseUrl).host}`), error.message);
      assert.doesNotMatch(error.hint ?? "", /CORS/);
    });
  }

  test("one that closes what it was sent is another matter", async (t) => {
    const server = createTcpServer((socket) => socket.once("data", () => socket.destroy()));
    const baseUrl = `http://127.0.0.1:${await listening(t, server)}`;
    assert.equal((await failure("charm", { baseUrl })).outcomeUnknown, true);
  });
});

describe("a fetch that takes no signal but its own", () => {
  for (const message of [
    'RequestInit: Expected signal ("AbortSignal {}") to be an instance of AbortSignal.',
    "Failed to construct 'Request': member signal is not of type AbortSignal.",
    "Failed to execute 'fetch' on 'Window': Failed to read the 'signal' property from 'RequestInit': Failed to convert value to 'AbortSignal'.",
    "Window.fetch: 'signal' member of RequestInit does not implement interface AbortSignal.",
    "Expected signal to be an instanceof AbortSignal",
    'The "signal" argument must be an instance of AbortSignal. Received an instance of AbortSignal',
    "signal is not of type AbortSignal.",
  ]) {
    test(message, async () => {
      /** @type {boolean[]} */
      const signals = [];
      /** @type {typeof globalThis.fetch} */
      const fetch = async (_url, init) => {
        signals.push(init !== undefined && "signal" in init);
        if (init?.signal) throw new TypeError(message);
        return deleted();
      };
      const client = new AgentClient(clientOptions("charm", { fetch }));
      assert.equal((await client.deleteAgent("a")).outcome, "deleted");
      assert.equal((await client.deleteAgent("b")).outcome, "deleted");
      // Asked once with a signal, and never again.
      assert.deepEqual(signals, [true, false, false]);
    });
  }

  test("ends on time and on an abort all the same", async () => {
    /** @type {typeof globalThis.fetch} */
    const fetch = async (_url, init) => {
      if (init?.signal) throw new TypeError("Expected signal to be an instanceof AbortSignal");
      return new Promise(() => {});
    };
    const client = new AgentClient(clientOptions("charm", { fetch }));
    await assert.rejects(client.deleteAgent("a", { timeoutMs: 20 }), { code: "timeout", outcomeUnknown: true });
    const controller = new AbortController();
    const call = client.deleteAgent("a", { signal: controller.signal });
    setTimeout(() => controller.abort("enough"), 5);
    await assert.rejects(call, { code: "aborted", cause: "enough" });
  });

  test("and refuses the request even so: nothing was sent", async () => {
    const fetch = recording(() => {
      throw new TypeError("RequestInit: Expected signal to be an instance of AbortSignal.");
    });
    const error = await failure("eliza", { fetch, maxRetries: 2 });
    assert.deepEqual([error.outcomeUnknown, error.retryable, fetch.requests.length], [false, false, 2]);
  });
});

describe("caches", () => {
  /** @type {Record<string, unknown>} */
  const bodies = {
    charm: { id: platforms.charm.id, name: "x" },
    langchain: { id: platforms.langchain.id, name: "x" },
    foundry: { object: "agent", id: platforms.foundry.id, name: platforms.foundry.id },
    eliza: { success: true, data: { id: platforms.eliza.id, name: "x" } },
    kortix: { agent_id: platforms.kortix.id, name: "x" },
  };
  for (const [backend, { id, force }] of everyPlatform) {
    test(`${backend}: a read asks for no cached answer, and a deletion says nothing of it`, async () => {
      /** @type {(RequestInit | undefined)[]} */
      const seen = [];
      /** @type {typeof globalThis.fetch} */
      const fetch = async (_url, init) => {
        seen.push(init);
        return init?.method === "GET" ? Response.json(bodies[backend]) : deleted();
      };
      const client = new AgentClient(clientOptions(backend, { fetch }));
      await client.getAgent(id);
      await client.deleteAgent(id, { force });
      assert.deepEqual(seen.map((init) => init?.cache), ["no-store", undefined]);
    });
  }

  test("a fetch that refuses the member is asked without it", async () => {
    /** @type {(string | undefined)[]} */
    const seen = [];
    /** @type {typeof globalThis.fetch} */
    const fetch = async (_url, init) => {
      seen.push(init?.cache);
      if (init && "cache" in init) throw new Error("The 'cache' field on 'RequestInitializerDict' is not implemented.");
      return Response.json(bodies.charm);
    };
    const client = new AgentClient(clientOptions("charm", { fetch }));
    for (let round = 0; round < 2; round += 1) assert.equal((await client.getAgent("agent_123")).name, "x");
    assert.deepEqual(seen, ["no-store", undefined, undefined]);
  });
});

test("a read that fails for another reason is not sent once more without the member cache", async () => {
  for (const thrown of [new Error("gone"), new TypeError("Failed to fetch")]) {
    const fetch = recording(() => Promise.reject(thrown));
    await assert.rejects(new AgentClient(clientOptions("charm", { fetch, maxRetries: 0 })).getAgent("agent_123"), { code: "network" });
    assert.equal(fetch.requests.length, 1);
  }
});

test("where requests have no member cache, none is sent", () => {
  const program = `
    Reflect.deleteProperty(Request.prototype, "cache");
    const { AgentClient } = await import(${JSON.stringify(pathToFileURL(join(installed(), "package.mjs")).href)});
    const fetch = async (_url, init) => {
      console.log("cache" in init);
      return Response.json({ id: "a" });
    };
    await new AgentClient({ backend: "charm", baseUrl: "https://charm.test", auth: { bearer: "token" }, fetch }).getAgent("a");
  `;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  assert.equal(output, "false\n");
});

describe("CORS is spoken of", () => {
  /** @param {string} name @param {unknown} value */
  async function hintWith(name, value) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
    try {
      const fetch = recording(() => Promise.reject(new TypeError("Failed to fetch")));
      return (await failure("charm", { fetch })).hint ?? "";
    } finally {
      Reflect.deleteProperty(globalThis, name);
    }
  }
  test("in a page", async () => assert.match(await hintWith("document", {}), /CORS/));
  test("in its worker", async () => assert.match(await hintWith("WorkerGlobalScope", class {}), /CORS/));
  test("not elsewhere", async () => assert.doesNotMatch(await hintWith("elsewhere", {}), /CORS/));
});

describe("a page that is told nothing", () => {
  /** @param {import("node:test").TestContext} t @param {string} baseUrl @param {object} [more] */
  async function failureAt(t, baseUrl, more) {
    t.mock.method(globalThis, "fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    t.after(() => Reflect.deleteProperty(globalThis, "document"));
    Object.defineProperty(globalThis, "document", { value: {}, configurable: true });
    return await failure("charm", { baseUrl, allowInsecureHttp: true, ...more });
  }
  for (const [baseUrl, doubt] of /** @type {const} */ ([
    ["http://charm.test:6666", false],
    ["https://charm.test:25/v1", false],
    ["http://charm.test:6670", true],
    ["http://charm.test:80", true],
    ["https://charm.test", true],
  ])) {
    test(`knows the ports that its fetch blocks: ${baseUrl}`, async (t) => {
      const error = await failureAt(t, baseUrl);
      assert.deepEqual([error.outcomeUnknown, /another port/.test(error.hint ?? "")], [doubt, !doubt], error.message);
    });
  }

  test("and takes nothing else for such a port", async (t) => {
    const at = { baseUrl: "http://charm.test:6666", allowInsecureHttp: true };
    const rejecting = t.mock.method(globalThis, "fetch", () => Promise.reject(new TypeError("fetch failed")));
    // Outside of pages fetch says what is wrong, and a page's says nothing by a TypeError alone.
    assert.equal((await failure("charm", at)).outcomeUnknown, true);
    rejecting.mock.mockImplementation(() => Promise.reject(new Error("gone")));
    t.after(() => Reflect.deleteProperty(globalThis, "document"));
    Object.defineProperty(globalThis, "document", { value: {}, configurable: true });
    assert.equal((await failure("charm", at)).outcomeUnknown, true);
  });

  test("and does not know those of another fetch", async (t) => {
    const fetch = recording(() => Promise.reject(new TypeError("Failed to fetch")));
    assert.equal((await failureAt(t, "http://charm.test:6666", { fetch })).outcomeUnknown, true);
  });
});

describe("a page's policy", () => {
  /**
   * What becomes of a deletion where the page hears this event in the moment after its fetch has failed.
   *
   * @param {import("node:test").TestContext} t
   * @param {object | null} event
   */
  async function told(t, event) {
    const page = new EventTarget();
    let listeners = 0;
    const surroundings = {
      document: {},
      SecurityPolicyViolationEvent: class {},
      addEventListener: (/** @type {[string, any]} */ ...given) => {
        listeners += 1;
        page.addEventListener(...given);
        queueMicrotask(() => event && page.dispatchEvent(Object.assign(new Event("securitypolicyviolation"), event)));
      },
      removeEventListener: (/** @type {[string, any]} */ ...given) => {
        listeners -= 1;
        page.removeEventListener(...given);
      },
    };
    for (const [name, value] of Object.entries(surroundings)) {
      t.after(() => Reflect.deleteProperty(globalThis, name));
      Object.defineProperty(globalThis, name, { value, configurable: true });
    }
    const fetch = recording(() => Promise.reject(new TypeError("Failed to fetch")));
    const error = await failure("charm", { fetch });
    assert.deepEqual([fetch.requests[0].url, listeners], [blockedURI, 0]);
    return error;
  }
  const blockedURI = "https://charm.test/v1/agents/agent_123";

  test("that forbade the request: nothing was sent", async (t) => {
    const error = await told(t, { disposition: "enforce", blockedURI });
    assert.equal(error.outcomeUnknown, false);
    assert.match(error.hint ?? "", /connect-src/);
  });
  for (const [name, event] of Object.entries({
    "that only reports": { disposition: "report", blockedURI },
    "that forbade another request": { disposition: "enforce", blockedURI: `${blockedURI}4` },
    "that says neither": {},
    "that is silent": null,
  })) {
    test(`${name} proves nothing`, async (t) => assert.equal((await told(t, event)).outcomeUnknown, true));
  }
});

describe("without a global fetch", () => {
  for (const value of [undefined, 5]) {
    test(`(${value}) nothing is sent, and the hint says what to do`, async (t) => {
      const { fetch } = globalThis;
      t.after(() => Object.assign(globalThis, { fetch }));
      Object.assign(globalThis, { fetch: value });
      const error = await failure("charm", { maxRetries: 2 });
      assert.deepEqual([error.outcomeUnknown, error.retryable, error.steps.length], [false, false, 1]);
      assert.match(error.hint ?? "", /options\.fetch/);
    });
  }
});
