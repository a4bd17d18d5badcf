// @ts-check
// The client's sentences in the words of the command line. The client advises who writes a program: it names options, functions and
// members. Each of its sentences that does stands here, as the client has it, with what is said in its place; a test holds this
// list against all that the client can say.

/** @import { AgentErrorFields } from "../pkg/types.d.ts" */

/** @typedef {Pick<AgentErrorFields, "retryAfterMs">} Circumstances */

const BEARER = "AGENT_DELETE_BEARER";
const API_KEY = "AGENT_DELETE_API_KEY";

/** @type {[client: string, here: string | ((error: Circumstances) => string)][]} */
export const SENTENCES = [
  // What a person may do about a failure.
  ["The request may have taken effect: read the agent (getAgent) before you try again.", "It may have happened all the same: look at the agent (`agent-delete show`) before you try again."],
  ["The platform had accepted the deletion; read the agent (getAgent) to see whether it is gone.", "The platform had accepted the deletion; `agent-delete show` tells whether the agent is gone."],
  ["No credential was sent; pass auth.", `No credential was sent: set ${API_KEY}, ${BEARER} or the platform's own variable (see \`agent-delete platforms\`).`],
  ["listAgents shows the ids that this credential sees at this baseUrl.", "`agent-delete list` shows the ids that this credential sees there."],
  ["To delete one that may be gone already, pass ifMissing: \"ignore\".", "To delete one that may be gone already, pass --if-missing ignore."],
  ["Wait for retryAfterMs, where it is given, and try again.", ({ retryAfterMs }) => (retryAfterMs ? `Try again in ${Math.ceil(retryAfterMs / 1000)} s.` : "Wait a while, and try again; --concurrency 1 asks for less at once.")],
  ["Pass force: true to delete it all the same.", "--force deletes it all the same."],
  ["Pass force: true to stop and delete it.", "--force stops and deletes it."],
  ["Pass force: true to make it an ordinary agent first, then delete it.", "--force makes it an ordinary agent first, then deletes it."],
  ["Where it has sessions or memories, force: true deletes it along with them.", "Where it has sessions or memories, --force deletes it along with them."],
  ["Where something uses it, force: true deletes it all the same; where it is being changed, wait.", "Where something uses it, --force deletes it all the same; where it is being changed, wait."],
  ["Make the plan with force: true to delete it all the same.", "A plan that is made with --force deletes it all the same."],
  ["session(s) are in use. Pass force: true to delete them along with the agent.", "session(s) are in use. --force deletes them along with the agent."],
  ["let it pass the query on, or delete without cascade.", "let it pass the query on, or delete without --cascade."],

  // Where the platform is.
  ["Check baseUrl: the answer does not come from this platform's API.", "Check the base URL: the answer does not come from this platform's API."],
  ["outside of /api. Check baseUrl.", "outside of /api. Check the base URL."],
  ["see what it lets through, and check baseUrl.", "see what it lets through, and check the base URL."],
  ["Check the host in baseUrl, and that this machine can look up names.", "Check the host in the base URL, and that this machine can look up names."],
  ["Check that the server runs, that baseUrl names its host and port,", "Check that the server runs, that the base URL names its host and port,"],
  ["If it speaks plain http, baseUrl must begin with http://.", "If it speaks plain http, the base URL must begin with http://."],
  ["Check baseUrl, and the paths in the description of", "Check the base URL, and the paths in the description of"],
  ["Does baseUrl lack", "Does the base URL lack"],
  ["Check baseUrl as well as the credential: it should be", "Check the base URL as well as the credential: it should be"],
  ["baseUrl should be", "The base URL should be"],
  ["baseUrl should end in", "The base URL should end in"],
  ["baseUrl must not end in", "The base URL must not end in"],
  ["the plan must be one that was made at this client's baseUrl; elsewhere an agent of the same id is another", "the plan must be one that was made at the same base URL; elsewhere an agent of the same id is another"],
  ["baseUrl is missing or undefined;", "The base URL is missing;"],
  ["baseUrl must be an absolute http or https URL", "The base URL must be an absolute http or https URL"],
  ["baseUrl must have no", "The base URL must have no"],
  ["baseUrl must hold no user name or password; give the credential in auth", "The base URL must hold no user name or password: a credential comes from the environment"],
  ["baseUrl must be https: a credential does not travel over plain http, except to this machine (allowInsecureHttp permits it)", "The base URL must be https: a credential does not travel over plain http, except to this machine (--allow-insecure-http permits it)"],

  // The credential.
  ["A 1.x server takes its key as auth.apiKey (X-API-KEY); it refuses a bearer token.", `A 1.x server takes an API key (${API_KEY}; X-API-KEY); it refuses a bearer token.`],
  ["Foundry expects a Microsoft Entra token as auth.bearer; not every project takes an API key.", `Foundry expects a Microsoft Entra token (${BEARER}); not every project takes an API key.`],
  ["pass auth.bearer as a function so that it is renewed.", 'a connection whose credential is a "command" in agent-delete.json renews it.'],
  ["A pk_…:sk_… key goes in auth.apiKey, a JWT in auth.bearer.", `A pk_…:sk_… key goes in ${API_KEY}, a JWT in ${BEARER}.`],
  ["Pass a LangSmith API key as auth.apiKey.", `It must be a LangSmith API key: set LANGSMITH_API_KEY or ${API_KEY}.`],
  ["auth.apiKey must be a LangSmith API key that is still valid; one of a whole organisation needs headers: { \"X-Tenant-Id\": … } with the workspace's id, too.", "It must be a LangSmith API key that is still valid; one of a whole organisation needs --header \"X-Tenant-Id: …\" with the workspace's id, too."],
  ["must be the key alone; a bearer token is given as auth.bearer", `must be the key alone; a bearer token goes in ${BEARER}`],
  ["Pass a project's API key as auth.bearer.", `It must be a project's API key: set OPENAI_API_KEY or ${BEARER}.`],
  ["Pass the server's password, or the key of Letta Cloud, as auth.bearer.", `It must be the server's password, or the key of Letta Cloud: set LETTA_API_KEY or ${BEARER}.`],
  ["Pass the workspace's API key as auth.bearer.", `It must be the workspace's API key: set the platform's own variable (see \`agent-delete platforms\`) or ${BEARER}.`],
  ["Pass an ElevenLabs API key as auth.apiKey.", `It must be an ElevenLabs API key: set ELEVENLABS_API_KEY or ${API_KEY}.`],
  ["Pass the private key as auth.bearer; a public one is refused.", `It must be the private key (VAPI_API_KEY or ${BEARER}); a public one is refused.`],
  ["auth.apiKey", "The API key"],
  ["auth.bearer", "The bearer token"],
  ["the auth function failed", "the credential could not be had"],
  ["the auth function gave no credential in time", "the credential was not there in time"],
  ["The function in auth must give a token; `cause` is what went wrong in it.", 'Run the "command" of the connection\'s credential by hand: it must print a token.'],

  // Options.
  ["has no way to list agents (capabilities.list is false)", "has no way to list agents, by its description"],
  ["takes no apiVersion", "takes no API version (--api-version)"],
  ["apiVersion must not be empty", "--api-version must not be empty"],
  ["timeoutMs must be a number of milliseconds, more than 0", "--timeout must be more than 0"],
  ["timeoutMs must be more than 0", "--timeout must be more than 0"],
  ["headers must have names made of letters, digits and hyphens", "A header's name is made of letters, digits and hyphens"],
  ["headers: the value of", "--header: the value of"],
  ["cascade must be empty there", "--cascade can't be given there"],
  ["Check options.headers, and whether options.fetch and AbortController belong together.", "Check the headers."],

  // What the command line itself hindered, through the client's last question.
  ["confirm failed", "it was left alone"],
  ["confirm declined it", "it was left alone, for it was not there before and has no backup"],

  // Plans.
  ["(cascade: [\"threads\"] deletes them first)", "(--cascade threads deletes them first)"],
  ["with force, the sessions of a hosted agent", "with --force, the sessions of a hosted agent"],
  ["with force, its sessions and memories", "with --force, its sessions and memories"],
  [", which force ends", ", which --force ends"],
];

/**
 * A text of the client's own, as it is said here.
 *
 * @param {string} text
 * @param {Circumstances} [error]
 */
export function worded(text, error = { retryAfterMs: null }) {
  return SENTENCES.reduce((said, [client, here]) => said.replaceAll(client, () => (typeof here === "string" ? here : here(error))), text);
}

/** An error's hint. @param {any} error @returns {string | null} */
export const hintOf = (error) => (error?.hint ? worded(error.hint, error) : null);

/**
 * An error's sentence. What a platform answered with is quoted in it as it stands; without an answer, all of it is the client's.
 *
 * @param {any} error
 * @returns {string}
 */
export function sentenceOf(error) {
  const message = error instanceof Error ? error.message : String(error);
  return error?.code !== undefined && error.status == null ? worded(message, error) : message;
}
