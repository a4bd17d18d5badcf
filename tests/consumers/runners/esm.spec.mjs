import { createRequire } from "node:module";
import * as main from "agent-delete";
import * as inline from "agent-delete/inline";
import * as sandbox from "agent-delete/sandbox";
import * as sandboxNode from "agent-delete/sandbox/node";

createRequire(import.meta.url)("./suite.cjs")(main, inline, sandbox, sandboxNode);
