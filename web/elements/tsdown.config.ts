import { defineConfig } from "tsdown";

const names = ["index", "sign-in", "devices", "security", "react"];
const style = { from: "../pages/src/shared.css", to: "dist", rename: "cardea.css" };

/** What is published; with CARDEA_SIZE, what an app's bundler makes of all three elements, with Lit and the client. */
export default defineConfig(
  process.env["CARDEA_SIZE"]
    ? { entry: ["src/index.ts"], outDir: ".size", dts: false, minify: true, fixedExtension: false, deps: { alwaysBundle: [/./] }, logLevel: "warn" }
    : { entry: names.map((name) => `src/${name}.ts`), dts: true, fixedExtension: false, copy: style, logLevel: "warn" },
);
