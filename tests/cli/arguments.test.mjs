// Arguments that must not be there, or are no good: found before anything is made or sent, and a credential is never repeated.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { world } from "./support.mjs";

const NIL = "00000000-0000-4000-8000-00000000dead";

/** Wrong use: nothing is sent, nothing is made, nothing is repeated. */
async function refused(made, args, says) {
  const { code, stdout, stderr } = await made.run(...args);
  const what = args.map(String).join(" ");
  assert.equal(code, 2, `${what}: ${stderr}`);
  assert.match(stderr, says, what);
  assert.ok(!(stdout + stderr).includes("hunter2"), `${what}: ${stdout}${stderr}`);
  assert.equal(stdout, "", what);
  assert.deepEqual(made.sandbox.requests, [], what);
  assert.deepEqual(readdirSync(made.cwd), [], what);
}

test("a credential as an option is refused wherever it stands, and not repeated", async (t) => {
  const made = await world(t);
  const list = ["list", ...made.to("kortix")];
  for (const args of [
    ["--token", "hunter2", ...list],
    ["--api-key=hunter2", ...list],
    ["-thunter2", ...list],
    [...list, "--token", "hunter2"],
    [...list, "--api-key=hunter2"],
    [...list, "--apiKey=hunter2"],
    [...list, "--bearer", "hunter2"],
    [...list, "--access-token=hunter2"],
    [...list, "--client-secret", "hunter2"],
    [...list, "-thunter2"],
    [...list, "-t=hunter2"],
    [...list, "-k", "hunter2"],
    [...list, "-token", "hunter2"],
    [...list, "--help", "--password=hunter2"],
    ["list", "--backend", "--token=hunter2"],
    ["help", "--token", "hunter2"],
    ["show", "--auth=hunter2"],
    ["completion", "bash", "--key", "hunter2"],
  ]) await refused(made, args, /A credential is never an argument.*\n(.*\n)? +Set AGENT_DELETE_API_KEY/);
});

test("what an unknown option was given is not repeated", async (t) => {
  const made = await world(t);
  const list = ["list", ...made.to("kortix")];
  for (const [args, says] of [
    [[...list, "--tokn=hunter2"], /^✗ There is no option --tokn; `agent-delete help list` lists them\.\n$/],
    [["--colour=hunter2", ...list], /^✗ There is no option --colour; `agent-delete help` lists them\.\n/],
    [[...list, "--json=hunter2"], /^✗ --json takes no value\.\n$/],
    [[...list, "--x=it's hunter2\nhunter2"], /^✗ There is no option --x; /],
    [[...list, "-zhunter2"], /^✗ There is no option -z; /],
    [["list", "--backend", "-thunter2"], /^✗ --backend must be charm, (\w+, )+\w+ or \w+\.\n$/],
  ]) await refused(made, args, says);
});

test("wrong arguments are told in the same words as everything else", async (t) => {
  const made = await world(t);
  for (const [args, says] of [
    [["list", "--nmae", "x"], "There is no option --nmae; did you mean --name?"],
    [["list", "--create-before", "x"], "There is no option --create-before; did you mean --created-before?"],
    [["list", "--name"], "--name needs a value."],
    [["delete", "--if-missing", "never"], '--if-missing must be error or ignore, not "never".'],
    [["list", "--status", "on"], '--status must be active or inactive, not "on".'],
    [["show"], "No id is given: agent-delete show <id>"],
    [["resume"], "No journal is given: agent-delete resume <journal>"],
    [["completion"], "No shell is given: agent-delete completion <shell>"],
    [["completion", "tcsh"], 'The shell must be bash, zsh or fish, not "tcsh".'],
    [["show", "a", "b"], "show takes 1 argument, not 2."],
    [["platforms", "a"], "platforms takes no argument."],
    [["help", "list", "show"], "help takes 1 argument, not 2."],
  ]) assert.deepEqual(await made.run(...args), { code: 2, signal: null, stdout: "", stderr: `✗ ${says}\n` }, args.join(" "));
});

test("a pattern may look like an option for a credential: it is none where a pattern goes", async (t) => {
  const made = await world(t);
  const { run, to, sandbox } = made;
  const [id, other] = [sandbox.create("kortix", { name: "--token-test" }), sandbox.create("kortix", { name: "e2e" })];
  for (const [args, ids] of [[["--name", "--token*"], [id]], [["--name", "e2e", "--exclude", "--api-key?"], [other]], [["--name=--token-test"], [id]]]) {
    const { code, stdout, stderr } = await run("list", ...to("kortix"), ...args);
    assert.equal(code, 0, stderr);
    assert.deepEqual(stdout.trimEnd().split("\n").map((line) => line.split("\t")[0]), ids);
  }
  sandbox.clearRequests();
  for (const args of [["--token*", "hunter2"], ["--name", "--token", "hunter2"], ["--name", "x*", "--token=hunter2*"]]) {
    await refused(made, ["list", ...to("kortix"), ...args], /A credential is never an argument/);
  }
});

test("a header that carries a credential is refused, by its name or by its value", async (t) => {
  const made = await world(t);
  for (const name of [
    "Authorization", "Proxy-Authorization", "X-Ms-Authorization-Auxiliary", "Cookie", "Set-Cookie", "X-API-Key", "Api-Key", "ApiKey", "X-Goog-Api-Key",
    "Ocp-Apim-Subscription-Key", "X-Functions-Key", "X-Amz-Security-Token", "Private-Token", "X-Vault-Token", "X-Auth", "X-Client-Secret", "X-Password",
  ]) await refused(made, ["list", ...made.to("kortix"), "--header", `${name}: hunter2`], /carries a credential\. Set AGENT_DELETE_API_KEY/);
  for (const value of ["Bearer hunter2", "basic hunter2", "eyJhunter2.eyJ9.x", "sk-hunter2"]) {
    await refused(made, ["list", ...made.to("kortix"), "--header", `X-Team: ${value}`], /X-Team carries a credential/);
  }
  for (const header of ["Idempotency-Key: a", "X-Tenant-Id: a", "X-Author: a", "traceparent: 00-a-b-01"]) {
    const { code, stderr } = await made.run("list", ...made.to("kortix"), "--header", header);
    assert.equal(code, 0, stderr);
  }
});

const commands = {
  list: () => [],
  show: (id) => [id],
  plan: (id) => [id, "--out", "plan.json"],
  backup: (id) => [id],
  delete: (id) => [id, "--yes", "--summary", "summary.md"],
  "delete --all": () => ["--all", "--name", "*", "--yes", "--at-most", "99"],
};

for (const [command, more] of Object.entries(commands)) {
  test(`${command}: what only the client knows to be wrong is wrong use`, async (t) => {
    const made = await world(t);
    const [name] = command.split(" ");
    for (const [how, says, env] of [
      [[...made.to("kortix"), "--header", "X-Y: a\nb"], /the value of X-Y must hold no line break/],
      [[...made.to("kortix"), "--header", "(: a"], /A header's name is made of/],
      [[...made.to("kortix"), "--api-version", "1"], /takes no API version \(--api-version\)/],
      [[...made.to("kortix"), "--timeout", "0s"], /--timeout must be/],
      [["--backend", "kortix", "--base-url", "http://example.com/v1"], /The base URL must be https/],
      [["--backend", "kortix", "--base-url", "https://me:hunter2@example.com/v1"], /must hold no user name or password/],
      [["--backend", "kortix", "--base-url", "https://example.com/v1?key=hunter2"], /must have no query/],
      [made.to("kortix"), /The API key must hold no line break/, { KORTIX_API_KEY: "hunter2\nx" }],
    ]) await refused(made, [name, ...how, ...more(NIL), ...(env ? [{ env }] : [])], says);
    if (["plan", "delete"].includes(name)) {
      await refused(made, [name, ...made.to("eliza"), ...more(NIL), "--cascade", "threads"], /--cascade can't be given there/);
    }
  });
}

test("a credential's command that fails ends it before anything is made or sent", async (t) => {
  const made = await world(t);
  const { plain } = made.sandbox.agents.kortix;
  made.configure({ here: { backend: "kortix", baseUrl: made.server.baseUrl("kortix"), credential: { command: [process.execPath, "-e", "process.exit(3)"] } } });
  const { code, stderr } = await made.run("delete", "--connection", "here", plain, "--yes");
  assert.equal(code, 2, stderr);
  assert.match(stderr, /here has no credential: the credential's command .* ended with 3/);
  assert.deepEqual(made.sandbox.requests, []);
  assert.deepEqual(readdirSync(made.cwd), ["agent-delete.json"]);
});
