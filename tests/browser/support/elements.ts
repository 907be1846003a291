import type { Locator, Page } from "@playwright/test";
import { expect, type Mode, password, type World } from "./world.ts";

export const [signIn, devices, security] = ["cardea-sign-in", "cardea-devices", "cardea-security"];
export const email = "ada@example.org";

/** The page with all states, or with one of them. */
export const openStates = async (page: Page, world: World, state = ""): Promise<void> => {
  await page.goto(`${world.origin}/app/elements/index.html${state && `?state=${state}`}`);
  await expect(page.locator("html")).toHaveAttribute("data-ready", "");
};

/** The three elements with the server. */
export const openLive = (page: Page, world: World, mode: Mode = "bearer") => page.goto(`${world.origin}/app/elements/live.html?mode=${mode}`);

export const signUp = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByLabel("E-mail address").fill(email);
  await page.locator(signIn).getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await expect(page.locator(signIn)).toContainText(`You are signed in as ${email}.`);
};

/** Types the address and the password. The button sends them. */
export const fillIn = async (page: Page): Promise<Locator> => {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  return page.getByRole("button", { name: "Sign in", exact: true });
};

export const signOut = (page: Page) => page.locator(signIn).getByRole("button", { name: "Sign out" }).click();

/** What the elements told the app. */
export const eventsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { events: { type: string; detail: { step?: string; code?: string } }[] }).events.map(({ type, detail }) => `${type} ${detail.step ?? detail.code ?? ""}`.trim()));
