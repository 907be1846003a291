import type { Client, Status, User } from "./core/types.js";

/** The user beside the status: undefined while nobody knows, null if nobody is signed in. */
export interface UserSnapshot {
  readonly status: Status;
  readonly user: User | null | undefined;
}

/** What the frameworks follow. */
export interface UserStore {
  readonly current: UserSnapshot;
  /** Calls `listener` after each change. */
  readonly subscribe: (listener: () => void) => () => void;
}

const stores = new WeakMap<Client, UserStore>();

/** The store of a client. It asks for the user once per session, however many components want to know. */
export const userStore = (client: Client): UserStore => {
  let store = stores.get(client);
  if (!store) {
    stores.set(client, (store = createStore(client)));
  }
  return store;
};

const createStore = (client: Client): UserStore => {
  const listeners = new Set<() => void>();
  let snapshot: UserSnapshot = { status: client.status, user: undefined };
  let asked: string | null = null;
  let stop: (() => void) | undefined;

  const set = (next: UserSnapshot): void => {
    snapshot = next;
    listeners.forEach((listener) => listener());
  };

  const follow = (status: Status): void => {
    const { state, sessionId } = status;
    const same = sessionId === snapshot.status.sessionId;
    set({ status, user: state === "signedOut" ? null : same && snapshot.user ? snapshot.user : undefined });
    if (state === "signedIn" && !snapshot.user && asked !== sessionId) {
      asked = sessionId;
      client.user().then(
        (user) => {
          if (snapshot.status.sessionId === sessionId) {
            set({ status: snapshot.status, user });
          }
        },
        () => undefined,
      ).finally(() => {
        asked = null;
      });
    }
  };

  return {
    get current() {
      return snapshot;
    },
    subscribe(listener) {
      // Each subscription counts, also two of one function.
      const own = (): void => listener();
      listeners.add(own);
      stop ??= client.onChange(follow);
      return () => {
        listeners.delete(own);
        if (listeners.size === 0) {
          stop?.();
          stop = undefined;
        }
      };
    },
  };
};
