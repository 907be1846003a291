import type { ErrorCode, Problem } from "./types.js";

/** Every failure of the client: what the server answered, or why there is no answer. */
export class CardeaError extends Error {
  override readonly name = "CardeaError";

  /** The stable name of the failure. Compare this, not the message. */
  readonly code: ErrorCode;

  /** The HTTP status; 0 if there was no answer. */
  readonly status: number;

  /** Seconds to wait before the next try; null if the server named none. */
  readonly retryAfter: number | null;

  /** The members of the server's answer: `errors` per field, `methods`, and so on. */
  readonly problem: Problem;

  constructor(code: ErrorCode, message: string, cause?: unknown, status = 0, retryAfter: number | null = null, problem: Problem = {}) {
    super(message, { cause });
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
    this.problem = problem;
  }
}

export const signedOut = (): CardeaError => new CardeaError("signed_out", "Signed out.");
