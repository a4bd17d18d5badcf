// @ts-check
// Where a credential comes from: never from an argument and never from a file. The connection's own source goes first, then the
// environment, then the person.

import spawn from "cross-spawn";
import { isGlob } from "./globs.js";
import { messageOf, shownName } from "./text.js";
import { wrongUse } from "./exit-codes.js";

/** @import { Secret } from "../pkg/types.d.ts" */
/** @import { OnePlatform } from "./platforms.js" */
/** @import { CredentialSource } from "./configuration.js" */

/** @typedef {{ bearer: Secret } | { apiKey: Secret }} Auth */

export const NEVER_AN_ARGUMENT =
  "A credential is never an argument: others on this machine can read arguments, and shells and pipelines keep them.";

export const WHERE_IT_COMES_FROM =
  "Set AGENT_DELETE_API_KEY or AGENT_DELETE_BEARER, or the platform's own variable (see `agent-delete platforms`), or give the " +
  'connection a "credential" with a "command" or an "env" in agent-delete.json.';

/** Words in the name of a header or an option that customarily carries a credential: X-Goog-Api-Key, Private-Token, --client-secret. */
const CREDENTIAL_WORD =
  /^(auth|dpop|jwt|otp|pass|passcode|pat|pwd|signature)$|^auth(oriz|entic)ation|bearer|cookie|credential|key$|passphrase|passw|secret|token/;

/** A key that is none to a door. */
const HARMLESS_KEY = /^(x-)?(cache|correlation|idempotency|partition|routing|surrogate)-key$/i;

/** Whether a header or an option customarily carries a credential. @param {string} name */
export function namesCredential(name) {
  const words = name.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase().split(/[^a-z0-9]+/);
  return !HARMLESS_KEY.test(name) && words.some((word) => CREDENTIAL_WORD.test(word));
}

/** Values that are a credential under whatever name: with a scheme, a JWT, a key of the customary form. */
const CREDENTIAL_VALUE = /^\s*((bearer|basic|digest|negotiate|token|apikey)\s+\S|eyJ[\w-]+\.|(sk|pk|lsv2)[-_]\w)/i;

/** @param {string} name @param {string} value @param {string} where */
export function refuseCredentialHeader(name, value, where) {
  if (namesCredential(name) || CREDENTIAL_VALUE.test(value)) {
    throw wrongUse(`${where}: ${shownName(name)} carries a credential. ${WHERE_IT_COMES_FROM}`);
  }
}

/** Options whose names speak of secrets, and which take none. */
const HARMLESS_OPTIONS = ["include-secrets"];

/** What other tools take a credential by: their short options too, to which it may be glued. */
const SHORT = /^-[bkptH]/;

/** Options whose value is a pattern over names, which may look like such an option. */
const PATTERNS = ["--name", "--exclude"];

/** Refuses an option that would carry a credential, wherever it stands: before anything else reads it. @param {string[]} args */
export function refuseCredentialOptions(args) {
  for (const [at, arg] of args.entries()) {
    if (arg === "--") return;
    if (PATTERNS.includes(args[at - 1]) && isGlob(arg)) continue;
    const [, name] = /^--?([A-Za-z][\w.-]*)/.exec(arg) ?? [];
    if (name !== undefined && !HARMLESS_OPTIONS.includes(name) && namesCredential(name)) {
      throw wrongUse(NEVER_AN_ARGUMENT, { hint: WHERE_IT_COMES_FROM });
    }
  }
}

/** Whether an option that is unknown here carries a credential elsewhere. @param {string} option */
export const carriesElsewhere = (option) => SHORT.test(option);

/**
 * @typedef {object} Wanted
 * @property {OnePlatform} platform
 * @property {string} label What the person calls the connection.
 * @property {CredentialSource} [source] The connection's own.
 * @property {boolean} [general] Whether the variables count that are no platform's. Default true.
 * @property {NodeJS.ProcessEnv} env
 * @property {((question: string) => Promise<string>) | null} ask Without echo; null where nobody can be asked.
 */

/**
 * A credential that can't be had is told before anything is sent or made. A function is asked once; the client asks it again.
 *
 * @param {Wanted} wanted
 * @returns {Promise<Auth | undefined>} `undefined` where the platform may be open.
 */
export async function credential(wanted) {
  const auth = await sourceOf(wanted);
  if (!auth) return auth;
  const secret = "bearer" in auth ? auth.bearer : auth.apiKey;
  if (typeof secret !== "function") return auth;
  try {
    await secret();
  } catch (error) {
    throw wrongUse(`${wanted.label} has no credential: ${messageOf(error)}.`, { cause: error });
  }
  return auth;
}

/** @param {Wanted} wanted @returns {Promise<Auth | undefined>} */
async function sourceOf({ platform, label, source, general = true, env, ask }) {
  const { scheme: usual, variable, open, title } = platform;
  // What must be signed is refused before.
  const scheme = usual === "sign" ? "bearer" : usual;
  if (source) return as(source.as ?? scheme, ownSource(source, label, env));
  if (general) {
    const { AGENT_DELETE_API_KEY: apiKey, AGENT_DELETE_BEARER: bearer } = env;
    if (apiKey && bearer) throw wrongUse("AGENT_DELETE_API_KEY and AGENT_DELETE_BEARER are both set: unset one.");
    if (apiKey) return { apiKey };
    if (bearer) return { bearer };
  }
  const customary = variable === null ? undefined : env[variable];
  if (customary) return as(scheme, customary);
  if (open) return undefined;
  if (!ask) throw wrongUse(`${label} has no credential.`, { hint: WHERE_IT_COMES_FROM });
  const answer = await ask(`${scheme === "bearer" ? "Token" : "API key"} for ${label} (${title}):`);
  if (answer === "") throw wrongUse(`${label} has no credential.`, { hint: WHERE_IT_COMES_FROM });
  return as(scheme, answer);
}

/** @param {"apiKey" | "bearer"} scheme @param {Secret} secret @returns {Auth} */
const as = (scheme, secret) => (scheme === "bearer" ? { bearer: secret } : { apiKey: secret });

/** @param {CredentialSource} source @param {string} label @param {NodeJS.ProcessEnv} env @returns {Secret} */
function ownSource({ command, member, env: name }, label, env) {
  if (command) return remembered(() => runCommand(command, member));
  const value = env[String(name)];
  if (!value) throw wrongUse(`${label} has no credential: the environment variable ${name} is not set.`);
  return value;
}

/** Tokens expire, and the client asks before every attempt; a command that takes a second is not run as often. */
const KEPT_MS = 4 * 60_000;

/** @param {() => Promise<string>} get @returns {() => Promise<string>} */
function remembered(get, now = Date.now) {
  /** @type {Promise<string> | undefined} */
  let value;
  let since = 0;
  return () => {
    if (!value || now() - since > KEPT_MS) {
      since = now();
      value = get();
      value.catch(() => (value = undefined));
    }
    return value;
  };
}

/**
 * What a program prints: its first line, or a member of its JSON. What it says on standard error is for the person.
 *
 * @param {string[]} command
 * @param {string} [member]
 * @returns {Promise<string>}
 */
export async function runCommand([program, ...args], member) {
  const text = await new Promise((resolve, reject) => {
    // Through cross-spawn, because on Windows `az` is a script that only a shell could start.
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], windowsHide: true });
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout?.on("data", (chunk) => chunks.push(chunk));
    child.once("error", (error) => reject(new Error(`the credential's command ${program} could not be run: ${messageOf(error)}`)));
    child.once("close", (code) => {
      if (code === 0) resolve(Buffer.concat(chunks).toString("utf8"));
      else reject(new Error(`the credential's command ${program} ended with ${code}`));
    });
  });
  const secret = member === undefined ? text.split(/\r?\n/, 1)[0].trim() : memberOf(text, member, program);
  if (secret === "") throw new Error(`the credential's command ${program} printed no credential`);
  return secret;
}

/** @param {string} text @param {string} member @param {string} program */
function memberOf(text, member, program) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`the credential's command ${program} printed no JSON`);
  }
  for (const name of member.split(".")) value = Object(value)[name];
  if (typeof value !== "string") throw new Error(`the credential's command ${program} printed no text "${member}"`);
  return value;
}
