// @ts-check
// What is said of the platforms beside what the package itself knows of them: how people call them, and where they keep a
// credential.

/** @import { BackendName } from "../pkg/types.d.ts" */

/**
 * @typedef {object} PlatformInfo
 * @property {string} title
 * @property {"apiKey" | "bearer"} scheme How a credential from `variable`, or one that is asked for, is sent.
 * @property {string | null} variable The environment variable in which the platform's own tools look for a credential.
 * @property {boolean} [open] Servers without a credential are common.
 * @property {string | null} baseUrl What is taken where none is given.
 * @property {string} baseUrlExample
 */

/** @type {Record<BackendName, PlatformInfo>} */
export const platforms = {
  charm: {
    title: "Charm Cloud Runner",
    scheme: "bearer",
    variable: null,
    baseUrl: null,
    baseUrlExample: "https://runner.example.com",
  },
  langchain: {
    title: "LangChain Managed Deep Agents",
    scheme: "apiKey",
    variable: "LANGSMITH_API_KEY",
    baseUrl: "https://api.smith.langchain.com/v1/deepagents",
    baseUrlExample: "https://api.smith.langchain.com/v1/deepagents",
  },
  foundry: {
    title: "Azure AI Foundry",
    scheme: "bearer",
    variable: "AZURE_AI_AUTH_TOKEN",
    baseUrl: null,
    baseUrlExample: "https://ACCOUNT.services.ai.azure.com/api/projects/PROJECT",
  },
  eliza: {
    title: "elizaOS",
    scheme: "apiKey",
    variable: "ELIZA_SERVER_AUTH_TOKEN",
    open: true,
    baseUrl: null,
    baseUrlExample: "http://localhost:3000/api",
  },
  kortix: {
    title: "Kortix (Suna)",
    scheme: "apiKey",
    variable: "KORTIX_API_KEY",
    baseUrl: null,
    baseUrlExample: "https://api.kortix.com/v1",
  },
};

export const backends = /** @type {BackendName[]} */ (Object.keys(platforms));

/** An id that no agent has, by which a platform shows that it knows the caller. */
export const NO_AGENT = "00000000-0000-0000-0000-000000000000";
