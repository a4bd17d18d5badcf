// @ts-check
// The package at work in Node: results, a refusal, a plan, a backup and a bulk deletion.

import { showBackup } from "./backup.mjs";
import { showBulk } from "./bulk.mjs";
import { showDeletions, showRefusal } from "./deletions.mjs";
import { version } from "./package.mjs";
import { bold, dim } from "./paint.mjs";
import { showPlan } from "./plan.mjs";
import { openWorld } from "./world.mjs";

export async function demo() {
  const world = await openWorld();
  try {
    const place = `on five emulated platforms at ${world.server.origin}`;
    console.log(`${bold(`agent-delete ${version}`)} ${dim(place)}`);
    await showDeletions(world);
    await showRefusal(world);
    await showPlan(world);
    await showBackup(world);
    await showBulk(world);
    console.log();
  } finally {
    await world.server.close();
  }
}
