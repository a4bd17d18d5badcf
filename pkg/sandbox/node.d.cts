/** `agent-delete/sandbox/node` for `require`. */
import type * as api from "./node.js" with { "resolution-mode": "import" };

export type * from "./node.js" with { "resolution-mode": "import" };

export declare const serveSandbox: typeof api.serveSandbox;
