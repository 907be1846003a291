import { expect, it, vi } from "vitest";
import { createElement, StrictMode } from "react";
import { answer, createOrigin, email, heard, pass, password, settle, signedIn, useClocks } from "./support.js";

useClocks();

it("is reported first, and after each change, never twice", async () => {
  const origin = createOrigin();
  const client = origin.open();
  await settle();
  const states = heard(client);
  await settle();
  expect(states).toEqual(["signedOut"]);
  await client.signIn({ email, password });
  await pass(700_000);
  await client.accessToken();
  await client.accessToken({ force: true });
  await settle();
  expect(states).toEqual(["signedOut", "signedIn"]);

  await client.signOut();
  await settle();
  expect(states).toEqual(["signedOut", "signedIn", "signedOut"]);
});

it("changes when another user signs in", async () => {
  const origin = createOrigin();
  const client = await signedIn(origin);
  const ids: (string | null)[] = [];
  client.onChange(({ sessionId }) => ids.push(sessionId));
  await settle();
  await client.signIn({ email, password });
  await settle();
  expect(new Set(ids).size).toBe(2);
});

it("lets a listener call the client, throw, and stop", async () => {
  const origin = createOrigin();
  const client = await signedIn(origin);
  const problems: unknown[] = [];
  const report = (error: unknown): void => void problems.push(error);
  process.on("uncaughtException", report);
  client.onChange(() => {
    throw new Error("A listener's own.");
  });
  const stop = client.onChange(({ state }) => {
    if (state === "signedIn") {
      void client.signOut();
      stop();
    }
  });
  const states = heard(client);
  await settle();
  process.off("uncaughtException", report);

  expect(client.status.state).toBe("signedOut");
  expect(states.at(-1)).toBe("signedOut");
});

it("leaves nothing behind", async () => {
  const added: AbortSignal[] = [];
  vi.stubGlobal("addEventListener", (_: string, __: unknown, { signal }: { signal: AbortSignal }) => added.push(signal));
  const channels: { closed: boolean }[] = [];
  vi.stubGlobal(
    "BroadcastChannel",
    class {
      closed = false;
      constructor() {
        channels.push(this);
      }
      postMessage(): void {}
      close(): void {
        this.closed = true;
      }
    },
  );
  const origin = createOrigin();
  for (let mount = 0; mount < 3; mount++) {
    const client = await signedIn(origin);
    const states = heard(client);
    await settle();
    origin.issuer.intercept = () => answer(503);
    await client.refresh().catch(() => {});
    void client.signOut();
    origin.issuer.intercept = () => new Promise(() => {});
    void client.refresh().catch(() => {});
    await settle();
    const before = states.length;
    client.dispose();
    await settle();
    origin.issuer.intercept = null;

    expect(vi.getTimerCount()).toBe(0);
    expect(states).toHaveLength(before);
    await expect(client.signIn({ email, password })).rejects.toMatchObject({ code: "disposed" });
  }
  expect(channels.every(({ closed }) => closed)).toBe(true);
  expect(added.every(({ aborted }) => aborted)).toBe(true);
});

it("is the same for all hooks of React, also in Strict Mode, on a server", async () => {
  const { renderToString } = await import("react-dom/server");
  const { CardeaProvider, useStatus, useUser } = await import("../src/react.js");
  const client = await signedIn(createOrigin());
  const Shown = () => `${useStatus().state} ${typeof useUser()}`;

  expect(renderToString(createElement(StrictMode, null, createElement(CardeaProvider, { client }, createElement(Shown))))).toBe("unknown undefined");
});
