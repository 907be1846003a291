// Takes the pictures of the documentation: node pictures.mjs http://localhost:8080
// The server must be new, because somebody signs up on it. With the address of an administrator as second argument, who has the
// password below, it takes those of the console as well.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "@playwright/test";

const address = process.argv[2] ?? "http://localhost:8080";
const folder = join(import.meta.dirname, "../../docs/images");
const password = "a quiet lighthouse keeper";
const email = `ada-${crypto.randomUUID().slice(0, 4)}@example.org`;
const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1";

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

const enter = async (agent, path) => {
  const page = await (await browser.newContext({ userAgent: agent, viewport: { width: 900, height: 700 } })).newPage();
  await page.goto(`${address}${path}`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel(path.endsWith("up") ? "New password" : "Password").fill(password);
  await page.locator(`form[action="${path}"] button:not([type=button])`).click();
  await page.waitForURL("**/account/devices");
  return page;
};

const open = await (await browser.newContext({ viewport: { width: 900, height: 700 } })).newPage();
const desk = await enter(windows, "/account/sign-up");
await enter(phone, "/account/sign-in");
await desk.reload();

for (const scheme of ["light", "dark"]) {
  for (const [size, width] of [["desktop", 900], ["phone", 390]]) {
    for (const [page, name] of [[open, "sign-in"], [open, "sign-up"], [open, "forgot-password"], [desk, "devices"], [desk, "security"], [desk, ""]]) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 700 });
      await page.goto(`${address}/account/${name}`.replace(/\/$/, ""));
      await page.screenshot({ path: join(folder, `${name || "account"}-${size}-${scheme}.png`), fullPage: true });
    }
  }
}

const administrator = process.argv[3];
if (administrator) {
  const operator = await (await browser.newContext({ viewport: { width: 1200, height: 800 } })).newPage();
  await operator.goto(`${address}/account/sign-in?return=/console`);
  await operator.getByLabel("E-mail address").fill(administrator);
  await operator.getByLabel("Password").fill(password);
  await operator.locator('form[action="/account/sign-in"] button:not([type=button])').click();
  await operator.locator("canvas").first().waitFor();
  for (const scheme of ["light", "dark"]) {
    for (const [size, width] of [["desktop", 1200], ["phone", 390]]) {
      for (const name of ["", "/users", "/events", "/keys", "/invitations"]) {
        await operator.emulateMedia({ colorScheme: scheme });
        await operator.setViewportSize({ width, height: 800 });
        await operator.goto(`${address}/console${name}`);
        if (name === "") {
          await operator.locator("canvas").last().waitFor();
        }

        // Long lists are cut.
        await operator.screenshot({ path: join(folder, `console${name.replace("/", "-")}-${size}-${scheme}.png`), fullPage: name === "" });
      }

      await operator.goto(`${address}/console/users?search=${encodeURIComponent(email)}`);
      await operator.getByRole("link", { name: email }).click();
      await operator.screenshot({ path: join(folder, `console-user-${size}-${scheme}.png`), fullPage: true });
    }
  }
}

await browser.close();
