export default {
  test: {
    projects: ["node", "jsdom", "happy-dom"].map((environment) => ({
      test: { name: environment, environment, globals: true, include: ["esm.spec.mjs"] },
    })),
  },
};
