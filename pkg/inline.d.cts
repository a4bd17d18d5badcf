/** `agent-delete/inline` for `require`. */
export * from "./index.cjs";
