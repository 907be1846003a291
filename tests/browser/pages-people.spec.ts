import { signInOn, signUpOn } from "./support/pages.ts";
import { expect, password, test } from "./support/world.ts";

test.use({ host: "localhost" });

test("an address keeps its letters", async ({ page, world }) => {
  // A field of type email would send max@massanfertigung.de, which is the domain of somebody else.
  const name = `jörg-${crypto.randomUUID().slice(0, 8)}`;
  await page.goto(`${world.origin}/account/sign-up`);
  await page.getByLabel("E-mail address").fill(`${name}@maßanfertigung.de`);
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.waitForURL("**/account/devices");
  await page.goto(`${world.origin}/account`);
  await expect(page.getByRole("main")).toContainText(`${name}@maßanfertigung.de`);
});

test("another mailed link in the same tab takes the place of the earlier one", async ({ page, world }) => {
  await page.goto(`${world.origin}/account/reset-password#token=earlier`);
  const field = page.locator("[data-token-field] input");
  await expect(field).toHaveValue("earlier");
  await page.goto(`${world.origin}/account/reset-password#token=later.`);
  await expect(field).toHaveValue("later");
  await expect(page).toHaveURL(`${world.origin}/account/reset-password`);
});

test("a mailed link counts in the tab that asked for it", async ({ page, world }) => {
  await page.goto(`${world.origin}/account/link`);
  await page.getByLabel("E-mail address").fill("somebody@example.org");
  await page.getByRole("button", { name: "Send", exact: false }).click();
  await expect(page.locator("[data-token-field]")).toHaveCount(0);
  await page.goto(`${world.origin}/account/link#token=mailed`);
  await expect(page.locator("[data-token-field] input")).toHaveValue("mailed");
});

test("a form that somebody stopped can be sent again", async ({ page, world }) => {
  const email = await signUpOn(page, world);
  await page.context().clearCookies();
  await page.clock.install();
  await page.goto(`${world.origin}/account/sign-in`);
  await page.route("**/account/sign-in", (route) => (route.request().method() === "POST" ? route.abort("aborted") : route.continue()));
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  const button = page.getByRole("button", { name: "Sign in", exact: true });
  await button.click({ noWaitAfter: true });
  await page.clock.runFor(100);
  await expect(button).toBeDisabled();
  await page.clock.runFor(10_000);
  await expect(button).toBeEnabled();
});

test("a tab whose session another tab replaced shows the devices of the new one", async ({ page, world }) => {
  const email = await signUpOn(page, world);
  await page.waitForTimeout(500);
  const other = await page.context().newPage();
  await signInOn(other, world, email);
  await other.waitForURL("**/account/devices");
  await expect(page.locator("#devices li")).toHaveCount(await other.locator("#devices li").count());
  await expect(page).toHaveURL(`${world.origin}/account/devices`);
});
