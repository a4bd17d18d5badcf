// As other packages tell their users to set webpack up: what ends in .wasm is a module that webpack starts.
const common = {
  mode: "production",
  experiments: { asyncWebAssembly: true },
  module: { rules: [{ test: /\.wasm$/, type: "webassembly/async" }] },
};

export default ({ node = false }) => node
  ? { ...common, entry: "./node.js", target: "node", output: { filename: "main.cjs" } }
  : { ...common, entry: "./main.js" };
