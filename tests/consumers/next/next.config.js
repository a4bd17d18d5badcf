import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));

// Next itself is installed one folder up.
export default { turbopack: { root: dirname(folder) } };
