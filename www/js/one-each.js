// One agent on each platform, by the same call, side by side; and one that is refused.

import { byId } from "./element.js";
import { onSubmit } from "./form.js";
import { settle } from "./settle.js";

/** @param {import("./connections.js").Connections} connections */
export function oneEach({ clients, agents }) {
  const status = byId("each-status", HTMLElement);
  onSubmit(byId("each", HTMLFormElement), async () => {
    status.textContent = "Deleting…";
    const options = { force: true, verify: true };
    const calls = [
      clients.charm.deleteAgent(agents.charm.plain, options),
      clients.langchain.deleteAgent(agents.langchain.plain, options),
      clients.foundry.deleteAgent(agents.foundry.live, options),
      clients.eliza.deleteAgent(agents.eliza.running, options),
      clients.kortix.deleteAgent(agents.kortix.default, options),
      clients.eliza.deleteAgent(agents.eliza.default),
    ];
    const ends = await Promise.all(calls.map(settle));
    status.textContent = ends.join(" ");
  });
}
