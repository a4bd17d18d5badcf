// @ts-check
// The package as its users have it: packed and installed.

import { importPackage } from "../../package/support/project.mjs";

export const { AgentClient, isAgentError } = await importPackage();
