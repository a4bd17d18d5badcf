// The console: starts the package, opens the connections, and draws the page.

import "./theme/base.css";
import "./theme/controls.css";
import "./theme/agents.css";
import "./theme/dialogs.css";
import "./theme/run.css";
import { render } from "preact";
import { ready } from "agent-delete";
import { openConnections } from "./connections/load";
import { openListings } from "./find/agents";
import { followTheme } from "./theme/theme";
import { App } from "./view/app";
import { broken, opened } from "./view/place";

followTheme();
const ground = document.getElementById("console");
if (ground) {
  ground.replaceChildren();
  render(<App />, ground);
}

try {
  // No call needs this, but a page that can't start says so before anybody presses a button.
  const [connections] = await Promise.all([openConnections(), ready()]);
  opened.value = connections;
  openListings(connections.connections);
} catch (error) {
  broken.value = error;
}
