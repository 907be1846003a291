import { createContext, createElement, type ReactElement, type ReactNode, useContext, useSyncExternalStore } from "react";
import type { Client, Status, User } from "./core/types.js";
import { userStore } from "./user-store.js";

const Context = createContext<Client | null>(null);

/** Gives the client to the components below. The app makes the client once, outside of components, and disposes of it, or never. */
export const CardeaProvider = ({ client, children }: { readonly client: Client; readonly children?: ReactNode }): ReactElement =>
  createElement(Context.Provider, { value: client }, children);

/** The client. */
export const useCardea = (): Client => {
  const client = useContext(Context);
  if (!client) {
    throw new Error("useCardea needs a <CardeaProvider client={…}> above.");
  }
  return client;
};

const unknown: Status = { state: "unknown", sessionId: null };

/** The status. A server that renders knows of none. */
export const useStatus = (): Status => {
  const store = userStore(useCardea());
  return useSyncExternalStore(
    store.subscribe,
    () => store.current.status,
    () => unknown,
  );
};

/** The user: undefined while nobody knows, null if nobody is signed in. */
export const useUser = (): User | null | undefined => {
  const store = userStore(useCardea());
  return useSyncExternalStore(
    store.subscribe,
    () => store.current.user,
    () => undefined,
  );
};
