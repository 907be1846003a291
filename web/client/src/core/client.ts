import { type Access, left } from "./access.js";
import { createBackoff } from "./backoff.js";
import { createEntry } from "./entry.js";
import { CardeaError } from "./error.js";
import { codeOf, failure, read, type Reply } from "./http.js";
import { createRenewal, type Fits } from "./renewal.js";
import { createSession } from "./session.js";
import { createSignOuts } from "./sign-outs.js";
import { createBoard } from "./status.js";
import { joinTabs } from "./tabs.js";
import { isStale, isTokens, type Tokens } from "./tokens.js";
import { createTurns } from "./turns.js";
import type { AccessTokenRequest, Client, ClientOptions, SignInRequest, SignInResult, User } from "./types.js";
import { createVault, defaultStorage } from "./vault.js";
import { createSend } from "./wire.js";

/**
 * Makes a client for one Cardea server.
 *
 * @example
 * const client = createClient({ url: "https://id.example.com" });
 * await client.signIn({ email, password });
 * const notes = await client.fetch("/api/notes");
 */
export const createClient = (options: ClientOptions): Client => {
  const url = String(options.url).replace(/\/+$/, "");
  const { mode = "bearer", storage = defaultStorage() } = options;
  const fetch: typeof globalThis.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const base = (globalThis as { location?: Location }).location?.href;
  const originOf = (address: string | URL): string => new URL(address, base).origin;
  const trusted = [url, base ?? url, ...(options.apis ?? [])].map(originOf);
  const name = `cardea ${url}`;
  const cookies = mode === "cookie";
  const bearer = mode === "bearer";

  const disposal = new AbortController();
  const { signal } = disposal;
  const board = createBoard();
  const vault = createVault(storage, name);
  const turns = createTurns(name, signal);
  const send = createSend(url, mode, fetch);
  const signOuts = createSignOuts(mode, vault, send, turns, signal);
  const backoff = createBackoff(signal, () => void renewal.ask().catch(ignore));
  const tell = joinTabs(name, signal, {
    news: (news) => void session.hear(news).catch(ignore),
    stored: () => void session.load().catch(ignore),
    resume() {
      board.set("unknown");
      void start();
    },
    online() {
      backoff.hurry();
      signOuts.backoff.hurry();
    },
  });
  const session = createSession(mode, vault, board, tell, backoff.reset, signal);
  const renewal = createRenewal(session, board, backoff, send, turns);
  const entry = createEntry(mode, vault, session, signOuts, send, turns, signal);

  // Finds out where the client stands: from its storage, or from the server, who alone can read the cookies.
  const start = async (): Promise<void> => {
    try {
      const isLeaving = !!(await vault.read()).signOuts?.length;
      if (isLeaving) {
        void signOuts.sendSoon();
      }
      if (bearer) {
        await session.load();
      } else if (isLeaving) {
        // The cookies are of the session that the user left.
        session.end(null);
      } else {
        await renewal.ask().catch(ignore);
      }
    } catch (error) {
      renewal.failed(error);
    }
  };
  const ready = start();

  // The token to use now; null if nobody is signed in.
  const current = async ({ audience = "", force, refused, minLifetime = 10 }: AccessTokenRequest = {}): Promise<Access | null> => {
    await ready;
    const lasts =
      (seconds: number): Fits =>
      (access) =>
        access.token !== refused && left(access) > Math.min(seconds, access.life / 2) * 1_000;
    if (board.status.state === "signedOut") {
      return null;
    }
    try {
      return await (force ? renewal.ask(audience) : (renewal.find(audience, lasts(minLifetime)) ?? renewal.renew(audience, lasts(minLifetime))));
    } catch (error) {
      if ((error as CardeaError).code === "signed_out") {
        return null;
      }
      const usable = !force && renewal.find(audience, lasts(0));
      if (usable) {
        return usable;
      }
      throw error;
    }
  };

  // Tries as the user, and once more with a new token where Cardea refused the first.
  const asUser = async <T extends Reply | Response>(attempt: (access: Access | null) => Promise<T>, audience = ""): Promise<T> => {
    const access = await current({ audience });
    const first = await attempt(access);
    if (!access || first.status !== 401 || !isStale(await codeIn(first))) {
      return first;
    }
    const next = await renewal.renew(audience, (other) => other !== access && left(other) > 0).catch(ignore);
    return next ? attempt(next) : first;
  };

  const client: Client = {
    url,
    mode,

    get status() {
      return board.status;
    },

    signUp: (request) => client.enter("/auth/register", request),

    signIn: (request) => client.enter(pathOf(request), request),

    async enter(path, { remember = true, ...body }: object & { remember?: boolean }) {
      if (!bearer && blocksCookies()) {
        throw new CardeaError("cookies_blocked", "No cookies.");
      }
      await ready;
      const query = cookies ? (remember ? "useCookies" : "useSessionCookies") : mode;
      return resultOf(await entry.enter(bearer ? path : `${path}?${query}=true`, body));
    },

    signOut: ({ scope } = {}) => (scope === "others" ? client.call("POST", "/auth/logout-others") : entry.signOut(scope === "all")),

    async user() {
      try {
        return (await current()) && (await client.call<User>("GET", "/auth/me"));
      } catch (error) {
        if (board.status.state === "signedOut") {
          return null;
        }
        throw error;
      }
    },

    async accessToken(request) {
      if (cookies) {
        throw new CardeaError("no_access_token", "Use client.fetch.");
      }
      return (await current(request))?.token ?? null;
    },

    async fetch(input, init) {
      const request = new Request(input, cookies ? { credentials: "include", ...init } : init);
      if (!client.trusts(request.url)) {
        throw new CardeaError("origin_not_allowed", "Name its origin in 'apis'.");
      }
      return asUser((access) => {
        const attempt = request.clone();
        if (access?.token && !attempt.headers.has("Authorization")) {
          attempt.headers.set("Authorization", `Bearer ${access.token}`);
        }
        return fetch(attempt);
      });
    },

    trusts: (address) => trusted.includes(originOf(address)),

    async refresh() {
      await ready;
      session.forgetOthers();
      await current({ force: true });
    },

    onChange: board.listen,

    dispose() {
      disposal.abort();
      board.clear();
    },

    async call<T>(method: string, path: string, body?: object, audience?: string) {
      const answer = await asUser((access) => send<T>(method, path, { body, token: access?.token, signal }), audience);
      if (answer.status >= 300) {
        throw failure(answer);
      }
      return answer.body;
    },
  };
  return client;
};

const ignore = (): void => {};

// `navigator.cookieEnabled` is true in Chromium whatever its user blocks.
const blocksCookies = (): boolean => {
  const page = (globalThis as { document?: { cookie: string } }).document ?? { cookie: "" };
  page.cookie = "cardea=1;Max-Age=9";
  return !page.cookie;
};

const codeIn = async (answer: Reply | Response): Promise<string | undefined> =>
  codeOf("retryAfter" in answer ? answer : await read(answer.clone()));

const pathOf = (request: SignInRequest): string =>
  "mfaToken" in request
    ? "/auth/mfa"
    : "browserToken" in request
      ? "/auth/link/sign-in"
      : "credential" in request
        ? "/auth/passkeys/sign-in"
        : "/auth/login";

const resultOf = (answer: Reply<Tokens | undefined>): SignInResult => {
  const code = codeOf(answer);
  if (answer.status === 202) {
    return { next: "wait" };
  }
  if (code === "mfa_required" || code === "enrolment_required") {
    return { ...answer.body, next: code === "mfa_required" ? "secondFactor" : "enrolment" } as object as SignInResult;
  }
  if (!isTokens(answer)) {
    throw failure(answer);
  }
  const { sessionId, recoveryCodes, notices } = answer.body!;
  return { next: null, sessionId, recoveryCodes, notices };
};
