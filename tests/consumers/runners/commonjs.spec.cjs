require("./suite.cjs")(
  require("agent-delete"),
  require("agent-delete/inline"),
  require("agent-delete/sandbox"),
  require("agent-delete/sandbox/node"),
);
