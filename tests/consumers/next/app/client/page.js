"use client";

import { AgentClient, AgentError } from "agent-delete";
import { useEffect } from "react";
import { deleteAgents } from "../../delete-agents.js";

export default function Page() {
  useEffect(() => {
    globalThis.deleteAgents = (tasks) => deleteAgents({ AgentClient, AgentError }, tasks);
  }, []);
  return <p>A client component, which is rendered on the server first</p>;
}
