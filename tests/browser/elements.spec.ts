import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { addAuthenticator, watch } from "./support/pages.ts";
import { totp } from "./support/totp.ts";
import { expect, type Mode, password, test, type World } from "./support/world.ts";

test.use({ host: "localhost" });

const [signIn, devices, security] = ["cardea-sign-in", "cardea-devices", "cardea-security"];
const email = "ada@example.org";

const openStates = async (page: Page, world: World, state = ""): Promise<void> => {
  await page.goto(`${world.origin}/app/elements/index.html${state && `?state=${state}`}`);
  await expect(page.locator("html")).toHaveAttribute("data-ready", "");
};

const openLive = (page: Page, world: World, mode: Mode = "bearer") => page.goto(`${world.origin}/app/elements/live.html?mode=${mode}`);

const signUp = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByLabel("E-mail address").fill(email);
  await page.locator(signIn).getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await expect(page.locator(signIn)).toContainText(`You are signed in as ${email}.`);
};

const fillIn = async (page: Page): Promise<Locator> => {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  return page.getByRole("button", { name: "Sign in", exact: true });
};

const signOut = (page: Page) => page.locator(signIn).getByRole("button", { name: "Sign out" }).click();

const eventsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { events: { type: string; detail: { step?: string; code?: string } }[] }).events.map(({ type, detail }) => `${type} ${detail.step ?? detail.code ?? ""}`.trim()));

for (const scheme of ["light", "dark"] as const) {
  test(`every state is accessible and quiet in the ${scheme} scheme`, async ({ page, world }) => {
    const faults = watch(page, world);
    await page.emulateMedia({ colorScheme: scheme });
    await openStates(page, world);
    const names = await page.locator("[data-state]").evaluateAll((places) => places.map((place) => (place as HTMLElement).dataset["state"]!));
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      await openStates(page, world, name);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((violation) => `${name}: ${violation.id} ${violation.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
    }
    expect(faults).toEqual([]);
  });
}

test("password managers find each field", async ({ page, world }) => {
  await openStates(page, world);
  const faults = await page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>("main input:not([hidden])")];
    const isNamed = (field: HTMLInputElement): boolean => [...(field.form?.elements ?? [])].some((other) => /^username/.test((other as HTMLInputElement).autocomplete));
    const isRight = (field: HTMLInputElement): boolean =>
      field.form !== null && field.name !== "" && (field.labels?.length ?? 0) > 0 && (field.type !== "password" || (/^(current|new)-password$/.test(field.autocomplete) && isNamed(field)));
    return [
      ...fields.filter((field) => !isRight(field)).map((field) => field.outerHTML),
      ...[...document.querySelectorAll("*")].filter((element) => element.shadowRoot).map((element) => `${element.tagName} has a shadow root`),
      ...[...document.querySelectorAll("form")].filter((form) => form.method !== "post").map((form) => form.outerHTML),
    ];
  });
  expect(faults).toEqual([]);
  const of = (state: string, name: string) => page.locator(`[data-state=${state}] input[name=${name}]`);
  await expect(of("signed-out", "email")).toHaveAttribute("autocomplete", "username webauthn");
  await expect(of("signed-out", "password")).toHaveAttribute("autocomplete", "current-password");
  await expect(of("sign-up", "password")).toHaveAttribute("autocomplete", "new-password");
  await expect(of("second-factor", "code")).toHaveAttribute("autocomplete", "one-time-code");
});

test("the names of devices are text, and the app keeps its own style", async ({ page, world }) => {
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => (dialogs.push(dialog.message()), void dialog.dismiss()));
  await openStates(page, world, "hostile-devices");
  await expect(page.locator(devices)).toContainText("<img src=x onerror=alert(1)>");
  await expect(page.locator(devices)).toContainText("{0}");
  await expect(page.locator(`${devices} img, ${devices} script, ${devices} a, ${devices} [onfocus]`)).toHaveCount(0);
  expect(dialogs).toEqual([]);
  const own = await page.locator("#own").evaluate((button) => [getComputedStyle(button).borderRadius, getComputedStyle(button).minHeight, getComputedStyle(document.body).fontFamily, getComputedStyle(document.querySelector("h1")!).letterSpacing]);
  expect(own[0]).not.toBe("10px");
  expect(own.slice(1)).toEqual(["0px", "Georgia, serif", "normal"]);
});

test("a pause is counted down, and nothing is sent meanwhile", async ({ page, world }) => {
  await page.clock.install();
  await page.goto(`${world.origin}/app/elements/index.html?state=waiting`);
  for (let count = 0; count < 50 && (await page.locator(".cardea-countdown").count()) === 0; count++) {
    await page.clock.runFor(10);
  }
  const button = page.getByRole("button", { name: "Sign in", exact: true });
  await expect(page.getByRole("alert")).toContainText("There were too many attempts. Wait 75 seconds.");
  await expect(button).toBeDisabled();
  await page.clock.runFor(15_000);
  await expect(page.getByRole("timer")).toHaveText(/Wait (59|60|61) seconds\./);
  // An element that moves goes on counting.
  await page.evaluate((tag) => document.body.append(document.querySelector(tag)!), signIn);
  await page.clock.runFor(62_000);
  await expect(button).toBeEnabled();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

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
