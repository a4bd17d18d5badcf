// @ts-check
// Whether each link of a site leads to a file of it, and to a place on that page that is there. Addresses elsewhere are
// counted, and not asked.

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

// rustdoc leaves the quotes out where it can.
const LINK = /<(?:a|link|img|script|iframe)\b[^>]*?\s(?:href|src)=(?:"([^"]*)"|([^\s">]+))/g;
const ANCHOR = /\s(?:id|name)=(?:"([^"]*)"|([^\s">]+))/g;

/** A page's own script; and rustdoc's list of who implements a trait, which it asks for where nobody does, too. */
const NO_LINK = /^javascript:|\/trait\.impl\/.*\.js$/;

/**
 * @param {string} site
 * @returns {{ pages: number, links: number, broken: string[] }}
 */
export function brokenLinks(site) {
  const pages = filesBelow(site).filter((file) => file.endsWith(".html"));
  /** @type {Map<string, Set<string>>} */
  const anchors = new Map();
  /** @param {string} file */
  const anchorsOf = (file) => {
    let found = anchors.get(file);
    if (!found) anchors.set(file, found = new Set([...readFileSync(file, "utf8").matchAll(ANCHOR)].map(([, quoted, bare]) => plain(quoted ?? bare))));
    return found;
  };
  let links = 0;
  const broken = [];
  for (const page of pages) {
    const targets = new Set([...readFileSync(page, "utf8").matchAll(LINK)].map(([, quoted, bare]) => plain(quoted ?? bare)));
    for (const link of targets) {
      if (NO_LINK.test(link)) continue;
      links += 1;
      const reason = wrong(link, page, anchorsOf);
      if (reason) broken.push(`${relative(site, page)}: ${link} ${reason}`);
    }
  }
  return { pages: pages.length, links, broken };
}

/** @param {string} link @param {string} page @param {(file: string) => Set<string>} anchorsOf @returns {string | null} */
function wrong(link, page, anchorsOf) {
  if (/^(https:|mailto:|data:|http:\/\/(127\.0\.0\.1|localhost)\b)/.test(link)) return null;
  if (/^[a-z]+:/i.test(link)) return "is of no kind that a page should have";
  const [, path, anchor] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/.exec(link) ?? [];
  let file = path ? join(dirname(page), decodeURIComponent(path)) : page;
  if (!existsSync(file)) return "is not there";
  if (statSync(file).isDirectory()) file = join(file, "index.html");
  if (!existsSync(file)) return "has no index.html";
  if (!anchor || !file.endsWith(".html")) return null;
  // rustdoc's pages of source code mark lines by their numbers, and ranges of them by script.
  const places = [anchor, decodeURIComponent(anchor)].map((place) => place.replace(/^(\d+)-\d+$/, "$1"));
  return places.some((place) => anchorsOf(file).has(place)) ? null : "has no such place";
}

/** @param {string} text Of an attribute. */
function plain(text) {
  return text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
}

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
