import type { FakeAccount, FakeSession } from "./accounts.js";
import { accessCookie, caller, type Exchange, grant, owner, refreshCookie, Refusal, wantedCookies } from "./exchange.js";

type Handler = (exchange: Exchange, id: string) => readonly [status: number, body?: object];

// No code, but a picture of one.
const qrCode = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h3v3H0zM5 0h3v3H5zM0 5h3v3H0zM4 4h1v1H4zM6 5h2v1H6zM5 7h2v1H5z"/></svg>')}`;

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

const enter = (exchange: Exchange, account: FakeAccount): object => {
  const old = exchange.store.sessions.get(/^cdr_(.+)\.\d+$/.exec(exchange.cookies.get(refreshCookie) ?? "")?.[1] ?? "");
  const cookies = wantedCookies(exchange);
  if (old && cookies) {
    old.endReason ??= "replaced";
  }
  return grant(exchange, exchange.store.begin(account, cookies, text(exchange.body["device"])));
};

const firstStep = (exchange: Exchange, account: FakeAccount): readonly [number, object] => {
  if (account.hasTotp || account.passkeys.length > 0) {
    const methods = [...(account.hasTotp ? ["totp"] : []), ...(account.passkeys.length > 0 ? ["passkey"] : []), "recovery_code"];
    throw new Refusal(403, "mfa_required", { mfaToken: `mfa ${account.email}`, methods });
  }
  if (account.mustEnrol) {
    throw new Refusal(403, "enrolment_required", { enrolToken: `enrol ${account.email}`, methods: ["totp", "passkey"], mailCodeRequired: false });
  }
  return [200, enter(exchange, account)];
};

/** The account whose sign-in waits for its first second factor; undefined for a request of a session. */
const enrolling = ({ body, store }: Exchange): FakeAccount | undefined => {
  if (body["enrolToken"] === undefined) {
    return undefined;
  }
  const account = store.accounts.get(text(body["enrolToken"])?.replace("enrol ", "") ?? "");
  if (!account?.mustEnrol) {
    throw new Refusal(401, "invalid_enrol_token");
  }
  return account;
};

const sessionOf = (session: FakeSession, current: FakeSession): object => ({
  id: session.id,
  current: session === current,
  device: session.device,
  userAgent: session.userAgent,
  ipAddress: session.ipAddress,
  createdAt: session.createdAt,
  lastUsedAt: session.lastUsedAt,
  expiresAt: new Date(Date.parse(session.createdAt) + 30 * 86_400_000).toISOString(),
});

const ofCaller = (exchange: Exchange, id: string): [FakeSession, FakeSession] => {
  const { session } = caller(exchange);
  const found = exchange.store.live(session.account).find((other) => other.id === id);
  if (!found) {
    throw new Refusal(404, "session_not_found");
  }
  return [found, session];
};

const end = (sessions: FakeSession[], reason: string): readonly [204] => {
  sessions.forEach((session) => (session.endReason ??= reason));
  return [204];
};

const newRecoveryCodes = (account: FakeAccount): string[] =>
  (account.recoveryCodes = Array.from({ length: 10 }, (_, index) => `recovery-${index}`));

const refresh: Handler = (exchange) => {
  const cookie = exchange.body["refreshToken"] === undefined ? exchange.cookies.get(refreshCookie) : undefined;
  const session = exchange.store.present(cookie ?? exchange.body["refreshToken"], cookie !== undefined);
  if (typeof session === "string") {
    throw new Refusal(401, session);
  }
  return [200, grant(exchange, session)];
};

/** What the fake issuer answers. `{id}` stands for one part of the path. */
export const routes: Readonly<Record<string, Handler>> = {
  "POST /auth/register/passkey-options": () => [200, { token: "passkey", options: { challenge: "AAAA" } }],
  "POST /auth/register": (exchange) => {
    const [email, password] = [text(exchange.body["email"]), text(exchange.body["password"])];
    const { credential } = (exchange.body["passkey"] ?? {}) as { credential?: { id: string } };
    if (credential && email && !exchange.store.accounts.has(email)) {
      const account = exchange.store.add(email, "");
      account.passkeys.push({ id: credential.id, name: null, createdAt: new Date().toISOString(), backedUp: true });
      return [201, { ...enter(exchange, account), recoveryCodes: newRecoveryCodes(account) }];
    }
    if (!email?.includes("@") || !password || password.length < 15) {
      throw new Refusal(400, "validation_failed", { errors: email?.includes("@") ? { password: ["Too short."] } : { email: ["No address."] } });
    }
    if (exchange.store.accounts.has(email)) {
      throw new Refusal(409, "email_taken");
    }
    return [201, enter(exchange, exchange.store.add(email, password))];
  },
  "POST /auth/login": (exchange) => {
    const account = exchange.store.accounts.get(text(exchange.body["email"]) ?? "");
    if (!account || account.password !== exchange.body["password"]) {
      throw new Refusal(401, "invalid_credentials");
    }
    return firstStep(exchange, account);
  },
  "POST /auth/mfa": (exchange) => {
    const account = exchange.store.accounts.get(text(exchange.body["mfaToken"])?.replace("mfa ", "") ?? "");
    if (!account) {
      throw new Refusal(401, "invalid_mfa_token");
    }
    const code = text(exchange.body["code"]) ?? "";
    const recovered = account.recoveryCodes.includes(code);
    if (!(code === "123456" && account.hasTotp) && !recovered && exchange.body["credential"] === undefined) {
      throw new Refusal(401, "invalid_second_factor");
    }
    account.recoveryCodes = account.recoveryCodes.filter((other) => other !== code);
    return [200, enter(exchange, account)];
  },
  "POST /auth/link": (exchange) => [202, { browserToken: `browser ${text(exchange.body["email"]) ?? ""}` }],
  "POST /auth/link/sign-in": (exchange) => {
    const account = exchange.store.accounts.get(text(exchange.body["browserToken"])?.replace("browser ", "") ?? "");
    if (!account || exchange.body["token"] !== "link") {
      throw new Refusal(400, "invalid_code");
    }
    return firstStep(exchange, account);
  },
  "POST /auth/passkeys/sign-in/options": () => [200, { token: "passkey", options: { challenge: "AAAA" } }],
  "POST /auth/passkeys/sign-in": (exchange) => {
    const { id } = (exchange.body["credential"] ?? {}) as { id?: string };
    const account = [...exchange.store.accounts.values()].find((other) => other.passkeys.some((passkey) => passkey.id === id));
    if (!account) {
      throw new Refusal(401, "invalid_passkey");
    }
    return [200, enter(exchange, account)];
  },
  "POST /auth/refresh-token": refresh,
  "POST /auth/refresh": refresh,
  "POST /auth/logout": (exchange) => {
    const token = exchange.body["refreshToken"] ?? exchange.cookies.get(refreshCookie);
    const session = exchange.store.sessions.get(/^cdr_(.+)\.\d+$/.exec(text(token) ?? "")?.[1] ?? "");
    exchange.cookies.delete(refreshCookie);
    exchange.cookies.delete(accessCookie);
    return end(session ? [session] : [], "logout");
  },
  "POST /auth/logout-others": (exchange) => {
    const { session } = caller(exchange);
    return end(exchange.store.live(session.account).filter((other) => other !== session), "logout");
  },
  "POST /auth/logout-all": (exchange) => end(exchange.store.live(caller(exchange).session.account), "logout"),
  "GET /auth/sessions": (exchange) => {
    const { session } = caller(exchange);
    return [200, { sessions: exchange.store.live(session.account).map((other) => sessionOf(other, session)) }];
  },
  "PATCH /auth/sessions/{id}": (exchange, id) => {
    const [session, current] = ofCaller(exchange, id);
    session.device = text(exchange.body["device"]);
    return [200, sessionOf(session, current)];
  },
  "DELETE /auth/sessions/{id}": (exchange, id) => end([ofCaller(exchange, id)[0]], "ended"),
  "GET /auth/me": (exchange) => {
    const { account, id } = caller(exchange).session;
    return [200, { id: account.id, email: account.email, emailVerified: true, roles: account.roles, hasPassword: account.password !== "", sessionId: id }];
  },
  "DELETE /auth/me": (exchange) => {
    const { account } = owner(exchange);
    exchange.store.accounts.delete(account.email);
    return end(exchange.store.live(account), "deleted");
  },
  "GET /auth/me/data": (exchange) => {
    const { account } = owner(exchange);
    return [200, { id: account.id, email: account.email, roles: account.roles, sessions: [], events: [], passkeys: account.passkeys }];
  },
  "GET /auth/events": (exchange) => {
    const { session } = caller(exchange);
    return [200, { events: [{ id: "1", at: session.createdAt, event: "signed_in", sessionId: session.id }], next: null }];
  },
  "POST /auth/reauthenticate": (exchange) => {
    const { session } = caller(exchange);
    if (exchange.body["password"] !== session.account.password) {
      throw new Refusal(401, "invalid_credentials");
    }
    session.isRecent = true;
    return [200, grant(exchange, session)];
  },
  "POST /auth/password/change": (exchange) => {
    const { session } = caller(exchange);
    if (exchange.body["currentPassword"] !== session.account.password) {
      throw new Refusal(401, "invalid_credentials");
    }
    session.account.password = text(exchange.body["newPassword"]) ?? "";
    end(exchange.store.live(session.account).filter((other) => other !== session), "password");
    return [200, grant(exchange, session)];
  },
  "POST /auth/password/forgot": () => [202],
  "GET /auth/totp": (exchange) => [200, { enabled: caller(exchange).session.account.hasTotp }],
  "POST /auth/totp": (exchange) => {
    if ((enrolling(exchange) ?? owner(exchange).account).hasTotp) {
      throw new Refusal(409, "authenticator_exists");
    }
    return [200, { secret: "JBSWY3DPEHPK3PXP", uri: "otpauth://totp/fake", qrCode }];
  },
  "POST /auth/totp/confirm": (exchange) => {
    const waiting = enrolling(exchange);
    const account = waiting ?? owner(exchange).account;
    if (exchange.body["code"] !== "123456") {
      throw new Refusal(401, "invalid_second_factor");
    }
    account.hasTotp = true;
    return [200, { ...(waiting && enter(exchange, account)), recoveryCodes: newRecoveryCodes(account) }];
  },
  "DELETE /auth/totp": (exchange) => {
    owner(exchange).account.hasTotp = false;
    return [204];
  },
  "GET /auth/recovery-codes": (exchange) => [200, { left: caller(exchange).session.account.recoveryCodes.length }],
  "POST /auth/recovery-codes": (exchange) => [200, { recoveryCodes: newRecoveryCodes(owner(exchange).account) }],
  "GET /auth/passkeys": (exchange) => [200, { passkeys: caller(exchange).session.account.passkeys }],
  "POST /auth/passkeys/options": (exchange) => {
    owner(exchange);
    return [200, { token: "passkey", options: { challenge: "AAAA" } }];
  },
  "POST /auth/passkeys": (exchange) => {
    const { account } = owner(exchange);
    const { id } = exchange.body["credential"] as { id: string };
    const passkey = { id, name: text(exchange.body["name"]), createdAt: new Date().toISOString(), backedUp: true };
    account.passkeys.push(passkey);
    return [201, { passkey, recoveryCodes: newRecoveryCodes(account) }];
  },
  "PATCH /auth/passkeys/{id}": (exchange, id) => {
    const passkey = owner(exchange).account.passkeys.find((other) => other.id === id);
    if (!passkey) {
      throw new Refusal(404, "passkey_not_found");
    }
    passkey.name = text(exchange.body["name"]);
    return [200, passkey];
  },
  "DELETE /auth/passkeys/{id}": (exchange, id) => {
    const { account } = owner(exchange);
    account.passkeys = account.passkeys.filter((passkey) => passkey.id !== id);
    return [204];
  },
  "GET /auth/external": ({ settings }) => [200, { providers: settings.providers }],
  "GET /auth/external/links": (exchange) => {
    caller(exchange);
    return [200, { links: [] }];
  },
  "GET /.well-known/openid-configuration": (exchange) => [200, { issuer: exchange.settings.url }],
};
