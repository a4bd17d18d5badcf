// `describe`: a draft says what the OpenAPI document says, tells what it leaves open, and never claims more. Nothing is sent.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root, world } from "./support.mjs";

const documents = join(root, "tests", "cli", "openapi");

/** The draft of a document. The command gives it to the package, which takes it as it is, or the exit code would be 1. */
async function drafted(made, document, operation, ...more) {
  const file = typeof document === "string" ? document : "openapi.json";
  if (typeof document === "string") copyFileSync(join(documents, file), join(made.cwd, file));
  else writeFileSync(join(made.cwd, file), JSON.stringify(document));
  const { code, stdout, stderr } = await made.run("describe", "--openapi", file, "--operation", operation, "--json", ...more);
  assert.equal(code, 0, stderr);
  const description = JSON.parse(stdout);
  assert.deepEqual(made.sandbox.requests, []);
  const notices = stderr.trimEnd().split("\n");
  const last = notices.pop();
  assert.match(last, /^A draft, with (no|\d+) things? to look at\./);
  assert.ok(notices.every((line) => line.startsWith("! ")), stderr);
  return { description, notices: notices.map((line) => line.slice(2)) };
}

test("bearer, 204, tokens, an envelope, a list by cursor, words of its own for a missing agent", async (t) => {
  const { description, notices } = await drafted(await world(t), "botanic.yaml", "uprootBot");
  assert.deepEqual(description, {
    name: "botanic",
    title: "Botanic",
    baseUrl: "https://api.botanic.example/v2",
    auth: "bearer",
    id: { kind: "token", reserved: ["search"] },
    delete: { path: "/bots/{id}" },
    get: { path: "/bots/{id}" },
    agent: { in: "bot", name: "display_name" },
    list: {
      path: "/bots", in: "bots", size: { parameter: "page_size", default: 25 },
      next: { by: "cursor", in: "paging.next_cursor", parameter: "after", more: "paging.has_more" },
    },
    proof: [{ status: 204 }],
    missing: [{ status: 404, body: { error: { code: "bot_not_found" } } }],
  });
  assert.equal(notices.length, 3);
});

test("a key, 200 and 202, UUIDs, fixed headers and queries, a list by offset, a sentence for a missing agent", async (t) => {
  const { description, notices } = await drafted(await world(t), "assistants.json", "assistants.delete");
  assert.deepEqual(description, {
    name: "the-assistants-of-example",
    title: "The Assistants of Example, Incorporated",
    baseUrlExample: "https://{region}.assist.example/api",
    auth: { header: "X-Assist-Key" },
    headers: { "Assist-Version": "2026-01" },
    id: "uuid",
    delete: { path: "/assistants/{id}?purge=all%20of%20it" },
    get: { path: "/assistants/{id}" },
    list: { path: "/assistants", size: { parameter: "limit", default: 50 }, next: { by: "offset", parameter: "offset" } },
    proof: [{ status: 200, body: { deleted: true, object: "assistant.deleted", id: "{id}" } }],
    missing: [{ status: 404, notFound: "assistant" }],
  });
  for (const says of [/^The deletion takes force\./, /^A 202 says/, /^`baseUrl` is left out.*\{region\}/]) assert.ok(notices.some((notice) => says.test(notice)), String(says));
});

test("a document that proves nothing makes a draft that claims nothing, and says so", async (t) => {
  const { description, notices } = await drafted(await world(t), "fleet.yaml", "DELETE /accounts/{account}/agents/{agentId}");
  assert.deepEqual(description, {
    name: "fleet",
    title: "Fleet",
    baseUrlExample: "https://fleet.example/v1/accounts/{account}",
    id: "token",
    delete: { path: "/agents/{id}" },
    get: { path: "/agents/{id}" },
    agent: { id: "agentId", name: "label" },
    proof: [],
  });
  for (const says of [
    /^The draft takes \{agentId\}, the last in the path.* \/accounts\/\{account\}, belongs to `baseUrl`/,
    /^The deletion needs reason in its query/,
    /^The document does not say what an id looks like/,
    /^The list .* is left out: its pages are counted from 0/,
    /^The 200 shows the agent .* write \{"status":200,"body":\{"agentId":"\{id\}"\}\} under `proof`/,
    /^Nothing that the document promises proves a deletion/,
    /^The 404 is described, but not what in it tells/,
    /^How a credential travels \(query\) can't be described/,
    /^Each request needs the header X-Fleet/,
    /^`baseUrl` is left out.*https:\/\/fleet\.example\/v1\/accounts\/\{account\}/,
    /^These references lead nowhere, or out of the document.*https:\/\/elsewhere\.example\/owner\.json/,
  ]) assert.ok(notices.some((notice) => says.test(notice)), String(says));
});

test("a version is no agent: the last in the path is named", async (t) => {
  const { description, notices } = await drafted(await world(t), "fleet.yaml", "dropVersion");
  assert.deepEqual([description.delete.path, description.proof], ["/versions/{id}", []]);
  assert.match(notices[0], /^The draft takes \{version\}.*\/accounts\/\{account\}\/agents\/\{agentId\}, belongs to/);
});

/** A small document around one deletion. */
function around({ path = "/agents/{agent_id}", method = "delete", schema = { type: "string" }, responses = {}, components = {}, others = {}, top = {}, ...operation } = {}) {
  const parameters = [{ name: "agent_id", in: "path", required: true, schema }];
  return {
    openapi: "3.1.0", info: { title: "Made", version: "1" }, servers: [{ url: "https://made.example" }], ...top,
    paths: { [path]: { parameters, [method]: { operationId: "remove", responses, ...operation } }, ...others },
    components,
  };
}

const json = (schema, more) => ({ description: "-", content: { "application/json": { schema, ...more } } });
const object = (properties) => ({ type: "object", properties });
const text = { type: "string" };
const flag = { type: "boolean" };
const SOMETHING = /^The document does not say what in the 200/;

/** @type {[what: string, responses: object, proof: object[], says?: RegExp, accepted?: object[]][]} */
const answers = [
  ["204", { 204: { description: "-" } }, [{ status: 204 }]],
  ["202 alone", { 202: json(object({ deleted: { const: true } })) }, [], /^A 202 says/],
  ["200 without content", { 200: { description: "-" } }, [], /^The document says of no JSON in the 200/],
  ["200 with text", { 200: { description: "-", content: { "text/plain": { schema: text } } } }, [], /no JSON in the 200/],
  ["200 with anything", { 200: json({}) }, [], SOMETHING],
  ["200 with a message", { 200: json(object({ message: text })) }, [], SOMETHING],
  ["deleted: true", { 200: json(object({ deleted: { const: true } })) }, [{ status: 200, body: { deleted: true } }], /does not name the agent/],
  ["deleted, true or false", { 200: json(object({ id: text, deleted: flag })) }, [{ status: 200, body: { id: "{id}", deleted: true } }]],
  ["deleted, always false", { 200: json(object({ id: text, deleted: { enum: [false] } })) }, [], /shows the agent and does not say/],
  ["isDeleted, in data, in an enum", { 200: json(object({ data: object({ agent_id: text, isDeleted: { enum: [true] } }) })) }, [{ status: 200, body: { data: { agent_id: "{id}", isDeleted: true } } }]],
  ["success alone", { 200: json(object({ success: { const: true } })) }, [{ status: 200, body: { success: true } }], /^The 200 is taken for a proof because it says \{"success":true\}\. That all went well/],
  ["success by an example", { 200: json(object({ result: text }), { example: { result: "success" } }) }, [{ status: 200, body: { result: "success" } }], /That all went well/],
  ["the id alone", { 200: json(object({ id: text })) }, [{ status: 200, body: { id: "{id}" } }], /the agent's id and nothing else/],
  ["the agent as it was", { 200: json(object({ id: text, name: text })) }, [], /shows the agent and does not say that it was deleted/],
  ["a status of several", { 200: json(object({ id: text, status: { enum: ["active", "deleted", "failed"] } })) }, [{ status: 200, body: { id: "{id}", status: "deleted" } }]],
  ["a status that goes on", { 200: json(object({ id: text, status: { const: "DELETING" } })) }, [], undefined, [{ status: 200, body: { id: "{id}", status: "DELETING" } }]],
  ["a deletion that is scheduled", { 200: json(object({ message: { const: "Deletion scheduled" } })) }, [], undefined, [{ status: 200, body: { message: "Deletion scheduled" } }]],
  ["a deletion that will be", { 200: json(object({ message: { const: "The agent will be deleted" } })) }, [], undefined, [{ status: 200, body: { message: "The agent will be deleted" } }]],
  ["a mark", { 200: json(object({ status: { const: "marked_deleted" } })) }, [], undefined, [{ status: 200, body: { status: "marked_deleted" } }]],
  ["not deleted", { 200: json(object({ message: { const: "Agent could not be deleted: failed" } })) }, [], SOMETHING],
  ["a sentence of an example", { 200: json(object({ message: text }), { example: { message: "Agent deleted successfully" } }) }, [{ status: 200, body: { message: "Agent deleted successfully" } }]],
  ["a sentence with a number", { 200: json(object({ message: { ...text, example: "Agent 7 deleted" } })) }, [], /in which something may change from answer to answer/],
  ["an agent's own words", { 200: json(object({ id: text, description: { ...text, example: "Cleans deleted mails" } })) }, [], /shows the agent/],
  ["an agent that is called ok", { 200: json(object({ id: text, name: { ...text, example: "ok" } })) }, [], /shows the agent/],
  ["a word in another place", { 200: json(object({ id: text, kind: { const: "ok" } })) }, [], /shows the agent/],
  ["a word of one form among others", { 200: json(object({ id: text, status: { oneOf: [{ const: "deleted" }, text] } })) }, [], /shows the agent/],
  ["an owner's id", { 200: json(object({ deleted: { const: true }, owner: object({ id: text }) })) }, [{ status: 200, body: { deleted: true } }], /does not name the agent/],
  ["an id that is a number", { 200: json(object({ deleted: { const: true }, id: { type: "integer" } })) }, [{ status: 200, body: { deleted: true } }], /does not name the agent/],
  ["a job behind it", { 200: json(object({ id: text, deleted: flag, job_id: text })) }, [{ status: 200, body: { id: "{id}", deleted: true } }], /`job_id`, as if something went on behind it/],
  ["one of several forms", { 200: json({ oneOf: [object({ id: text, deleted: { const: true } }), object({ error: text })] }) }, [{ status: 200, body: { id: "{id}", deleted: true } }]],
  ["forms in forms", { 200: json({ allOf: [{ $ref: "#/components/schemas/Named" }, { anyOf: [object({ deleted: { const: true } })] }] }) }, [{ status: 200, body: { id: "{id}", deleted: true } }]],
  ["a form that holds itself", { 200: json({ $ref: "#/components/schemas/Round" }) }, [], SOMETHING],
  ["a reference to nowhere", { 200: { $ref: "#/components/responses/None" } }, [], /lead nowhere.*#\/components\/responses\/None/],
  ["2XX", { "2XX": json(object({ deleted: { const: true } })) }, [], /^The document promises "2XX"/],
  ["default", { default: json(object({ deleted: { const: true } })) }, [], /^The document names no success/],
  ["201 and 204", { 201: json(object({ deleted: { const: true } })), 204: { description: "-" } }, [{ status: 201, body: { deleted: true } }, { status: 204 }]],
  ["another kind of JSON", { 200: { description: "-", content: { "application/vnd.made+json; v=1": { schema: object({ deleted: { const: true } }) } } } }, [{ status: 200, body: { deleted: true } }]],
];

const components = { schemas: { Named: object({ id: text }), Round: { allOf: [{ $ref: "#/components/schemas/Round" }] } } };

for (const [what, responses, proof, says, accepted] of answers) {
  test(`what proves: ${what}`, async (t) => {
    const { description, notices } = await drafted(await world(t), around({ responses, components }), "remove");
    assert.deepEqual([description.proof, description.accepted], [proof, accepted], notices.join("\n"));
    if (says) assert.ok(notices.some((notice) => says.test(notice)), notices.join("\n"));
    assert.equal(notices.some((notice) => /^Nothing that the document promises proves/.test(notice)), proof.length === 0);
  });
}

/** @type {[what: string, answer: object, missing?: object[]][]} */
const missing = [
  ["a bare 404", { description: "-" }],
  ["Not Found", json(object({ message: { const: "Not Found" } }))],
  ["a code that any path has", json(object({ code: { enum: ["not_found", "NOT_FOUND", "resource_not_found", "RouteNotFound"] } }))],
  ["a number", json(object({ code: { const: 404 } }))],
  ["a code of another thing", json(object({ code: { const: "project_not_found" } }))],
  ["a parameter that is missing", json(object({ code: { const: "missing_agent_id" } }))],
  ["a code of its own", json(object({ code: { const: "agent_not_found" } })), [{ status: 404, body: { code: "agent_not_found" } }]],
  ["a code in words run together", json(object({ error: object({ type: { enum: ["AgentNotFound", "Other"] } }) })), [{ status: 404, body: { error: { type: "AgentNotFound" } } }]],
  ["a code of an example", json(object({ code: text }), { examples: { none: { value: { code: "AGENT_NOT_FOUND", message: "x" } } } }), [{ status: 404, body: { code: "AGENT_NOT_FOUND" } }]],
  ["a sentence", json(object({ detail: { ...text, example: "Agent 12 does not exist" } })), [{ status: 404, notFound: "agent" }]],
];

for (const [what, answer, expected] of missing) {
  test(`what says missing: ${what}`, async (t) => {
    const { description, notices } = await drafted(await world(t), around({ responses: { 204: { description: "-" }, 404: answer } }), "remove");
    assert.deepEqual(description.missing, expected);
    assert.ok(notices.some((notice) => (expected ? /^`missing` is what the document says/ : /`missing` is left out/).test(notice)));
    for (const claim of ["missingIsCertain", "missingProvesGone", "deletedMeansExisted", "readTellsDeletable"]) assert.ok(!(claim in description), claim);
  });
}

/** @type {[what: string, responses: object, errors?: object][]} */
const errors = [
  ["places of its own", { 404: json(object({ problem: object({ kind: text, text }) })) }, { code: "problem.kind", message: "problem.text" }],
  ["the same in all", { 404: json(object({ fault: object({ code: text, msg: text }) })), default: json(object({ fault: object({ code: text, msg: text }) })) }, { code: "fault.code", message: "fault.msg" }],
  ["a usual code with other words", { 404: json(object({ code: text, description: text })) }, { message: "description" }],
  ["the usual places", { 404: json(object({ error: object({ code: text, message: text }) })) }],
  ["the usual places at the top", { 409: json(object({ code: text, message: text })) }],
  ["two different places", { 404: json(object({ problem: object({ kind: text, text }) })), 409: json(object({ fault: object({ kind: text, text }) })) }],
  ["one unusual and one usual", { 404: json(object({ problem: object({ kind: text, text }) })), 409: json(object({ code: text, message: text })) }],
  ["two codes in one", { 404: json(object({ code: text, message: text, problem: object({ kind: text, text }) })) }],
  ["a code without words", { 404: json(object({ kind: text })) }],
  ["a code that is an object", { 404: json(object({ problem: object({ kind: object({}), text }) })) }],
  ["a success", { 200: json(object({ problem: object({ kind: text, text }) })) }],
  ["nothing", { 404: { description: "-" } }],
];

for (const [what, responses, expected] of errors) {
  test(`where an error tells what it is: ${what}`, async (t) => {
    const { description } = await drafted(await world(t), around({ responses: { 204: {}, ...responses } }), "remove");
    assert.deepEqual(description.errors, expected);
  });
}

test("dates by other names than the usual are placed", async (t) => {
  const read = (/** @type {object} */ members) => ({ "/agents/{id}": { get: { responses: { 200: json(object({ bot: object({ id: text, name: text, ...members }) })) } } } });
  for (const [members, placed] of /** @type {const} */ ([
    [{ created: text, last_modified: text }, { createdAt: "created", updatedAt: "last_modified" }],
    [{ created_at: text, created: text, updatedAt: text }, {}],
    [{ created: object({ by: text }), createdBy: text }, {}],
  ])) {
    const { description } = await drafted(await world(t), around({ responses: { 204: {} }, others: read(members) }), "remove");
    assert.deepEqual(description.agent, { in: "bot", ...placed });
  }
});

test("what says missing: where an agent is called what anything is called, no word for it tells it from a path", async (t) => {
  const answer = json(object({ code: { const: "RESOURCE_NOT_FOUND" }, message: { const: "The resource was not found" } }));
  const { description } = await drafted(await world(t), around({ path: "/resources/{resource_id}", responses: { 204: {}, 404: answer } }), "remove");
  assert.equal(description.missing, undefined);
});

/** @type {[what: string, schema: object, id: unknown, says?: RegExp][]} */
const ids = [
  ["a format", { type: "string", format: "uuid" }, "uuid"],
  ["the pattern of a UUID", { type: "string", pattern: "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$" }, "uuid"],
  ["a UUID behind a prefix", { type: "string", pattern: "^agent-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$" }, "token"],
  ["a pattern of anything", { type: "string", pattern: ".*" }, "token", /does not say what an id looks like/],
  ["a pattern that is none", { type: "string", pattern: "(((" }, "token", /does not say what an id looks like/],
  ["a number", { type: "integer" }, "token"],
  ["an example with dots", { type: "string", example: "team.agent:7" }, "text", /^An example of an id, "team\.agent:7"/],
  ["nothing", { type: "string" }, "token", /does not say what an id looks like/],
  ["few", { enum: ["a", "b"] }, "token", /allows only 2 ids: a, b/],
];

for (const [what, schema, id, says] of ids) {
  test(`an id: ${what}`, async (t) => {
    const { description, notices } = await drafted(await world(t), around({ schema, responses: { 204: {} } }), "remove");
    assert.deepEqual(description.id, id);
    assert.equal(notices.some((notice) => (says ?? /does not say what an id/).test(notice)), says !== undefined, notices.join("\n"));
  });
}

/** @type {[what: string, schemes: object, security: object[] | undefined, auth: unknown, says?: RegExp][]} */
const credentials = [
  ["none", {}, undefined, undefined, /asks for no credential/],
  ["optional", { a: { type: "http", scheme: "bearer" } }, [{}, { a: [] }], "bearer"],
  ["basic", { a: { type: "http", scheme: "basic" } }, [{ a: [] }], { header: "Authorization", scheme: "Basic" }, /"user:password" in base64/],
  ["a token that expires", { a: { type: "oauth2", flows: {} } }, [{ a: ["write"] }], "bearer", /a function that renews it/],
  ["a signature", { a: { type: "apiKey", in: "header", name: "Authorization", "x-amazon-apigateway-authtype": "awsSigv4" } }, [{ a: [] }], "sign"],
  ["a key in Authorization", { a: { type: "apiKey", in: "header", name: "Authorization" } }, [{ a: [] }], { header: "Authorization", scheme: "" }, /with no word before it/],
  ["a key behind Bearer", { a: { type: "apiKey", in: "header", name: "Authorization", description: "Type: Bearer {key}" } }, [{ a: [] }], "bearer", /Does it\?/],
  ["a key in the query", { a: { type: "apiKey", in: "query", name: "k" } }, [{ a: [] }], undefined, /goes into the query/],
  ["a cookie", { a: { type: "apiKey", in: "cookie", name: "k" } }, [{ a: [] }], undefined, /goes into the cookie/],
  ["another scheme", { a: { type: "http", scheme: "digest" } }, [{ a: [] }], undefined, /the scheme "digest"/],
  ["a scheme that is not there", {}, [{ a: [] }], undefined, /does not say what a is/],
  ["one of two", { a: { type: "apiKey", in: "query", name: "k" }, b: { type: "apiKey", in: "header", name: "X-B" } }, [{ a: [] }, { b: [] }], { header: "X-B" }, /takes b for the credential; the document allows a as well/],
  ["two at once", { a: { type: "http", scheme: "bearer" }, b: { type: "apiKey", in: "header", name: "X-Team" } }, [{ a: [], b: [] }], "bearer", /each request needs b: give that in the client's `headers`/],
];

for (const [what, securitySchemes, security, auth, says] of credentials) {
  test(`a credential: ${what}`, async (t) => {
    const document = around({ responses: { 204: {} }, components: { securitySchemes }, ...(security && { security }) });
    const { description, notices } = await drafted(await world(t), document, "remove");
    assert.deepEqual(description.auth, auth);
    if (says) assert.ok(notices.some((notice) => says.test(notice)), notices.join("\n"));
  });
}

/** @type {[what: string, servers: object[], baseUrl?: string, says?: RegExp][]} */
const servers = [
  ["https", [{ url: "https://a.example/v1///" }], "https://a.example/v1"],
  ["this machine", [{ url: "http://localhost:3000/api" }], "http://localhost:3000/api"],
  ["another machine over http", [{ url: "http://a.example" }], undefined, /could be read on its way/],
  ["a path alone", [{ url: "/api/v1" }], undefined, /says no host/],
  ["several", [{ url: "https://a.example" }, { url: "https://b.example" }], undefined, /several servers: https:\/\/a\.example, https:\/\/b\.example/],
  ["one to fill in", [{ url: "https://{host}/v1", variables: { host: { default: "demo.example" } } }], undefined, /something is to be filled in/],
  ["a variable with one value", [{ url: "https://{host}/v1", variables: { host: { default: "a.example", enum: ["a.example"] } } }], "https://a.example/v1"],
  ["with a password", [{ url: "https://user:hunter2@a.example" }], undefined, /comes with more than an address/],
  ["none", [], undefined, /names no server/],
];

for (const [what, list, baseUrl, says] of servers) {
  test(`a server: ${what}`, async (t) => {
    const { description, notices } = await drafted(await world(t), around({ responses: { 204: {} }, top: { servers: list } }), "remove");
    assert.equal(description.baseUrl, baseUrl);
    if (says) assert.ok(notices.some((notice) => says.test(notice)), notices.join("\n"));
    assert.ok(!notices.join().includes("hunter2"));
  });
}

const agents = (more = {}) => json(object({ agents: { type: "array", items: object({ id: text, title: text }) }, ...more }));
const query = (name, schema = text, more = {}) => ({ name, in: "query", schema, ...more });
const limit = query("limit", { type: "integer", default: 10 });

/** @type {[what: string, parameters: object[], answer: object, list: object | RegExp][]} */
const lists = [
  ["one page", [], agents(), { in: "agents" }],
  ["a cursor", [limit, query("cursor")], agents({ nextCursor: text }), { in: "agents", size: { parameter: "limit", default: 10 }, next: { by: "cursor", in: "nextCursor", parameter: "cursor" } }],
  ["the last row", [query("after")], agents({ has_more: flag }), { in: "agents", next: { by: "lastRow", member: "id", parameter: "after", more: "has_more" } }],
  ["the last id", [query("after")], agents({ last_id: text, has_more: flag }), { in: "agents", next: { by: "cursor", in: "last_id", parameter: "after", more: "has_more" } }],
  ["a last id, and no word for the end", [query("after")], agents({ last_id: text }), /asked for by after, and the document does not say where/],
  ["pages", [limit, query("page", { type: "integer", minimum: 1 })], agents(), { in: "agents", size: { parameter: "limit", default: 10 }, next: { by: "page", parameter: "page" } }],
  ["pages and a word", [query("page", { type: "integer" })], agents({ meta: object({ hasMore: flag }) }), { in: "agents", next: { by: "page", parameter: "page", more: "meta.hasMore" } }],
  ["what must be said, and has one value", [query("kind", { const: "bot" }, { required: true })], agents(), { path: "/agents?kind=bot", in: "agents" }],
  ["a cursor that comes from nowhere", [query("cursor")], agents(), /asked for by cursor, and the document does not say where/],
  ["pages of unknown size", [query("page", { type: "integer" })], agents(), /does not say how many agents one holds, or which is the last/],
  ["an offset without size", [query("offset", { type: "integer" })], agents(), /does not say how many agents one holds/],
  ["a size and no more", [limit], agents(), /it has pages \(limit\), and no parameter/],
  ["a next page that nobody can ask for", [], agents({ nextToken: text }), /it has pages \(nextToken\)/],
  ["a parameter with brackets", [query("page[size]", { type: "integer" })], agents(), /its parameter page\[size\] has a name/],
  ["pages of a size that nobody would ask for", [query("limit", { type: "integer", default: 1_000_000 }), query("cursor")], agents({ nextCursor: text }), { in: "agents", size: { parameter: "limit" }, next: { by: "cursor", in: "nextCursor", parameter: "cursor" } }],
  ["what must be said, and is not known", [query("team", text, { required: true })], agents(), /needs the parameter team/],
  ["two places", [], json(object({ mine: { type: "array", items: object({ id: text }) }, others: { type: "array", items: object({ id: text }) } })), /may stand in mine or in others/],
  ["no place", [], json(object({ count: { type: "integer" } })), /does not say where in a page the agents are/],
  ["no schema", [], json({}), /does not say what a page looks like/],
];

for (const [what, parameters, answer, expected] of lists) {
  test(`a list: ${what}`, async (t) => {
    const others = { "/agents": { get: { parameters, responses: { 200: answer } } } };
    const { description, notices } = await drafted(await world(t), around({ responses: { 204: {} }, others }), "remove");
    if (expected instanceof RegExp) {
      assert.equal(description.list, undefined);
      assert.ok(notices.some((notice) => notice.startsWith("The list (GET /agents) is left out") && expected.test(notice)), notices.join("\n"));
    } else {
      assert.deepEqual(description.list, { path: "/agents", ...expected });
      // Rows say how an agent reads where nothing else does.
      assert.deepEqual(description.agent, { name: "title" });
    }
  });
}

test("a POST that deletes is described where an agent is read", async (t) => {
  const made = await world(t);
  const read = { "/agents/{id}": { get: { responses: {} } } };
  for (const others of [read, {}]) {
    const document = around({ path: "/agents/{agent_id}/delete", method: "post", responses: { 204: {} }, others });
    const { description, notices } = await drafted(made, document, "remove");
    assert.deepEqual([description.delete, description.get], [{ method: "POST", path: "/agents/{id}/delete" }, { path: "/agents/{id}" }]);
    assert.match(notices[0], /look whether it does nothing but delete/);
  }
});

test("a verb behind the id is no part of where the agent is read", async (t) => {
  const others = { "/agents/{name}": { get: { responses: {} } } };
  const { description } = await drafted(await world(t), around({ path: "/agents/{agent_id}:remove", method: "post", responses: { 204: {} }, others }), "remove");
  assert.deepEqual([description.delete, description.get], [{ method: "POST", path: "/agents/{id}:remove" }, { path: "/agents/{id}" }]);
});

test("a path that ends in a slash keeps it", async (t) => {
  const others = { "/agents/": { get: { responses: { 200: agents() } } } };
  const { description } = await drafted(await world(t), around({ path: "/agents/{agent_id}/", responses: { 204: {} }, others }), "remove");
  assert.deepEqual([description.delete.path, description.list.path], ["/agents/{id}/", "/agents/"]);
});

test("headers that have one value are fixed, others are asked for, and a credential is none", async (t) => {
  const header = (name, schema) => ({ name, in: "header", required: true, schema });
  const parameters = [
    { name: "agent_id", in: "path", required: true, schema: text },
    header("Made-Version", { type: "string", default: "2" }), header("X-Team", text), header("Accept", { const: "text/plain" }), header("X-Api-Key", { default: "changeme" }),
    { name: "X-Trace", in: "header", schema: { default: "on" } },
  ];
  const { description, notices } = await drafted(await world(t), around({ responses: { 204: {} }, parameters }), "remove");
  assert.deepEqual(description.headers, { "Made-Version": "2" });
  for (const says of [/the header X-Team/, /X-Api-Key/]) assert.ok(notices.some((notice) => says.test(notice)), notices.join("\n"));
  assert.ok(!notices.join().includes("changeme"));
});

test("what can be no UUID need not be reserved", async (t) => {
  const others = { "/agents/search": { post: { responses: {} } } };
  const { description } = await drafted(await world(t), around({ schema: { type: "string", format: "uuid" }, responses: { 204: {} }, others }), "remove");
  assert.equal(description.id, "uuid");
});

test("a name that the package has for a platform of its own is not taken", async (t) => {
  const made = await world(t);
  for (const [title, name] of [["OpenAI", "openai-described"], ["", "described"], ["日本", "described"], ["Ünïcode & Söhne", "u-ni-code-so-hne"], [7, "described"]]) {
    const { description } = await drafted(made, around({ responses: { 204: {} }, top: { info: { title } } }), "remove");
    assert.equal(description.name, name, String(title));
  }
});

test("--out writes the draft, never over what is there; without --json it is for people to read", async (t) => {
  const made = await world(t);
  copyFileSync(join(documents, "botanic.yaml"), join(made.cwd, "botanic.yaml"));
  const args = ["describe", "--openapi", "botanic.yaml", "--operation", "uprootBot"];
  const shown = await made.run(...args);
  assert.match(shown.stdout, /^\{\n {2}"name": "botanic",\n/);
  const kept = await made.run(...args, "--out", "botanic.json", "--quiet");
  assert.deepEqual(kept, { code: 0, signal: null, stdout: "", stderr: "" });
  assert.equal(readFileSync(join(made.cwd, "botanic.json"), "utf8"), shown.stdout);
  const again = await made.run(...args, "--out", "botanic.json");
  assert.deepEqual(again, { code: 2, signal: null, stdout: "", stderr: "✗ botanic.json is there, and is not written over: name another.\n" });
  const nowhere = await made.run(...args, "--out", "no/such/folder.json");
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.stderr, /no\/such\/folder\.json can't be written/);
});

test("the operation is named, never guessed", async (t) => {
  const made = await world(t);
  for (const file of readdirSync(documents)) copyFileSync(join(documents, file), join(made.cwd, file));
  const asked = async (file, ...operation) => {
    const { code, stdout, stderr } = await made.run("describe", "--openapi", file, ...operation);
    assert.equal(stdout, "");
    return { code, stderr };
  };
  assert.deepEqual(await asked("botanic.yaml"), {
    code: 2, stderr: "The document's deletions:\n  uprootBot  DELETE /bots/{bot_id}\n✗ No operation is given: say by --operation which one deletes an agent.\n",
  });
  assert.match((await asked("botanic.yaml", "--operation", "uprotBot")).stderr, /✗ There is no operation uprotBot; did you mean uprootBot\?\n$/);
  assert.match((await asked("botanic.yaml", "--operation", "zzz")).stderr, /✗ There is no operation zzz\.\n$/);
  assert.match((await asked("botanic.yaml", "--operation", "getBot")).stderr, /✗ getBot is a GET: agents are deleted by a DELETE or a POST\.\n$/);
  const { code, stderr } = await asked("fleet.yaml", "--operation", "DELETE /nothing");
  assert.equal(code, 2);
  assert.equal(stderr, [
    "The document's deletions:", '  "DELETE /accounts/{account}/agents/{agentId}"',
    "  dropVersion  DELETE /accounts/{account}/agents/{agentId}/versions/{version}", "  reset  DELETE /reset", "✗ There is no operation DELETE /nothing.", "",
  ].join("\n"));
  assert.deepEqual(await asked("fleet.yaml", "--operation", "reset"), {
    code: 1, stderr: "✗ reset can't be described: in /reset no whole segment is the agent's id.\n",
  });
  writeFileSync(join(made.cwd, "empty.json"), JSON.stringify({ openapi: "3.0.0", paths: {} }));
  assert.match((await asked("empty.json", "--operation", "x")).stderr, /^The document has no DELETE\.\n✗ There is no operation x\.\n$/);
  for (const [changes, says] of [
    [{ path: "/agents/{agent_id}.json" }, /no whole segment is the agent's id/],
    [{ path: "/agents/{agent_id}-{version}" }, /no whole segment/],
    [{ path: "/agents/{agent_id}/(all)" }, /\/agents\/\{id\}\/\(all\) has characters that a description does not take/],
    [{ requestBody: { required: true, content: {} } }, /it needs a body, and a deletion by a description sends none/],
  ]) {
    writeFileSync(join(made.cwd, "made.json"), JSON.stringify(around({ responses: { 204: {} }, ...changes })));
    const { code, stderr } = await asked("made.json", "--operation", "remove");
    assert.equal(code, 1);
    assert.match(stderr, says);
  }
});

test("a document that can't be read is told in a sentence, and nothing is made", async (t) => {
  const made = await world(t);
  /** @type {[text: string | null, says: RegExp][]} */
  const broken = [
    [null, /^✗ openapi\.yaml can't be read: ENOENT/],
    ["", /^✗ openapi\.yaml is no OpenAPI document: it must hold an object\.\n$/],
    ["- a\n- b\n", /it must hold an object/],
    ["a: [1, 2\nb: 3\n", /^✗ openapi\.yaml is neither JSON nor YAML\. Line \d+, column \d+: /],
    ['{"openapi": "3.0.0", "paths": {', /neither JSON nor YAML\. Line \d+/],
    ["openapi: 3.0.0\npaths: {}\npaths: {}\n", /Line 3, column \d+: duplicated mapping key/],
    ["\u0000\u0001", /neither JSON nor YAML/],
    ['swagger: "2.0"\npaths: {}\n', /^✗ openapi\.yaml is written in Swagger 2\.0, and only OpenAPI 3 is read\. Convert it first/],
    ["openapi: 4.0.0\n", /of version 3\.0, 3\.1 or 3\.2: its `openapi` is "4\.0\.0"/],
    ["info: {}\n", /its `openapi` is missing/],
    ["openapi: 3.1.0\n", /^The document has no DELETE\.\n✗ There is no operation remove\./],
    ["openapi: 3.1.0\npaths: 7\n", /has no DELETE/],
    ["openapi: 3.1.0\npaths: {/a: {delete: 7}, /b: {delete: null}, c: {delete: {}}}\n", /has no DELETE/],
    ["openapi: 3.1.0\npaths: {'/a/{id}': {$ref: 'other.yaml#/a'}}\n", /^The document has no DELETE\.\n(! )?These references lead nowhere, or out of the document, and were not followed: other\.yaml#\/a\. Put all into one file first\.\n✗/],
    ["openapi: 3.1.0\npaths: {'/a/{id}': {$ref: '#/paths/~1a~1{id}'}}\n", /has no DELETE/],
  ];
  for (const [text, says] of broken) {
    if (text !== null) writeFileSync(join(made.cwd, "openapi.yaml"), text);
    const { code, stdout, stderr } = await made.run("describe", "--openapi", "openapi.yaml", "--operation", "remove", "--out", "draft.json");
    assert.equal(code, 2, `${text}: ${stderr}`);
    assert.match(stderr, says);
    assert.equal(stdout, "");
    assert.ok(!existsSync(join(made.cwd, "draft.json")));
  }
  for (const [args, says] of [[[], /No document is given: say by --openapi/], [["--openapi", "https://a.example/openapi.json"], /takes a file: download the document first/]]) {
    const { code, stderr } = await made.run("describe", ...args);
    assert.equal(code, 2);
    assert.match(stderr, says);
  }
});

test("odd values in a document break nothing", async (t) => {
  const made = await world(t);
  const odd = [null, 7, "text", true, [], [null], {}, { $ref: 7 }, { $ref: "#" }, { $ref: "#/paths" }, { $ref: "#/nowhere" }, { $ref: "__proto__" }];
  for (const [at, value] of odd.entries()) {
    const document = around({ responses: { 200: value, 404: value, "2XX": value }, security: value, servers: value, components: value, requestBody: value });
    const item = document.paths["/agents/{agent_id}"];
    Object.assign(document, { info: value, servers: value, security: value, components: { securitySchemes: value, schemas: value } });
    Object.assign(item, { get: value, parameters: at % 2 === 0 ? value : [value, { in: "path", name: "agent_id", schema: value, example: value }] });
    Object.assign(document.paths, { "/agents": { get: { parameters: [value], responses: { 200: json(value), ...(at % 2 === 0 && { 200: value }) } } }, "/odd": value });
    const { description } = await drafted(made, document, "remove");
    assert.deepEqual(description.proof, [], JSON.stringify(value));
    assert.equal(description.missing, undefined);
  }
});

test("what a document says can't command a terminal", async (t) => {
  const made = await world(t);
  const evil = "evil\u001b[31m\u202e";
  const document = around({ schema: { type: "string", example: evil }, responses: { 204: {} }, top: { info: { title: evil }, servers: [{ url: `https://${evil}/` }] } });
  writeFileSync(join(made.cwd, "openapi.json"), JSON.stringify(document));
  for (const more of [[], ["--json"]]) {
    const { code, stdout, stderr } = await made.run("describe", "--openapi", "openapi.json", "--operation", "remove", ...more);
    assert.equal(code, 0);
    assert.doesNotMatch(stdout + stderr, /[\u001b\u202e]/);
  }
});
