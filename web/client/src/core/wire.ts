import { deadline } from "./deadline.js";
import { CardeaError } from "./error.js";
import { read, type Reply } from "./http.js";
import type { Mode } from "./types.js";

/** How long the client waits for a refresh, and for anything else. Milliseconds. */
export const refreshLimit = 10_000;
const callLimit = 30_000;

/** What a request to the server has beside its method and its path. */
export interface Sending {
  readonly body?: object | undefined;
  readonly token?: string | null | undefined;
  readonly signal: AbortSignal;
  readonly limit?: number;
}

/** Sends JSON to the server, and reads the answer to its end. Without an answer, it throws a `CardeaError` `offline`. */
export type Send = <T>(method: string, path: string, sending: Sending) => Promise<Reply<T>>;

export const createSend =
  (url: string, mode: Mode, fetch: typeof globalThis.fetch): Send =>
  async (method, path, { body, token, signal, limit = callLimit }) => {
    const [aborted, cancel] = deadline(limit, signal);
    try {
      return await Promise.race([
        fetch(url + path, {
          method,
          headers: { ...(body && { "Content-Type": "application/json" }), ...(token && { Authorization: `Bearer ${token}` }) },
          signal: aborted,
          // A client with bearer tokens must not act for a session that happens to have cookies.
          credentials: mode === "bearer" ? "omit" : "include",
          body: JSON.stringify(body),
        }).then(read<never>),
        // Not every fetch knows signals.
        new Promise<never>((_, reject) => {
          aborted.addEventListener("abort", reject);
        }),
      ]);
    } catch (cause) {
      throw new CardeaError("offline", "No answer.", cause);
    } finally {
      cancel();
    }
  };
