import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContext, test as base, type Page } from "@playwright/test";
import { createCertificate } from "./support/certificate.ts";
import { Line } from "./support/line.ts";
import { freePort, Server } from "./support/server.ts";
import { expect, password } from "./support/world.ts";

const hosts = {
  issuer: "id.shop.test",
  "an allowed page of the same site": "app.shop.test",
  "a sibling subdomain": "blog.shop.test",
  "an allowed page of another site": "app.partner.test",
  "another site": "evil.test",
} as const;

type From = keyof typeof hosts;

/** What Chromium itself sends and keeps, between sites that have names and certificates. */
const test = base.extend<{ shop: Shop }>({
  ignoreHTTPSErrors: true,
  launchOptions: async ({ launchOptions }, use) =>
    use({ ...launchOptions, args: [...(launchOptions.args ?? []), "--host-resolver-rules=MAP *.test 127.0.0.1"] }),
  shop: async ({ context }, use) => {
    const shop = await Shop.open(context);
    await use(shop);
    await shop.close();
  },
});

class Shop {
  private constructor(
    readonly server: Server,
    readonly line: Line,
    readonly context: BrowserContext,
  ) {}

  static async open(context: BrowserContext): Promise<Shop> {
    const port = await freePort();
    const line = await Line.open(port, createCertificate(Object.values(hosts)));
    const server = await Server.start({
      Cardea__Issuer: `https://${hosts.issuer}:${port}`,
      Cardea__AllowedOrigins__0: `https://${hosts["an allowed page of the same site"]}:${port}`,
      Cardea__AllowedOrigins__1: `https://${hosts["an allowed page of another site"]}:${port}`,
    });
    line.target = server.port;
    return new Shop(server, line, context);
  }

  origin(from: From): string {
    return `https://${hosts[from]}:${this.line.port}`;
  }

  /** A page of an origin, with a client of Cardea. */
  async visit(from: From, mode = "cookie"): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(`${this.origin(from)}/app/?mode=${mode}&issuer=${encodeURIComponent(this.origin("issuer"))}`);
    await page.waitForFunction(() => window.tab !== undefined);
    return page;
  }

  async close(): Promise<void> {
    await this.line.close();
    await this.server.dispose();
  }
}

const register = (page: Page) =>
  page.evaluate(
    (request) => window.tab.client.signUp(request).then(() => "signed in", (error) => error.code as string),
    { email: `${crypto.randomUUID()}@example.org`, password },
  );

const isSignedIn = (page: Page) => page.evaluate(async () => (await window.tab.client.user()) !== null);

test("the cookies of an https issuer have the __Host- prefix, and no script reads them", async ({ shop }) => {
  const page = await shop.visit("issuer");
  expect(await register(page)).toBe("signed in");

  const cookies = (await shop.context.cookies()).filter(({ name }) => name.startsWith("__Host-cardea"));
  expect(cookies.map(({ name }) => name).toSorted()).toEqual(["__Host-cardea", "__Host-cardea-access", "__Host-cardea-device"]);
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ domain: hosts.issuer, path: "/", httpOnly: true, secure: true, sameSite: "Lax" });
  }
  expect(await page.evaluate(() => document.cookie)).not.toContain("__Host-");
});

test("an allowed page of the same site signs in and out with cookies", async ({ shop }) => {
  const page = await shop.visit("an allowed page of the same site");
  expect(await register(page)).toBe("signed in");
  expect(await isSignedIn(page)).toBe(true);
  await page.evaluate(() => window.tab.client.signOut());
  expect(await isSignedIn(page)).toBe(false);
});

test("an allowed page of another site is told why cookies don't work, and uses tokens", async ({ shop }) => {
  expect(await register(await shop.visit("an allowed page of another site"))).toBe("cookies_need_same_site");
  const page = await shop.visit("an allowed page of another site", "bearer");
  expect(await register(page)).toBe("signed in");
  expect(await isSignedIn(page)).toBe(true);
});

test("scripts of pages that are not allowed can't read an answer", async ({ shop }) => {
  for (const from of ["a sibling subdomain", "another site"] as const) {
    for (const mode of ["cookie", "bearer"]) {
      const page = await shop.visit(from, mode);
      expect(await register(page)).toBe("offline");
    }
  }
});

/** Every operation that changes something, as the document names them. */
const operations = Object.entries(
  (JSON.parse(readFileSync(join(import.meta.dirname, "../../docs/reference/openapi.json"), "utf8")) as { paths: Record<string, object> }).paths,
).flatMap(([path, methods]) =>
  Object.keys(methods)
    .filter((method) => ["post", "put", "patch", "delete"].includes(method))
    // A page may show a bearer token of its own to these, as any program does: they read no cookies.
    .filter(() => !path.startsWith("/oauth/") && !path.startsWith("/receipts"))
    .map((method) => ({ method: method.toUpperCase(), path: path.replaceAll(/\{\w+\}/g, "AAAA") })),
);

for (const from of ["a sibling subdomain", "another site", "a sandboxed frame"] as const) {
  test(`${from} changes nothing with the user's cookies, by any operation`, async ({ shop }) => {
    const owner = await shop.visit("issuer");
    await register(owner);
    const page = await shop.visit(from === "a sandboxed frame" ? "a sibling subdomain" : from);
    const before = (await shop.context.cookies()).filter(({ name }) => name.startsWith("__Host-"));
    shop.line.passed.length = 0;

    const inside = from === "a sandboxed frame" ? await sandbox(page) : page;
    await inside.evaluate(
      async ({ issuer, operations }) => {
        for (const { method, path } of operations) {
          for (const query of ["", "?useCookies=true"]) {
            const simple = { method: "POST", mode: "no-cors", credentials: "include", body: "{}" } as const;
            await fetch(issuer + path + query, simple).catch(() => {});
            await fetch(issuer + path + query, { method, credentials: "include", headers: { "Content-Type": "application/json" }, body: "{}" }).catch(() => {});
          }
        }
      },
      { issuer: shop.origin("issuer"), operations },
    );

    const arrived = shop.line.passed.filter(({ method }) => method !== "OPTIONS");
    expect(arrived.length).toBeGreaterThanOrEqual(operations.length);
    expect(arrived.filter(({ status, cookies }) => ![401, 403, 404, 405, 415].includes(status) || cookies.length > 0)).toEqual([]);
    expect((await shop.context.cookies()).filter(({ name }) => name.startsWith("__Host-"))).toEqual(before);
    expect(await isSignedIn(owner)).toBe(true);
  });
}

test("a form of a sibling subdomain signs nobody out, and nobody in", async ({ shop }) => {
  const owner = await shop.visit("issuer");
  await register(owner);
  for (const path of ["/auth/logout", "/auth/login?useCookies=true"]) {
    const page = await shop.visit("a sibling subdomain");
    await page.evaluate((action) => {
      const form = Object.assign(document.createElement("form"), { action, method: "post", enctype: "text/plain" });
      document.body.append(form);
      form.submit();
    }, shop.origin("issuer") + path);
    await page.waitForURL(`${shop.origin("issuer")}/**`);
    expect(await page.textContent("body")).toMatch(/"code":"(cross_site|unsupported_media_type)"/);
  }
  expect(await isSignedIn(owner)).toBe(true);
});

test("a link from another site finds the user signed in", async ({ shop }) => {
  await register(await shop.visit("issuer"));
  const page = await shop.visit("another site");
  await page.evaluate((address) => {
    location.href = address;
  }, `${shop.origin("issuer")}/auth/me`);
  await page.waitForURL(`${shop.origin("issuer")}/**`);
  expect(await page.textContent("body")).toContain("sessionId");
});

const sandbox = async (page: Page) => {
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement("iframe"), { srcdoc: "<p>A frame without an origin.</p>", sandbox: "allow-scripts" }));
  });
  await page.waitForSelector("iframe");
  const frame = page.frames().at(-1)!;
  await frame.waitForSelector("p");
  return frame;
};
