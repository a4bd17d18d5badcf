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

export interface Routes {
  /** A regular expression. */
  id: string;
  apiVersion: string | null;
  /** Headers of every request. */
  headers: Record<string, string>;
  /** Headers of an answer that are read, in lower case. */
  answerHeaders: string[];
  routes: Route[];
}

export const routes: Record<BackendName, Routes>;
