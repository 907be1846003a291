import { type FakeAccount, type FakeSession, FakeStore } from "./accounts.js";
import { type Exchange, type FakeIssuerOptions, caller, Refusal } from "./exchange.js";
import { routes } from "./routes.js";
import { FakeStreams } from "./streams.js";

export type { FakeAccount, FakeIssuerOptions, FakeSession };

/** A request that the fake issuer got. */
export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An issuer behind `fetch`, for the tests of apps. It keeps everything in memory. */
export interface FakeIssuer {
  readonly url: string;
  /** Give it to `createClient`. It has the cookies of one browser. */
  readonly fetch: typeof globalThis.fetch;
  /** A `fetch` with cookies of its own: another browser. */
  browser(): typeof globalThis.fetch;
  /** What it got, the oldest first. */
  readonly requests: readonly FakeRequest[];
  readonly sessions: ReadonlyMap<string, FakeSession>;
  /** Makes an account. */
  addAccount(email: string, password: string): FakeAccount;
  /** Ends a session, as if by another device. */
  endSession(id: string): void;
  /**
   * Sees each request first. A result takes the place of the answer: `new Response(null, { status: 503 })`, or a promise that
   * rejects, for a network that is down.
   */
  intercept: ((request: Request) => Response | undefined | Promise<Response | undefined>) | null;
  /** Sees each answer last. What it returns arrives; a promise that rejects loses an answer whose request was carried out. */
  deliver: ((request: Request, response: Response) => Response | Promise<Response>) | null;
}

/**
 * Makes a fake issuer.
 *
 * @example
 * const issuer = createFakeIssuer();
 * issuer.addAccount("ada@example.com", "correct horse battery");
 * const client = createClient({ url: issuer.url, fetch: issuer.fetch });
 */
export const createFakeIssuer = (options: FakeIssuerOptions = {}): FakeIssuer => {
  const url = options.url ?? "https://id.test";
  const settings = { url, accessTokenLifetime: 600, audience: url, providers: [], ...options };
  const store = new FakeStore();
  const requests: FakeRequest[] = [];
  const streams = new FakeStreams(store);

  const answer = async (request: Request, cookies: Map<string, string>): Promise<Response> => {
    const { pathname, searchParams } = new URL(request.url);
    const body = parse(await request.clone().text());
    requests.push({ method: request.method, path: pathname, body });
    const replaced = await issuer.intercept?.(request);
    if (replaced) {
      return replaced;
    }
    const exchange: Exchange = {
      method: request.method,
      path: pathname,
      query: searchParams,
      body,
      headers: request.headers,
      cookies: request.credentials === "omit" ? new Map<string, string>() : cookies,
      store,
      settings,
    };
    try {
      if (pathname === "/auth/live") {
        return streams.open(caller(exchange).session, request.signal);
      }
      const id = /^\/auth\/(?:sessions|passkeys)\/((?:session|key)-[^/]+)$/.exec(pathname)?.[1];
      const handler = routes[`${request.method} ${id ? pathname.replace(id, "{id}") : pathname}`];
      if (!handler) {
        throw new Refusal(404, "not_found");
      }
      const [status, json] = handler(exchange, id ?? "");
      streams.tell();
      return new Response(json ? JSON.stringify(json) : null, { status, headers: { "Content-Type": "application/json" } });
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      const { status, code, more } = error;
      return new Response(JSON.stringify({ status, code, detail: `Refused: ${code}.`, ...more }), {
        status,
        headers: { "Content-Type": "application/problem+json", ...(status === 401 && { "WWW-Authenticate": "Bearer" }) },
      });
    }
  };

  const browser = (): typeof fetch => {
    const cookies = new Map<string, string>();
    return async (input, init) => {
      const request = new Request(input, init);
      const response = await answer(request, cookies);
      return issuer.deliver ? issuer.deliver(request, response) : response;
    };
  };

  const issuer: FakeIssuer = {
    url,
    fetch: browser(),
    browser,
    requests,
    sessions: store.sessions,
    intercept: null,
    deliver: null,
    addAccount: (email, password) => store.add(email, password),
    endSession(id) {
      const session = store.sessions.get(id);
      if (session) {
        session.endReason ??= "ended";
      }
      streams.tell();
    },
  };
  return issuer;
};

const parse = (text: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
};
