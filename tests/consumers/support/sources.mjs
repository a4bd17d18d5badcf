// @ts-check
import { fileURLToPath } from "node:url";

/** The folder of the consumers. */
export const sources = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
