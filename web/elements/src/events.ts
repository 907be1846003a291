import type { ErrorCode } from "@cardea/client";
import type { Step } from "./steps.js";

/** What `cardea-signed-in` says. */
export interface CardeaSignedInDetail {
  readonly sessionId: string;
  /** What the user should know: `password_breached` means that the password is in a public list of stolen ones. */
  readonly notices: readonly string[];
}

/** What `cardea-signed-out` says: why the session ended elsewhere; null if the user signed out here. */
export interface CardeaSignedOutDetail {
  readonly reason: string | null;
}

/** What `cardea-step` says. */
export interface CardeaStepDetail {
  readonly step: Step["name"] | "overview" | "proof";
}

/** What `cardea-error` says. */
export interface CardeaErrorDetail {
  /** `passkey_failed` and `unknown` are the elements' own; all others are those of `@cardea/client`. */
  readonly code: ErrorCode;
  readonly status: number;
  /** Seconds to wait before the next try; null if the server named none. */
  readonly retryAfter: number | null;
  readonly error: unknown;
}

/** The events of the elements by their names. */
export interface CardeaEvents {
  "cardea-signed-in": CardeaSignedInDetail;
  "cardea-signed-out": CardeaSignedOutDetail;
  "cardea-step": CardeaStepDetail;
  "cardea-error": CardeaErrorDetail;
}

declare global {
  interface GlobalEventHandlersEventMap {
    "cardea-signed-in": CustomEvent<CardeaSignedInDetail>;
    "cardea-signed-out": CustomEvent<CardeaSignedOutDetail>;
    "cardea-step": CustomEvent<CardeaStepDetail>;
    "cardea-error": CustomEvent<CardeaErrorDetail>;
  }
}
