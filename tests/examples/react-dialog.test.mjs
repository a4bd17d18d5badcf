// @ts-check
// The React example as it is built for production, with the proxy of the other example behind it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { serveSandbox } from "../../pkg/sandbox/node.js";
import { openPage, startChromium } from "../consumers/support/chromium.mjs";
import { must } from "../consumers/support/run.mjs";
import { example } from "./support/example.mjs";

const PATH = "/agents-of/eliza";

/** @type {Record<string, string>} */
const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

test("the dialog", { timeout: 15 * 60_000 }, async (t) => {
  const { folder, bin } = await example(t, "react-dialog");
  await must(bin("vite"), ["build"], { cwd: folder });
  const proxy = await example(t, "proxy-server");
  const { createProxy } = await import(pathToFileURL(join(proxy.folder, "proxy.mjs")).href);
  const sandbox = createSandbox();
  const platforms = await serveSandbox(sandbox);
  t.after(() => platforms.close());
  const { baseUrl, auth } = platforms.clientOptions("eliza");
  const forward = createProxy({ backend: "eliza", baseUrl, auth, path: PATH, mayPass: () => true });
  const server = createServer((request, response) => {
    const { url = "/" } = request;
    if (url.startsWith(PATH)) return void forward(request, response);
    const file = url === "/" ? "/index.html" : url;
    response.writeHead(200, { "content-type": types[extname(file)] ?? "text/plain" });
    response.end(readFileSync(join(folder, "dist", file)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  t.after(() => (server.closeAllConnections(), server.close()));
  const origin = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}/`;
  const browser = await startChromium(t);

  /** A page with the dialog open for an agent that runs. @param {string} name */
  async function opened(name) {
    sandbox.reset();
    const id = sandbox.create("eliza", { name, running: true });
    const { page, errors, close } = await openPage(browser, origin);
    await page.getByRole("button", { name: `Delete ${name}` }).click();
    const dialog = page.getByRole("dialog", { name: `Delete ${name}?` });
    await dialog.waitFor();
    return { id, page, errors, close, dialog };
  }

  await t.test("shows what is lost, deletes, and reads the list again", async () => {
    const { id, page, errors, close, dialog } = await opened("Helper");
    await dialog.getByText("its memories and embeddings").waitFor();
    assert.ok(sandbox.requests.every(({ method }) => method === "GET"));
    await dialog.getByRole("button", { name: "Delete it" }).click();
    await dialog.getByText("The agent is deleted.").waitFor();
    assert.equal(sandbox.has("eliza", id), false);
    await dialog.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Delete Helper" }).waitFor({ state: "detached" });
    assert.equal(await page.getByRole("dialog").count(), 0);
    assert.deepEqual(errors, []);
    await close();
  });

  await t.test("Cancel and Escape keep the agent", async () => {
    for (const cancel of ["Cancel", "Escape"]) {
      const { id, page, errors, close, dialog } = await opened("Keeper");
      if (cancel === "Escape") await page.keyboard.press("Escape");
      else await dialog.getByRole("button", { name: "Cancel" }).click();
      await dialog.waitFor({ state: "detached" });
      assert.ok(sandbox.has("eliza", id));
      assert.ok(sandbox.requests.every(({ method }) => method === "GET"));
      assert.deepEqual(errors, []);
      await close();
    }
  });

  await t.test("cancelled while the request is under way: it says that nobody knows", async () => {
    const { errors, close, dialog } = await opened("Racer");
    const fault = sandbox.inject({ kind: "delay", backend: "eliza", method: "DELETE", ms: 20_000 });
    await dialog.getByRole("button", { name: "Delete it" }).click();
    while (!sandbox.requests.some(({ method }) => method === "DELETE")) await new Promise((resolve) => setTimeout(resolve, 20));
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.getByText("the agent may be deleted").waitFor();
    fault.remove();
    assert.deepEqual(errors, []);
    await close();
  });

  await t.test("a failure is told in its own words", async () => {
    const { close, dialog, id } = await opened("Refused");
    sandbox.inject({ kind: "reply", backend: "eliza", method: "DELETE", status: 403, body: { error: "No" } });
    await dialog.getByRole("button", { name: "Delete it" }).click();
    await dialog.getByText(/elizaOS did not delete agent/).waitFor();
    assert.ok(sandbox.has("eliza", id));
    await close();
  });
});
