import type { Page } from "@playwright/test";
import { expectAccessible, signInOn, watch } from "./support/pages.ts";
import { expect, password, test, type World } from "./support/world.ts";

test.use({ host: "localhost" });

const operator = "operator@example.org";

const signInAsOperator = async (page: Page, world: World): Promise<void> => {
  await world.server.command(["users", "add", operator, "--role", "admin", "--verified"], password);
  await signInOn(page, world, operator);
  await page.waitForURL("**/account/devices");
  await page.getByRole("link", { name: "Console" }).click();
  await page.waitForURL("**/console");
};

test("the console shows what happens while it happens, and on which node", async ({ page, browser, world }) => {
  const faults = watch(page, world);
  await signInAsOperator(page, world);
  await expect(page.getByRole("status")).toHaveText("Live: the figures are new every five seconds.");
  const signIns = page.locator('[data-figure="signIns"]');
  await expect(signIns.locator("[data-number]")).toHaveText("1", { timeout: 30_000 });
  await expect(signIns.getByRole("img")).toHaveAttribute("aria-label", /^The last hour by minute\. Highest: 1\.$/);
  await expect(signIns.locator("canvas")).toBeVisible();
  await expect(page.locator("[data-node] h3")).toHaveCount(1);
  await expect(page.locator('[data-node] [data-figure="revocationLag"] canvas')).toBeVisible();

  const other = await (await browser.newContext()).newPage();
  await signInOn(other, world, operator);
  await other.waitForURL("**/account/devices");
  await expect(signIns.locator("[data-number]")).toHaveText("2", { timeout: 30_000 });

  // The session ends elsewhere: the console shows nothing of the service any more.
  await other.getByRole("button", { name: "Sign out all other devices" }).click();
  await page.waitForURL("**/account/sign-in?return=%2Fconsole", { timeout: 15_000 });
  expect(faults.filter((fault) => !fault.includes("401"))).toEqual([]);
});

test("figures that are old say so, and new ones follow by themselves", async ({ page, world }) => {
  await signInAsOperator(page, world);
  const status = page.getByRole("status");
  await expect(status).toHaveText(/^Live/);
  world.line.cut();
  await expect(status).toHaveText(/^The connection is lost\./);
  world.line.target = world.server.port;
  await expect(status).toHaveText(/^Live/, { timeout: 30_000 });

  await page.route("**/admin/live", (route) => route.fulfill({ status: 503 }), { times: 1 });
  world.line.cut();
  world.line.target = world.server.port;
  await expect(status).toHaveText(/^The connection is lost\./);
  await expect(status).toHaveText(/^Live/, { timeout: 30_000 });
});

test("the keyboard alone finds a user and locks the account", async ({ page, browser, world }) => {
  const user = await (await browser.newContext()).newPage();
  await user.goto(`${world.origin}/account/sign-up`);
  await user.getByLabel("E-mail address").fill("bob@example.org");
  await user.getByLabel("New password").fill(password);
  await user.getByRole("button", { name: "Create the account" }).click();
  await user.waitForURL("**/account/devices");

  await signInAsOperator(page, world);
  await page.goto(`${world.origin}/console/users`);
  await page.getByLabel("A piece of the e-mail address").focus();
  await page.keyboard.type("bob@");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/console/users?search=bob%40");
  await page.getByRole("link", { name: "bob@example.org" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("Lock the account").first().focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toHaveText("The account is locked, and signed out everywhere.");
  await user.waitForURL("**/account/sign-in?done=ended");
});

for (const scheme of ["light", "dark"] as const) {
  test(`each page of the console is accessible and quiet in the ${scheme} scheme`, async ({ page, world }) => {
    const faults = watch(page, world);
    await page.emulateMedia({ colorScheme: scheme });
    await signInAsOperator(page, world);
    await expect(page.locator("canvas").first()).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page);
    for (const name of ["users", "events", "keys", "invitations"]) {
      await page.goto(`${world.origin}/console/${name}`);
      await expectAccessible(page);
    }

    await page.goto(`${world.origin}/console/users`);
    await page.getByRole("link", { name: operator }).click();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(faults).toEqual([]);
  });
}
