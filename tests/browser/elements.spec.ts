import AxeBuilder from "@axe-core/playwright";
import { devices, openStates, signIn } from "./support/elements.ts";
import { watch } from "./support/pages.ts";
import { expect, test } from "./support/world.ts";

test.use({ host: "localhost" });

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
  // A name that turns the direction of writing turns nothing but itself.
  await expect(page.locator(devices).getByText("127.0.0.1").filter({ has: page.locator("bdi", { hasText: "gnp.exe" }) })).toHaveText("\u202Egnp.exe · 127.0.0.1");
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
