import { describe, expect, it } from "vitest";
import { enrolment, reauthenticate, sendProofCode } from "../src/account.js";
import { answer, createOrigin, email, password, signedIn, useClocks } from "./support.js";

useClocks();

describe("a user who must have a second factor", () => {
  it("adds an authenticator app, and is signed in", async () => {
    const origin = createOrigin();
    await signedIn(origin);
    const client = origin.open({ storage: memory() });
    const asked: { path: string; body: unknown }[] = [];
    origin.issuer.intercept = async (request) => {
      const { pathname } = new URL(request.url);
      const text = await request.clone().text();
      asked.push({ path: pathname, body: text ? (JSON.parse(text) as unknown) : undefined });
      switch (pathname) {
        case "/auth/login":
          return Response.json({ code: "enrolment_required", enrolToken: "enrol-secret", methods: ["totp"], mailCodeRequired: true }, { status: 403 });
        case "/auth/enrolment/code":
          return answer(202);
        case "/auth/totp":
          return Response.json({ secret: "ABC", uri: "otpauth://totp/x", qrCode: "<svg/>" });
        case "/auth/totp/confirm":
          return Response.json({ accessToken: "a.b.c", expiresIn: 600, refreshToken: "cdr_new.0", sessionId: "s2", recoveryCodes: ["one", "two"] });
        default:
          return undefined;
      }
    };

    const step = await client.signIn({ email, password });
    if (step.next !== "enrolment") {
      throw new Error(`The next step is ${step.next ?? "none"}.`);
    }
    expect(step).toMatchObject({ enrolToken: "enrol-secret", methods: ["totp"], mailCodeRequired: true });
    expect(client.status.state).toBe("signedOut");
    await enrolment.sendCode(client, step.enrolToken);
    expect(await enrolment.begin(client, step.enrolToken, "12345678")).toMatchObject({ secret: "ABC" });
    expect(await enrolment.confirm(client, step.enrolToken, "123456")).toEqual({ next: null, sessionId: "s2", recoveryCodes: ["one", "two"] });

    expect(client.status).toEqual({ state: "signedIn", sessionId: "s2" });
    expect(asked.slice(1).map(({ body }) => body)).toEqual([
      { enrolToken: "enrol-secret" },
      { enrolToken: "enrol-secret", mailCode: "12345678" },
      { enrolToken: "enrol-secret", code: "123456" },
    ]);
  });
});

it("shows the trust of this device at the next sign-in", async () => {
  const origin = createOrigin();
  await signedIn(origin);
  const storage = memory();
  const client = origin.open({ storage });
  const bodies: unknown[] = [];
  origin.issuer.intercept = async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname !== "/auth/mfa" && pathname !== "/auth/login") {
      return undefined;
    }
    bodies.push(await request.clone().json());
    return Response.json({ accessToken: "a.b.c", expiresIn: 600, refreshToken: `cdr_${bodies.length}.0`, sessionId: `s${bodies.length}`, trustToken: "trusted" });
  };

  await client.signIn({ mfaToken: "step", code: "123456", trustDevice: true });
  await client.signIn({ email, password });

  expect(bodies[0]).toMatchObject({ mfaToken: "step", trustDevice: true });
  expect(bodies[1]).toMatchObject({ trustToken: "trusted" });
});

it("proves again who the user is with a mailed code", async () => {
  const origin = createOrigin();
  const client = await signedIn(origin);
  const bodies: unknown[] = [];
  origin.issuer.intercept = async (request) => {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/auth/reauthenticate")) {
      return undefined;
    }
    const text = await request.clone().text();
    bodies.push(text ? (JSON.parse(text) as unknown) : undefined);
    return answer(pathname.endsWith("/code") ? 202 : 200);
  };

  await sendProofCode(client);
  expect(await reauthenticate(client, { code: "12345678" })).toEqual({ next: null });

  expect(bodies).toEqual([undefined, { code: "12345678" }]);
});

const memory = () => {
  let item: string | null = null;
  return { getItem: () => item, setItem: (_: string, value: string) => void (item = value) };
};

it("does not take a page of a proxy for a sign-in", async () => {
  const origin = createOrigin();
  const client = origin.open();
  origin.issuer.intercept = () => new Response("<p>Sign in to the hotel.</p>");
  await expect(client.signIn({ email, password })).rejects.toMatchObject({ code: "unexpected_answer" });
});
