// @ts-check
// Headless Firefox with a fresh profile, driven over WebDriver BiDi, which it speaks by itself: there is no
// driver in between.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { which } from "../../../scripts/lib/paths.mjs";
import { tools } from "./cache.mjs";
import { env } from "./run.mjs";

const REMEDY =
  "Firefox is missing: run `npm test`, which installs it where it can, or name its file in FIREFOX.";

const START_TIMEOUT_MS = 60_000;
const COMMAND_TIMEOUT_MS = 60_000;

/** Requests that a browser makes on its own account: none is wanted here. */
const preferences = {
  "app.normandy.enabled": false,
  "app.update.auto": false,
  "app.update.disabledForTesting": true,
  "browser.newtabpage.enabled": false,
  "browser.region.network.url": "",
  "browser.safebrowsing.downloads.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.search.update": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "dom.push.connection.enabled": false,
  "extensions.getAddons.cache.enabled": false,
  "extensions.systemAddon.update.enabled": false,
  "extensions.update.enabled": false,
  "media.gmp-manager.updateEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.dns.disablePrefetch": true,
  "network.http.speculative-parallel-limit": 0,
  "network.proxy.type": 0,
  "services.settings.server": "data:,#remote-settings-dummy/v1",
  "toolkit.telemetry.server": "data:,",
};

/**
 * @param {import("node:test").TestContext} t
 * @returns {Promise<Bidi>}
 */
export async function startFirefox(t) {
  const executable = process.env.FIREFOX || which("firefox-esr") || which("firefox");
  if (!executable) throw new Error(REMEDY);
  const profile = mkdtempSync(join(tmpdir(), "agent-delete-firefox-"));
  const lines = Object.entries(preferences).map(([name, value]) => {
    return `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`;
  });
  writeFileSync(join(profile, "user.js"), lines.join(""));

  const child = spawn(
    executable,
    ["--headless", "--no-remote", "--new-instance", "--profile", profile, "--remote-debugging-port", "0"],
    { env: { ...env, MOZ_CRASHREPORTER_DISABLE: "1" }, detached: true, stdio: ["ignore", "pipe", "pipe"] },
  );
  const end = () => {
    try {
      process.kill(-(/** @type {number} */ (child.pid)), "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  const closed = new Promise((resolve) => {
    child.once("close", resolve);
    child.once("error", resolve);
  });
  process.once("exit", end);
  t.after(async () => {
    process.off("exit", end);
    end();
    await closed;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  const address = await listening(child);
  const bidi = await Bidi.connect(`${address}/session`);
  t.after(() => bidi.close());
  await bidi.send("session.new", { capabilities: {} });
  return bidi;
}

/**
 * Where Firefox listens, which it says when it does.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<string>}
 */
function listening(child) {
  return new Promise((resolve, reject) => {
    /** @type {string[]} */
    const said = [];
    const fail = () => reject(new Error(`Firefox does not open WebDriver BiDi:\n${said.join("\n")}`));
    const timer = setTimeout(fail, START_TIMEOUT_MS);
    child.once("error", reject);
    child.once("close", fail);
    for (const input of /** @type {import("node:stream").Readable[]} */ ([child.stdout, child.stderr])) {
      createInterface({ input }).on("line", (line) => {
        said.push(line);
        const [, address] = /^WebDriver BiDi listening on (ws:\/\/\S+)/.exec(line) ?? [];
        if (address === undefined) return;
        clearTimeout(timer);
        resolve(address);
      });
    }
  });
}

/** A connection to a browser: commands with answers, matched by number. Events are not asked for. */
class Bidi {
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
  #pending = new Map();
  #socket;
  #sent = 0;

  /** @param {any} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.on("message", (/** @type {Buffer} */ data) => {
      const { id, type, result, error, message } = JSON.parse(String(data));
      const waiting = this.#pending.get(id);
      this.#pending.delete(id);
      if (type === "success") waiting?.resolve(result);
      else waiting?.reject(new Error(`${error}: ${message}`));
    });
    socket.on("close", () => {
      const error = new Error("Firefox has closed the connection.");
      for (const { reject } of this.#pending.values()) reject(error);
      this.#pending.clear();
    });
  }

  /** @param {string} address @returns {Promise<Bidi>} */
  static async connect(address) {
    const { WebSocket } = createRequire(join(await tools("firefox"), "package.json"))("ws");
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return new Bidi(socket);
  }

  /**
   * @param {string} method
   * @param {object} params
   * @returns {Promise<any>}
   */
  send(method, params) {
    const id = (this.#sent += 1);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${method} was not answered.`)), COMMAND_TIMEOUT_MS);
      const settle = (/** @type {(value: any) => void} */ done) => (/** @type {any} */ value) => {
        clearTimeout(timer);
        done(value);
      };
      this.#pending.set(id, { resolve: settle(resolve), reject: settle(reject) });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /**
   * Opens an address in a tab of its own.
   *
   * @param {string} url
   */
  async open(url) {
    const { context } = await this.send("browsingContext.create", { type: "tab" });
    await this.send("browsingContext.navigate", { context, url, wait: "complete" });

    /**
     * Runs a function in the tab. What goes in and out is JSON.
     *
     * @param {string} body The body of an async function of `given`.
     * @param {unknown} [given]
     * @returns {Promise<any>}
     */
    const call = async (body, given = null) => {
      const answer = await this.send("script.callFunction", {
        functionDeclaration: `async (text) => {
          const given = JSON.parse(text);
          return JSON.stringify((await (async () => { ${body} })()) ?? null);
        }`,
        arguments: [{ type: "string", value: JSON.stringify(given) }],
        awaitPromise: true,
        target: { context },
      });
      if (answer.type === "exception") throw new Error(answer.exceptionDetails.text);
      return JSON.parse(answer.result.value);
    };
    return { call, close: () => this.send("browsingContext.close", { context }) };
  }

  close() {
    this.#socket.terminate();
  }
}
