import { inject, type InjectionKey, onScopeDispose, type Plugin, type ShallowRef, shallowRef } from "vue";
import type { Client, Status, User } from "./core/types.js";
import { userStore } from "./user-store.js";

const key: InjectionKey<Client> = Symbol("cardea");

/** `app.use(cardea(client))` gives the client to all components. */
export const cardea = (client: Client): Plugin => ({ install: (app) => void app.provide(key, client) });

/** The client, the status, and the user: undefined while nobody knows, null if nobody is signed in. */
export const useCardea = (): {
  readonly client: Client;
  readonly status: Readonly<ShallowRef<Status>>;
  readonly user: Readonly<ShallowRef<User | null | undefined>>;
} => {
  const client = inject(key);
  if (!client) {
    throw new Error("useCardea needs app.use(cardea(client)).");
  }
  const store = userStore(client);
  const status = shallowRef(store.current.status);
  const user = shallowRef(store.current.user);
  onScopeDispose(
    store.subscribe(() => {
      status.value = store.current.status;
      user.value = store.current.user;
    }),
  );
  return { client, status, user };
};
