/** An account of the fake issuer. */
export interface FakeAccount {
  readonly id: string;
  readonly email: string;
  password: string;
  roles: string[];
  /** True once an authenticator app was confirmed. Its code is always `123456`. */
  hasTotp: boolean;
  /** True if a sign-in without a second factor asks for one to be added, with `enrolment_required`. */
  mustEnrol: boolean;
  recoveryCodes: string[];
  passkeys: { id: string; name: string | null; createdAt: string; backedUp: boolean }[];
}

/** A session of the fake issuer, with the same rules for its refresh tokens as the real one's. */
export interface FakeSession {
  readonly id: string;
  readonly account: FakeAccount;
  /** In which cookies the tokens travel; null for tokens in the body. */
  readonly cookies: "both" | "refresh" | null;
  device: string | null;
  userAgent: string | null;
  ipAddress: string | null;
  /** False if a lasting change asks for a new proof first, with `reauthentication_required`. */
  isRecent: boolean;
  readonly createdAt: string;
  lastUsedAt: string;
  /** The generation of the newest refresh token. */
  generation: number;
  /** The highest generation that the client is known to have. */
  proved: number;
  endReason: string | null;
}

/** What the fake issuer keeps. */
export class FakeStore {
  readonly accounts = new Map<string, FakeAccount>();
  readonly sessions = new Map<string, FakeSession>();
  #ids = 0;

  id(kind: string): string {
    return `${kind}-${++this.#ids}`;
  }

  add(email: string, password: string): FakeAccount {
    const account = { id: this.id("user"), email, password, roles: [], hasTotp: false, mustEnrol: false, recoveryCodes: [], passkeys: [] };
    this.accounts.set(email, account);
    return account;
  }

  begin(account: FakeAccount, cookies: FakeSession["cookies"], device: string | null): FakeSession {
    const at = new Date().toISOString();
    const session = {
      id: this.id("session"),
      account,
      cookies,
      device,
      userAgent: "fake",
      ipAddress: "127.0.0.1",
      isRecent: true,
      createdAt: at,
      lastUsedAt: at,
      generation: 0,
      proved: 0,
      endReason: null,
    };
    this.sessions.set(session.id, session);
    return session;
  }

  live(account: FakeAccount): FakeSession[] {
    return [...this.sessions.values()].filter((session) => session.account === account && !session.endReason);
  }

  /**
   * Presents a refresh token. A newest one moves on; one whose successors nobody is known to have gets the newest again; an older
   * one was stolen, and ends its session.
   *
   * @returns The session, or the code of the refusal.
   */
  present(refreshToken: unknown, cookies: boolean): FakeSession | "invalid_refresh_token" | "session_ended" | "refresh_token_reused" {
    const [, id, generation] = /^cdr_(.+)\.(\d+)$/.exec(String(refreshToken)) ?? [];
    const session = this.sessions.get(id ?? "");
    if (!session || cookies !== !!session.cookies) {
      return "invalid_refresh_token";
    }
    if (session.endReason) {
      return "session_ended";
    }
    const presented = Number(generation);
    if (presented < session.proved) {
      session.endReason = "reuse";
      return "refresh_token_reused";
    }
    session.lastUsedAt = new Date().toISOString();
    // Cookies can go backwards, so a session with cookies stays at its generation.
    if (presented === session.generation && !session.cookies) {
      session.proved = presented;
      session.generation++;
    }
    return session;
  }
}
