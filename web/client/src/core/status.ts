import type { State, Status } from "./types.js";

/** The status, and who wants to know of its changes. */
export interface Board {
  status: Status;
  /** Changes the status. The session stays the same unless it is given. */
  set(state: State, sessionId?: string | null): void;
  readonly listen: (listener: (status: Status) => void) => () => void;
  clear(): void;
}

export const createBoard = (): Board => {
  // What tells each listener, unless it heard already.
  const tellers = new Set<() => void>();

  const board: Board = {
    status: { state: "unknown", sessionId: null },

    set(state, sessionId = board.status.sessionId) {
      if (state !== board.status.state || sessionId !== board.status.sessionId) {
        board.status = { state, sessionId };
        tellers.forEach(queueMicrotask);
      }
    },

    listen(listener) {
      let heard: Status | undefined;

      // A microtask of its own: a listener that throws harms nobody, and one that calls the client finds it at rest.
      const tell = (): void => {
        if (tellers.has(tell) && heard !== board.status) {
          listener((heard = board.status));
        }
      };
      tellers.add(tell);
      queueMicrotask(tell);
      return () => void tellers.delete(tell);
    },

    clear: () => tellers.clear(),
  };
  return board;
};
