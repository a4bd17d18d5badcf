// @ts-check
// What the page may do: its Content-Security-Policy.

import { createHash } from "node:crypto";

/**
 * @param {string} html The page. Its import map, the only script in it, is allowed by its hash.
 * @param {string} platforms Where its requests may go, besides its own origin.
 */
export function policyFor(html, platforms) {
  return Object.entries({
    "default-src": "'none'",
    // WebAssembly is code, and needs a word of its own.
    "script-src": `'self' 'wasm-unsafe-eval' ${inlineScripts(html).map(sourceOf).join(" ")}`,
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": `'self' ${platforms}`,
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
  }).map((directive) => directive.join(" ")).join("; ");
}

/** @param {string} html */
function inlineScripts(html) {
  return [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs)].map(([, text]) => text);
}

/** @param {string} script */
function sourceOf(script) {
  return `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
}
