import type { components } from "../contract.js";

type Schemas = components["schemas"];

// The document allows numbers as text, because the server reads both. It sends numbers.
type Sent<T> = unknown extends T
  ? T
  : T extends readonly (infer Item)[]
    ? Sent<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: number extends T[Key] ? (unknown extends T[Key] ? T[Key] : Exclude<T[Key], string>) : Sent<T[Key]> }
      : T;

/** What the server sends, by the name that its OpenAPI document uses. */
export type Answer<Name extends keyof Schemas> = Sent<Schemas[Name]>;

/** The signed-in user. */
export type User = Answer<"MeResponse">;

/** A session of the user: a device that is signed in. */
export type Session = Answer<"SessionResponse">;

/** The members of an `application/problem+json` answer. */
export type Problem = Partial<Answer<"Problem"> & Answer<"MfaRequired">> & Readonly<Record<string, unknown>>;

/**
 * What the client knows of the session.
 *
 * - `unknown`: the client has just started, or the page came back from the back/forward cache.
 * - `signedIn`: there is a session.
 * - `offline`: the server can't be reached, or can't say. The session is kept.
 * - `signedOut`: there is no session, because the user signed out or the server said so.
 */
export type State = "unknown" | "signedIn" | "offline" | "signedOut";

/** A snapshot. The client makes a new object for each change. */
export interface Status {
  readonly state: State;
  /** The id of the session; null if there is none, or it is not known. It is no secret. */
  readonly sessionId: string | null;
}

/**
 * Where the tokens are.
 *
 * - `bearer` (default): in `storage`. For apps, and for pages on another site than the server.
 * - `cookie`: in `HttpOnly` cookies that no script reads. For pages on the server's own origin or site.
 * - `refreshCookie`: the refresh token in an `HttpOnly` cookie, the access token in memory. For pages that call other APIs.
 */
export type Mode = "bearer" | "cookie" | "refreshCookie";

/** `localStorage`, React Native's `AsyncStorage`, or anything with these methods. */
export interface ClientStorage {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): unknown;
}

/** The settings of {@link createClient}. */
export interface ClientOptions {
  /** The address of the server, with the prefix where Cardea is mapped: `https://id.example.com`. */
  readonly url: string | URL;

  /** Where the tokens are. Default: `bearer`. */
  readonly mode?: Mode;

  /** Where the client remembers the session. Default: `localStorage`; where there is none, the memory. */
  readonly storage?: ClientStorage;

  /** Sends requests. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;

  /**
   * Origins of other APIs that may receive the user's access token: `https://api.example.com`. The server and the page's own
   * origin always may. {@link Client.fetch} refuses all others.
   */
  readonly apis?: readonly string[];
}

/** Email and password. */
export interface PasswordSignIn {
  readonly email: string;
  readonly password: string;
  /** The name of this device in the list of sessions. */
  readonly device?: string;
  /** `false` signs in until the browser closes. Only in mode `cookie`. Default: true. */
  readonly remember?: boolean;
}

/** The second factor: a code of the authenticator app or a recovery code, or a passkey. */
export type SecondFactor = {
  readonly mfaToken: string;
  /** Trusts this device: its next sign-ins need no second factor, for as long as the server says. */
  readonly trustDevice?: boolean;
  /** `false` signs in until the browser closes. Only in mode `cookie`. Default: true. */
  readonly remember?: boolean;
} & ({ readonly code: string } | { readonly credential: unknown });

/** The token of a mailed link, and the `browserToken` of the browser that asked for the mail. */
export interface LinkSignIn {
  readonly token: string;
  readonly browserToken: string;
  readonly device?: string;
  /** `false` signs in until the browser closes. Only in mode `cookie`. Default: true. */
  readonly remember?: boolean;
}

/** The answer of a passkey. `@cardea/client/passkeys` makes it. */
export interface PasskeySignIn {
  readonly token: string;
  readonly credential: unknown;
  readonly device?: string;
  /** `false` signs in until the browser closes. Only in mode `cookie`. Default: true. */
  readonly remember?: boolean;
}

/** One of the ways to sign in. */
export type SignInRequest = PasswordSignIn | SecondFactor | LinkSignIn | PasskeySignIn;

/** What a new account needs. */
export interface SignUpRequest {
  readonly email: string;
  readonly password: string;
  readonly device?: string;
  /** `false` signs in until the browser closes. Only in mode `cookie`. Default: true. */
  readonly remember?: boolean;
}

/** Done, or the next step. */
export type SignInResult =
  | {
      readonly next: null;
      readonly sessionId: string;
      /** Codes for when a factor is lost, where the user has got new ones. Show them to the user: the server sends them only this once. */
      readonly recoveryCodes?: readonly string[] | null | undefined;
      /** What the user should know: `password_breached` means that the password is in a public list of stolen ones. */
      readonly notices?: readonly string[] | null | undefined;
    }
  | {
      /** Send the second factor to {@link Client.signIn}, with this `mfaToken`. */
      readonly next: "secondFactor";
      readonly mfaToken: string;
      /** `totp`, `passkey`, `recovery_code`. */
      readonly methods: readonly string[];
      /** What the browser takes to ask for a passkey, where the account has one. */
      readonly passkey?: unknown;
    }
  | {
      /** The user must have a second factor, and adds it now: with `enrolment`, or `enrolPasskey`. */
      readonly next: "enrolment";
      readonly enrolToken: string;
      /** `totp`, `passkey`. */
      readonly methods: readonly string[];
      /** True if the first step needs a mailed code too: see `enrolment.sendCode`. */
      readonly mailCodeRequired?: boolean;
    }
  | {
      /** The account is stored, and may not sign in yet: the address must be confirmed first, or somebody must agree. */
      readonly next: "wait";
    };

/** What {@link Client.signOut} ends. */
export type SignOutScope = "this" | "others" | "all";

/** What {@link Client.accessToken} must return. */
export interface AccessTokenRequest {
  /** Seconds that the token must still be good for, at most half of its life. Default: 10. */
  readonly minLifetime?: number;
  /** The program that the token is for: the issuer, or the server's `Cardea__Audience`, which is the default. */
  readonly audience?: string;
  /** Asks the server for a new token, whatever the client has. */
  readonly force?: boolean;
  /** A token that an API refused with 401. The client returns another one. */
  readonly refused?: string;
}

/** Speaks to one Cardea server for one user. */
export interface Client {
  /** The server's address, without a slash at its end. */
  readonly url: string;
  readonly mode: Mode;
  /** The current snapshot. */
  readonly status: Status;

  /** Creates an account and signs in. */
  signUp(request: SignUpRequest): Promise<SignInResult>;

  /** Signs in. A result with `next` asks for one more step. */
  signIn(request: SignInRequest): Promise<SignInResult>;

  /**
   * Signs out: this device (default), the user's other devices, or all. The client forgets the session at once. If the server
   * can't be reached, the client tells it later.
   */
  signOut(options?: { readonly scope?: SignOutScope }): Promise<void>;

  /** The signed-in user, as the server knows them now; null if nobody is signed in. */
  user(): Promise<User | null>;

  /**
   * An access token; null if nobody is signed in. The client asks the server only when it must.
   *
   * @throws {CardeaError} `no_access_token` in mode `cookie`, where no script has a token.
   */
  accessToken(request?: AccessTokenRequest): Promise<string | null>;

  /**
   * As the global `fetch`, with the user's access token or cookies. A 401 of Cardea's leads to one refresh and one repetition.
   *
   * @throws {CardeaError} `origin_not_allowed`, for an address that may not receive the token: see {@link ClientOptions.apis}.
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;

  /** True if an address may receive the user's access token. */
  trusts(address: string | URL): boolean;

  /**
   * Gets new tokens now, and finds out whether the session lives. Afterwards, {@link Client.status} says what the server answered.
   * After a re-authentication, the new tokens know of it.
   */
  refresh(): Promise<void>;

  /**
   * Calls `listener` with the current status, and again after each change. Never twice with the same status.
   *
   * @returns Stops the calls.
   */
  onChange(listener: (status: Status) => void): () => void;

  /** Stops timers, requests and listeners. The session stays; nothing is signed out. */
  dispose(): void;

  /**
   * Signs in by an endpoint that the other methods don't know, and keeps the session of its answer.
   *
   * @param path The path below {@link Client.url}, such as `/auth/totp/confirm`.
   */
  enter(path: string, body: object): Promise<SignInResult>;

  /**
   * Calls an endpoint of the server as the user.
   *
   * @param path The path below {@link Client.url}, such as `/auth/sessions`.
   * @param audience The program that the access token is for: see {@link AccessTokenRequest.audience}.
   * @returns The JSON of the answer; undefined if there is none.
   */
  call<T = void>(method: string, path: string, body?: object, audience?: string): Promise<T>;
}

/** The codes of Cardea's answers, and the client's own. */
export type ErrorCode =
  // The client's own.
  | "offline"
  | "signed_out"
  | "disposed"
  | "storage_failed"
  | "cookies_blocked"
  | "no_access_token"
  | "origin_not_allowed"
  | "unexpected_answer"
  // The server's.
  | "account_token_required"
  | "authenticator_exists"
  | "cookies_need_same_site"
  | "cross_site"
  | "email_taken"
  | "enrolment_required"
  | "forbidden"
  | "invalid_code"
  | "invalid_credentials"
  | "invalid_mfa_token"
  | "invalid_passkey"
  | "invalid_second_factor"
  | "last_administrator"
  | "mfa_required"
  | "no_authenticator"
  | "no_second_factor"
  | "overloaded"
  | "passkey_not_found"
  | "passkey_refused"
  | "password_reset_required"
  | "proof_required"
  | "reauthentication_required"
  | "registration_closed"
  | "session_not_found"
  | "sign_in_refused"
  | "too_many_attempts"
  | "too_many_passkeys"
  | "unavailable"
  | "validation_failed"
  // A newer server may have more.
  | (string & {});
