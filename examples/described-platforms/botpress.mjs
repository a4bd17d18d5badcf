// Botpress Cloud: bots of a workspace, by its Admin API. No bot was deleted to write this.
//
// Where each fact is from:
//   reference   https://botpress.com/docs/api-reference/admin-api, pages "delete v1adminbots", "get v1adminbots"
//   client      the types of @botpress/client 1.45.0
//
//   new AgentClient({ backend: botpress, auth: { bearer: process.env.BOTPRESS_TOKEN }, headers: { "x-workspace-id": "wkspace_…" } })

/** @type {import("agent-delete").PlatformDescription} */
export const botpress = {
  name: "botpress",
  title: "Botpress",
  baseUrl: "https://api.botpress.cloud/v1/admin", // reference
  auth: "bearer", // reference
  // What an id looks like is not said. client: /bots/baks is no bot.
  id: { kind: "token", reserved: ["baks"] },
  delete: { path: "/bots/{id}" }, // reference
  get: { path: "/bots/{id}" }, // reference
  agent: { in: "bot" }, // reference: a read holds { bot }, client: a row of a list is a bot
  list: {
    path: "/bots",
    in: "bots",
    size: { parameter: "pageSize" },
    next: { by: "cursor", in: "meta.nextToken", parameter: "nextToken" },
  }, // client
  // reference: a deletion is answered by 200 with {}. That says nothing, not even that it was about a bot, so there is no proof to declare:
  // deleteAgent ends in unexpected-response with outcomeUnknown, and a read (getAgent) tells whether the bot is gone.
  proof: [],
  // client: every error is { code, type, message, id }, its type one of a closed list, in which this one is of status 404. A path that
  // there is not has other types (MethodNotFound).
  missing: [{ status: 404, body: { type: "ResourceNotFound" } }],
  missingProvesGone: true,
  // Whether a bot of another workspace is answered alike is not said: missingIsCertain stays false.
  failures: [
    { status: 409, body: { type: "ReferenceConstraint" }, code: "conflict" }, // client: referenced by another resource
    { status: 410, body: { type: "ResourceGone" }, code: "conflict" }, // client: "no longer available", of what is not said
  ],
  hints: {
    forbidden: "The token must be of a member of the workspace in x-workspace-id.",
    "unexpected-response": "Botpress answers a deletion with {}, which says nothing: read the bot to see whether it is gone.",
  },
  destroys: ["the bot", "its conversations, tables and files, as far as the platform says"],
};
