import { type Client, createClient, type Mode } from "@cardea/client";

/** A client that several elements of a page use. */
export interface Borrowed {
  readonly client: Client;
  /** Says that an element needs it no more. The last one ends its timers and streams. */
  giveBack(): void;
}

const shared = new Map<string, { readonly client: Client; users: number }>();

/** The page's client for a server. Elements with the same address and mode have one together. */
export const borrowClient = (url: string, mode: Mode): Borrowed => {
  const key = `${mode} ${url}`;
  const entry = shared.get(key) ?? { client: createClient({ url, mode }), users: 0 };
  shared.set(key, entry);
  entry.users++;
  return {
    client: entry.client,
    giveBack() {
      entry.users--;
      // An element that moves on the page comes back before this runs.
      queueMicrotask(() => {
        if (entry.users === 0 && shared.get(key) === entry) {
          shared.delete(key);
          entry.client.dispose();
        }
      });
    },
  };
};
