import { CardeaError } from "./core/error.js";
import type { Client, Problem, SignInResult } from "./core/types.js";
import { lasting } from "./lasting.js";

/** A provider that people can sign in with. */
export interface Provider {
  /** The name in addresses. */
  readonly name: string;
  /** The name that people see. */
  readonly displayName: string;
}

/** An account at a provider that signs in to the user's own. */
export interface ProviderLink {
  /** The name of the provider; null if the server no longer has it. */
  readonly provider: string | null;
  /** What people call the account there. */
  readonly account: string | null;
  readonly createdAt: string;
}

/** Done, the second factor, or what the sign-in with the provider needs first. `account` is what people call the account there. */
export type ProviderResult =
  | SignInResult
  /** Sign in as before, and then call {@link confirmLink}. */
  | { readonly next: "link"; readonly linkToken: string; readonly account?: string | undefined }
  /** Call {@link completeSignIn} with an address, and then with the code of its mail. */
  | { readonly next: "email"; readonly externalToken: string; readonly account?: string | undefined }
  /** Call {@link completeSignIn} with the password, or take the account over. `methods` says what the account takes. */
  | { readonly next: "prove"; readonly externalToken: string; readonly account?: string | undefined; readonly methods: readonly string[] };

/** Where the browser comes back to, and how. */
export interface ProviderOptions {
  /** An address of `Cardea__ReturnUrls__0`. Default: this page, without its query. */
  readonly returnUrl?: string;
  /** `false` signs in until the browser closes. Only in mode `cookie`. Default: true. */
  readonly remember?: boolean;
}

interface Attempt {
  readonly kind: "signIn" | "link" | "prove";
  readonly codeVerifier?: string;
  readonly state?: string;
  readonly remember?: boolean;
}

// Where the browser goes.
interface Begun {
  readonly url: string;
}

// What the server says that the sign-in needs.
type Needed = Problem & {
  readonly account?: string;
  readonly enrolToken?: string;
  readonly externalToken?: string;
  readonly linkToken?: string;
  readonly mailCodeRequired?: boolean;
};

/** The providers that the server offers. */
export const listProviders = async (client: Client): Promise<readonly Provider[]> =>
  (await client.call<{ readonly providers: readonly Provider[] }>("GET", "/auth/external")).providers;

/** The accounts at providers that sign in to the user's own. */
export const listLinks = async (client: Client): Promise<readonly ProviderLink[]> =>
  (await client.call<{ readonly links: readonly ProviderLink[] }>("GET", "/auth/external/links")).links;

/**
 * Signs in with a provider: the page goes there. When it comes back, call {@link finishSignInWith}.
 *
 * @example
 * await signInWith(client, "google");
 */
export const signInWith = async (client: Client, provider: string, { remember = true, returnUrl }: ProviderOptions = {}): Promise<void> => {
  const { query } = await begin(client, "signIn", returnUrl, remember);
  if (client.mode === "cookie" && !remember) {
    query["useSessionCookies"] = "true";
  }
  location.assign(`${client.url}/auth/external/${encodeURIComponent(provider)}?${String(new URLSearchParams(query))}`);
};

/** Links an account at a provider to the user's own: the page goes there. Asks for a recent sign-in. Ends with {@link finishSignInWith}. */
export const linkProvider = async (client: Client, provider: string, options: { readonly returnUrl?: string; readonly password?: string } = {}): Promise<void> => {
  const { query } = await begin(client, "link", options.returnUrl);
  const { url } = await lasting<Begun>(client, "POST", `${pathOf(provider)}/link`, { ...query, password: options.password });
  location.assign(url);
};

/** Removes the links to a provider. The sessions that began there end. Asks for a recent sign-in. */
export const unlinkProvider = (client: Client, provider: string, password?: string): Promise<void> =>
  lasting(client, "DELETE", `${pathOf(provider)}/link`, { password });

/** Proves again who the user is, with a linked account at a provider: the page goes there. Ends with {@link finishSignInWith}. */
export const reauthenticateWith = async (client: Client, provider: string, { returnUrl }: ProviderOptions = {}): Promise<void> => {
  const { query } = await begin(client, "prove", returnUrl);
  const { url } = await client.call<Begun>("POST", `${pathOf(provider)}/reauthenticate`, query);
  location.assign(url);
};

/**
 * Takes what came back from a provider, and cleans the page's address.
 *
 * @returns The result; null if this page did not come back from a provider, or came back without an end of the sign-in.
 * @throws {CardeaError} `access_denied` if the user cancelled, `provider_unavailable`, `external_sign_in_failed`.
 */
export const finishSignInWith = async (client: Client): Promise<ProviderResult | null> => {
  const attempt = read(client);
  if (!attempt) {
    return null;
  }
  const here = new URL(location.href);
  const cookies = client.mode === "cookie";
  const came = cookies ? new URLSearchParams(here.hash.slice(1)) : here.searchParams;
  const [code, error, state] = ["code", "error", "state"].map((name) => came.get(name));
  if (!cookies && (state !== attempt.state || !(code ?? error))) {
    return null;
  }
  if (cookies) {
    here.hash = "";
  } else {
    ["code", "error", "state"].forEach((name) => came.delete(name));
  }
  history.replaceState(history.state, "", here);
  if (cookies) {
    return error ? outcome(() => client.call("GET", "/auth/external/outcome"), error) : back(client);
  }
  if (error) {
    throw failure(error);
  }
  const { codeVerifier, kind } = attempt;
  const step = { code: code!, codeVerifier: codeVerifier! };
  if (kind === "signIn") {
    return outcome(() => client.enter("/auth/external/exchange", step));
  }
  return outcome(async () => {
    await (kind === "link" ? lasting(client, "POST", "/auth/external/exchange", step) : client.call("POST", "/auth/external/exchange", step));
    return done(client);
  });
};

/** Gives a sign-in with a provider what it needs: an address, the code of its mail, the password of the account, or its take-over. */
export const completeSignIn = (
  client: Client,
  externalToken: string,
  step: { readonly email: string } | { readonly code: string } | { readonly password: string } | { readonly takeOver: true },
): Promise<ProviderResult> => outcome(() => client.enter("/auth/external/complete", { externalToken, remember: remembers(client), ...verifierOf(client), ...step }));

/** Links the provider's account, after the user has signed in as before. */
export const confirmLink = async (client: Client, linkToken: string, password?: string): Promise<void> => {
  await lasting(client, "POST", "/auth/external/confirm", { linkToken, password, ...verifierOf(client) });
  forget(client);
};

const pathOf = (provider: string): string => `/auth/external/${encodeURIComponent(provider)}`;

const keyOf = (client: Client): string => `cardea ${client.url} provider`;

const forget = (client: Client): void => sessionStorage.removeItem(keyOf(client));

// The verifier stays in this tab: who only sees the code gets nothing for it.
const begin = async (client: Client, kind: Attempt["kind"], returnUrl = location.origin + location.pathname, remember = true) => {
  const query: Record<string, string> = { returnUrl };
  let attempt: Attempt = { kind, remember };
  if (client.mode !== "cookie") {
    attempt = { kind, remember, codeVerifier: random(), state: random() };
    query["codeChallenge"] = base64Url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(attempt.codeVerifier)));
    query["state"] = attempt.state!;
  }
  sessionStorage.setItem(keyOf(client), JSON.stringify(attempt));
  return { query };
};

const read = (client: Client): Attempt | null => JSON.parse(sessionStorage.getItem(keyOf(client)) ?? "null") as Attempt | null;

/**
 * What `remember` of {@link signInWith} was, for the next step of the sign-in: a second factor, or one to add. The page that began has been
 * left meanwhile.
 */
export const remembers = (client: Client): boolean => read(client)?.remember ?? true;

const verifierOf = (client: Client): { readonly codeVerifier?: string } => {
  const codeVerifier = read(client)?.codeVerifier;
  return codeVerifier ? { codeVerifier } : {};
};

const done = async (client: Client): Promise<SignInResult> => {
  forget(client);
  await client.refresh();
  const user = await client.user();
  return { next: null, sessionId: user?.sessionId ?? "" };
};

// Without an error, the cookies say whether the user has signed in. Somebody who turned back at the provider has not.
const back = async (client: Client): Promise<SignInResult | null> => {
  try {
    const result = await done(client);
    return client.status.state === "signedOut" ? null : result;
  } catch (error) {
    if (client.status.state === "signedOut") {
      return null;
    }
    throw error;
  }
};

const failure = (code: string): CardeaError => new CardeaError(code, "The sign-in with the provider failed.");

const outcome = async (attempt: () => Promise<SignInResult>, code?: string): Promise<ProviderResult> => {
  try {
    return await attempt();
  } catch (error) {
    const { account, code: needed, enrolToken, externalToken, linkToken, mailCodeRequired, methods, mfaToken, passkey } = (error instanceof CardeaError ? error.problem : {}) as Needed;
    switch (needed) {
      case "link_required":
        return { next: "link", linkToken: linkToken!, account };
      case "email_required":
        return { next: "email", externalToken: externalToken!, account };
      case "proof_required":
        return { next: "prove", externalToken: externalToken!, account, methods: methods! };
      case "mfa_required":
        return { next: "secondFactor", mfaToken: mfaToken!, methods: methods!, passkey };
      case "enrolment_required":
        return { next: "enrolment", enrolToken: enrolToken!, methods: methods!, mailCodeRequired: mailCodeRequired! };
      case "external_outcome_not_found":
        throw failure(code!);
      default:
        throw error;
    }
  }
};

const random = (): string => base64Url(crypto.getRandomValues(new Uint8Array(32)).buffer);

const base64Url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
