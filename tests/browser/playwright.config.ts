import { defineConfig } from "@playwright/test";
import type { Engine } from "./support/engine.ts";

// The full run is in Firefox too, but for the tests that need what Chromium alone can do.
const chromium = { name: "chromium" };
const firefox = { name: "firefox", use: { engine: "firefox" as const }, testIgnore: ["circuits.spec.ts", "cross-site.spec.ts", "elements.spec.ts", "elements-flows.spec.ts", "pages.spec.ts", "providers.spec.ts"], grepInvert: /@chromium/ };

// CARDEA_CYCLES: a full run, and how many refreshes the tabs of cycles.spec.ts live through. CHROMIUM, FIREFOX: other browsers than Debian's.
export default defineConfig<object, { engine: Engine }>({
  projects: process.env["CARDEA_CYCLES"] ? [chromium, firefox] : [chromium],
  testMatch: "*.spec.ts",
  timeout: 20 * 60_000,
  expect: { timeout: 30_000 },
  workers: 1,
  retries: 0,
  reporter: [["list"], ["./support/count.ts"]],
  use: {
    browserName: "chromium",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
    },
  },
});
