// @ts-check
// LangGraph's Agent Server in Python, as `langgraph dev` starts it: in memory.

import { KEYS, langgraphServer } from "./langgraph/server.mjs";
import { pip } from "../support/install.mjs";

const VERSION = "0.4.40";

const GRAPH = `
from typing import TypedDict
from langgraph.graph import END, START, StateGraph

class State(TypedDict):
    said: str

def answer(state: State):
    return {"said": "nothing"}

builder = StateGraph(State)
builder.add_node("answer", answer)
builder.add_edge(START, "answer")
builder.add_edge("answer", END)
graph = builder.compile()
`;

const AUTH = `
from langgraph_sdk import Auth

keys = ${JSON.stringify(KEYS)}
auth = Auth()

@auth.authenticate
async def authenticate(headers: dict):
    for identity, key in keys.items():
        if headers.get(b"x-api-key") == key.encode():
            return {"identity": identity}
    raise Auth.exceptions.HTTPException(status_code=401, detail="Not known here")

@auth.on.assistants.delete
async def delete(ctx: Auth.types.AuthContext, value: dict):
    return ctx.user.identity != "looking"
`;

export default langgraphServer({
  title: `LangGraph's server in Python (langgraph-cli ${VERSION}, langgraph-api 0.16.7)`,
  install: `langgraph-python-${VERSION}`,
  steps: pip([`langgraph-cli[inmem]==${VERSION}`, "langgraph-api==0.16.7", "langgraph-runtime-inmem==0.36.7", "langgraph==1.2.24"]),
  files: {
    "graph.py": GRAPH,
    "auth.py": AUTH,
    "langgraph.json": JSON.stringify({
      dependencies: ["."], graphs: { agent: "./graph.py:graph" }, auth: { path: "./auth.py:auth" },
    }),
  },
  binary: "venv/bin/langgraph",
});
