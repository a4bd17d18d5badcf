// A list of agents, each with a button that opens the dialog.

import { AgentClient } from "agent-delete";
import { StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { DeleteAgentDialog } from "./DeleteAgentDialog.jsx";

// Made once, outside of every component. The key is on the server: see ../proxy-server.
const client = new AgentClient({ backend: "eliza", baseUrl: new URL("/agents-of/eliza", location.href) });

function Agents() {
  const [agents, setAgents] = useState([]);
  const [chosen, setChosen] = useState(null);
  const [problem, setProblem] = useState("");
  // Raised to read the list again.
  const [round, setRound] = useState(0);

  useEffect(() => {
    const controller = new AbortController();
    (async () => {
      const found = [];
      for await (const agent of client.listAgents({ signal: controller.signal })) found.push(agent);
      setAgents(found);
    })().catch((error) => controller.signal.aborted || setProblem(error.message));
    return () => controller.abort();
  }, [round]);

  const close = () => {
    setChosen(null);
    setRound(round + 1);
  };
  return (
    <main>
      <h1>Agents</h1>
      {problem && <p role="alert">{problem}</p>}
      <ul>
        {agents.map(({ id, name }) => (
          <li key={id}>
            {name ?? id} <button onClick={() => setChosen(id)}>Delete {name ?? id}</button>
          </li>
        ))}
      </ul>
      {chosen && <DeleteAgentDialog key={chosen} client={client} id={chosen} onClose={close} />}
    </main>
  );
}

createRoot(document.getElementById("root")).render(<StrictMode><Agents /></StrictMode>);
