// Dry run, plan and deletion choose the same: over random listings and random flags, as processes of their own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ndjson, world } from "./support.mjs";

/** Numbers that are the same in every run. */
function chance(seed) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
  return { of: (items) => items[Math.floor(next() * items.length)], maybe: (share) => next() < share, below: (count) => Math.floor(next() * count) };
}

const NAMES = ["e2e-one", "e2e-two", "E2E-three", "prod", "prod-2", "e2e/slash", "(copy) e2e", "..", ".hidden", "日本語", "e2e\u0007bell"];
const GLOBS = ["*", "e2e-*", "*e2e*", "?rod*", "prod", "{prod,e2e-*}", "[!p]*", "(copy)*"];
const DAY = 86_400_000;

for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`listing and flags no. ${seed}`, async (t) => {
    const random = chance(seed * 7919);
    const backend = random.of(["kortix", "eliza", "langchain"]);
    let now = Date.now() - 40 * DAY;
    const { sandbox, run, to, configure, server } = await world(t, { sandbox: { now: () => now } });
    for (let made = 0; made < 25; made += 1) {
      now += random.below(2 * DAY);
      const agent = { name: random.of(NAMES) };
      if (backend === "eliza") agent.running = random.maybe(0.5);
      sandbox.create(backend, agent);
    }
    const flags = ["--name", random.of(GLOBS)];
    if (random.maybe(0.5)) flags.push("--exclude", random.of(GLOBS.slice(1)));
    if (random.maybe(0.3)) flags.push("--name", random.of(GLOBS));
    if (random.maybe(0.3) && backend === "eliza") flags.push("--status", random.of(["active", "inactive"]));
    if (random.maybe(0.5) && backend !== "eliza") flags.push("--older-than", `${1 + random.below(40)}d`);
    if (random.maybe(0.3)) flags.push("--not-default");
    if (random.maybe(0.5)) flags.push("--force");
    const protect = random.maybe(0.6) ? [random.of(GLOBS.slice(1))] : [];
    configure({ here: { backend, baseUrl: server.baseUrl(backend), protect } });
    const how = random.maybe(0.5) ? ["--connection", "here"] : to(backend);

    const before = sandbox.list(backend);
    const chosen = (stdout) => ndjson(stdout).filter(({ requests, deletable }) => requests.length > 0 || deletable !== false).map(({ agentId }) => agentId);
    const dry = await run("delete", ...how, "--all", ...flags, "--dry-run", "--json");
    const plan = await run("plan", ...how, "--all", ...flags, "--json");
    assert.deepEqual([dry.code, plan.code], [0, 0], dry.stderr + plan.stderr);
    assert.equal(dry.stdout, plan.stdout);
    const listed = await run("list", ...how, ...flags.filter((flag) => flag !== "--force"), "--json");
    assert.deepEqual(ndjson(listed.stdout).map(({ id }) => id).sort(), ndjson(plan.stdout).map(({ agentId }) => agentId).sort());
    const kept = new Set(ndjson(plan.stdout).filter(({ blockers }) => blockers.some(({ message }) => message.startsWith("the configuration protects"))).map(({ agentId }) => agentId));
    const meant = ndjson(plan.stdout).map(({ agentId }) => agentId).filter((id) => !kept.has(id));
    assert.ok(chosen(plan.stdout).every((id) => meant.includes(id)));
    assert.deepEqual(sandbox.list(backend), before, "nothing has changed by then");

    const deleted = await run("delete", ...how, "--all", ...flags, "--yes", "--expect", String(meant.length), "--no-backup", "--json");
    const results = ndjson(deleted.stdout);
    assert.deepEqual(results.map(({ agentId }) => agentId).sort(), [...meant].sort(), deleted.stderr);
    const gone = before.filter((id) => !sandbox.has(backend, id));
    assert.deepEqual(gone.sort(), results.filter(({ deletion }) => deletion?.outcome === "deleted").map(({ agentId }) => agentId).sort());
    assert.ok(gone.every((id) => meant.includes(id)));
    assert.deepEqual(results.filter(({ error }) => error && !["conflict", "protected"].includes(error.code)), []);
  });
}
