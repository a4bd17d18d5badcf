// Dify, and servers like it: apps, by the interface behind its console. It is no public API: an app's own key can't delete the app, and
// what a console's session is has changed. Servers that take the session's token as a bearer are meant here.
//
// Every fact is from the source of Dify (github.com/langgenius/dify), in whose folder api stand:
//   routes      controllers/console/app/app.py
//   app         controllers/console/app/wraps.py and error.py
//   errors      libs/external_api.py
//
//   new AgentClient({ backend: dify, baseUrl: "https://dify.mycompany.example/console/api", auth: { bearer: () => token() } })

/** @type {import("agent-delete").PlatformDescription} */
export const dify = {
  name: "dify",
  title: "Dify",
  auth: "bearer",
  id: "uuid", // routes
  delete: { path: "/apps/{id}" }, // routes
  get: { path: "/apps/{id}" }, // routes
  list: {
    path: "/apps",
    in: "data",
    size: { parameter: "limit", default: 20 },
    next: { by: "page", parameter: "page", more: "has_more" },
  }, // routes: pages are counted from 1
  backup: [{ name: "export", path: "/apps/{id}/export", in: "data" }], // routes: the app as YAML, without secrets
  proof: [{ status: 204 }], // routes: and nothing else
  // app: the same for an app of another workspace. errors: a path that there is not is "not_found".
  missing: [{ status: 404, body: { code: "app_not_found" } }],
  missingProvesGone: true,
  deletedMeansExisted: true, // app: who is not there is told so before
  hints: { unauthenticated: "An app's own key can't delete it: the token of a console's session can." },
  destroys: ["the app", "its conversations, messages and logs, which the server deletes later"],
  keeps: ["datasets that it used"],
};
