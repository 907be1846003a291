import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { endOtherSessions, expect, modes, password, signUp, stateOf, test, userOf } from "./support/world.ts";

// These tests set the browser's clock, its scripts or its profile, or freeze a tab.
const chromium = { tag: "@chromium" };

/** The user is never signed out unless the server said so, and is never asked twice. */
for (const mode of modes) {
  test.describe(`mode ${mode}`, () => {
    test("a frozen tab thaws signed in", chromium, async ({ context, world }) => {
      const [page, other] = [await world.open(context, mode), await world.open(context, mode)];
      const email = await signUp(page);
      await expect.poll(() => stateOf(other)).toBe("signedIn");
      await setLifecycle(page, "frozen");
      await world.expire();
      expect(await userOf(other)).toBe(email);
      await world.expire();
      await setLifecycle(page, "active");
      expect(await userOf(page)).toBe(email);
    });

    test("a laptop sleeps past the expiry", chromium, async ({ context, world }) => {
      await context.clock.install();
      const page = await world.open(context, mode);
      const email = await signUp(page);
      await world.expire();
      await page.clock.fastForward("11:00");
      expect(await userOf(page)).toBe(email);
      expect(await stateOf(page)).toBe("signedIn");
    });

    test("a device whose clock is wrong by an hour refreshes no more than others", chromium, async ({ context, world }) => {
      await context.clock.install({ time: Date.now() + 3_600_000 });
      const page = await world.open(context, mode);
      const email = await signUp(page);
      const before = world.line.count(({ path }) => path === "/auth/refresh-token");
      for (let requests = 0; requests < 5; requests++) {
        expect(await userOf(page)).toBe(email);
      }
      expect(world.line.count(({ path }) => path === "/auth/refresh-token")).toBe(before);
    });

    test("a tab that is killed between the answer and the storing comes back signed in", async ({ context, world }) => {
      const page = await world.open(context, mode);
      const email = await signUp(page);
      await world.expire();
      world.line.fate = () => "lost";
      const asked = page.evaluate(() => window.tab.client.refresh()).catch(() => {});
      await expect.poll(() => world.line.count(({ path }) => path === "/auth/refresh-token")).toBeGreaterThan(0);
      await page.close();
      await asked;
      world.line.fate = () => "arrives";
      expect(await userOf(await world.open(context, mode))).toBe(email);
    });

    test("a server that is away leaves the user offline, and signed in when it is back", async ({ context, world }) => {
      const page = await world.open(context, mode);
      const email = await signUp(page);
      await world.expire();
      world.line.target = undefined;
      expect(await page.evaluate(() => window.tab.client.refresh().catch((error) => error.code))).toBe("offline");
      expect(await stateOf(page)).toBe("offline");
      world.line.target = world.server.port;
      await expect.poll(() => stateOf(page)).toBe("signedIn");
      expect(await userOf(page)).toBe(email);
    });

    test("a session that is ended elsewhere ends in every tab", async ({ context, browser, world }) => {
      const [page, other] = [await world.open(context, mode), await world.open(context, mode)];
      const email = await signUp(page);
      await expect.poll(() => stateOf(other)).toBe("signedIn");
      const device = await browser.newContext();
      const elsewhere = await world.open(device, mode);
      await endOtherSessions(elsewhere, email);
      expect(await userOf(page)).toBeNull();
      await expect.poll(() => stateOf(other)).toBe("signedOut");
      expect(await stateOf(elsewhere)).toBe("signedIn");
      await device.close();
    });

    test("a sign-out without a network stays, and reaches the server later", async ({ context, world }) => {
      const page = await world.open(context, mode);
      await signUp(page);
      world.line.target = undefined;
      await page.evaluate(() => window.tab.client.signOut());
      expect(await stateOf(page)).toBe("signedOut");
      await page.close();

      const next = await world.open(context, mode);
      expect(await userOf(next)).toBeNull();
      world.line.target = world.server.port;
      await expect.poll(() => world.line.count(({ path, status }) => path.startsWith("/auth/logout") && status < 300), { timeout: 60_000 }).toBe(1);
      expect(await userOf(next)).toBeNull();
    });

    test("the back button after a sign-out shows nobody", async ({ context, world }) => {
      const page = await world.open(context, mode);
      await signUp(page);
      await page.goto(`${world.origin}/app/?mode=${mode}&next`);
      await page.evaluate(() => window.tab.client.signOut());
      await page.goBack();
      expect(await userOf(page)).toBeNull();
    });

    test("a user for whom storage is blocked is signed in until the page closes", chromium, async ({ context, world }) => {
      await context.addInitScript(() =>
        Object.defineProperty(window, "localStorage", {
          get() {
            throw new DOMException("Blocked.", "SecurityError");
          },
        }),
      );
      const page = await world.open(context, mode);
      const email = await signUp(page);
      await world.expire();
      expect(await userOf(page)).toBe(email);
    });

    test("a user whose storage is full is signed in until the page closes", chromium, async ({ context, world }) => {
      await context.addInitScript(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException("Full.", "QuotaExceededError");
        };
      });
      const page = await world.open(context, mode);
      const email = await signUp(page);
      await world.expire();
      expect(await userOf(page)).toBe(email);
    });
  });
}

test("two tabs have two accounts, with tokens of their own", async ({ context, world }) => {
  const [one, two] = [await world.open(context, "bearer", "&own"), await world.open(context, "bearer", "&own")];
  const emails = [await signUp(one), await signUp(two)];
  for (let cycle = 0; cycle < 3; cycle++) {
    await world.expire();
    expect(await Promise.all([userOf(one), userOf(two)])).toEqual(emails);
  }
});

test("with cookies, all tabs have the account that signed in last", async ({ context, world }) => {
  const [one, two] = [await world.open(context, "cookie"), await world.open(context, "cookie")];
  await signUp(one);
  const email = await signUp(two);
  await world.expire();
  expect(await Promise.all([userOf(one), userOf(two)])).toEqual([email, email]);
});

for (const mode of ["cookie", "refreshCookie"] as const) {
  test(`a user who blocks cookies is told so in mode ${mode}`, chromium, async ({ playwright, launchOptions, world }, { outputDir }) => {
    const profile = join(outputDir, "profile");
    await mkdir(join(profile, "Default"), { recursive: true });
    const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
    await writeFile(join(profile, "Default/Preferences"), JSON.stringify(blocked));
    const context = await playwright.chromium.launchPersistentContext(profile, { ...launchOptions, headless: true });
    const page = await world.open(context, mode);
    const code = await page.evaluate(
      (request) => window.tab.client.signUp(request).then(() => "signed in", (error) => error.code as string),
      { email: `${crypto.randomUUID()}@example.org`, password },
    );
    expect(code).toBe("cookies_blocked");
    expect(world.line.count(({ path }) => path === "/auth/register")).toBe(0);
    await context.close();
  });
}

const setLifecycle = async (page: Page, state: "frozen" | "active"): Promise<void> => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Page.setWebLifecycleState", { state });
  await devtools.detach();
};
