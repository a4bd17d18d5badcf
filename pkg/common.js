// @ts-check
// What every entry exports alike: all that needs no WebAssembly.
export { backupFromJson, backupToJson } from "./backup-json.js";
export { AgentError, isAgentError, LoadError } from "./error.js";
export { platforms } from "./platforms.js";
export { resultsToCsv } from "./results-csv.js";
