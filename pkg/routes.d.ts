// The generated list of routes, for the tools that check this code before the package is built.
import type { KnownBackend, Route, Routes } from "./types.d.ts";

export type { Route, Routes };

export const routes: Record<KnownBackend, Routes>;
