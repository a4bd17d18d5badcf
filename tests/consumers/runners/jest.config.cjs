// Jest requires modules by default, and imports them with Node's --experimental-vm-modules.
const imports = process.execArgv.includes("--experimental-vm-modules");
const testMatch = [imports ? "**/esm.spec.mjs" : "**/commonjs.spec.cjs"];

module.exports = {
  projects: [
    { displayName: "node", testEnvironment: "node", testMatch },
    { displayName: "jsdom", testEnvironment: "jsdom", testMatch },
    { displayName: "jest-fixed-jsdom", testEnvironment: "jest-fixed-jsdom", testMatch },
  ],
};
