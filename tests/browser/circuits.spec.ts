import type { WebSocket } from "@playwright/test";
import { expect, signUp, test } from "./support/world.ts";

/** Blazor Server: a circuit begins with the user's cookies, and has no requests after that. */
test.use({ program: "app" });

for (const closes of [false, true]) {
  test.describe(closes ? "with CloseWithSession" : "without CloseWithSession", () => {
    test.use({ settings: { CloseCircuits: `${closes}` } });

    test(`a circuit ${closes ? "closes" : "has no user any more"} when its session ends`, async ({ context, browser, world }) => {
      const page = await world.open(context, "cookie");
      const email = await signUp(page);
      const id = await page.evaluate(async () => (await window.tab.client.user())!.id);
      const sockets: WebSocket[] = [];
      page.on("websocket", (socket) => sockets.push(socket));
      await page.goto(`${world.origin}/circuit`);

      await expect(page.getByText(`Signed in as ${id}`)).toBeVisible();
      await page.getByRole("button").click();
      await expect(page.getByText("Clicked 1 times")).toBeVisible();
      expect(sockets.map((socket) => socket.isClosed())).toEqual([false]);

      await world.endElsewhere(browser, email);
      await expect(page.getByText("Signed out")).toBeVisible();
      await expect.poll(() => sockets[0]!.isClosed()).toBe(closes);
    });
  });
}
