import { afterEach, beforeEach, type Mock, vi } from "vitest";
import { type Client, type ClientOptions, type ClientStorage, createClient, type Status } from "../src/index.js";
import { createFakeIssuer, type FakeIssuer, type FakeIssuerOptions } from "../src/testing/index.js";

export const email = "ada@example.com";
export const password = "correct horse battery";

/** One origin: a fake issuer, a storage that all its pages share, and the pages. */
export interface Origin {
  readonly issuer: FakeIssuer;
  readonly storage: MemoryStorage;
  /** Opens a page. */
  open(options?: Partial<ClientOptions>): Client;
}

export class MemoryStorage implements ClientStorage {
  readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  get text(): string {
    return [...this.items.values()].join();
  }
}

const clients: Client[] = [];

/** Clocks that stand still until a test moves them. What arrives over channels arrives for real. */
export const useClocks = (): void => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date", "performance", "setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    clients.splice(0).forEach((client) => client.dispose());
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
};

export const createOrigin = (settings?: FakeIssuerOptions): Origin => {
  const issuer = createFakeIssuer(settings);
  issuer.addAccount(email, password);
  const storage = new MemoryStorage();
  return {
    issuer,
    storage,
    open(options) {
      const client = createClient({ url: issuer.url, fetch: issuer.fetch, storage, ...options });
      clients.push(client);
      return client;
    },
  };
};

export const signedIn = async (origin: Origin, options?: Partial<ClientOptions>): Promise<Client> => {
  const client = origin.open(options);
  await client.signIn({ email, password });
  return client;
};

/** Lets everything arrive that needs no time. */
export const settle = async (): Promise<void> => {
  for (let round = 0; round < 20; round++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** Moves the clocks. */
export const pass = async (milliseconds: number): Promise<void> => {
  await settle();
  await vi.advanceTimersByTimeAsync(milliseconds);
  await settle();
};

export const refreshes = (issuer: FakeIssuer): number => issuer.requests.filter(({ path }) => path === "/auth/refresh-token").length;

export const heard = (client: Client): Status["state"][] => {
  const states: Status["state"][] = [];
  client.onChange(({ state }) => states.push(state));
  return states;
};

export const answer = (status: number, headers: Record<string, string> = {}): Response => new Response(null, { status, headers });

/** A promise, and what settles it. */
export const gate = (): { readonly opened: Promise<void>; readonly open: () => void } => {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
};

/** Web Locks in memory: exclusive, first come, first served. */
export const stubLocks = (): { readonly requests: LockOptions[]; readonly query: Mock<() => Promise<void>>; hold(): () => void } => {
  const requests: LockOptions[] = [];
  const query = vi.fn(settle);
  let last: Promise<unknown> = Promise.resolve();
  const request = async (_: string, options: LockOptions, work: () => Promise<unknown>): Promise<unknown> => {
    requests.push(options);
    const before = last;
    const turn = gate();
    // A lock comes from another process, after the news that was sent before.
    last = Promise.all([before, turn.opened]).then(settle);
    try {
      await Promise.race([
        before,
        new Promise((_, reject) => {
          options.signal?.addEventListener("abort", () => reject(new DOMException("Gave up.", "AbortError")));
        }),
      ]);
      return await work();
    } finally {
      turn.open();
    }
  };
  vi.stubGlobal("navigator", { locks: { request, query } });
  return {
    requests,
    query,
    hold() {
      const held = gate();
      void request("", {}, () => held.opened);
      return held.open;
    },
  };
};
