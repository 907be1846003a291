import { defineConfig } from "@playwright/test";

// CARDEA_CYCLES: how many refreshes the tabs of cycles.spec.ts live through. CHROMIUM: another browser than Debian's.
export default defineConfig({
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
