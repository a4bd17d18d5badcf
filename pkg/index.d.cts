import type * as api from "./index.js" with { "resolution-mode": "import" };

export type * from "./index.js" with { "resolution-mode": "import" };

export declare const AgentClient: typeof api.AgentClient;
export type AgentClient = api.AgentClient;

export declare const AgentError: typeof api.AgentError;
export type AgentError = api.AgentError;

export declare const LoadError: typeof api.LoadError;
export type LoadError = api.LoadError;

export declare const backupFromJson: typeof api.backupFromJson;
export declare const backupToJson: typeof api.backupToJson;
export declare const describePlatform: typeof api.describePlatform;
export declare const platforms: typeof api.platforms;
export declare const resultsToCsv: typeof api.resultsToCsv;

export declare const isAgentError: typeof api.isAgentError;
export declare const ready: typeof api.ready;
