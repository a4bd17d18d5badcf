// @ts-check
// Values that a caller should not pass, and might.

const uuid = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

/** Texts that try to leave the path of one agent, and harmless ones. */
export const texts = [
  "", " ", ".", "..", "...", "%2e", "%2e%2e", "%2E%2E", ".%2e", "%2e.", "%252e%252e", "%00", "%", "%zz",
  "%2f", "%5c", "a%2Fb", "a%252fb", "a%25252Fb", "x%2f..%2Fagent_123", "a%255cb", "%252E.", "..;a", "%3Ba", "50%", "a%20b", "a%0Ab",
  "%20a", "a%C2%A0", "a%e2%80%8b", "%c0%af", "a%ff", "agent_123\u00a0", "agent_123\u2060", "a\u00adb", "a\ufe0f", "\u3000a",
  "x/../agent_123", "../../anything/else",
  "/", "//", "a/", "/a", "a/b", "../a", "a/..", "a/../b", "..\\a", "a\\b", "\\", "./a", "a/.", ";",
  "a;b", ":", "a:b",
  "?", "a?b", "a?force=true", "#", "a#b", "a&b", "a=b", "a+b", "a b", " a", "a ", "@", "//evil.test",
  "https://evil.test/",
  "evil.test", "\u0000", "a\u0000b", "\t", "a\tb", "\n", "a\nb", "\r", "a\rb", "a\r\nb", "\u001b[2J",
  "\u007f", "\u0085",
  "\ud800", "a\ud800", "\udc00b", "\udc00\ud800", "\ufeff", "\u200b", "\u202e", "\u2028", "ä", "ａ", "．．",
  "／", "日本", "🙂",
  "memories", `${uuid}/memories`, `${uuid}/../..`, `${uuid}?x`, `${uuid}#x`, `${uuid}/`, `${uuid} `,
  ` ${uuid}`, `${uuid}\n`,
  `{${uuid}}`, `urn:uuid:${uuid}`, uuid, uuid.toUpperCase(), uuid.replaceAll("-", ""), uuid.slice(1),
  `${uuid}0`,
  uuid.replace("3", "g"), "00000000-0000-0000-0000-000000000000", "a", "agent_123", "support-bot", "-",
  "-a", "a-", "a--b",
  "a_b", "a.b", "a".repeat(63), "a".repeat(64), "a".repeat(5000), "/".repeat(5000), "../".repeat(2000),
  "\u0000".repeat(5000),
  "__proto__", "constructor", "toString", "undefined", "null", "[object Object]", "NaN", "true", "0",
];

/** Anything but a text. */
export const nonTexts = [
  undefined, null, true, false, 0, -0, 1, NaN, Infinity, 10n, Symbol("a"), {}, [], ["a"], [uuid], () => "a",
  { toString: () => uuid }, { toString: () => "a" }, { toString() { throw new Error("no text"); } },
  { [Symbol.toPrimitive]: () => uuid }, { valueOf: () => uuid, toString: () => uuid }, Object(uuid),
  Object("a"),
  new Date(0), new Map(), /a/, new Error("a"), new URL("https://charm.test/a"), new Uint8Array([97]),
  Object.create(null),
  new Proxy({}, {}), new Proxy({}, { get() { throw new Error("hands off"); } }), Promise.resolve(uuid),
  globalThis,
];
