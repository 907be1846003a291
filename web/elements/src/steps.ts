import type { SignInResult } from "@cardea/client";
import type { Authenticator } from "@cardea/client/account";
import type { ProviderResult } from "@cardea/client/providers";
import type { TextKey } from "./words.js";

type Of<Next> = Extract<SignInResult | ProviderResult, { readonly next: Next }>;

/** Where a sign-in stands. `name` is what the event `cardea-step` says. */
export type Step =
  | { readonly name: "sign-in" | "sign-up" | "forgot-password" | "password-sent" | "link" | "wait" }
  | { readonly name: "link-sent"; readonly browserToken: string }
  | ({ readonly name: "second-factor" } & Omit<Of<"secondFactor">, "next">)
  | ({ readonly name: "enrolment"; readonly isMailed: boolean } & Omit<Of<"enrolment">, "next">)
  | { readonly name: "authenticator"; readonly enrolToken: string; readonly offer: Authenticator }
  | { readonly name: "recovery-codes"; readonly codes: readonly string[]; readonly next: () => void }
  | { readonly name: "email"; readonly isMailed: boolean; readonly externalToken: string; readonly account?: string | undefined }
  | ({ readonly name: "prove" } & Omit<Of<"prove">, "next">)
  | { readonly name: "link-account"; readonly linkToken: string; readonly account?: string | undefined };

/** The step that a result asks for; null for a sign-in that is done. */
export const stepAfter = (result: SignInResult | ProviderResult): Step | null => {
  switch (result.next) {
    case null:
      return null;
    case "secondFactor":
      return { ...result, name: "second-factor" };
    case "enrolment":
      return { ...result, name: "enrolment", isMailed: false };
    case "wait":
      return { name: "wait" };
    case "email":
      return { ...result, name: "email", isMailed: false };
    case "prove":
      return { ...result, name: "prove" };
    case "link":
      return { name: "link-account", linkToken: result.linkToken, account: result.account };
  }
};

/** The titles of the steps. */
export const titles: Readonly<Record<Step["name"], TextKey>> = {
  "sign-in": "sign-in.title",
  "sign-up": "sign-up.title",
  "forgot-password": "forgot.title",
  "password-sent": "sent.title",
  link: "link.title",
  "link-sent": "sent.title",
  wait: "wait.title",
  "second-factor": "second-factor.title",
  enrolment: "enrol.title",
  authenticator: "authenticator.title",
  "recovery-codes": "codes.title",
  email: "external.email_required",
  prove: "external.proof_required",
  "link-account": "external.link_required",
};

/** The steps that stay although the user is signed in. */
export const staysSignedIn: readonly Step["name"][] = ["recovery-codes", "link-account"];

const marker = "token=";

/**
 * A mailed code. The user may paste the whole link, and mail programs break it, put it into brackets, end it with a full stop, or wrap it
 * into an address of their own.
 */
export const codeIn = (pasted: string): string => {
  let text = pasted.replace(/\s/gu, "");
  if (!text.includes(marker)) {
    text = decoded(text);
  }

  const start = text.includes(marker) ? text.lastIndexOf(marker) + marker.length : text.lastIndexOf("=") + 1;
  return /[\w-]+/u.exec(text.slice(start))?.[0] ?? pasted.trim();
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
