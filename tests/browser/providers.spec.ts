import { signUpOn, watch } from "./support/pages.ts";
import { Provider } from "./support/provider.ts";
import { expect, test as base } from "./support/world.ts";

const test = base.extend<{ provider: Provider }>({
  host: "localhost",
  provider: async ({}, use) => {
    const provider = await Provider.start();
    await use(provider);
    await provider.end();
  },
  settings: async ({ provider }, use) => use(provider.settings),
});

test("a new person signs in with a provider of another site, and signs in again", async ({ page, world }) => {
  for (let count = 0; count < 2; count++) {
    await page.goto(`${world.origin}/account/sign-in`);
    await page.getByRole("button", { name: "Continue with Work" }).click();
    await page.waitForURL("**/account/devices");
    await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL("**/account/sign-in?done=sign-out");
  }
});

test("who stops at the provider reads so on the page, and the next try goes to where the user wanted to go", async ({ page, world, provider }) => {
  provider.refuses = true;
  await page.goto(`${world.origin}/account/sign-in?return=%2Faccount%2Fsecurity`);
  await page.getByRole("button", { name: "Continue with Work" }).click();
  await page.waitForURL(/\/account\/sign-in\?error=access_denied&return=[^#]*$/);
  await expect(page.getByRole("alert")).toContainText("You stopped the sign-in at the provider.");

  provider.refuses = false;
  await page.getByRole("button", { name: "Continue with Work" }).click();
  await page.waitForURL("**/account/security");
});

test("a provider is linked on the page Security, although its form may lead nowhere else", async ({ page, world, provider }) => {
  const faults = watch(page, world).filter((fault) => !fault.includes(provider.issuer));
  await signUpOn(page, world);
  await page.goto(`${world.origin}/account/security`);
  await page.getByRole("button", { name: "Link it" }).click();
  await page.waitForURL("**/account/security?done=provider-linked");
  await expect(page.getByRole("status")).toHaveText("The provider is linked to your account.");
  await expect(page.getByText(provider.email)).toBeVisible();
  expect(faults).toEqual([]);
});

test("who signed up with the address, and never confirmed it, proves the account by its password", async ({ page, world, provider }) => {
  await page.goto(`${world.origin}/account/sign-up`);
  await page.getByLabel("E-mail address").fill(provider.email);
  await page.getByLabel("New password").fill("a password nobody guesses 7");
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.waitForURL("**/account/devices");
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/account/sign-in?done=sign-out");

  await page.getByRole("button", { name: "Continue with Work" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Is this account yours?");
  await page.getByLabel("Password").fill("a password nobody guesses 7");
  await page.getByRole("button", { name: "Go on" }).click();
  await page.waitForURL("**/account/devices");
});
