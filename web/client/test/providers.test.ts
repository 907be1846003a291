import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Client, createClient } from "../src/index.js";
import { completeSignIn, confirmLink, finishSignInWith, linkProvider, reauthenticateWith, remembers, signInWith } from "../src/providers.js";
import { MemoryStorage, useClocks } from "./support.js";

useClocks();

const url = "https://id.test";
const page = "https://app.test/signed-in";
const tokens = { tokenType: "Bearer", accessToken: "a", expiresIn: 600, refreshToken: "r", refreshExpiresIn: 900, sessionId: "s" };

// A browser with one page, and a server that answers by path.
let requests: { readonly path: string; readonly body: Record<string, string> }[];
let answers: Record<string, [status: number, body: object | null]>;
let here: string;

const open = (mode: "bearer" | "cookie"): Client =>
  createClient({
    url,
    mode,
    storage: new MemoryStorage(),
    fetch: async (input, init) => {
      const path = String(input instanceof Request ? input.url : input).slice(url.length);
      requests.push({ path, body: init?.body ? (JSON.parse(init.body as string) as Record<string, string>) : {} });
      const [status, body] = answers[path] ?? [401, { code: "invalid_refresh_token", status: 401 }];
      return Promise.resolve(new Response(body && JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } }));
    },
  });

const sent = (path: string) => requests.find((request) => request.path === path)?.body;

const digest = async (text: string): Promise<string> =>
  Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toString("base64url");

beforeEach(() => {
  requests = [];
  answers = {};
  here = page;
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  vi.stubGlobal("location", {
    get href() {
      return here;
    },
    get origin() {
      return new URL(here).origin;
    },
    get pathname() {
      return new URL(here).pathname;
    },
    assign: (address: string) => {
      here = address;
    },
  });
  vi.stubGlobal("history", { state: null, replaceState: (_: unknown, __: string, address: URL) => (here = String(address)) });
});

describe("a sign-in with a provider, with tokens", () => {
  it("goes there with a challenge, and exchanges the code with its verifier", async () => {
    const client = open("bearer");
    await signInWith(client, "google");
    const begun = new URL(here);
    expect(begun.origin + begun.pathname).toBe(`${url}/auth/external/google`);
    expect(begun.searchParams.get("returnUrl")).toBe(page);

    here = `${page}?tab=2&code=c&state=${begun.searchParams.get("state")}`;
    answers["/auth/external/exchange"] = [200, tokens];
    expect(await finishSignInWith(client)).toEqual({ next: null, sessionId: "s" });

    const { code, codeVerifier } = sent("/auth/external/exchange")!;
    expect(code).toBe("c");
    expect(await digest(codeVerifier!)).toBe(begun.searchParams.get("codeChallenge"));
    expect(here).toBe(`${page}?tab=2`);
    expect(client.status.state).toBe("signedIn");
  });

  it("takes no code that this tab did not ask for", async () => {
    const client = open("bearer");
    here = `${page}?code=c&state=x`;
    expect(await finishSignInWith(client)).toBeNull();
    here = page;
    await signInWith(client, "google");
    here = `${page}?code=c&state=x`;
    expect(await finishSignInWith(client)).toBeNull();
    expect(sent("/auth/external/exchange")).toBeUndefined();
  });

  it("says what the server needs, and goes on with the same verifier", async () => {
    const client = open("bearer");
    await signInWith(client, "github");
    here = `${page}?code=c&state=${new URL(here).searchParams.get("state")}`;
    answers["/auth/external/exchange"] = [403, { code: "email_required", status: 403, externalToken: "e", account: "octo" }];
    expect(await finishSignInWith(client)).toEqual({ next: "email", externalToken: "e", account: "octo" });

    answers["/auth/external/complete"] = [202, null];
    expect(await completeSignIn(client, "e", { email: "ada@example.com" })).toEqual({ next: "wait" });
    expect(sent("/auth/external/complete")).toMatchObject({ externalToken: "e", email: "ada@example.com", codeVerifier: sent("/auth/external/exchange")!["codeVerifier"] });

    answers["/auth/external/confirm"] = [204, null];
    await confirmLink(client, "l");
    expect(sent("/auth/external/confirm")!["codeVerifier"]).toBe(sent("/auth/external/exchange")!["codeVerifier"]);
  });

  it("throws what the provider answered", async () => {
    const client = open("bearer");
    await signInWith(client, "google");
    here = `${page}?error=access_denied&state=${new URL(here).searchParams.get("state")}`;
    await expect(finishSignInWith(client)).rejects.toMatchObject({ code: "access_denied" });
  });
});

describe("a sign-in with a provider, with cookies", () => {
  it("goes there, and comes back signed in", async () => {
    const client = open("cookie");
    await signInWith(client, "google", { remember: false });
    expect(here).toBe(`${url}/auth/external/google?returnUrl=${encodeURIComponent(page)}&useSessionCookies=true`);

    here = page;
    answers["/auth/refresh-token"] = [200, { expiresIn: 600, refreshExpiresIn: 900, sessionId: "s" }];
    answers["/auth/me"] = [200, { id: "u", sessionId: "s" }];
    expect(await finishSignInWith(client)).toEqual({ next: null, sessionId: "s" });
    expect(await finishSignInWith(client)).toBeNull();
  });

  it("finds nobody if the user turned back at the provider, and keeps the choice of the box for a next step", async () => {
    const client = open("cookie");
    await signInWith(client, "google", { remember: false });
    expect(remembers(client)).toBe(false);
    here = page;
    expect(await finishSignInWith(client)).toBeNull();

    await signInWith(client, "google", { remember: false });
    here = `${page}#error=email_required`;
    answers["/auth/external/outcome"] = [403, { code: "email_required", status: 403, externalToken: "x" }];
    await finishSignInWith(client);
    await completeSignIn(client, "x", { code: "1" }).catch(() => undefined);
    expect(requests.at(-1)?.path).toBe("/auth/external/complete?useSessionCookies=true");
  });

  it("reads what is needed from the server, because no address has it", async () => {
    const client = open("cookie");
    await signInWith(client, "google");
    here = `${page}#error=link_required`;
    answers["/auth/external/outcome"] = [409, { code: "link_required", status: 409, linkToken: "l", account: "ada" }];
    expect(await finishSignInWith(client)).toEqual({ next: "link", linkToken: "l", account: "ada" });
    expect(here).toBe(page);

    await signInWith(client, "google");
    here = `${page}#error=enrolment_required`;
    answers["/auth/external/outcome"] = [403, { code: "enrolment_required", status: 403, enrolToken: "n", methods: ["totp"], mailCodeRequired: true }];
    expect(await finishSignInWith(client)).toEqual({ next: "enrolment", enrolToken: "n", methods: ["totp"], mailCodeRequired: true });

    await signInWith(client, "google");
    here = `${page}#error=access_denied`;
    answers["/auth/external/outcome"] = [404, { code: "external_outcome_not_found", status: 404 }];
    await expect(finishSignInWith(client)).rejects.toMatchObject({ code: "access_denied" });
  });
});

describe("an attempt of a session", () => {
  it("goes where the server says", async () => {
    const client = open("bearer");
    answers["/auth/login"] = [200, tokens];
    await client.signIn({ email: "ada@example.com", password: "p" });
    answers["/auth/external/google/link"] = [200, { url: `${url}/link` }];
    answers["/auth/external/google/reauthenticate"] = [200, { url: `${url}/prove` }];

    await linkProvider(client, "google");
    expect(here).toBe(`${url}/link`);
    here = page;
    await reauthenticateWith(client, "google");
    expect(here).toBe(`${url}/prove`);
    expect(sent("/auth/external/google/reauthenticate")).toMatchObject({ returnUrl: page });
  });
});
