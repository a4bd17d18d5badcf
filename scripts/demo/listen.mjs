// @ts-check

const HOST = "127.0.0.1";

/**
 * Listens on loopback: on this port, or on any free one where it is taken.
 * @param {import("node:http").Server} server
 * @param {number} port
 * @returns {Promise<string>} Its address.
 */
export async function listen(server, port) {
  try {
    await listenOn(server, port);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EADDRINUSE") throw error;
    await listenOn(server, 0);
  }
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return `http://${HOST}:${address.port}/`;
}

/** @param {import("node:http").Server} server @param {number} port */
function listenOn(server, port) {
  return /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => {
      server.off("error", reject);
      resolve();
    });
  }));
}
