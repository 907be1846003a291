import { describe, expect, it, vi } from "vitest";
import { answer, createOrigin, email, gate, heard, pass, password, settle, signedIn, useClocks } from "./support.js";

useClocks();
const logouts = (origin: ReturnType<typeof createOrigin>): number => origin.issuer.requests.filter(({ path }) => path === "/auth/logout").length;

describe("a sign-out", () => {
  it("wins over a refresh that is under way, in every page", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    const other = origin.open();
    await settle();
    const arrival = gate();
    origin.issuer.deliver = async (request, response) => {
      if (request.url.endsWith("/refresh-token")) {
        await arrival.opened;
      }
      return response;
    };
    const refresh = other.accessToken({ force: true });
    await settle();

    await client.signOut();
    await settle();
    arrival.open();

    expect(await refresh).toBeNull();
    await settle();
    expect([client.status.state, other.status.state]).toEqual(["signedOut", "signedOut"]);
    expect(origin.storage.text).not.toContain("cdr_");
    expect([...origin.issuer.sessions.values()].every(({ endReason }) => endReason)).toBe(true);
  });

  it("wins over the refresh of its own page", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    const arrival = gate();
    origin.issuer.deliver = async (request, response) => {
      if (request.url.endsWith("/refresh-token")) {
        await arrival.opened;
      }
      return response;
    };
    const refresh = client.accessToken({ force: true });
    await settle();
    const signOut = client.signOut();
    arrival.open();
    await signOut;

    expect(await refresh).toBeNull();
    expect(client.status).toEqual({ state: "signedOut", sessionId: null });
    expect(origin.storage.text).not.toContain("cdr_");
  });

  it("wins over a sign-in that is under way, whose session ends", async () => {
    const origin = createOrigin();
    const client = origin.open();
    const arrival = gate();
    origin.issuer.deliver = async (_, response) => {
      origin.issuer.deliver = null;
      await arrival.opened;
      return response;
    };
    const signIn = client.signIn({ email, password }).catch((error: unknown) => error);
    await settle();
    const signOut = client.signOut();
    arrival.open();
    await signOut;

    await expect(signIn).resolves.toMatchObject({ code: "signed_out" });
    expect(client.status.state).toBe("signedOut");
    expect([...origin.issuer.sessions.values()].map(({ endReason }) => endReason)).toEqual(["logout"]);
  });

  it.each(["this", "all"] as const)("that is made offline is remembered, and sent later, even by a later page: %s", async (scope) => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    const elsewhere = await signedIn(createOriginOf(origin), {});
    origin.issuer.intercept = () => Promise.reject(new TypeError("No route."));

    await client.signOut({ scope });
    expect(client.status.state).toBe("signedOut");
    client.dispose();
    const page = origin.open();
    await settle();
    expect(page.status.state).toBe("signedOut");
    origin.issuer.intercept = null;
    await pass(61_000);

    expect([...origin.issuer.sessions.values()].map(({ endReason }) => endReason)).toEqual(["logout", scope === "all" ? "logout" : null]);
    expect(elsewhere.status.state).toBe("signedIn");
    expect(origin.storage.text).not.toContain("cdr_");
  });

  it("is not taken for sent when a hotel's page answers", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    origin.issuer.intercept = () => new Response("<html>Welcome");
    await client.signOut();
    origin.issuer.intercept = null;
    await pass(61_000);

    expect([...origin.issuer.sessions.values()].map(({ endReason }) => endReason)).toEqual(["logout"]);
  });

  it("of other devices leaves this one", async () => {
    const origin = createOrigin();
    await signedIn(createOriginOf(origin), {});
    const client = await signedIn(origin);

    await client.signOut({ scope: "others" });

    expect(client.status.state).toBe("signedIn");
    expect([...origin.issuer.sessions.values()].map(({ endReason }) => endReason)).toEqual(["logout", null]);
  });

  it("is noticed by a page that comes back from the back/forward cache", async () => {
    const listeners = new Map<string, (event: { persisted: boolean }) => void>();
    vi.stubGlobal("addEventListener", (type: string, listener: () => void) => listeners.set(type, listener));
    vi.stubGlobal("BroadcastChannel", undefined);
    const origin = createOrigin();
    const frozen = await signedIn(origin);
    const states = heard(frozen);
    await settle();
    await origin.open().signOut();
    expect(frozen.status.state).toBe("signedIn");

    listeners.get("pageshow")?.({ persisted: true });
    // The page of the other client took the listener's place.
    await settle();
    await frozen.refresh();
    await settle();

    expect(frozen.status.state).toBe("signedOut");
    expect(states.at(-1)).toBe("signedOut");
  });

  it("ends the session that another sign-in replaces", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    await client.signIn({ email, password });

    expect([...origin.issuer.sessions.values()].map(({ endReason }) => endReason)).toEqual(["logout", null]);
    expect(client.status.state).toBe("signedIn");
  });

  it("is sent once", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    await client.signOut();
    origin.open();
    await pass(600_000);

    expect(logouts(origin)).toBe(1);
  });
});

// Another browser at the same issuer.
const createOriginOf = (origin: ReturnType<typeof createOrigin>): ReturnType<typeof createOrigin> => {
  const other = createOrigin();
  return { ...origin, storage: other.storage, open: (options) => origin.open({ fetch: origin.issuer.browser(), storage: other.storage, url: `${origin.issuer.url}/`, ...options }) };
};

it("reports a server that can't end the session, and goes on later", async () => {
  const origin = createOrigin();
  const client = await signedIn(origin);
  origin.issuer.intercept = () => answer(503, { "Retry-After": "120" });
  await client.signOut();
  origin.issuer.intercept = null;
  await pass(110_000);
  expect(logouts(origin)).toBe(1);
  await pass(11_000);
  expect(logouts(origin)).toBe(2);
});
