import type { Access } from "./access.js";
import type { Backoff } from "./backoff.js";
import { now } from "./clock.js";
import { type CardeaError, signedOut } from "./error.js";
import { failure } from "./http.js";
import type { SessionKeeper } from "./session.js";
import type { Board } from "./status.js";
import { isOver, isTokens, type Tokens } from "./tokens.js";
import type { Turns } from "./turns.js";
import { refreshLimit, type Send } from "./wire.js";

/** Decides if a token that the client has will do. */
export type Fits = (access: Access) => boolean;

/** Gets tokens from the server. */
export type Renewal = ReturnType<typeof createRenewal>;

export const createRenewal = (session: SessionKeeper, board: Board, backoff: Backoff, send: Send, turns: Turns) => {
  const find = (audience: string, fits: Fits): Access | undefined => {
    const access = session.find(audience);
    return access && fits(access) ? access : undefined;
  };

  const failed = (error: unknown): void => {
    backoff.failed(error as CardeaError);
    board.set("offline");
  };

  const refresh = async (audience: string, fits: Fits): Promise<Access> => {
    const signal = session.signal();
    try {
      // Each further try means that another page was faster.
      for (let tries = 0; tries < 5; tries++) {
        const presented = await session.load();
        const { state, sessionId } = board.status;
        if (signal.aborted || state === "signedOut") {
          break;
        }
        const access = find(audience, fits);
        if (access) {
          return access;
        }
        const at = now();
        const answer = await send<Tokens>("POST", "/auth/refresh-token", {
          body: { refreshToken: presented?.refreshToken, audience: audience || undefined },
          signal,
          limit: refreshLimit,
        });
        if (isTokens(answer)) {
          const kept = await session.keep(answer.body, at, audience, presented);
          if (kept) {
            return kept;
          }
        } else if (!isOver(answer)) {
          throw failure(answer);
        } else if (sessionId === board.status.sessionId) {
          await session.refused(presented);
        }
      }
    } catch (error) {
      // What ended meanwhile is no failure.
      if (!signal.aborted) {
        failed(error);
        throw error;
      }
    }
    throw signedOut();
  };

  /**
   * Gets a token from the server. Callers that wait at the same time get one token by one request.
   *
   * @throws {CardeaError} `signed_out`, because the server said so; any other means that the session is kept.
   */
  const renew = (audience: string, fits: Fits, impatient?: boolean): Promise<Access> =>
    turns.inPage(async () => {
      const access = find(audience, fits);
      if (access) {
        return access;
      }
      backoff.check(impatient);
      return turns.amongPages(() => refresh(audience, fits));
    });

  return {
    find,
    failed,
    renew,

    /** Asks the server now, whatever the client has. */
    ask(audience = ""): Promise<Access> {
      const serial = session.serial();
      return renew(audience, (access) => access.serial > serial, true);
    },
  };
};

