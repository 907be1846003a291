import { devices, email, eventsOf, fillIn, openLive, security, signIn, signOut, signUp } from "./support/elements.ts";
import { addAuthenticator, watch } from "./support/pages.ts";
import { totp } from "./support/totp.ts";
import { expect, password, test } from "./support/world.ts";

test.use({ host: "localhost" });

test("what went wrong and what comes next has the focus", async ({ page, world }) => {
  await openLive(page, world);
  await (await fillIn(page)).click();
  await expect(page.getByRole("alert")).toHaveText("The e-mail address or the password is wrong.");
  await expect(page.getByRole("alert")).toBeFocused();
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page.getByLabel("E-mail address")).toBeFocused();
  await page.getByLabel("E-mail address").fill(email);
  await page.locator(signIn).getByLabel("New password").fill("short");
  await page.keyboard.press("Enter");
  await expect(page.locator(signIn).getByLabel("New password")).toBeFocused();
  await expect(page.locator(signIn).getByLabel("New password")).toHaveAttribute("aria-invalid", "true");
  expect(await eventsOf(page)).toEqual(["cardea-error invalid_credentials", "cardea-step sign-up", "cardea-error validation_failed"]);
});

for (const mode of ["bearer", "cookie"] as const) {
  test(`a device that is signed out elsewhere shows it, in mode ${mode}`, async ({ page, browser, world }) => {
    const faults = watch(page, world);
    await openLive(page, world, mode);
    await signUp(page);
    await expect(page.locator(`${devices} .cardea-item`)).toHaveCount(1);

    const phone = await (await browser.newContext()).newPage();
    await openLive(phone, world, mode);
    const before = world.line.count(({ path }) => path === "/auth/login");
    world.line.fate = ({ path }) => (path === "/auth/login" ? "late" : "arrives");
    await (await fillIn(phone)).dblclick();
    await expect(phone.locator(signIn)).toContainText("You are signed in as");
    world.line.fate = () => "arrives";
    expect(world.line.count(({ path }) => path === "/auth/login") - before).toBe(1);

    // The list follows by itself, also when it has moved.
    await expect(page.locator(`${devices} .cardea-item`)).toHaveCount(2);
    await page.evaluate((tag) => document.body.append(document.querySelector(tag)!), devices);
    await page.locator(`${devices} .cardea-item:not([data-current])`).getByText("Rename").click();
    await page.locator(`${devices} .cardea-item:not([data-current])`).getByLabel("Name").fill("Ada's phone");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Ada's phone" })).toBeVisible();
    await expect(phone.getByRole("heading", { name: "Ada's phone" })).toBeVisible();

    await page.getByRole("button", { name: "Sign out Ada's phone" }).click();
    await expect(page.getByRole("status")).toHaveText("That device is signed out, on every service at once.");
    await expect(phone.getByRole("alert")).toHaveText("This device was signed out from elsewhere.", { timeout: 1_000 });
    await expect(phone.getByLabel("E-mail address")).toBeVisible();
    expect(await eventsOf(phone)).toContain("cardea-signed-out");

    await page.locator(devices).getByRole("button", { name: "Sign out", exact: true }).click();
    await expect(page.getByLabel("E-mail address")).toBeVisible();
    expect((await eventsOf(page)).filter((event) => event === "cardea-signed-in")).toHaveLength(1);
    // Chromium reports each answer from 400 on.
    expect(faults.filter((fault) => !/40[13]/.test(fault))).toEqual([]);
  });
}

test("a page without a bundler needs two files", async ({ page, world }) => {
  const faults = watch(page, world);
  const html = `<!doctype html><html lang="de"><meta charset="utf-8"><title>Plain</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/app/package/cardea.css">
    <script type="module" src="/app/package/standalone.js"></script><h1>Plain</h1><cardea-sign-in url="/" register></cardea-sign-in>`;
  await page.route("**/plain", (route) => route.fulfill({ contentType: "text/html", body: html }));
  await page.goto(`${world.origin}/plain`);
  await page.getByRole("button", { name: "Konto anlegen" }).click();
  await expect(page.getByLabel("E-Mail-Adresse")).toHaveCSS("border-radius", "10px");
  expect(faults).toEqual([]);
});

test("an element that is removed stops its stream", async ({ page, world }) => {
  await openLive(page, world);
  await signUp(page);
  const ended = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/auth/live"));
  await page.evaluate((tag) => document.querySelector(tag)!.remove(), devices);
  await ended;
  const before = world.line.count(({ path }) => path === "/auth/live");
  await page.waitForTimeout(2_500);
  expect(world.line.count(({ path }) => path === "/auth/live")).toBe(before);
});

test("an authenticator app is added, asked for and removed, and the user proves who it is", async ({ page, world }) => {
  await openLive(page, world);
  await signUp(page);
  await world.server.leap(60 * 60);
  await world.server.untilReady();
  let now = Date.now() + 60 * 60_000;
  await page.reload();

  // The sign-in is not recent any more.
  await page.getByRole("button", { name: "Add an authenticator app" }).click();
  await expect(page.getByRole("heading", { name: "Is it you?" })).toBeVisible();
  await page.locator(security).getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("img", { name: "QR code" })).toBeVisible();
  expect(await page.locator(".cardea-qr").evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
  await page.getByText("Type the key instead").click();
  const secret = await page.locator(".cardea-secret").innerText();
  await page.getByLabel("The six digits").fill("000000");
  await page.getByRole("button", { name: "Add the app" }).click();
  await expect(page.getByRole("alert")).toContainText("The code is wrong");
  await page.getByLabel("The six digits").fill(totp(secret, now));
  await page.getByRole("button", { name: "Add the app" }).click();
  await expect(page.locator(".cardea-codes li")).toHaveCount(10);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("recovery-codes.txt");
  const recoveryCode = await page.locator(".cardea-codes code").first().innerText();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByRole("status").filter({ hasText: "app is added" })).toBeVisible();
  await signOut(page);

  await world.server.leap(60);
  now += 60_000;
  await (await fillIn(page)).click();
  await expect(page.getByLabel("The code of your authenticator app")).toBeFocused();
  await page.keyboard.type(totp(secret, now));
  await page.keyboard.press("Enter");
  await expect(page.locator(signIn)).toContainText("You are signed in as");
  await expect(page.locator(security)).toContainText("Codes that are left: 10");
  await signOut(page);

  await (await fillIn(page)).click();
  await page.getByLabel("The code of your authenticator app").fill(recoveryCode);
  await page.keyboard.press("Enter");
  await expect(page.locator(security)).toContainText("Codes that are left: 9");
  await page.getByRole("button", { name: "Remove: Authenticator app" }).click();
  await expect(page.getByRole("button", { name: "Add an authenticator app" })).toBeVisible();
  expect(await eventsOf(page)).toContain("cardea-step second-factor");
});

test.describe("where everybody needs a second factor", () => {
  test.use({ settings: { Cardea__RequireSecondFactor: "all" } });

  test("a new user adds an authenticator app while signing up, and another way to sign in by mail is offered", async ({ page, world }) => {
    await openLive(page, world);
    await page.getByRole("button", { name: "Sign up" }).click();
    await page.getByLabel("E-mail address").fill(email);
    await page.locator(signIn).getByLabel("New password").fill(password);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Use an authenticator app" }).click();
    await page.getByText("Type the key instead").click();
    const secret = await page.locator(".cardea-secret").innerText();
    await page.getByLabel("The six digits").fill(totp(secret, Date.now()));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Recovery codes" }).first()).toBeFocused();
    expect(await eventsOf(page)).not.toContain("cardea-signed-in");
    await page.getByRole("button", { name: "I have kept them" }).click();
    await expect(page.locator(signIn)).toContainText(`You are signed in as ${email}.`);
    expect(await eventsOf(page)).toEqual(["cardea-step sign-up", "cardea-step enrolment", "cardea-step authenticator", "cardea-step recovery-codes", "cardea-signed-in"]);

    await signOut(page);
    await page.getByRole("button", { name: "Get a link by mail" }).click();
    await page.getByLabel("E-mail address").fill(email);
    await page.getByRole("button", { name: "Send the link" }).click();
    await page.getByLabel("The code, or the whole link").fill("https://id.example.com/account/link#token=wrong");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText("This code was used before");
  });
});

test("a passkey signs up alone, is named, and signs in where the address is typed", async ({ page, world }) => {
  const faults = watch(page, world);
  await addAuthenticator(page);
  await openLive(page, world);
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Sign up with a passkey" }).click();
  await expect(page.locator(".cardea-codes li")).toHaveCount(10);
  // The user keeps the codes before the app goes on.
  expect(await eventsOf(page)).not.toContain("cardea-signed-in");
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.locator(signIn)).toContainText("You are signed in as");
  expect(await eventsOf(page)).toContain("cardea-signed-in");

  const passkey = page.locator(`${security} .cardea-item`);
  await passkey.getByText("Rename").click();
  await passkey.getByLabel("Name").fill("Ada's <b>key</b>");
  await page.keyboard.press("Enter");
  await expect(passkey.getByRole("heading")).toHaveText("Ada's <b>key</b>");
  await passkey.getByRole("button", { name: /^Remove/ }).click();
  await expect(page.getByRole("alert")).toContainText("Without this passkey you could not sign in any more.");

  // This device says yes at once to the question in the address field.
  await signOut(page);
  await expect(page.locator(signIn)).toContainText("You are signed in as");
  expect((await eventsOf(page)).filter((event) => event === "cardea-signed-in")).toHaveLength(2);
  expect(faults.filter((fault) => !fault.includes("409"))).toEqual([]);
});

test("the keyboard alone signs up and changes the password", async ({ page, world }) => {
  await openLive(page, world);
  const tabTo = async (name: RegExp): Promise<void> => {
    for (let count = 0; count < 60; count++) {
      await page.keyboard.press("Tab");
      if (name.test(await page.evaluate(() => (document.activeElement as HTMLInputElement).labels?.[0]?.textContent.trim() ?? document.activeElement!.textContent.trim()))) {
        return;
      }
    }
    throw new Error(`The keyboard does not reach ${name}.`);
  };
  await expect(page.getByLabel("E-mail address")).toBeVisible();
  await tabTo(/^Sign up$/);
  await page.keyboard.press("Enter");
  await page.keyboard.type(email);
  await tabTo(/^New password$/);
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await expect(page.locator(`${security} .cardea-card`).first()).toBeVisible();
  await tabTo(/^Current password$/);
  await page.keyboard.type(password);
  await tabTo(/^New password$/);
  await page.keyboard.type(`${password} and more`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toHaveText("Your password is changed, and your other devices are signed out.");
  await expect(page.locator(security).getByLabel("Current password")).toHaveValue("");
});
