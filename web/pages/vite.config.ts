import { defineConfig } from "vite";

// The files are committed, so they are built the same everywhere, with names that the server knows.
export default defineConfig({
  build: {
    outDir: "../../src/Cardea.Pages/Assets",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: true,
    rolldownOptions: {
      input: { pages: "src/pages.ts", cardea: "src/cardea.css" },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js", assetFileNames: "[name][extname]" },
    },
  },
  publicDir: "public",
});
