// @ts-check
// A real nginx on loopback, in a folder of its own, without privileges and without a trace.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const PAGE = "<!doctype html><title>Sorry</title><h1>We will be right back</h1>\n";

/** How long nginx may take to open its ports, in tenths of a second. */
const PATIENCE = 100;

/**
 * Starts nginx with one server for each configuration.
 *
 * @param {Record<string, string>} configurations The inside of each `server { … }`, by name.
 * @returns {Promise<{ origins: Record<string, string>, stop: () => Promise<void> }>}
 */
export async function startNginx(configurations) {
  const folder = mkdtempSync(join(tmpdir(), "agent-delete-nginx-"));
  mkdirSync(join(folder, "pages"));
  writeFileSync(join(folder, "pages", "sorry.html"), PAGE);
  const names = Object.keys(configurations);
  const ports = await freePorts(names.length);
  const servers = names.map((name, n) => `server { listen 127.0.0.1:${ports[n]};\n${configurations[name]}\n}`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; master_process off; pid nginx.pid; error_log stderr crit;
events { worker_connections 256; }
http {
  access_log off;
  default_type application/octet-stream;
  types { text/html html; }
  ${temporary.map((name) => `${name}_temp_path ${name};`).join(" ")}
  ${servers.join("\n")}
}
`,
  );
  const args = ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"];
  const nginx = spawn(process.env.NGINX ?? "nginx", args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  nginx.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  const ended = once(nginx, "exit");
  const stop = async () => {
    nginx.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(ports.map((port) => untilOpen(port, ended, () => said)));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    origins: Object.fromEntries(names.map((name, n) => [name, `http://127.0.0.1:${ports[n]}`])),
    stop,
  };
}

/** @param {number} count @returns {Promise<number[]>} Ports that are free now. */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => /** @type {import("node:net").AddressInfo} */ (server.address()).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}

/** @param {number} port @param {Promise<unknown>} ended @param {() => string} said */
async function untilOpen(port, ended, said) {
  for (let tries = 0; tries < PATIENCE; tries += 1) {
    const socket = createConnection(port, "127.0.0.1");
    const open = await once(socket, "connect").then(() => true, () => false);
    socket.destroy();
    if (open) return;
    const over = await Promise.race([ended.then(() => true), pause(100, false)]);
    if (over) break;
  }
  throw new Error(`nginx did not start: ${said()}`);
}
