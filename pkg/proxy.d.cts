/** `agent-delete/proxy` for `require`. */
import type * as api from "./proxy.js" with { "resolution-mode": "import" };

export type * from "./proxy.js" with { "resolution-mode": "import" };

export declare const routeOf: typeof api.routeOf;
