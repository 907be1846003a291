import { deadline } from "./deadline.js";
import { CardeaError } from "./error.js";

/** How long a page waits for the lock. Then it goes on without: the lock saves requests, and nothing depends on it. */
const patience = 1_000;

/** Work that waits for its turn: in this page, and among the pages of this origin. */
export type Turns = ReturnType<typeof createTurns>;

/** @param disposal Fires when the client is disposed. */
export const createTurns = (name: string, disposal: AbortSignal) => {
  let last: Promise<unknown> = Promise.resolve();

  const turns = {
    /** Runs `work` after all that came before it in this page. */
    inPage<T>(work: () => Promise<T>): Promise<T> {
      const result = last
        .then(() => (disposal.aborted ? Promise.reject<T>(new Error()) : work()))
        .catch((error: unknown) => {
          throw disposal.aborted ? new CardeaError("disposed", "Disposed.") : error;
        });
      last = result.catch(() => {});
      return result;
    },

    /** Runs `work` while no other page does, as far as that can be had within a second. The lock is never stolen. */
    async amongPages<T>(work: () => Promise<T>): Promise<T> {
      const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
      if (!locks) {
        return work();
      }
      const [signal, cancel] = deadline(patience, disposal);
      let mine = undefined as Promise<T> | undefined;
      try {
        return await locks.request(name, { signal }, () => {
          mine = work();

          // Firefox gives the lock away before it tells other pages what this one stored. The query is answered after that.
          return mine.finally(() => locks.query());
        });
      } catch {
        // A deadline that passes later takes nothing back.
        return await (mine ?? work());
      } finally {
        cancel();
      }
    },

    /** Both. */
    alone: <T>(work: () => Promise<T>): Promise<T> => turns.inPage(() => turns.amongPages(work)),
  };
  return turns;
};
