// @ts-check
// The package that this command line is part of. It is loaded when a command first needs it, so that `help` need not wait.

/** @typedef {typeof import("../pkg/index.js")} Package */
/** @typedef {InstanceType<Package["AgentClient"]>} Client */

/** Beside the folder that the bundle is in. Not written into the import, so that the bundler leaves it alone. */
const ENTRY = "../node.mjs";

/** @type {Promise<Package> | undefined} */
let loading;

/** @returns {Promise<Package>} */
export const sdk = () => (loading ??= import(ENTRY));
