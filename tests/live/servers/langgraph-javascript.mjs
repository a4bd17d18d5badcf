// @ts-check
// LangGraph's Agent Server in JavaScript, as `langgraphjs dev` starts it.

import { KEYS, langgraphServer } from "./langgraph/server.mjs";
import { npm } from "../support/install.mjs";

const VERSION = "1.5.1";

const GRAPH = `
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";

const State = Annotation.Root({ said: Annotation() });
export const graph = new StateGraph(State)
  .addNode("answer", () => ({ said: "nothing" })).addEdge(START, "answer").addEdge("answer", END).compile();
`;

const AUTH = `
import { Auth, HTTPException } from "@langchain/langgraph-sdk/auth";

const KEYS = ${JSON.stringify(KEYS)};
export const auth = new Auth()
  .authenticate((request) => {
    const [identity] = Object.entries(KEYS).find(([, key]) => key === request.headers.get("x-api-key")) ?? [];
    if (!identity) throw new HTTPException(401, { message: "Not known here" });
    return { identity, permissions: [] };
  })
  .on("assistants:delete", ({ user }) => user.identity !== "looking");
`;

export default langgraphServer({
  title: `LangGraph's server in JavaScript (@langchain/langgraph-api ${VERSION})`,
  install: `langgraph-javascript-${VERSION}`,
  steps: npm([
    `@langchain/langgraph-api@${VERSION}`, `@langchain/langgraph-cli@${VERSION}`, "@langchain/langgraph@1.7.3", "@langchain/core@1.4.0",
  ]),
  files: {
    "graph.mjs": GRAPH,
    "auth.mjs": AUTH,
    "package.json": '{ "private": true, "type": "module" }',
    "langgraph.json": JSON.stringify({
      node_version: "20", dependencies: ["."], graphs: { agent: "./graph.mjs:graph" }, auth: { path: "./auth.mjs:auth" },
    }),
  },
  binary: "node_modules/.bin/langgraphjs",
});
