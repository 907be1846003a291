import { defineConfig } from "tsdown";

const names = ["index", "account", "passkeys", "providers", "sessions", "events", "server", "react", "vue", "svelte", "angular", "axios", "signalr"];
const entry = { ...Object.fromEntries(names.map((name) => [name, `src/${name}.ts`])), testing: "src/testing/index.ts" };

/** What is published; with CARDEA_SIZE, what an app's bundler makes of the core. */
export default defineConfig(
  process.env["CARDEA_SIZE"]
    ? { entry: ["src/index.ts"], outDir: ".size", dts: false, minify: true, fixedExtension: false, logLevel: "warn" }
    : { entry, dts: true, fixedExtension: false, logLevel: "warn" },
);
