import AxeBuilder from "@axe-core/playwright";
import type { CDPSession, Page } from "@playwright/test";
import { expect, password, type World } from "./world.ts";

/** Signs up on the page, as a person does. */
export const signUpOn = async (page: Page, world: World): Promise<string> => {
  const email = `${crypto.randomUUID()}@example.org`;
  await page.goto(`${world.origin}/account/sign-up`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.waitForURL("**/account/devices");
  return email;
};

/** Signs in on the page. */
export const signInOn = async (page: Page, world: World, email: string): Promise<void> => {
  await page.goto(`${world.origin}/account/sign-in`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
};

/** A device with passkeys, which says yes to all questions. */
export const addAuthenticator = async (page: Page): Promise<CDPSession> => {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable", { enableUI: false });
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return session;
};

/** What no page may do: errors in the console, and requests to another origin. */
export const watch = (page: Page, world: World): string[] => {
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      faults.push(`${page.url()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(world.origin) && !request.url().startsWith("data:") && !request.url().startsWith("blob:")) {
      faults.push(`${page.url()} asked ${request.url()}`);
    }
  });
  return faults;
};

/** Reports what axe finds on the page. */
export const expectAccessible = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((violation) => `${page.url()}: ${violation.id} ${violation.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
};
