// @ts-check
// LangGraph's Agent Server in Python, as `langgraph dev` starts it: in memory, without a key.

import { langgraphServer } from "./langgraph/server.mjs";
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

export default langgraphServer({
  title: `LangGraph's server in Python (langgraph-cli ${VERSION}, langgraph-api 0.16.7)`,
  install: `langgraph-python-${VERSION}`,
  steps: pip([`langgraph-cli[inmem]==${VERSION}`, "langgraph-api==0.16.7", "langgraph-runtime-inmem==0.36.7", "langgraph==1.2.24"]),
  files: { "graph.py": GRAPH, "langgraph.json": JSON.stringify({ dependencies: ["."], graphs: { agent: "./graph.py:graph" } }) },
  binary: "venv/bin/langgraph",
});
