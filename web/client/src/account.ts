import { CardeaError } from "./core/error.js";
import type { Answer, Client, Problem, SignInResult } from "./core/types.js";
import { lasting } from "./lasting.js";

/** A security event of the user: a sign-in, a changed password, an ended session. */
export type SecurityEvent = Answer<"EventResponse">;

/** A page of events, the newest first. `next` is null on the last page. */
export type SecurityEvents = Answer<"EventListResponse">;

/** All that the server keeps of the user, but the secrets. */
export type PersonalData = Answer<"DataResponse">;

/** What an authenticator app takes: as text, as a link, and as an image. */
export type Authenticator = Answer<"AuthenticatorResponse">;

/** Codes that each stand in once for a second factor. The server shows them this once. */
export type RecoveryCodes = Answer<"RecoveryCodesResponse">["recoveryCodes"];

/** How users prove that they are there: with their password, a mailed code, or the second factor that one of these asked for. */
export type Proof = { readonly password: string } | { readonly code: string } | { readonly mfaToken: string; readonly code: string };

/** Done, or the next step: send the second factor to {@link reauthenticate}, with this `mfaToken`. */
export type ReauthenticationResult =
  | { readonly next: null }
  | { readonly next: "secondFactor"; readonly mfaToken: string; readonly methods: readonly string[]; readonly passkey?: unknown };

/**
 * Proves again who the user is. Some changes ask for it with the code `reauthentication_required`. The session goes on, with new
 * tokens.
 *
 * @throws {CardeaError} `invalid_credentials`, `invalid_second_factor`, `too_many_attempts`.
 */
export const reauthenticate = async (client: Client, proof: Proof): Promise<ReauthenticationResult> => {
  try {
    await client.call("POST", "mfaToken" in proof ? "/auth/mfa" : "/auth/reauthenticate", proof);
  } catch (error) {
    const { code, mfaToken, methods, passkey } = error instanceof CardeaError ? error.problem : ({} as Problem);
    if (code !== "mfa_required") {
      throw error;
    }
    return { next: "secondFactor", mfaToken: mfaToken!, methods: methods!, passkey };
  }
  await client.refresh();
  return { next: null };
};

/** Mails a code that {@link reauthenticate} takes, to the user's confirmed address. For users without a password. */
export const sendProofCode = (client: Client): Promise<void> => client.call("POST", "/auth/reauthenticate/code");

/**
 * Changes the password. This session goes on, the user's others end. A user without a password sets one: `currentPassword` is undefined.
 *
 * @throws {CardeaError} `validation_failed`, `invalid_credentials`, `reauthentication_required`.
 */
export const changePassword = async (client: Client, currentPassword: string | undefined, newPassword: string): Promise<void> => {
  await lasting(client, "POST", "/auth/password/change", { currentPassword, newPassword });
  await client.refresh();
};

/** Mails a link to choose a new password, if there is such an account. */
export const forgotPassword = (client: Client, email: string): Promise<void> => client.call("POST", "/auth/password/forgot", { email });

/** Sets a new password with the token of the mail. All sessions end. */
export const resetPassword = (client: Client, token: string, newPassword: string): Promise<void> =>
  client.call("POST", "/auth/password/reset", { token, newPassword });

/** Mails a code to change the address. The address changes when the code comes back. */
export const changeEmail = (client: Client, newEmail: string, password: string): Promise<void> =>
  lasting(client, "POST", "/auth/email/change", { newEmail, password });

/** Mails a code to confirm the address, unless it is confirmed. */
export const sendVerification = (client: Client): Promise<void> => client.call("POST", "/auth/email/verification");

/**
 * Confirms the address: by the `token` of the mailed link or its eight-digit `code`, as the signed-in user or with another proof.
 *
 * @throws {CardeaError} `proof_required`, with the proofs that the account takes in `problem.methods`.
 */
export const verifyEmail = (
  client: Client,
  request: ({ readonly token: string } | { readonly code: string }) & { readonly password?: string; readonly newPassword?: string },
): Promise<void> => client.call("POST", "/auth/email/verify", request);

/**
 * Mails a sign-in link.
 *
 * @returns The `browserToken` that `signIn` takes beside the token of the link. Keep it in this browser.
 */
export const requestLink = async (client: Client, email: string): Promise<string> =>
  (await client.call<Answer<"LinkResponse">>("POST", "/auth/link", { email })).browserToken;

/** The user's security events, the newest first. `before` is `next` of the page before. */
export const listEvents = (client: Client, before?: string): Promise<SecurityEvents> =>
  client.call("GET", `/auth/events${before ? `?before=${encodeURIComponent(before)}` : ""}`);

/** The authenticator app. Its changes ask for a recent sign-in: see {@link reauthenticate}. */
export const totp = {
  /** True if an authenticator app is enrolled. */
  isEnabled: async (client: Client): Promise<boolean> => (await client.call<Answer<"AuthenticatorStateResponse">>("GET", "/auth/totp")).enabled,

  /** Begins: show the QR code. */
  begin: (client: Client, password?: string): Promise<Authenticator> => lasting(client, "POST", "/auth/totp", { password }),

  /** Ends the enrolment with a code of the app. Show the recovery codes. */
  confirm: async (client: Client, code: string, password?: string): Promise<RecoveryCodes> =>
    (await lasting<Answer<"RecoveryCodesResponse">>(client, "POST", "/auth/totp/confirm", { code, password })).recoveryCodes,

  /** Removes the app. The user's other sessions end. */
  remove: (client: Client, password?: string): Promise<void> => lasting(client, "DELETE", "/auth/totp", { password }),
};

/**
 * Adds an authenticator app when the sign-in asked for it with `next: "enrolment"`. `enrolToken` is the one of that result.
 * `enrolPasskey` of `@cardea/client/passkeys` adds a passkey instead.
 */
export const enrolment = {
  /** Mails the code that the first step needs where the result has `mailCodeRequired`. */
  sendCode: (client: Client, enrolToken: string): Promise<void> => client.call("POST", "/auth/enrolment/code", { enrolToken }),

  /** Begins: show the QR code. */
  begin: (client: Client, enrolToken: string, mailCode?: string): Promise<Authenticator> =>
    client.call("POST", "/auth/totp", { enrolToken, mailCode }),

  /** Ends the enrolment with a code of the app, and signs in. Show the recovery codes of the result. */
  confirm: (client: Client, enrolToken: string, code: string, { remember = true }: { readonly remember?: boolean } = {}): Promise<SignInResult> =>
    client.enter("/auth/totp/confirm", { enrolToken, code, remember }),
};

/** The recovery codes. */
export const recoveryCodes = {
  /** How many are left. */
  left: async (client: Client): Promise<number> => (await client.call<Answer<"RecoveryCodesLeftResponse">>("GET", "/auth/recovery-codes")).left,

  /** Makes new ones. The old ones are void. */
  renew: async (client: Client, password?: string): Promise<RecoveryCodes> =>
    (await lasting<Answer<"RecoveryCodesResponse">>(client, "POST", "/auth/recovery-codes", { password })).recoveryCodes,
};

/** All that the server keeps of the user. Asks for a recent sign-in. */
export const exportData = (client: Client): Promise<PersonalData> => lasting(client, "GET", "/auth/me/data");

/** Deletes the account, and signs out. */
export const deleteAccount = async (client: Client, password: string): Promise<void> => {
  await lasting(client, "DELETE", "/auth/me", { password });
  await client.signOut();
};
