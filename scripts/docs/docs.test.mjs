// @ts-check
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { toSite } from "./guides.mjs";
import { brokenLinks } from "./links.mjs";

test("a link that leads nowhere is told, with its page", (t) => {
  const site = mkdtempSync(join(tmpdir(), "agent-delete-site-"));
  t.after(() => rmSync(site, { recursive: true }));
  mkdirSync(join(site, "below"));
  writeFileSync(join(site, "index.html"), `
    <h1 id="top">A</h1> <a href="#top">1</a> <a class="x" href="below/page.html#here">2</a> <a href=below/page.html#12-14>3</a>
    <a href="https://example.com/nowhere">4</a> <a href="below/page.html?x=1&amp;y=2">5</a>
    <a href="missing.html">b1</a> <a href="#nothing">b2</a> <a href="below">b3</a> <img src="missing.png"> <a href="http://example.com">b5</a>`);
  writeFileSync(join(site, "below", "page.html"), '<p id="here"></p> <a href=# id=12></a> <a href="../index.html#top">ok</a>');
  const { pages, links, broken } = brokenLinks(site);
  assert.deepEqual([pages, links], [2, 12]);
  assert.deepEqual(broken, [
    "index.html: missing.html is not there",
    "index.html: #nothing has no such place",
    "index.html: below has no index.html",
    "index.html: missing.png is not there",
    "index.html: http://example.com is of no kind that a page should have",
  ]);
});

test("a guide's link to another guide's place in the repository becomes one to its page", () => {
  const at = "https://github.com/agent-delete/agent-delete";
  assert.equal(toSite("README.md", `[a](${at}/blob/main/docs/command-line.md#top)`), "[a](docs/command-line.md#top)");
  assert.equal(toSite("docs/reliability.md", `[a](${at}/tree/main/examples)`), "[a](../examples/README.md)");
  assert.equal(toSite("README.md", `[a](${at}/blob/main/ARCHITECTURE.md)`), `[a](${at}/blob/main/ARCHITECTURE.md)`);
});
