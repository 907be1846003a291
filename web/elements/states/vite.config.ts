import { defineConfig } from "vite";

/** The page with all states, and the page for a real server. */
export default defineConfig({
  base: "./",
  server: { host: "127.0.0.1" },
  build: {
    outDir: "../.states",
    emptyOutDir: true,
    target: "es2022",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    rolldownOptions: { input: { index: "states/index.html", live: "states/live.html" }, output: { entryFileNames: "[name].js", chunkFileNames: "[name].js", assetFileNames: "[name][extname]" } },
  },
});
