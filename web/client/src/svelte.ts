import type { Client } from "./core/types.js";
import { type UserSnapshot, userStore } from "./user-store.js";

export type { UserSnapshot };

/** Svelte's contract of a readable store. */
export interface Readable<T> {
  subscribe(run: (value: T) => void): () => void;
}

/** A store for `$session`, with `status` and `user`: undefined while nobody knows, null if nobody is signed in. */
export const session = (client: Client): Readable<UserSnapshot> => {
  const store = userStore(client);
  return {
    subscribe(run) {
      run(store.current);
      return store.subscribe(() => run(store.current));
    },
  };
};
