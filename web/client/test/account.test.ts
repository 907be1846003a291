import axios from "axios";
import { afterEach, describe, expect, it, vi } from "vitest";
import { changePassword, deleteAccount, exportData, listEvents, reauthenticate, recoveryCodes, requestLink, totp } from "../src/account.js";
import { attachCardea } from "../src/axios.js";
import { followEvents } from "../src/events.js";
import { addPasskey, listPasskeys, renamePasskey, signInWithPasskey, signUpWithPasskey } from "../src/passkeys.js";
import { createServerClient } from "../src/server.js";
import { endSession, listSessions, renameSession } from "../src/sessions.js";
import { hubOptions } from "../src/signalr.js";
import { session } from "../src/svelte.js";
import { readEvents } from "../src/event-stream.js";
import { createOrigin, email, MemoryStorage, pass, password, refreshes, settle, signedIn, useClocks } from "./support.js";

useClocks();
afterEach(() => vi.unstubAllGlobals());
const apis = { audience: "https://api.test" };

describe("a lasting change", () => {
  it("gets a token for the issuer by itself, once", async () => {
    const origin = createOrigin(apis);
    const client = await signedIn(origin);

    await totp.begin(client);
    expect(await totp.confirm(client, "123456")).toHaveLength(10);
    await exportData(client);

    expect(refreshes(origin.issuer)).toBe(1);
    expect(origin.issuer.requests.find(({ path }) => path === "/auth/refresh-token")?.body["audience"]).toBe(origin.issuer.url);
    expect(await totp.isEnabled(client)).toBe(true);
    expect(await recoveryCodes.left(client)).toBe(10);
  });

  it("asks for no other token where every token is for the issuer, or with the password", async () => {
    const origin = createOrigin();
    await totp.begin(await signedIn(origin));
    expect(refreshes(origin.issuer)).toBe(0);

    const split = createOrigin(apis);
    await totp.begin(await signedIn(split), password);
    expect(refreshes(split.issuer)).toBe(0);
  });

  it("needs no token in mode cookie", async () => {
    const origin = createOrigin(apis);
    const client = await signedIn(origin, { mode: "cookie" });
    await totp.begin(client);
    expect(refreshes(origin.issuer)).toBe(1);
  });
});

it("proves again who the user is, and goes on with new tokens", async () => {
  const origin = createOrigin();
  const client = await signedIn(origin);
  const before = await client.accessToken();

  expect(await reauthenticate(client, { password })).toEqual({ next: null });

  expect(await client.accessToken()).not.toBe(before);
  await expect(reauthenticate(client, { password: "wrong" })).rejects.toMatchObject({ code: "invalid_credentials" });
  expect(client.status.state).toBe("signedIn");
});

it("changes the password, and ends the other sessions", async () => {
  const origin = createOrigin();
  await signedIn(origin, { storage: { getItem: () => null, setItem: () => undefined } });
  const client = await signedIn(origin);
  await changePassword(client, password, "another long password");

  expect([...origin.issuer.sessions.values()].map(({ endReason }) => endReason)).toEqual(["password", null]);
  expect(client.status.state).toBe("signedIn");
});

it("deletes the account", async () => {
  const origin = createOrigin();
  const client = await signedIn(origin);
  await deleteAccount(client, password);
  expect(client.status.state).toBe("signedOut");
  await expect(client.signIn({ email, password })).rejects.toMatchObject({ code: "invalid_credentials" });
});

it("lists, names and ends the user's devices, and their events", async () => {
  const origin = createOrigin();
  const other = await signedIn(origin, { storage: { getItem: () => null, setItem: () => undefined } });
  const client = await signedIn(origin);
  await renameSession(client, client.status.sessionId!, "Desk");
  expect((await listSessions(client)).map(({ device, current }) => [device, current])).toContainEqual(["Desk", true]);

  await endSession(client, other.status.sessionId!);
  expect(await listSessions(client)).toHaveLength(1);
  expect((await listEvents(client)).events).toHaveLength(1);

  await endSession(client, client.status.sessionId!);
  expect(client.status.state).toBe("signedOut");
});

it("signs in by a mailed link", async () => {
  const client = createOrigin().open();
  const browserToken = await requestLink(client, email);
  expect(await client.signIn({ token: "link", browserToken })).toMatchObject({ next: null });
});

const stubPasskeys = (): void => {
  const credential = { toJSON: () => ({ id: "key-1" }) };
  vi.stubGlobal("navigator", { credentials: { create: async () => Promise.resolve(credential), get: async () => Promise.resolve(credential) } });
  vi.stubGlobal("PublicKeyCredential", { parseCreationOptionsFromJSON: (json: unknown) => json, parseRequestOptionsFromJSON: (json: unknown) => json });
};

it("signs up with a passkey alone", async () => {
  stubPasskeys();
  const origin = createOrigin();
  const client = origin.open();

  const result = await signUpWithPasskey(client, { email: "grace@example.com", device: "Key" });

  expect(result).toMatchObject({ next: null, recoveryCodes: Array.from({ length: 10 }, () => expect.any(String) as string) });
  expect(origin.issuer.requests.at(-1)?.body).toMatchObject({ device: "Key", passkey: { token: "passkey", credential: { id: "key-1" } } });
  expect(await client.user()).toMatchObject({ email: "grace@example.com", hasPassword: false });
  expect(await renamePasskey(client, "key-1", "Mine")).toMatchObject({ name: "Mine" });
});

it("adds a passkey, and signs in with it", async () => {
  stubPasskeys();
  const client = await signedIn(createOrigin(apis));
  await addPasskey(client, "Key");
  expect((await listPasskeys(client)).map(({ name }) => name)).toEqual(["Key"]);
  await client.signOut();

  expect(await signInWithPasskey(client)).toMatchObject({ next: null });
});

it("hears that another device came, was named and went", async () => {
  const origin = createOrigin();
  const client = await signedIn(origin);
  let changes = 0;
  const stop = followEvents(client, { sessions: () => changes++ });
  await settle();

  const phone = await signedIn(origin, { storage: new MemoryStorage(), fetch: origin.issuer.browser() });
  await settle();
  expect(changes).toBe(1);
  await renameSession(phone, phone.status.sessionId!, "Phone");
  await settle();
  expect(changes).toBe(2);
  origin.issuer.endSession(phone.status.sessionId!);
  await settle();
  expect(changes).toBe(3);
  expect(client.status.state).toBe("signedIn");
  stop();
});

it("is asked for a new proof by an issuer that wants one", async () => {
  const origin = createOrigin();
  const client = await signedIn(origin);
  origin.issuer.sessions.get(client.status.sessionId!)!.isRecent = false;

  await expect(totp.begin(client)).rejects.toMatchObject({ code: "reauthentication_required" });
  await reauthenticate(client, { password });
  await totp.begin(client);
});

it("follows the live events, and knows at once that the session ended", async () => {
  const origin = createOrigin();
  const client = await signedIn(origin);
  const reasons: (string | null)[] = [];
  const stop = followEvents(client, { ended: (reason) => reasons.push(reason) });
  await settle();

  origin.issuer.endSession(client.status.sessionId!);
  await settle();

  expect(reasons).toEqual(["ended"]);
  expect(client.status.state).toBe("signedOut");
  stop();
  await settle();
  expect(vi.getTimerCount()).toBe(0);
});

it("says what it knows when it follows the events again", async () => {
  const origin = createOrigin();
  const client = await signedIn(origin);
  const sent: (string | null)[] = [];
  origin.issuer.intercept = (request) => {
    if (new URL(request.url).pathname !== "/auth/live") {
      return undefined;
    }
    sent.push(request.headers.get("Last-Event-ID"));
    return new Response("id: state-1\nevent: heartbeat\ndata: {}\n\n", { headers: { "Content-Type": "text/event-stream" } });
  };
  const stop = followEvents(client);
  await settle();
  await pass(2_000);
  stop();

  expect(sent.slice(0, 2)).toEqual([null, "state-1"]);
});

it("reads events however they are cut", async () => {
  const text = ": hello\r\nevent: sessions\r\ndata: {\r\ndata: }\r\n\r\nevent: heartbeat\nid: 7\ndata:x\n\nevent: empty\n\ndata: plain\r\r";
  for (let size = 1; size < 9; size++) {
    const bytes = new TextEncoder().encode(text);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) {
          controller.enqueue(bytes.slice(at, at + size));
        }
        controller.enqueue(new TextEncoder().encode("\n"));
        controller.close();
      },
    });
    const events: string[] = [];
    for await (const { event, data, id } of readEvents(body)) {
      events.push(`${id} ${event} ${data}`);
    }
    expect(events).toEqual([" sessions {\n}", "7 heartbeat x", "7 message plain"]);
  }
});

it("attaches itself to axios: one refresh, one repetition", async () => {
  const origin = createOrigin();
  const client = await signedIn(origin, { apis: ["https://api.test"] });
  const seen: unknown[] = [];
  const instance = axios.create({
    baseURL: "https://api.test",
    adapter: async (config) => {
      seen.push(config.headers.get("Authorization"));
      const data = { code: "invalid_token" };
      const response = { data, status: 401, statusText: "", headers: {}, config };
      return Promise.reject(new axios.AxiosError("Refused.", "401", config, null, response));
    },
  });
  attachCardea(instance, client);

  await expect(instance.get("/notes")).rejects.toMatchObject({ response: { status: 401 } });
  expect(new Set(seen).size).toBe(2);
  expect(seen).toHaveLength(2);
  expect(refreshes(origin.issuer)).toBe(1);
});

it("gives SignalR a token", async () => {
  const client = await signedIn(createOrigin());
  expect(await hubOptions(client).accessTokenFactory()).toBe(await client.accessToken());
});

it("is a store of Svelte's, with the user", async () => {
  const client = await signedIn(createOrigin());
  const seen: string[] = [];
  const stop = session(client).subscribe(({ status, user }) => seen.push(`${status.state} ${user === null ? "nobody" : (user?.email ?? "?")}`));
  await settle();
  await client.signOut();
  await settle();
  stop();
  expect(seen).toEqual(["signedIn ?", "signedIn ?", `signedIn ${email}`, "signedOut nobody"]);
});

it("renders on a server, and forwards every cookie", async () => {
  const sent: (string | null)[] = [];
  const answers = [
    new Response("{}", { headers: [["Set-Cookie", "__Host-cardea=2; Secure"], ["Set-Cookie", "__Host-cardea-access=b; Secure"]] }),
    new Response(JSON.stringify({ code: "invalid_token" }), { status: 401 }),
  ];
  const client = createServerClient(
    new Request("https://app.test", { headers: { Cookie: "__Host-cardea=1; theme=dark" } }),
    {
      url: "https://id.test",
      fetch: async (_, init) => {
        sent.push(new Headers(init?.headers).get("Cookie"));
        return Promise.resolve(answers.shift()!);
      },
    },
  );
  await client.fetch("/auth/sessions");
  expect(await client.user()).toBeNull();

  const headers = new Headers();
  client.forward(headers);
  expect(headers.getSetCookie()).toHaveLength(2);
  expect(sent).toEqual(["__Host-cardea=1; theme=dark", "__Host-cardea=2; theme=dark; __Host-cardea-access=b"]);
});

it.each(["@evil.example/", ".evil.example/", ":8080/", "//evil.example/..", "auth/me"])("sends no cookies to another host by the path %s", async (path) => {
  const sent: string[] = [];
  const client = createServerClient(new Request("https://app.test", { headers: { Cookie: "__Host-cardea=1" } }), {
    url: "https://id.test",
    fetch: (address) => {
      sent.push(new URL(address instanceof Request ? address.url : address).origin);
      return Promise.resolve(new Response());
    },
  });
  await client.fetch(path).catch((error: unknown) => expect(error).toMatchObject({ code: "origin_not_allowed" }));
  expect(sent.filter((origin) => origin !== "https://id.test")).toEqual([]);
});
