// The sandbox in the page: every platform, emulated, with some three hundred agents, as they stand about in a company. Nothing
// real can be lost, and no request leaves the page.

import { platforms, type KnownBackend } from "agent-delete";
import { createSandbox, type Sandbox } from "agent-delete/sandbox";
import { connectionOf, type Connection } from "./connection";
import { DAY } from "../words/time";

export function sandboxConnections(): Connection[] {
  const sandbox = populated();
  // So long a request takes on a good line.
  sandbox.inject({ kind: "delay", ms: 25 });
  return platforms.map(({ name: backend }) => {
    const { fetch, ...client } = sandbox.clientOptions(backend);
    return connectionOf({
      name: NAMES[backend],
      backend,
      address: sandbox.baseUrl(backend),
      production: backend === "foundry",
      protect: backend === "langchain" ? ["billing-*"] : [],
      client: { ...client, ...(fetch && { fetch }) },
    });
  });
}

const NAMES: Record<KnownBackend, string> = {
  charm: "runner", langchain: "deep-agents", foundry: "azure-prod", eliza: "eliza-lab", kortix: "kortix-team", openai: "openai-team",
  flowise: "flowise-lab", langgraph: "graphs", letta: "letta-lab", vertex: "vertex-eu", bedrock: "bedrock-eu", agentcore: "agentcore-eu",
  retell: "phone-line", elevenlabs: "voices", vapi: "call-centre", mistral: "mistral-lab",
};

/** Where many agents are, each platform's own way. On the others are a few of the ordinary kind. */
const LARGE: readonly string[] = ["charm", "langchain", "foundry", "eliza", "kortix"];

/** Agents are made one after the other, each at its own time. */
export function populated(): Sandbox {
  let at: number | null = null;
  const now = Date.now();
  const sandbox = createSandbox({ now: () => at ?? Date.now() });
  const random = sequence(20260301);
  /** Whole days, the younger ones more often. */
  const daysAgo = () => Math.floor(900 * random() ** 2);
  const pick = <T>(choices: readonly [T, ...T[]]): T => choices[Math.floor(random() * choices.length)] ?? choices[0];
  const make = (count: number, one: (number: number) => void) => {
    for (let number = 1; number <= count; number += 1) {
      at = now - daysAgo() * DAY - Math.floor(random() * DAY);
      one(number);
    }
    at = null;
  };

  make(42, (number) => {
    const id = number === 9 ? "Émile's draft #2" : undefined;
    sandbox.create("charm", { name: name(random, number), versions: 1 + Math.floor(random() * 4), daemon: random() < 0.2, ...(id !== undefined && { id }) });
  });
  make(52, (number) => {
    const threads = random() < 0.4 ? { real: Math.floor(random() * 6), test: Math.floor(random() * 3) } : {};
    sandbox.create("langchain", { name: number % 13 === 0 ? `billing-${pick(TEAMS)}` : name(random, number), threads });
  });
  make(46, (number) => {
    const kind = pick(["prompt", "prompt", "hosted", "workflow"] as const);
    const sessions = kind === "hosted" && random() < 0.4 ? (["active", "idle"] as const) : [];
    const id = `${pick(TEAMS)}-${pick(JOBS)}-${number}`;
    sandbox.create("foundry", { id, name: id, kind, sessions: [...sessions], versions: 1 + Math.floor(random() * 5) });
  });
  make(54, (number) => {
    const slow = number % 22 === 0 ? { accepts: { afterMs: 1500 } } : {};
    sandbox.create("eliza", { name: name(random, number), running: random() < 0.55, memories: Math.floor(random() * 6), ...slow });
  });
  make(34, (number) => {
    sandbox.create("kortix", { name: name(random, number), versions: 1 + Math.floor(random() * 6) });
  });
  for (const { name: backend } of platforms) {
    if (!LARGE.includes(backend)) make(4, () => sandbox.create(backend, { name: `${pick(TEAMS)}_${pick(JOBS)}` }));
  }
  return sandbox;
}

const TEAMS = ["support", "sales", "finance", "legal", "ops", "growth", "hr", "research", "data", "security"] as const;
const JOBS = ["triage", "summary", "outreach", "onboarding", "reports", "translation", "qa", "forecast", "intake", "digest"] as const;
const LEFT_OVER = ["e2e", "tmp", "load-test", "pr", "demo"] as const;
const ODD = ["Untitled agent", "copy of copy of Q3 report", "DO NOT DELETE (ask Kim)", "日本語サポート", "🚀 Launch bot", "test", "x", "O'Brien's “helper”", "مساعد الفواتير"] as const;

/** Tidy ones, left-overs of test runs, and what people call things. */
function name(random: () => number, number: number): string {
  const of = (choices: readonly string[]) => choices[Math.floor(random() * choices.length)] ?? "agent";
  const kind = random();
  if (kind < 0.45) return `${of(TEAMS)} ${of(JOBS)}`;
  if (kind < 0.85) return `${of(LEFT_OVER)}-${of(TEAMS)}-${1000 + ((number * 7919) % 9000)}`;
  return of(ODD);
}

/** The same numbers in every run (mulberry32), so that what is shown is the same, too. */
function sequence(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
