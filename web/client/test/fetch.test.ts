import { describe, expect, it } from "vitest";
import { answer, createOrigin, email, password, pass, refreshes, signedIn, useClocks } from "./support.js";

useClocks();
const api = "https://api.test/notes";
const problem = (code: string): Response => new Response(JSON.stringify({ status: 401, code }), { status: 401 });

const withApi = async (respond: (token: string | null, request: Request) => Response | Promise<Response>) => {
  const origin = createOrigin();
  const asked: Request[] = [];
  const client = await signedIn(origin, {
    apis: ["https://api.test"],
    fetch: async (input, init) => {
      const request = new Request(input, init);
      if (!request.url.startsWith("https://api.test")) {
        return origin.issuer.fetch(request);
      }
      asked.push(request.clone());
      return respond(request.headers.get("Authorization"), request);
    },
  });
  return { origin, client, asked };
};

describe("a 401 of Cardea's", () => {
  it.each(["invalid_token", "missing_token"])("leads to one refresh and one repetition: %s", async (code) => {
    const { origin, client, asked } = await withApi(() => problem(code));

    const response = await client.fetch(api, { method: "POST", body: "a note" });

    expect(response.status).toBe(401);
    expect(asked).toHaveLength(2);
    expect(refreshes(origin.issuer)).toBe(1);
    expect(await Promise.all(asked.map((request) => request.text()))).toEqual(["a note", "a note"]);
    expect(new Set(asked.map((request) => request.headers.get("Authorization"))).size).toBe(2);
  });

  it("leads to one refresh for all requests that it met", async () => {
    let stale: string | null = null;
    const { origin, client } = await withApi((token) => ((stale ??= token) === token ? problem("invalid_token") : answer(200)));

    const responses = await Promise.all(Array.from({ length: 20 }, () => client.fetch(api)));

    expect(responses.every(({ ok }) => ok)).toBe(true);
    expect(refreshes(origin.issuer)).toBe(1);
  });

  it("stays when the server can't give another token", async () => {
    const { origin, client } = await withApi(() => problem("invalid_token"));
    origin.issuer.intercept = () => answer(503);

    expect((await client.fetch(api)).status).toBe(401);
    expect(client.status.state).toBe("offline");
  });
});

it.each([
  ["another code", () => problem("quota")],
  ["no code", () => answer(401)],
  ["a page", () => new Response("<html>", { status: 401 })],
  ["403", () => answer(403)],
])("does not repeat after %s", async (_, respond) => {
  const { origin, client, asked } = await withApi(respond);

  await client.fetch(api);

  expect(asked).toHaveLength(1);
  expect(refreshes(origin.issuer)).toBe(0);
});

it("gives the token to no other origin", async () => {
  const { client, asked } = await withApi(() => answer(200));

  await expect(client.fetch("https://evil.test/")).rejects.toMatchObject({ code: "origin_not_allowed" });
  await expect(client.fetch("https://api.test.evil.test/")).rejects.toMatchObject({ code: "origin_not_allowed" });
  expect(asked).toHaveLength(0);
});

it("leaves a header of the caller alone, and sends nothing of somebody who is signed out", async () => {
  const { client, asked } = await withApi(() => answer(200));
  await client.fetch(api, { headers: { Authorization: "Basic abc" } });
  await client.signOut();
  await client.fetch(api);

  expect(asked.map((request) => request.headers.get("Authorization"))).toEqual(["Basic abc", null]);
});

describe("an access token", () => {
  it("is another one than what an API refused", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    const refused = (await client.accessToken())!;

    const tokens = await Promise.all([client.accessToken({ refused }), client.accessToken({ refused })]);

    expect(tokens[0]).not.toBe(refused);
    expect(tokens[0]).toBe(tokens[1]);
    expect(refreshes(origin.issuer)).toBe(1);
  });

  it("for another audience is one of its own", async () => {
    const origin = createOrigin({ audience: "https://api.test" });
    const client = await signedIn(origin);
    const usual = await client.accessToken();

    const owner = await client.accessToken({ audience: origin.issuer.url });

    expect(owner).not.toBe(usual);
    expect(await client.accessToken({ audience: origin.issuer.url })).toBe(owner);
    expect(await client.accessToken()).toBe(usual);
    await pass(700_000);
    expect(await client.accessToken()).not.toBe(usual);
    expect(client.status.state).toBe("signedIn");
  });

  it("is null for nobody", async () => {
    expect(await createOrigin().open().accessToken()).toBeNull();
  });
});

describe("signing in", () => {
  it("makes an account", async () => {
    const client = createOrigin().open();
    expect(await client.signUp({ email: "new@example.com", password: "a long enough password" })).toMatchObject({ next: null });
    expect(await client.user()).toMatchObject({ email: "new@example.com" });
  });

  it("says what was wrong", async () => {
    const client = createOrigin().open();
    await expect(client.signIn({ email, password: "wrong" })).rejects.toMatchObject({ name: "CardeaError", code: "invalid_credentials", status: 401 });
    await expect(client.signUp({ email: "x@example.com", password: "short" })).rejects.toMatchObject({ problem: { errors: { password: ["Too short."] } } });
    expect(client.status.state).toBe("signedOut");
  });

  it("asks for the second factor", async () => {
    const origin = createOrigin();
    origin.issuer.addAccount("two@example.com", password).hasTotp = true;
    const client = origin.open();
    const step = await client.signIn({ email: "two@example.com", password });
    if (step.next !== "secondFactor") {
      throw new Error("There is a second factor.");
    }
    expect(step.methods).toContain("totp");
    await expect(client.signIn({ mfaToken: step.mfaToken, code: "000000" })).rejects.toMatchObject({ code: "invalid_second_factor" });
    expect(await client.signIn({ mfaToken: step.mfaToken, code: "123456" })).toMatchObject({ next: null });
    expect(client.status.state).toBe("signedIn");
  });

  it("shows the device again that it got to know", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    await client.signOut();
    await client.signIn({ email, password });

    expect(origin.issuer.requests.filter(({ path }) => path === "/auth/login").map(({ body }) => body["deviceToken"])).toEqual([undefined, "device"]);
  });
});
