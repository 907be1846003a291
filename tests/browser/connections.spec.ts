import type { Page } from "@playwright/test";
import { expect, modes, signUp, stateOf, test, userOf } from "./support/world.ts";

test.use({ program: "app" });

/** Where SignalR's own client connects: numbers of its `HttpTransportType`. */
const transports = { WebSockets: 1, ServerSentEvents: 2, LongPolling: 4 };

for (const mode of modes) {
  for (const [name, transport] of Object.entries(transports)) {
    test(`a hub over ${name} knows the user and closes with the session, in mode ${mode}`, async ({ context, browser, world }) => {
      const page = await world.open(context, mode);
      const email = await signUp(page);
      const id = await page.evaluate(async () => (await window.tab.client.user())!.id);
      await connect(page, transport);

      expect(await page.evaluate(() => window.hub.connection.invoke("Name"))).toBe(id);
      await page.evaluate(() => window.hub.connection.invoke("TellAsync", "hello"));
      await expect.poll(() => page.evaluate(() => window.hub.told)).toEqual(["hello"]);

      await world.endElsewhere(browser, email);
      await expect.poll(() => page.evaluate(() => window.hub.closed)).toBe(true);
      expect(await userOf(page)).toBeNull();
      expect(await stateOf(page)).toBe("signedOut");
    });
  }
}

test("a hub refuses somebody who is not signed in", async ({ context, world }) => {
  const page = await world.open(context, "cookie");
  await expect(connect(page, transports.WebSockets)).rejects.toThrow(/401/);
});

const connect = async (page: Page, transport: number): Promise<void> => {
  await page.addScriptTag({ url: "/app/signalr/signalr.js" });
  await page.evaluate(async (transport) => {
    const { hubOptions } = (await import("/app/client/signalr.js" as string)) as typeof import("../../web/client/dist/signalr.js");
    const connection = new window.signalR.HubConnectionBuilder().withUrl("/hub", { ...hubOptions(window.tab.client), transport }).build();
    window.hub = { connection, told: [], closed: false };
    connection.on("told", (text: string) => window.hub.told.push(text));
    connection.onclose(() => {
      window.hub.closed = true;
    });
    await connection.start();
  }, transport);
};
