// npm run dev: the page, with the server of ../proxy-server behind /agents-of.
import { defineConfig } from "vite";

export default defineConfig({
  esbuild: { jsx: "automatic" },
  server: { proxy: { "/agents-of": process.env.PROXY ?? "http://127.0.0.1:8080" } },
});
