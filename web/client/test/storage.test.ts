import { expect, it, vi } from "vitest";
import { createClient } from "../src/index.js";
import { createFakeIssuer } from "../src/testing/index.js";
import { email, password, pass, useClocks } from "./support.js";

useClocks();

const full = (stored: string | null) => ({
  getItem: () => stored,
  setItem: () => {
    throw new DOMException("Full.", "QuotaExceededError");
  },
});

it("keeps the session in memory where the browser blocks localStorage", async () => {
  vi.stubGlobal("localStorage", undefined);
  const issuer = createFakeIssuer();
  const client = createClient({ url: issuer.url, fetch: issuer.browser() });
  await client.signUp({ email, password });
  await pass(700_000);
  expect(await client.user()).toMatchObject({ email });
  client.dispose();
});

it("keeps the session in memory where localStorage is full", async () => {
  vi.stubGlobal("localStorage", full(null));
  const issuer = createFakeIssuer();
  const client = createClient({ url: issuer.url, fetch: issuer.browser() });
  await client.signUp({ email, password });
  await pass(700_000);
  expect(await client.user()).toMatchObject({ email });
  client.dispose();
});

it("does not leave what other pages share because localStorage became full", async () => {
  const items = new Map<string, string>();
  const shared = { getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => void items.set(key, value) };
  vi.stubGlobal("localStorage", shared);
  const issuer = createFakeIssuer();
  const client = createClient({ url: issuer.url, fetch: issuer.browser() });
  await client.signUp({ email, password });
  const before = [...items.values()];
  vi.stubGlobal("localStorage", full(before[0]!));
  await pass(700_000);
  await expect(client.user()).rejects.toMatchObject({ code: "storage_failed" });
  expect(client.status.state).toBe("offline");
  vi.stubGlobal("localStorage", shared);
  await pass(60_000);
  expect(await client.user()).toMatchObject({ email });
  client.dispose();
});

it("says that the browser keeps no cookies, and sends nothing", async () => {
  vi.stubGlobal("document", Object.defineProperty({}, "cookie", { get: () => "", set: () => {} }));
  const issuer = createFakeIssuer();
  const client = createClient({ url: issuer.url, mode: "cookie", fetch: issuer.browser() });
  await expect(client.signIn({ email, password })).rejects.toMatchObject({ code: "cookies_blocked" });
  client.dispose();
});
