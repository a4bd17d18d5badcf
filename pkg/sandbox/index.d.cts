/** `agent-delete/sandbox` for `require`. */
import type * as api from "./index.js" with { "resolution-mode": "import" };

export type * from "./index.js" with { "resolution-mode": "import" };

export declare const createSandbox: typeof api.createSandbox;
export declare const SECRET_MARK: typeof api.SECRET_MARK;
