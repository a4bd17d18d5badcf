// @ts-check
// The command line at work: a plan, and a clean-up with backups and a journal, each as a process of its own.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pkg } from "../lib/paths.mjs";
import { quoted } from "../../cli/invocation.js";
import { cyan, heading } from "../lib/terminal.mjs";

/** @param {{ sandbox: import("../../pkg/sandbox/index.js").Sandbox, server: import("../../pkg/sandbox/node.js").SandboxServer }} world */
export async function showCommandLine({ sandbox, server }) {
  sandbox.createMany("langchain", 3, { name: "e2e-left-over" });
  heading("From a shell", { about: "The same, without a program: chosen, shown, backed up, deleted, each between two lines of a journal." });
  const folder = mkdtempSync(join(tmpdir(), "agent-delete-demo-"));
  const auth = sandbox.credential("langchain");
  const env = { ...process.env, AGENT_DELETE_API_KEY: "apiKey" in auth ? auth.apiKey : "" };
  const place = ["--backend", "langchain", "--base-url", server.baseUrl("langchain")];
  try {
    for (const args of [["list"], ["delete", "--all", "--name", "e2e-*", "--yes", "--at-most", "50"]]) {
      const [command, ...rest] = args;
      // As it would be typed, but for where it leads.
      console.log(`  ${cyan(`npx agent-delete ${command} … ${rest.map((word) => quoted(word)).join(" ")}`.trimEnd())}\n`);
      await new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [join(pkg, "bin", "agent-delete.js"), command, ...place, ...rest], { cwd: folder, env, stdio: ["inherit", "inherit", process.stdout] });
        child.once("error", reject);
        child.once("close", resolve);
      });
      console.log();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
