// Both output forms, and --quiet, over every command: where it goes well and where it does not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ndjson, world } from "./support.mjs";

const NIL = "00000000-0000-4000-8000-00000000dead";
const AGENT = ["createdAt", "description", "id", "isDefault", "isProtected", "name", "raw", "status", "updatedAt"];
const PLAN = ["agent", "agentId", "backend", "blockers", "deletable", "destroys", "keeps", "requests"];
const RESULT = ["agentId", "deletion", "duplicate", "error"];

/** A journal whose deletion was sent and got no answer. */
async function journalOfOneLost({ sandbox, run, to }) {
  const id = sandbox.create("kortix", { name: "e2e" });
  const lost = sandbox.inject({ kind: "reply-lost", backend: "kortix", method: "DELETE", times: 1 });
  const journal = `journal-${id}`;
  const { code, stderr } = await run("delete", ...to("kortix"), id, "--yes", "--max-retries", "0", "--journal", journal);
  lost.remove();
  assert.equal(code, 4, stderr);
  return journal;
}

/** Anew for each call, for some change what is there. @type {[what: string, exit: number, keys: string[] | null, args: (made: any) => Promise<string[]> | string[]][]} `keys`: of each line in JSON; null where there is none. */
const calls = [
  ["platforms", 0, ["backend", "baseUrl", "baseUrlExample", "capabilities", "scheme", "title", "variable"], () => ["platforms"]],
  ["connections", 0, ["backend", "baseUrl", "error", "name", "ok"], ({ connection }) => (connection("good"), ["connections"])],
  ["connections --names", 0, ["name"], ({ connection }) => (connection("good"), ["connections", "--names"])],
  ["connections, one of them wrong", 1, ["backend", "baseUrl", "error", "name", "ok"], ({ connection }) => (connection("wrong"), ["connections"])],
  ["list", 0, AGENT, ({ to }) => ["list", ...to("kortix")]],
  ["list, which fails", 1, null, ({ to, fault }) => (fault(), ["list", ...to("kortix"), "--max-retries", "0"])],
  ["show", 0, AGENT, ({ to, sandbox }) => ["show", ...to("kortix"), sandbox.agents.kortix.default]],
  ["show of what is not there", 1, null, ({ to }) => ["show", ...to("kortix"), NIL]],
  ["plan", 0, PLAN, ({ to }) => ["plan", ...to("kortix"), "--all"]],
  ["plan --out", 0, PLAN, ({ to }) => ["plan", ...to("kortix"), "--all", "--out", "plan.json"]],
  ["plan of what can't be read", 1, null, ({ to, fault, sandbox }) => (fault(), ["plan", ...to("kortix"), sandbox.agents.kortix.default, "--max-retries", "0"])],
  ["backup", 0, ["agentId", "backup", "error", "file"], ({ to, sandbox }) => ["backup", ...to("langchain"), sandbox.create("langchain")]],
  ["backup of what is not there", 1, ["agentId", "backup", "error", "file"], ({ to }) => ["backup", ...to("kortix"), NIL]],
  ["stop", 0, ["agentId", "error"], ({ to, sandbox }) => ["stop", ...to("eliza"), sandbox.create("eliza")]],
  ["stop of what is not there", 1, ["agentId", "error"], ({ to }) => ["stop", ...to("eliza"), NIL]],
  ["delete", 0, RESULT, ({ to, sandbox }) => ["delete", ...to("langchain"), sandbox.create("langchain"), "--yes"]],
  ["delete --dry-run", 0, PLAN, ({ to, sandbox }) => ["delete", ...to("kortix"), sandbox.create("kortix"), "--dry-run"]],
  ["delete of none", 0, null, ({ to }) => ["delete", ...to("kortix"), "--all", "--name", "none", "--yes", "--expect", "0"]],
  ["delete of what is protected", 1, RESULT, ({ to, sandbox }) => ["delete", ...to("kortix"), sandbox.agents.kortix.system, "--yes"]],
  ["delete of more than was said", 3, null, ({ to }) => ["delete", ...to("kortix"), "--all", "--name", "*", "--yes", "--at-most", "1"]],
  ["resume", 4, RESULT, async (made) => ["resume", await journalOfOneLost(made), ...made.to("kortix"), "--yes"]],
  ["resume of no journal", 2, null, ({ to }) => ["resume", "nowhere", ...to("kortix"), "--yes"]],
];

for (const [what, exit, keys, args] of calls) {
  test(what, async (t) => {
    const made = await world(t);
    const { sandbox, configure, server } = made;
    made.connection = (name) => configure({ [name]: { backend: "kortix", baseUrl: server.baseUrl("kortix"), ...(name === "wrong" && { credential: { env: "NONE" } }) } });
    made.fault = () => sandbox.inject({ kind: "server-error", backend: "kortix", method: "GET" });
    const run = async (...more) => {
      const answer = await made.run(...(await args(made)), ...more);
      assert.equal(answer.code, exit, `${more}: ${answer.stderr}`);
      return answer;
    };
    const told = await run();
    const json = await run("--json");
    const values = ndjson(json.stdout);
    assert.equal(values.length > 0, keys !== null, json.stdout);
    for (const value of values) assert.deepEqual(Object.keys(value).sort(), keys);
    assert.ok(exit === 0 ? !/^✗/m.test(json.stderr) : true, json.stderr);

    const quiet = await run("--quiet");
    const lines = (text) => text.trimEnd().split("\n").length;
    assert.equal(lines(quiet.stdout), lines(told.stdout), "results are no talk");
    if (exit === 0) assert.equal(quiet.stderr, "");
    else assert.ok(quiet.stderr !== "" && lines(quiet.stderr) <= lines(told.stderr), quiet.stderr);
    const both = await run("--json", "--quiet");
    assert.deepEqual(ndjson(both.stdout).map((value) => Object.keys(value)), values.map((value) => Object.keys(value)));
    assert.equal(both.stderr === "", quiet.stderr === "" || what.startsWith("connections,"), both.stderr);
  });
}

test("help and completion print text, and take neither", async (t) => {
  const { run } = await world(t);
  for (const [args, says] of [[["help", "--json"], /There is no option --json/], [["completion", "bash", "--quiet"], /There is no option --quiet/]]) {
    const { code, stdout, stderr } = await run(...args);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, says);
  }
});
