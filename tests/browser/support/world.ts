import { type Browser, type BrowserContext, type Page, test as base } from "@playwright/test";
import { type Engine, missing, start } from "./engine.ts";
import { Line } from "./line.ts";
import { Cluster, missingStore, type Store } from "./postgresql.ts";
import { freePort, type Program, Server } from "./server.ts";

export const password = "a password nobody guesses 7";

export type Mode = "bearer" | "cookie" | "refreshCookie";

/** The modes that the tests run in. The third is a mixture of the others, for the full run. */
export const modes: readonly Mode[] = process.env["CARDEA_CYCLES"] ? ["bearer", "cookie", "refreshCookie"] : ["bearer", "cookie"];

/** A server and the line to it, on this machine. The page has the origin of the issuer. */
export class World {
  private constructor(
    readonly server: Server,
    readonly line: Line,
    readonly origin: string,
  ) {}

  static async begin(settings: Record<string, string> = {}, program: Program = "server", host = "127.0.0.1"): Promise<World> {
    const port = await freePort();
    const origin = `http://${host}:${port}`;
    const line = await Line.open(port);
    const server = await Server.start({ Cardea__Issuer: origin, ...settings }, program);
    line.target = server.port;
    return new World(server, line, origin);
  }

  /** Opens a tab with a client. */
  async open(context: BrowserContext, mode: Mode, more = ""): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${this.origin}/app/?mode=${mode}${more}`);
    return page;
  }

  /** Lets the access tokens expire. A server whose clock jumps answers 503 until it has read the revocations again. */
  async expire(): Promise<void> {
    await this.server.leap(11 * 60);
    await this.server.untilReady();
  }

  /** Signs a user in on another device, and ends all other sessions from there. */
  async endElsewhere(browser: Browser, email: string): Promise<void> {
    const device = await browser.newContext();
    await endOtherSessions(await this.open(device, "bearer"), email);
    await device.close();
  }

  async end(): Promise<void> {
    await this.line.close();
    await this.server.dispose();
  }
}

/** Registers a user, who is signed in then. */
export const signUp = async (page: Page): Promise<string> => {
  const email = `${crypto.randomUUID()}@example.org`;
  await page.evaluate((request) => window.tab.client.signUp(request), { email, password });
  return email;
};

export const signIn = (page: Page, email: string): Promise<unknown> =>
  page.evaluate((request) => window.tab.client.signIn(request), { email, password });

/** Signs in, and ends all other sessions of the user. */
export const endOtherSessions = async (page: Page, email: string): Promise<void> => {
  await signIn(page, email);
  await page.evaluate(() => window.tab.client.signOut({ scope: "others" }));
};

/** The address of the user whom the server sees in this tab, or null. A server that can't say is asked again, as apps do. */
export const userOf = (page: Page): Promise<string | null> =>
  page.evaluate(async () => {
    for (;;) {
      try {
        return (await window.tab.client.user())?.email ?? null;
      } catch (error) {
        if ((error as { status: number }).status !== 503) {
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  });

export const stateOf = (page: Page): Promise<string> => page.evaluate(() => window.tab.client.status.state);

interface Options {
  readonly settings: Record<string, string>;
  readonly program: Program;
  readonly host: string;
}

/** A test with a world of its own, the program and settings of its server, and a browser. */
export const test = base.extend<Options & { installed: undefined; world: World }, { engine: Engine; store: Store; cluster: Cluster | undefined }>({
  settings: [{}, { option: true }],
  program: ["server", { option: true }],
  // Passkeys belong to a name: an address has none.
  host: ["127.0.0.1", { option: true }],
  engine: ["chromium", { option: true, scope: "worker" }],
  store: ["sqlite", { option: true, scope: "worker" }],
  cluster: [
    async ({ store }, use) => {
      const cluster = store === "postgresql" && missingStore(store) === undefined ? await Cluster.start() : undefined;
      await use(cluster);
      await cluster?.end();
    },
    { scope: "worker" },
  ],
  installed: [
    async ({ engine, store }, use, info) => {
      const reason = missing(engine) ?? missingStore(store);
      info.skip(reason !== undefined, reason);
      await use(undefined);
    },
    { auto: true },
  ],
  browser: [
    async ({ engine, playwright, launchOptions }, use) => {
      const browser = await start(engine, playwright, launchOptions);
      await use(browser);
      await browser.close();
    },
    { scope: "worker" },
  ],
  context: async ({ browser }, use) => {
    const context = await browser.newContext();
    await use(context);
    await context.close();
  },
  world: async ({ settings, program, host, cluster }, use) => {
    const world = await World.begin({ ...settings, ...(await cluster?.create()) }, program, host);
    await use(world);
    await world.end();
  },
});

export { expect } from "@playwright/test";
