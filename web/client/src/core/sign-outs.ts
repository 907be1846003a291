import { createBackoff } from "./backoff.js";
import type { CardeaError } from "./error.js";
import { failure, type Reply } from "./http.js";
import type { Tokens } from "./tokens.js";
import type { Turns } from "./turns.js";
import type { Mode } from "./types.js";
import type { PendingSignOut, StoredRecord, Vault } from "./vault.js";
import { refreshLimit, type Send } from "./wire.js";

/** The sign-outs that the server does not know of yet. They outlive the page. */
export type SignOuts = ReturnType<typeof createSignOuts>;

export const createSignOuts = (mode: Mode, vault: Vault, send: Send, turns: Turns, disposal: AbortSignal) => {
  const post = async (path: string, body?: object, token?: string | null): Promise<Reply<Tokens | undefined>> => {
    const answer = await send<Tokens | undefined>("POST", path, { body, token, signal: disposal, limit: refreshLimit });
    // JSON with 4xx says that the session is over already. The page of a proxy says nothing.
    if (answer.status >= 500 || answer.status === 429 || !(answer.body || answer.status === 204)) {
      throw failure(answer);
    }
    return answer;
  };

  const sendOne = async ({ refreshToken, all }: PendingSignOut): Promise<void> => {
    if (all) {
      const tokens = mode === "cookie" ? undefined : (await post("/auth/refresh-token", { refreshToken })).body;
      refreshToken = tokens?.refreshToken ?? refreshToken;
      await post("/auth/logout-all", undefined, tokens?.accessToken);
    }
    await post("/auth/logout", { refreshToken });
  };

  /** Sends them all, or tries again later. */
  const sendAll = async (): Promise<void> => {
    try {
      for (const signOut of (await vault.read()).signOuts ?? []) {
        await sendOne(signOut);
        await vault.update((record) => ({
          ...record,
          signOuts: record.signOuts?.filter((other) => other.refreshToken !== signOut.refreshToken),
        }));
      }
      backoff.reset();
    } catch (error) {
      backoff.failed(error as CardeaError);
      throw error;
    }
  };

  /** The same, when no other page does. It never fails. */
  const sendSoon = (): Promise<void> => turns.alone(sendAll).catch(() => {});

  const backoff = createBackoff(disposal, () => void sendSoon());
  return { sendAll, sendSoon, backoff };
};

/** The record with one more sign-out that the server does not know of. */
export const withSignOut = (record: StoredRecord, refreshToken?: string | null, all = false): StoredRecord => ({
  ...record,
  signOuts: [...(record.signOuts ?? []), { refreshToken, all }],
});
