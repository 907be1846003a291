import { existsSync } from "node:fs";
import type { Browser, LaunchOptions, PlaywrightWorkerArgs } from "@playwright/test";
import { launch } from "puppeteer-core";

export type Engine = "chromium" | "firefox";

const firefox = process.env["FIREFOX"] ?? "/usr/bin/firefox-esr";

/** Why tests can't run in this browser here, if so. In CI, they run and fail. */
export const missing = (engine: Engine): string | undefined =>
  engine === "firefox" && !existsSync(firefox) && !process.env["CI"]
    ? "Firefox is not installed: run 'sudo apt-get install firefox-esr', or set FIREFOX to its path."
    : undefined;

export const start = (engine: Engine, { chromium }: PlaywrightWorkerArgs["playwright"], options: LaunchOptions): Promise<Browser> =>
  engine === "firefox" ? startFirefox() : chromium.launch(options);

// Playwright runs its own build of Firefox only. Puppeteer runs Debian's, and calls alike what the tests use of a browser.
const startFirefox = async (): Promise<Browser> => {
  const browser = await launch({ browser: "firefox", executablePath: firefox });
  const adapted = { newContext: () => browser.createBrowserContext(), close: () => browser.close() };
  return adapted as unknown as Browser;
};
