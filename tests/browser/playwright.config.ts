import { defineConfig } from "@playwright/test";
import type { Engine } from "./support/engine.ts";
import type { Store } from "./support/postgresql.ts";

// The full run is on PostgreSQL and in Firefox too. Firefox leaves out the tests that need what Chromium alone can do.
const chromium = { name: "chromium" };

// What people do on the pages is done on PostgreSQL as well. Its clock can't be set, so tests that set the clock run on SQLite only.
const postgresql = { name: "postgresql", use: { store: "postgresql" as const }, testMatch: ["pages.spec.ts", "providers.spec.ts"], grepInvert: /@clock/ };
const firefox = { name: "firefox", use: { engine: "firefox" as const }, testIgnore: ["circuits.spec.ts", "cross-site.spec.ts", "elements.spec.ts", "elements-flows.spec.ts", "pages.spec.ts", "providers.spec.ts"], grepInvert: /@chromium/ };

// CARDEA_CYCLES: a full run, and how many refreshes the tabs of cycles.spec.ts live through. CHROMIUM, FIREFOX: other browsers than Debian's.
export default defineConfig<object, { engine: Engine; store: Store }>({
  projects: process.env["CARDEA_CYCLES"] ? [chromium, postgresql, firefox] : [chromium],
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
