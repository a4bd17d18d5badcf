// n8n: workflows of a server of your own, by its public API. A workflow with an agent in it is an agent.
//
// Every fact is from the source of n8n (github.com/n8n-io/n8n, packages/cli/src), in whose folder public-api/v1 stand:
//   spec        handlers/workflows/spec/paths/workflows.id.yml and workflows.yml
//   handler     handlers/workflows/workflows.handler.ts
//   access      ../permissions.ee/check-access.ts, and shared/middlewares/global.middleware.ts
//
//   new AgentClient({ backend: n8n, baseUrl: "https://n8n.mycompany.example/api/v1", auth: { apiKey: process.env.N8N_API_KEY } })

/** @type {import("agent-delete").PlatformDescription} */
export const n8n = {
  name: "n8n",
  title: "n8n",
  auth: { header: "X-N8N-API-KEY" }, // spec
  delete: { path: "/workflows/{id}" }, // spec
  get: { path: "/workflows/{id}" }, // spec
  list: {
    path: "/workflows",
    in: "data",
    size: { parameter: "limit" },
    next: { by: "cursor", in: "nextCursor", parameter: "cursor" },
  }, // handler
  stop: { path: "/workflows/{id}/deactivate" }, // handler
  // handler: a deletion is answered by the workflow as it was, and by nothing else with a success.
  proof: [{ status: 200, body: { id: "{id}", nodes: "*" } }],
  // access: 'Workflow with ID "…" not found.', to who has no global role. An owner hears { message: "Not Found" } of a workflow that is
  // not there, which is what this server says of a path that it does not have, too: that proves nothing, and stays wrong-endpoint.
  missing: [{ status: 404, message: 'Workflow with ID "{id}" not found.' }],
  missingProvesGone: true,
  deletedMeansExisted: true, // handler
  hints: { "wrong-endpoint": 'An owner is told "Not Found" of a workflow that is not there as well: look whether it is still listed.' },
  destroys: ["the workflow", "its executions"], // handler: and their files
  keeps: ["credentials, tags and projects that it used"],
};
