import { type Access } from "./access.js";
import { type Moment, ofWall } from "./clock.js";
import { withSignOut } from "./sign-outs.js";
import type { Board } from "./status.js";
import type { News } from "./tabs.js";
import type { Tokens } from "./tokens.js";
import type { Mode } from "./types.js";
import type { SharedAccess, StoredRecord, StoredSession, Vault } from "./vault.js";

/** What this page knows of the session, and what all pages store of it. */
export type SessionKeeper = ReturnType<typeof createSession>;

/**
 * @param tell Tells the other pages.
 * @param settled Runs when it is known again whether there is a session.
 */
export const createSession = (mode: Mode, vault: Vault, board: Board, tell: (news: News) => void, settled: () => void, disposal: AbortSignal) => {
  const bearer = mode === "bearer";
  // By audience; the usual one is "".
  const access = new Map<string, Access>();
  // Sessions that ended. Whatever still comes of them is too late.
  const over = new Set<string | null>();
  let life = new AbortController();
  let serial = 0;
  disposal.addEventListener("abort", () => life.abort());

  const learn = (id: string, audience: string, shared: SharedAccess, at: Moment): Access => {
    if (id !== board.status.sessionId) {
      access.clear();
    }
    const learned = { token: shared.token, life: shared.life, at, serial: ++serial };
    access.set(audience, learned);
    settled();
    board.set("signedIn", id);
    return learned;
  };

  const adopt = (id: string, shared: SharedAccess): void => {
    const mine = access.get("");
    if (id !== board.status.sessionId || !mine || shared.at > mine.at.wall) {
      learn(id, "", shared, ofWall(shared.at));
    }
  };

  const end = (id: string | null): void => {
    over.add(id);
    life.abort();
    life = new AbortController();
    access.clear();
    settled();
    board.set("signedOut", null);
  };

  const session = {
    /** Rises with each token. A token with a higher number came later. */
    serial: () => serial,

    /** Fires when the session ends. */
    signal: () => life.signal,

    /** The token that this page has. */
    find: (audience: string) => access.get(audience),

    /** Forgets the tokens for other audiences than the usual one. */
    forgetOthers: () => access.forEach((_, audience) => audience && access.delete(audience)),

    end,

    /** Reads what other pages stored. With cookies, there is nothing to read. */
    async load(): Promise<StoredSession | null> {
      if (!bearer) {
        return null;
      }
      const { session: stored } = await vault.read();
      if (!stored || over.has(stored.id)) {
        end(null);
        return null;
      }
      const { state, sessionId } = board.status;
      if (stored.access) {
        adopt(stored.id, stored.access);
      }
      if (state !== "offline" || stored.id !== sessionId) {
        board.set("signedIn", stored.id);
      }
      return stored;
    },

    /**
     * Stores what the server answered, if the storage still has what was presented. Only then the token may be used.
     *
     * @param presented What the request presented; null for a sign-in, which presents nothing.
     */
    async keep(tokens: Tokens, at: Moment, audience: string, presented: StoredSession | null): Promise<Access | undefined> {
      const id = tokens.sessionId;
      const shared = { token: tokens.accessToken ?? "", life: tokens.expiresIn, at: at.wall };
      let kept = true as boolean;
      if (bearer) {
        await vault.update((record) => {
          const stored = record.session;
          kept = !over.has(id) && (!presented || stored?.refreshToken === presented.refreshToken);
          return kept
            ? {
                // A sign-in takes the place of the session before, which must not live on.
                ...(stored && !presented ? withSignOut(record, stored.refreshToken) : record),
                session: {
                  id,
                  refreshToken: tokens.refreshToken ?? presented!.refreshToken,
                  access: audience ? stored?.access : shared,
                },
                deviceToken: tokens.deviceToken ?? record.deviceToken,
                trustToken: tokens.trustToken ?? record.trustToken,
              }
            : record;
        });
      }
      if (!kept || over.has(id)) {
        return undefined;
      }
      tell({ sessionId: id, access: audience || bearer ? undefined : shared });
      return learn(id, audience, shared, at);
    },

    /** The server said that the session is over. Another page may have a newer token. */
    async refused(presented: StoredSession | null): Promise<void> {
      const after = await vault.update((record) =>
        presented && record.session?.refreshToken === presented.refreshToken ? { ...record, session: undefined } : record,
      );
      if (!bearer || !after.session) {
        const { sessionId } = board.status;
        end(sessionId);
        tell({ sessionId, ended: true });
      }
    },

    /** The user leaves. `change` gets the record without the session. */
    async leave(change: (record: StoredRecord, left: StoredSession | undefined) => StoredRecord): Promise<void> {
      let id = board.status.sessionId;
      end(id);
      await vault.update((record) => {
        id ??= record.session?.id ?? null;
        return change({ ...record, session: undefined }, record.session);
      });
      // Meanwhile this page may have read the session from the storage.
      end(id);
      tell({ sessionId: id, ended: true });
    },

    /** Another page told something. */
    async hear({ sessionId, ended, access: shared }: News): Promise<void> {
      if (ended) {
        over.add(sessionId);
        if (sessionId === board.status.sessionId) {
          end(sessionId);
        }
        // A refresh of this page may have stored its tokens just now.
        await vault.update((record) => (record.session?.id === sessionId ? { ...record, session: undefined } : record));
      } else if (bearer) {
        await session.load();
      } else if (sessionId && shared && !over.has(sessionId)) {
        adopt(sessionId, shared);
      }
    },
  };
  return session;
};
