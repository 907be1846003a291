import { defineConfig } from "tsdown";

const names = ["index", "sign-in", "devices", "security", "react"];
const style = { from: "../pages/src/shared.css", to: "dist", rename: "cardea.css" };

/** For bundlers; and one file with Lit and the client in it, for pages without a bundler. */
export default defineConfig([
  { entry: names.map((name) => `src/${name}.ts`), dts: true, fixedExtension: false, copy: style, logLevel: "warn" },
  { entry: { standalone: "src/index.ts" }, dts: false, minify: true, clean: false, fixedExtension: false, deps: { alwaysBundle: [/./], onlyBundle: false }, logLevel: "warn" },
]);
