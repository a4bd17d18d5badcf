// The generated list of platforms, for the tools that check this code before the package is built.
export { platforms } from "./index.js";
