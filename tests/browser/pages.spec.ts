import type { Page } from "@playwright/test";
import { addAuthenticator, expectAccessible, signInOn, signUpOn, watch } from "./support/pages.ts";
import { expect, password, test } from "./support/world.ts";

test.use({ host: "localhost" });

const open = ["sign-in", "sign-up", "forgot-password", "link", "verify-email", "reset-password", "change-email", "undo-email"];
const own = ["devices", "security", "", "confirm"];
const mostBytes = 60_000;

test("a device that is signed out elsewhere shows it", async ({ page, browser, world }) => {
  const faults = watch(page, world);
  const email = await signUpOn(page, world);
  const phone = await (await browser.newContext()).newPage();
  await signInOn(phone, world, email);
  await phone.waitForURL("**/account/devices");

  // The list follows by itself.
  await expect(page.locator(".cardea-item")).toHaveCount(2);
  await page.locator(".cardea-item:not([data-current=true])").getByRole("button", { name: /^Sign out/ }).click();
  await expect(page.getByRole("status")).toHaveText("That device is signed out, on every service at once.");
  await phone.waitForURL("**/account/sign-in?done=ended");
  await expect(phone.getByRole("status")).toContainText("This device was signed out from elsewhere.");

  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/account/sign-in?done=sign-out");
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  expect(faults).toEqual([]);
});

test("a session that somebody copied ends, and the pages say so", { tag: "@clock" }, async ({ page, browser, world }) => {
  const email = await signUpOn(page, world);
  const stolen = await page.context().storageState();
  await page.goto(`${world.origin}/account/security`);
  // A cookie moves on once a day. The token of the copy is then too old to be a late answer.
  for (let count = 0; count < 6; count++) {
    await world.server.leap(25 * 60 * 60);
    await world.server.untilReady();
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Security");
  }
  await page.goto(`${world.origin}/account/devices`);

  const thief = await (await browser.newContext({ storageState: stolen })).newPage();
  await thief.goto(`${world.origin}/account/security`);
  const text = "Somebody else may have used your session, so it was ended. Sign in again.";
  await expect(thief.getByRole("alert")).toHaveText(text);
  await page.waitForURL("**/account/sign-in?error=refresh_token_reused");
  await expect(page.getByRole("alert")).toHaveText(text);

  await signInOn(page, world, email);
  await page.waitForURL("**/account/devices");
  await expect(page.getByRole("heading", { name: /^Somebody may have copied the session of .+ on Linux$/ })).toBeVisible();
  await expect(page.getByText("It was probably the browser that you use now.")).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
});

test("a passkey signs up alone, is added, signs in and is removed", async ({ page, world }) => {
  const faults = watch(page, world);
  await addAuthenticator(page);
  await page.goto(`${world.origin}/account/sign-up`);
  await page.getByLabel("E-mail address").fill("ada@example.org");
  await page.getByRole("button", { name: "Sign up with a passkey" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Recovery codes");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("recovery-codes.txt");
  await page.getByRole("link", { name: "I have kept them" }).click();
  await page.waitForURL("**/account/devices");

  await page.goto(`${world.origin}/account/security`);
  await expect(page.locator("[data-passkey-id]")).toHaveCount(1);
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();

  // The device offers its passkey where the address is typed, and this one says yes at once.
  await page.waitForURL("**/account/devices");
  await page.goto(`${world.origin}/account/security`);
  await page.locator("[data-passkey-id]").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("alert")).toContainText("Without this passkey you could not sign in any more.");
  expect(faults.filter((fault) => !fault.includes("409"))).toEqual([]);
});

test.describe("where an invitation is needed", () => {
  test.use({ settings: { Cardea__Registration: "Invited" } });

  test("a passkey signs up with the mailed link, and nobody without it", async ({ page, world }) => {
    await addAuthenticator(page);
    await page.goto(`${world.origin}/account/sign-up`);
    await expect(page.getByRole("alert")).toContainText("Nobody can sign up here.");

    await world.server.command(["users", "invite", "ada@example.org"], "");
    const code = await world.server.codeOfMail("ada@example.org");
    await page.goto(`${world.origin}/account/invitation#token=${code}`);
    expect(page.url()).toBe(`${world.origin}/account/invitation`);
    await page.getByLabel("E-mail address").fill("eve@example.org");
    await page.getByRole("button", { name: "Sign up with a passkey" }).click();
    await expect(page.getByRole("alert")).toContainText("Nobody can sign up here.");

    await page.getByLabel("E-mail address").fill("ada@example.org");
    await page.getByRole("button", { name: "Sign up with a passkey" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Recovery codes");
    await page.getByRole("link", { name: "I have kept them" }).click();
    await page.waitForURL("**/account/devices");
    await page.goto(`${world.origin}/account`);
    await expect(page.getByRole("main")).toContainText("ada@example.org");
    await expect(page.getByRole("main")).not.toContainText("not confirmed yet");
  });
});

test("the browser learns which passkeys still count", async ({ page, world }) => {
  await addAuthenticator(page);
  const told: object[] = [];
  await page.exposeFunction("tell", (signal: object) => told.push(signal));
  await page.addInitScript(() => {
    Object.assign(PublicKeyCredential, { signalAllAcceptedCredentials: (signal: object) => (window as unknown as { tell: (signal: object) => Promise<void> }).tell(signal) });
  });
  let user = "";
  await page.route("**/auth/register/passkey-options", async (route) => {
    const response = await route.fetch();
    user = ((await response.json()) as { options: { user: { id: string } } }).options.user.id;
    await route.fulfill({ response });
  });
  await page.goto(`${world.origin}/account/sign-up`);
  await page.getByLabel("E-mail address").fill("ada@example.org");
  await page.getByRole("button", { name: "Sign up with a passkey" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Recovery codes");
  await page.goto(`${world.origin}/account/security`);
  const id = await page.locator("[data-passkey-id]").getAttribute("data-passkey-id");

  await expect.poll(() => told).toEqual([{ rpId: "localhost", userId: user, allAcceptedCredentialIds: [id] }]);
});

test("a passkey that the device doesn't have leaves the form as it is", async ({ page, world }) => {
  await addAuthenticator(page);
  await page.goto(`${world.origin}/account/sign-in`);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByRole("alert")).toHaveText("The passkey was not used. Try again, or choose another way.");
  await expect(page.getByLabel("Password")).toBeEditable();
});

test("a mailed code goes from the address into the form, and stays in no history", async ({ page, world }) => {
  await page.goto(`${world.origin}/account/reset-password#token=a-mailed-code`);
  await expect(page.locator("input[name=token]")).toHaveValue("a-mailed-code");
  await expect(page.locator("input[name=token]")).toBeHidden();
  expect(page.url()).toBe(`${world.origin}/account/reset-password`);
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByRole("alert")).toContainText("This code was used before");
});

test("after too many attempts the page counts down", async ({ page, world }) => {
  const email = await signUpOn(page, world);
  await page.context().clearCookies();
  await page.goto(`${world.origin}/account/sign-in`);
  for (let count = 0; count < 12; count++) {
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password").fill("not the right password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    if ((await page.getByRole("alert").textContent())!.startsWith("There were too many attempts.")) {
      break;
    }
  }

  await expect(page.getByRole("alert")).toContainText(/There were too many attempts. Wait \d+ (second|minute)s?\./);
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeDisabled();
});

test("a password is shown on demand, and never sent as plain text", async ({ page, world }) => {
  await page.goto(`${world.origin}/account/sign-up`);
  await page.getByLabel("New password").fill(password);
  await expect(page.locator(".cardea-strength")).toHaveAttribute("data-level", "3");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByLabel("New password")).toHaveAttribute("type", "text");
  await page.getByRole("button", { name: "Hide" }).click();
  await expect(page.getByLabel("New password")).toHaveAttribute("type", "password");
});

test("the keyboard alone signs up and signs another device out", async ({ page, browser, world }) => {
  const email = `${crypto.randomUUID()}@example.org`;
  await page.goto(`${world.origin}/account/sign-up`);
  await page.keyboard.type(email);
  await tabTo(page, "New password");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/account/devices");
  const phone = await (await browser.newContext()).newPage();
  await signInOn(phone, world, email);
  await phone.waitForURL("**/account/devices");
  await expect(page.locator(".cardea-item")).toHaveCount(2);
  await tabTo(page, /^Sign out .+ on Linux$/);
  await page.keyboard.press("Enter");
  await phone.waitForURL("**/account/sign-in?done=ended");
});

for (const scheme of ["light", "dark"] as const) {
  test(`every page is accessible, quiet and small in the ${scheme} scheme`, async ({ page, world }) => {
    const faults = watch(page, world);
    await page.emulateMedia({ colorScheme: scheme });
    for (const name of open) {
      await page.goto(`${world.origin}/account/${name}`);
      await expectAccessible(page);
    }

    await signUpOn(page, world);
    for (const name of own) {
      await page.goto(`${world.origin}/account/${name}`.replace(/\/$/, ""));
      await expectAccessible(page);
    }

    await page.goto(`${world.origin}/account/security`);
    await page.getByRole("button", { name: "Add an authenticator app" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Authenticator app");
    await expectAccessible(page);
    expect(faults).toEqual([]);
  });
}

test("the API reference asks no other origin", async ({ page, world }) => {
  const faults = watch(page, world);
  await page.goto(`${world.origin}/docs`, { waitUntil: "networkidle" });
  await expect(page.getByRole("heading", { name: "Cardea", exact: true })).toBeVisible();
  expect(faults).toEqual([]);
});

test("the first view is small", async ({ page, world }) => {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  session.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
  await page.goto(`${world.origin}/account/sign-in`, { waitUntil: "networkidle" });
  expect(bytes).toBeGreaterThan(2_000);
  expect(bytes).toBeLessThan(mostBytes);
  console.log(`first view: ${bytes} bytes`);
});

const tabTo = async (page: Page, name: string | RegExp): Promise<void> => {
  for (let count = 0; count < 40; count++) {
    await page.keyboard.press("Tab");
    const label = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement;
      return element.labels?.[0]?.textContent.trim() ?? element.getAttribute("aria-label") ?? element.textContent.trim();
    });
    if (typeof name === "string" ? label === name : name.test(label)) {
      return;
    }
  }

  throw new Error(`The keyboard does not reach ${name}.`);
};
