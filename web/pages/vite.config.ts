import { defineConfig } from "vite";

// The files are committed, so they are built the same everywhere, with names that the server knows. The console is built by itself
// (`--mode console`): a part that both share would be a file more, which each page waits for.
export default defineConfig(({ mode }) => ({
  build: {
    outDir: "../../src/Cardea.Pages/Assets",
    emptyOutDir: mode !== "console",
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: true,
    rolldownOptions: {
      input: mode === "console" ? { console: "src/console/console.ts" } : { pages: "src/pages.ts", cardea: "src/cardea.css" },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js", assetFileNames: "[name][extname]" },
    },
  },
  publicDir: mode === "console" ? false : "public",
}));
