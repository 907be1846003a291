import { describe, expect, it } from "vitest";
import { answer, createOrigin, email, heard, pass, password, refreshes, settle, signedIn, stubLocks, useClocks } from "./support.js";

useClocks();

describe.each(["cookie", "refreshCookie"] as const)("mode %s", (mode) => {
  it("stores no token", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin, { mode });

    expect(await client.user()).toMatchObject({ email });
    expect(origin.storage.text).toBe("");
  });

  it("asks the server who is signed in when the page opens", async () => {
    const origin = createOrigin();
    await signedIn(origin, { mode });
    const page = origin.open({ mode });
    const states = heard(page);
    await settle();
    expect(states).toEqual(["unknown", "signedIn"]);

    const stranger = origin.open({ mode, fetch: origin.issuer.browser() });
    expect(await stranger.user()).toBeNull();
    expect(stranger.status.state).toBe("signedOut");
  });

  it("is offline, not signed out, when the server can't be asked", async () => {
    const origin = createOrigin();
    await signedIn(origin, { mode });
    origin.issuer.intercept = () => answer(503);
    const page = origin.open({ mode });
    await settle();
    expect(page.status.state).toBe("offline");
    origin.issuer.intercept = null;
    await pass(5_000);
    expect(page.status.state).toBe("signedIn");
  });

  it("refreshes once for all pages", async () => {
    stubLocks();
    const origin = createOrigin();
    await signedIn(origin, { mode });
    const pages = Array.from({ length: 5 }, () => origin.open({ mode }));
    await settle();
    await pass(595_000);
    const before = refreshes(origin.issuer);

    await Promise.all(pages.map((page) => page.user().then(settle)));

    expect(refreshes(origin.issuer) - before).toBeLessThanOrEqual(2);
  });

  it("learns from any answer that the session ended elsewhere, and asks once more before it believes it", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin, { mode });
    const over = () => Response.json({ code: "session_ended" }, { status: 401 });
    origin.issuer.intercept = (request) => (new URL(request.url).pathname === "/auth/me" ? over() : undefined);
    await expect(client.user()).rejects.toMatchObject({ code: "session_ended" });
    expect(client.status.state).toBe("signedIn");

    origin.issuer.intercept = over;
    expect(await client.user()).toBeNull();
    expect(client.status.state).toBe("signedOut");
  });

  it("signs out in every page", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin, { mode });
    const other = origin.open({ mode });
    await settle();
    await client.signOut();
    await settle();

    expect(other.status.state).toBe("signedOut");
    expect(await origin.open({ mode }).user()).toBeNull();
  });

  it("stays signed out when that was made offline, and tells the server before the next sign-in", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin, { mode });
    origin.issuer.intercept = () => Promise.reject(new TypeError("No route."));
    await client.signOut();
    client.dispose();
    const page = origin.open({ mode });
    await settle();
    expect(page.status.state).toBe("signedOut");
    await expect(page.signIn({ email, password })).rejects.toMatchObject({ code: "offline" });
    origin.issuer.intercept = null;

    await page.signIn({ email, password });
    await pass(120_000);

    expect(page.status.state).toBe("signedIn");
    expect([...origin.issuer.sessions.values()].map(({ endReason }) => endReason)).toEqual(["logout", null]);
  });

  it("notices that the session ended", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin, { mode });
    origin.issuer.endSession(client.status.sessionId!);

    expect(await client.user()).toBeNull();
    expect(client.status.state).toBe("signedOut");
  });
});

it("gives a script no token in mode cookie, and one in mode refreshCookie", async () => {
  const origin = createOrigin();
  await expect((await signedIn(origin, { mode: "cookie" })).accessToken()).rejects.toMatchObject({ code: "no_access_token" });
  expect(await (await signedIn(origin, { mode: "refreshCookie" })).accessToken()).toEqual(expect.any(String));
});
