import { addAuthenticator, signInOn, signUpOn } from "./support/pages.ts";
import { expect, test } from "./support/world.ts";

test.use({ host: "localhost" });

test("the box 'Stay signed in' counts for a passkey", async ({ page, world }) => {
  await addAuthenticator(page);
  await signUpOn(page, world);
  await page.goto(`${world.origin}/account/security`);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("link", { name: "I have kept them" }).click();
  await page.waitForURL("**/account/security**");
  // Without conditional mediation, a click signs in.
  await page.addInitScript(() => Object.assign(PublicKeyCredential, { isConditionalMediationAvailable: () => Promise.resolve(false) }));
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Stay signed in").uncheck();
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL("**/account/devices");
  const session = (await page.context().cookies()).filter(({ name }) => /^cardea-\d+$/.test(name));
  expect(session.map(({ expires }) => expires)).toEqual([-1]);
});

test("a pause stops the form that was refused, and no other", async ({ page, world }) => {
  const email = await signUpOn(page, world);
  await page.context().clearCookies();
  await page.goto(`${world.origin}/account/sign-in`);
  for (let count = 0; count < 40 && (await page.locator("[data-retry-after]:not([data-retry-after=''])").count()) === 0; count++) {
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password").fill("wrong, and long enough");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForLoadState();
  }

  await expect(page.locator(".cardea-countdown")).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Sign in with a passkey" })).toBeEnabled();
  await page.getByRole("button", { name: "Get a link by mail" }).click();
  await page.waitForURL("**/account/link");
  await expect(page.getByRole("button", { name: "Send", exact: false })).toBeEnabled();
});

test("the passkeys of the address field are asked for anew before the server forgets the question", async ({ page, world }) => {
  await addAuthenticator(page);
  await page.clock.install();
  let asked = 0;
  await page.route("**/auth/passkeys/sign-in/options", (route) => {
    asked++;
    return route.continue();
  });
  await page.goto(`${world.origin}/account/sign-in`);
  await expect.poll(() => asked).toBe(1);
  await page.clock.runFor(3 * 60_000);
  expect(asked).toBe(1);
  await page.clock.runFor(90_000);
  await expect.poll(() => asked).toBe(2);
});

test("the refusal of a passkey is said in the language of the page", async ({ browser, world }) => {
  const page = await (await browser.newContext({ locale: "de-AT" })).newPage();
  await addAuthenticator(page);
  await page.route("**/auth/register/passkey-options", (route) =>
    route.fulfill({ status: 429, headers: { "Retry-After": "7" }, contentType: "application/problem+json", body: JSON.stringify({ code: "too_many_attempts", detail: "There were too many attempts: wait." }) }),
  );
  await page.goto(`${world.origin}/account/sign-up`);
  await page.getByLabel("E-Mail-Adresse").fill("ada@example.org");
  await page.getByRole("button", { name: "Mit einem Passkey anlegen" }).click();
  await expect(page.getByRole("alert")).toContainText("Es gab zu viele Versuche.");
  await expect(page.getByRole("alert")).toContainText("7 Sekunden");
});

test("a download leaves its button usable, and a second device brings 'sign out all others'", async ({ page, browser, world }) => {
  const email = await signUpOn(page, world);
  await expect(page.locator("#end-others button")).toHaveCount(0);
  await signInOn(await (await browser.newContext()).newPage(), world, email);
  await expect(page.locator("#end-others button")).toHaveCount(1);

  await page.goto(`${world.origin}/account`);
  const button = page.locator("form[data-download] button");
  const download = page.waitForEvent("download");
  await button.click();
  await download;
  await expect(button).toBeEnabled();
});
