// What only an emulated platform can do. A product has no such file.

/**
 * Makes agents that nobody needs.
 * @param {import("agent-delete").BackendName} backend
 * @returns {Promise<string[]>} Their ids.
 */
export async function spareAgents(backend) {
  return (await post(`spare-agents/${backend}`)).json();
}

/** Puts every agent back that was there at the beginning. */
export async function resetPlatforms() {
  await post("reset");
}

/** @param {string} path */
async function post(path) {
  const response = await fetch(path, { method: "POST" });
  if (!response.ok) throw new Error(`This page's server answered ${response.status}.`);
  return response;
}
