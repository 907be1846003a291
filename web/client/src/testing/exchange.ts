import type { FakeStore, FakeSession } from "./accounts.js";

/** One request at the fake issuer, with what its handlers need. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
  readonly cookies: Map<string, string>;
  readonly store: FakeStore;
  readonly settings: Required<FakeIssuerOptions>;
}

/** The settings of a fake issuer. */
export interface FakeIssuerOptions {
  /** Default: `https://id.test`. */
  readonly url?: string;
  /** Seconds. Default: 600. */
  readonly accessTokenLifetime?: number;
  /** What access tokens are for, unless the client asks for the issuer's own. Default: the issuer. */
  readonly audience?: string;
  /** The providers that people can sign in with. Default: none. */
  readonly providers?: readonly { readonly name: string; readonly displayName: string }[];
}

/** An answer that ends the handler. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly more: object;

  constructor(status: number, code: string, more: object = {}) {
    super(code);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

export const accessCookie = "__Host-cardea-access";
export const refreshCookie = "__Host-cardea";

/** The tokens of a session, where its client wants them. */
export const grant = ({ settings, cookies, body }: Exchange, session: FakeSession): object => {
  const audience = typeof body["audience"] === "string" ? body["audience"] : settings.audience;
  const expiresAt = Date.now() + settings.accessTokenLifetime * 1_000;
  const accessToken = [session.id, session.generation, expiresAt, audience].join(" ");
  const refreshToken = `cdr_${session.id}.${session.generation}`;
  const lives = { expiresIn: settings.accessTokenLifetime, sessionId: session.id, refreshExpiresIn: 2_592_000 };
  const access = { tokenType: "Bearer", accessToken: btoa(accessToken) };
  if (!session.cookies) {
    return { ...access, ...lives, refreshToken, deviceToken: "device" };
  }
  cookies.set(refreshCookie, refreshToken);
  if (session.cookies === "refresh") {
    return { ...access, ...lives };
  }
  cookies.set(accessCookie, btoa(accessToken));
  return lives;
};

/** Where a sign-in wants its tokens. */
export const wantedCookies = ({ query }: Exchange): FakeSession["cookies"] =>
  query.has("useCookies") || query.has("useSessionCookies") ? "both" : query.has("refreshCookie") ? "refresh" : null;

/** The session of the access token, and what the token is for. */
export const caller = (exchange: Exchange): { session: FakeSession; audience: string } => {
  const bearer = exchange.headers.get("Authorization")?.replace(/^Bearer /, "");
  const text = bearer ?? exchange.cookies.get(accessCookie);
  if (!text) {
    throw new Refusal(401, "missing_token");
  }
  const [id, generation, expiresAt, audience] = decode(text).split(" ");
  const session = exchange.store.sessions.get(id ?? "");
  if (!session || session.endReason || Number(expiresAt) <= Date.now()) {
    throw new Refusal(401, "invalid_token");
  }
  session.proved = Math.max(session.proved, Number(generation));
  return { session, audience: bearer === undefined ? exchange.settings.url : (audience ?? "") };
};

/** The session of a lasting change. */
export const owner = (exchange: Exchange): FakeSession => {
  const { session, audience } = caller(exchange);
  const { password } = exchange.body;
  if (password !== undefined && password !== session.account.password) {
    throw new Refusal(401, "invalid_credentials");
  }
  if (password === undefined && audience !== exchange.settings.url) {
    throw new Refusal(403, "account_token_required");
  }
  if (password === undefined && !session.isRecent) {
    throw new Refusal(403, "reauthentication_required");
  }
  return session;
};

const decode = (text: string): string => {
  try {
    return atob(text);
  } catch {
    throw new Refusal(401, "invalid_token");
  }
};
