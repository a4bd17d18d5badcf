// The generated list of routes, for the tools that check this code before the package is built.
import type { BackendName, Purpose } from "./types.d.ts";

/** `{}` stands for an id and `*` for any value; a parameter with `*` may be missing. */
export interface Route {
  purpose: Purpose;
  method: string;
  path: string;
  query: string[];
  body: string;
}

/** By platform; `id` is a regular expression. */
export const routes: Record<BackendName, { id: string; apiVersion: string | null; routes: Route[] }>;
