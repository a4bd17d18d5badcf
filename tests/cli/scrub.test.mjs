// What the console's server takes out of a platform's answers: the disguises of the corpora in tests/leaks, as the crate takes them out,
// in whatever chunks they come.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { describe, test } from "node:test";
import { hidden, hiding } from "../../cli/console/scrub.js";
import { filled, leak } from "../leaks/play.mjs";

const corpus = (name) => JSON.parse(readFileSync(new URL(`../leaks/${name}.json`, import.meta.url), "utf8"));
const [echoes, answers] = [corpus("echoes"), corpus("answers")];

/** A text that has come in chunks of so many bytes. */
async function streamed(text, secrets, size) {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
  const clean = await Readable.from(chunks, { objectMode: false }).pipe(hiding(secrets)).toArray();
  return Buffer.concat(clean).toString();
}

for (const all of echoes) {
  describe(all.credential, () => {
    for (const [form, text] of Object.entries(all.forms)) {
      test(form, async () => {
        const within = [text, `before ${text} after`, JSON.stringify({ a: text, b: [text] }), JSON.stringify({ a: JSON.stringify({ b: text }) })];
        for (const whole of within) {
          const clean = hidden(whole, [all.credential]);
          assert.equal(leak([clean], all), undefined);
          assert.match(clean, /\[credential\]/);
          for (const size of [1, 50]) assert.equal(await streamed(whole, [all.credential], size), clean, `in chunks of ${size}`);
        }
        const number = Object.keys(all.forms).indexOf(form);
        for (const { name, of, body } of answers.filter((_, at) => at % 16 === number % 16)) {
          const filledIn = filled(body, text, "agent_123");
          const answer = typeof filledIn === "string" ? filledIn : JSON.stringify(filledIn);
          assert.equal(leak([await streamed(answer, [all.credential], 50)], all), undefined, `${name} of ${of}`);
        }
      });
    }
  });
}

test("whatever else is in an answer comes as it is, whatever bytes it is made of", async () => {
  const secrets = ["planted-credential-5e1f", 'pk_9d2:sk/Zx+4~>?Qq=&w8"<'];
  const bytes = Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256));
  for (const size of [1, 100, 4096]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
    assert.deepEqual(Buffer.concat(await Readable.from(chunks, { objectMode: false }).pipe(hiding(secrets)).toArray()), bytes);
  }
  for (const text of ["", "%", "50% of it", "planted-credential", "a\\", "&amp;", "\\u00", "AAAA".repeat(10_000), "planted-".repeat(1000), '{"a":"é😀"}']) {
    for (const size of [1, 5]) assert.equal(await streamed(text, secrets, size), text);
    assert.equal(hidden(text, secrets), text);
  }
});

test("of two that overlap nothing is left, nor of the second half of a pair", () => {
  assert.equal(hidden("a first-secret-second b", ["first-secret", "secret-second"]), "a [credential] b");
  assert.equal(hidden("it was sk_half-of-it.", ["pk_one:sk_half-of-it"]), "it was [credential].");
  assert.equal(hidden("shorts are kept", ["short"]), "shorts are kept");
});
