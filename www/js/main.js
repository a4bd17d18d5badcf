// The page: each part is a module of its own, and main.js only starts them.

import { ready } from "agent-delete";
import { connect } from "./connections.js";
import { byId } from "./element.js";
import { manyAgents } from "./many-agents.js";
import { oneAgent } from "./one-agent.js";
import { oneEach } from "./one-each.js";
import { showProblem } from "./problem.js";
import { resetPlatforms } from "./sandbox.js";

try {
  // No call needs this, but a page that can't start should say so before anybody presses a button.
  const [connections] = await Promise.all([connect(), ready()]);
  oneEach(connections);
  oneAgent(connections);
  manyAgents(connections);
  byId("reset", HTMLButtonElement).addEventListener("click", () => {
    resetPlatforms().then(() => location.reload(), showProblem);
  });
  document.querySelector("main")?.removeAttribute("inert");
} catch (error) {
  showProblem(error);
}
