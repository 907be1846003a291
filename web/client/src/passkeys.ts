import type { Answer, Client, SecondFactor, SignInResult } from "./core/types.js";
import { lasting } from "./lasting.js";

/** A passkey of the user. */
export type Passkey = Answer<"PasskeyResponse">;

/** A new passkey, and recovery codes if the account had none. */
export type PasskeyAdded = Answer<"PasskeyAddedResponse">;

type Options = Answer<"PasskeyOptionsResponse">;

/** True if this browser knows passkeys. */
export const supportsPasskeys = (): boolean =>
  typeof PublicKeyCredential === "function" && typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function";

/**
 * Signs in with a passkey.
 *
 * @param request With `conditional`, the browser offers passkeys where the user types the address (`autocomplete="username webauthn"`).
 */
export const signInWithPasskey = async (
  client: Client,
  request: { readonly device?: string; readonly remember?: boolean; readonly conditional?: boolean; readonly signal?: AbortSignal } = {},
): Promise<SignInResult> => {
  const { device, remember = true, conditional, signal } = request;
  const { token, options } = await client.call<Options>("POST", "/auth/passkeys/sign-in/options");
  const credential = await get(options, { ...(conditional && { mediation: "conditional" as const }), ...(signal && { signal }) });
  return client.signIn({ token, credential, remember, ...(device && { device }) });
};

/** Creates an account that signs in with a new passkey and has no password. Show the recovery codes of the result. */
export const signUpWithPasskey = async (
  client: Client,
  { email, ...request }: { readonly email: string; readonly device?: string; readonly remember?: boolean },
): Promise<SignInResult> => {
  const { token, options } = await client.call<Options>("POST", "/auth/register/passkey-options", { email });
  return client.enter("/auth/register", { ...request, email, passkey: { token, credential: await create(options) } });
};

/** Answers the second step of a sign-in with a passkey. `passkey` and `mfaToken` are those of the sign-in's result. */
export const signInWithSecondPasskey = async (
  client: Client,
  { mfaToken, passkey, remember = true }: { readonly mfaToken: string; readonly passkey?: unknown; readonly remember?: boolean },
): Promise<SignInResult> => {
  const step: SecondFactor = { mfaToken, credential: await get(passkey), remember };
  return client.signIn(step);
};

/** Proves again who the user is, with a passkey. The session goes on, with new tokens. */
export const reauthenticateWithPasskey = async (client: Client): Promise<void> => {
  const { token, options } = await client.call<Options>("POST", "/auth/passkeys/sign-in/options");
  await client.call("POST", "/auth/passkeys/reauthenticate", { token, credential: await get(options) });
  await client.refresh();
};

/** The user's passkeys. */
export const listPasskeys = async (client: Client): Promise<readonly Passkey[]> =>
  (await client.call<Answer<"PasskeyListResponse">>("GET", "/auth/passkeys")).passkeys;

/** Makes a passkey on this device. Asks for a recent sign-in. */
export const addPasskey = async (client: Client, name?: string, password?: string): Promise<PasskeyAdded> => {
  const { token, options } = await lasting<Options>(client, "POST", "/auth/passkeys/options", { password });
  return lasting(client, "POST", "/auth/passkeys", { token, credential: await create(options), name, password });
};

/**
 * Makes a passkey when the sign-in asked for a second factor with `next: "enrolment"`, and signs in.
 *
 * @param request `enrolToken` of that result; `mailCode` where it has `mailCodeRequired`.
 */
export const enrolPasskey = async (
  client: Client,
  { name, remember = true, ...request }: { readonly enrolToken: string; readonly mailCode?: string; readonly name?: string; readonly remember?: boolean },
): Promise<SignInResult> => {
  const { token, options } = await client.call<Options>("POST", "/auth/passkeys/options", request);
  return client.enter("/auth/passkeys", { enrolToken: request.enrolToken, token, credential: await create(options), name, remember });
};

/** Names a passkey. */
export const renamePasskey = (client: Client, id: string, name: string): Promise<Passkey> =>
  lasting(client, "PATCH", `/auth/passkeys/${encodeURIComponent(id)}`, { name });

/** Removes a passkey. The user's other sessions end. Asks for a recent sign-in. */
export const removePasskey = (client: Client, id: string, password?: string): Promise<void> =>
  lasting(client, "DELETE", `/auth/passkeys/${encodeURIComponent(id)}`, { password });

const create = async (options: unknown): Promise<unknown> => {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON);
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  return credential.toJSON();
};

const get = async (options: unknown, request: CredentialRequestOptions = {}): Promise<unknown> => {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON);
  const credential = (await navigator.credentials.get({ ...request, publicKey })) as PublicKeyCredential;
  return credential.toJSON();
};
