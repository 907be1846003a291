import { describe, expect, it, vi } from "vitest";
import { type Client, type ClientStorage, createClient } from "../src/index.js";
import { answer, createOrigin, email, gate, heard, MemoryStorage, pass, password, refreshes, settle, signedIn, stubLocks, useClocks } from "./support.js";

useClocks();
const almost = 595_000;

describe("one refresh", () => {
  it("serves all callers of a page", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    await pass(almost);

    const tokens = await Promise.all(Array.from({ length: 1_000 }, () => client.accessToken()));

    expect(refreshes(origin.issuer)).toBe(1);
    expect(new Set(tokens).size).toBe(1);
  });

  it("serves ten pages where there are locks", async () => {
    stubLocks();
    const origin = createOrigin();
    await signedIn(origin);
    const pages = Array.from({ length: 10 }, () => origin.open());
    await pass(almost);

    const tokens = await Promise.all(pages.map((page) => page.accessToken()));

    expect(refreshes(origin.issuer)).toBe(1);
    expect(new Set(tokens).size).toBe(1);
  });

  it("serves ten pages that see each other's changes late, as Firefox does", async () => {
    const locks = stubLocks();
    const origin = createOrigin();
    await signedIn(origin);
    const changes: (() => void)[] = [];
    locks.query.mockImplementation(async () => {
      await settle();
      changes.splice(0).forEach((change) => change());
    });
    const view = (): ClientStorage => {
      const own = new MemoryStorage();
      return {
        getItem: (key) => own.getItem(key) ?? origin.storage.getItem(key),
        setItem(key, value) {
          own.setItem(key, value);
          changes.push(() => {
            origin.storage.setItem(key, value);
            own.items.clear();
          });
        },
      };
    };
    const pages = Array.from({ length: 10 }, () => origin.open({ storage: view() }));
    await pass(almost);

    const tokens = await Promise.all(pages.map((page) => page.accessToken()));

    expect(refreshes(origin.issuer)).toBe(1);
    expect(new Set(tokens).size).toBe(1);
  });

  it("harms nobody where there are no locks", async () => {
    const origin = createOrigin();
    await signedIn(origin);
    const pages = Array.from({ length: 10 }, () => origin.open());
    for (let cycle = 0; cycle < 20; cycle++) {
      await pass(almost);
      await Promise.all(pages.map((page) => page.accessToken()));
    }

    await settle();
    expect(pages.map(({ status }) => status.state)).toEqual(pages.map(() => "signedIn"));
  });

  it("goes on after a second without the lock, and never steals it", async () => {
    const locks = stubLocks();
    const origin = createOrigin();
    const client = await signedIn(origin);
    await pass(almost);
    locks.hold();
    let token: string | null | undefined;
    void client.accessToken({ minLifetime: 60 }).then((value) => (token = value));

    await pass(900);
    expect(token).toBeUndefined();
    await pass(200);

    expect(token).toEqual(expect.any(String));
    expect(locks.requests.every(({ steal, ifAvailable }) => !steal && !ifAvailable)).toBe(true);
  });

  it("is aborted after ten seconds", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    let aborted = false;
    origin.issuer.intercept = (request) => {
      request.signal.addEventListener("abort", () => (aborted = true));
      return new Promise(() => {});
    };
    const failed = client.accessToken({ force: true }).catch((error: unknown) => error);

    await pass(9_900);
    expect(aborted).toBe(false);
    await pass(200);

    expect(aborted).toBe(true);
    await expect(failed).resolves.toMatchObject({ code: "offline" });
    expect(client.status.state).toBe("offline");
  });
});

describe("storing", () => {
  it("drops an answer when the storage has another token by then, and uses that one", async () => {
    const origin = createOrigin();
    const slow = await signedIn(origin);
    const fast = origin.open({ storage: origin.storage });
    await pass(almost);
    const arrival = gate();
    origin.issuer.deliver = async (_, response) => {
      origin.issuer.deliver = null;
      await arrival.opened;
      return response;
    };
    const late = slow.accessToken();
    await settle();
    const tokens = [await fast.accessToken({ force: true }), await fast.accessToken({ force: true })];
    const stored = origin.storage.text;

    arrival.open();

    expect(await late).toBe(tokens[1]);
    expect(origin.storage.text).toBe(stored);
  });

  it("comes before using: a token whose storing failed is not used", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    await pass(almost + 6_000);
    origin.storage.setItem = () => {
      throw new Error("The disk is full.");
    };

    await expect(client.accessToken()).rejects.toMatchObject({ code: "storage_failed" });
    expect(client.status.state).toBe("offline");
  });

  it("may be cut off: an app that was killed after the answer comes back signed in", async () => {
    const origin = createOrigin();
    const stored = new MemoryStorage();
    await signedIn(origin, { storage: stored });
    await pass(almost);
    const dying = origin.open({ storage: { getItem: stored.getItem, setItem: () => new Promise(() => {}) } });
    void dying.accessToken({ force: true });
    await settle();
    expect(refreshes(origin.issuer)).toBe(1);

    await pass(86_400_000);
    const restarted = origin.open({ storage: stored });

    expect(await restarted.user()).toMatchObject({ email });
    expect(restarted.status.state).toBe("signedIn");
  });

  it("may be asynchronous", async () => {
    const origin = createOrigin();
    const stored = new MemoryStorage();
    const storage = {
      getItem: async (key: string) => Promise.resolve(stored.getItem(key)),
      setItem: async (key: string, value: string) => {
        await Promise.resolve();
        stored.setItem(key, value);
      },
    };
    await signedIn(origin, { storage });

    expect(await origin.open({ storage }).user()).toMatchObject({ email });
  });

  it("takes what it can't read for nothing", async () => {
    const origin = createOrigin();
    origin.storage.getItem = () => "{ not JSON";

    expect(await origin.open().user()).toBeNull();
  });

  it("keeps the session when a lost answer is asked for again", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    for (let round = 0; round < 10; round++) {
      origin.issuer.deliver = () => {
        origin.issuer.deliver = null;
        return Promise.reject(new TypeError("The network is gone."));
      };
      await expect(client.accessToken({ force: true })).rejects.toMatchObject({ code: "offline" });
      await pass(120_000);
      expect(client.status.state).toBe("signedIn");
    }
  });
});

describe("expiry", () => {
  const renews = async (client: Client, origin: ReturnType<typeof createOrigin>): Promise<boolean> => {
    const before = refreshes(origin.issuer);
    await client.accessToken();
    return refreshes(origin.issuer) > before;
  };

  it("counts from when the request was sent", async () => {
    const origin = createOrigin({ accessTokenLifetime: 60 });
    const client = origin.open();
    origin.issuer.deliver = async (_, response) => {
      origin.issuer.deliver = null;
      await new Promise((resolve) => setTimeout(resolve, 20_000));
      return response;
    };
    const signIn = client.signIn({ email, password });
    await pass(20_000);
    await signIn;
    expect(await renews(client, origin)).toBe(false);

    await pass(31_000);

    expect(await renews(client, origin)).toBe(true);
  });

  it("does not ask the server's clock", async () => {
    const origin = createOrigin();
    origin.issuer.deliver = (_, response) => {
      response.headers.set("Date", new Date(Date.now() + 86_400_000).toUTCString());
      return response;
    };
    const client = await signedIn(origin);

    await pass(500_000);
    expect(await renews(client, origin)).toBe(false);
    await pass(95_000);
    expect(await renews(client, origin)).toBe(true);
  });

  it.each([
    ["ahead, as after a sleep", 60_000],
    ["back", -60_000],
  ])("is due when the clock jumps %s", async (_, jump) => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    expect(await renews(client, origin)).toBe(false);

    vi.setSystemTime(Date.now() + jump);

    expect(await renews(client, origin)).toBe(true);
    expect(await renews(client, origin)).toBe(false);
  });

  it("outlives the page", async () => {
    const origin = createOrigin();
    await signedIn(origin);
    await pass(500_000);
    const page = origin.open();
    expect(await renews(page, origin)).toBe(false);

    await pass(95_000);

    expect(await renews(page, origin)).toBe(true);
  });

  it("takes a stored time in the future for long ago", async () => {
    const origin = createOrigin();
    await signedIn(origin);
    vi.setSystemTime(Date.now() - 3_600_000);

    expect(await renews(origin.open(), origin)).toBe(true);
  });

  it("leaves the token as long as the caller asks, at most half its life", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    await client.accessToken({ minLifetime: 100_000 });
    expect(refreshes(origin.issuer)).toBe(0);
    await pass(290_000);
    await client.accessToken({ minLifetime: 310 });
    expect(refreshes(origin.issuer)).toBe(0);

    await pass(20_000);
    await client.accessToken({ minLifetime: 310 });

    expect(refreshes(origin.issuer)).toBe(1);
  });
});

describe("a server that can't say", () => {
  it.each([
    ["500", () => answer(500)],
    ["503", () => answer(503)],
    ["429", () => answer(429)],
    ["401 without a code of Cardea's", () => answer(401)],
    ["200 with the page of a hotel", () => new Response("<html>Welcome", { status: 200 })],
    ["a network that is down", () => Promise.reject(new TypeError("No route."))],
  ])("keeps the session: %s", async (_, respond) => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    const states = heard(client);
    await pass(700_000);
    origin.issuer.intercept = respond;

    await expect(client.accessToken()).rejects.toMatchObject({ name: "CardeaError" });
    await settle();
    expect(client.status).toEqual({ state: "offline", sessionId: expect.any(String) as unknown });

    origin.issuer.intercept = null;
    await pass(3_600_000);
    expect(states).toEqual(["signedIn", "offline", "signedIn"]);
  });

  it("is asked less and less", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    await pass(700_000);
    origin.issuer.intercept = () => answer(500);
    await client.accessToken().catch(() => {});

    await pass(3_600_000);

    expect(refreshes(origin.issuer)).toBeGreaterThan(50);
    expect(refreshes(origin.issuer)).toBeLessThan(140);
  });

  it("is not asked before Retry-After, whoever wants a token", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    await pass(700_000);
    origin.issuer.intercept = () => answer(503, { "Retry-After": "300" });
    await expect(client.accessToken()).rejects.toMatchObject({ status: 503, retryAfter: 300 });

    await pass(299_000);
    await expect(client.accessToken({ force: true })).rejects.toMatchObject({ status: 503 });
    await expect(client.accessToken()).rejects.toMatchObject({ status: 503 });
    expect(refreshes(origin.issuer)).toBe(1);

    origin.issuer.intercept = null;
    await pass(2_000);
    expect(refreshes(origin.issuer)).toBe(2);
    expect(client.status.state).toBe("signedIn");
  });

  it("does not spoil a token that is still good", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    await pass(595_000);
    origin.issuer.intercept = () => answer(503);

    expect(await client.accessToken()).toEqual(expect.any(String));
  });

  it("is asked at once when the network is back", async () => {
    const listeners = new Map<string, () => void>();
    vi.stubGlobal("addEventListener", (type: string, listener: () => void) => listeners.set(type, listener));
    const origin = createOrigin();
    const client = await signedIn(origin);
    origin.issuer.intercept = () => Promise.reject(new TypeError("No route."));
    await client.refresh().catch(() => {});
    expect(client.status.state).toBe("offline");
    origin.issuer.intercept = null;

    listeners.get("online")?.();
    await pass(1);

    expect(client.status.state).toBe("signedIn");
  });

  it("is no reason to forget who was signed in when the page is opened", async () => {
    const origin = createOrigin();
    await signedIn(origin);
    await pass(700_000);
    origin.issuer.intercept = () => answer(503);
    const page = origin.open();

    await expect(page.user()).rejects.toMatchObject({ status: 503 });
    expect(page.status.state).toBe("offline");
  });
});

describe("the server says that the session is over", () => {
  it.each(["ended", "reuse"])("so the user is signed out, in every page: %s", async (reason) => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    const other = origin.open();
    await settle();
    const session = origin.issuer.sessions.get(client.status.sessionId!)!;
    session.endReason = reason;

    expect(await client.accessToken({ force: true })).toBeNull();
    await settle();

    expect([client.status.state, other.status.state]).toEqual(["signedOut", "signedOut"]);
    expect(origin.storage.text).not.toContain("cdr_");
  });

  it("of a token that another page replaced: nobody is signed out", async () => {
    const origin = createOrigin();
    const client = await signedIn(origin);
    const good = origin.storage.text;
    origin.issuer.deliver = (_, response) => {
      // Another page without a lock stored a newer token meanwhile.
      origin.storage.setItem([...origin.storage.items.keys()][0]!, good);
      return response;
    };
    origin.storage.setItem([...origin.storage.items.keys()][0]!, good.replace(/cdr_[^"]+/, "cdr_unknown.0"));

    expect(await client.accessToken({ force: true })).toEqual(expect.any(String));
    expect(client.status.state).toBe("signedIn");
  });
});

it("is made without a storage or a page", async () => {
  const origin = createOrigin();
  const client = createClient({ url: `${origin.issuer.url}/`, fetch: origin.issuer.fetch });

  expect(await client.user()).toBeNull();
  client.dispose();
});
