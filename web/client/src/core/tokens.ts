import { codeOf, type Reply } from "./http.js";
import type { Answer } from "./types.js";

/** Tokens, as the server sends them. In the modes with cookies, some are missing. */
export type Tokens = Omit<Answer<"TokenResponse">, "accessToken"> & { readonly accessToken?: string | null };

/** True if an answer brings tokens. A proxy on the way may answer 200 with a page of its own. */
export const isTokens = (answer: Reply<Tokens | undefined>): boolean => answer.status < 300 && !!answer.body?.sessionId;

const overCodes: unknown[] = ["invalid_refresh_token", "session_ended", "refresh_token_reused"];

/** True if the server says that the session is over. No other answer signs anybody out. */
export const isOver = (answer: Reply): boolean => answer.status === 401 && overCodes.includes(codeOf(answer));

/**
 * True if the code of a 401 is one of Cardea's that says that the token is no good. A refresh brings a new one, or the server's last
 * word: with cookies, any answer may say that the session is over, and it may be late.
 */
export const isStale = (code: string | undefined): boolean => [...overCodes, "invalid_token", "missing_token"].includes(code);
