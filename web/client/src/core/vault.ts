import { CardeaError } from "./error.js";
import { json } from "./json.js";
import type { ClientStorage } from "./types.js";

/** An access token, as other pages can read it. */
export interface SharedAccess {
  readonly token: string;
  /** Seconds from `at`. */
  readonly life: number;
  /** When the request was sent, by the wall clock of this machine. */
  readonly at: number;
}

/** The session, in mode `bearer`. */
export interface StoredSession {
  readonly id: string;
  readonly refreshToken: string;
  readonly access?: SharedAccess | undefined;
}

/** A sign-out that the server does not know of yet. In the modes with cookies, the cookie says which session. */
export interface PendingSignOut {
  readonly refreshToken?: string | null | undefined;
  readonly all: boolean;
}

/** All that a client keeps, under one key, so that one write is one step. */
export interface StoredRecord {
  readonly session?: StoredSession | undefined;
  readonly deviceToken?: string | undefined;
  readonly trustToken?: string | undefined;
  readonly signOuts?: readonly PendingSignOut[] | undefined;
}

/** The record in the storage. Its changes happen one after the other. */
export type Vault = ReturnType<typeof createVault>;

export const createVault = (storage: ClientStorage, key: string) => {
  let last: Promise<unknown> = Promise.resolve();

  /**
   * Changes the record.
   *
   * @param change Returns the new record. The same object means no change.
   */
  const update = (change: (record: StoredRecord) => StoredRecord): Promise<StoredRecord> => {
    // A storage that is not asynchronous is read and written without a pause, so that no other page comes in between.
    const apply = (text: string | null): StoredRecord | Promise<StoredRecord> => {
      const before = parse(text);
      const after = change(before);
      const written = after === before || storage.setItem(key, JSON.stringify(after));
      return isPromise(written) ? written.then(() => after) : after;
    };
    const result = last
      .then(() => {
        const text = storage.getItem(key);
        return isPromise(text) ? text.then(apply) : apply(text);
      })
      .catch((cause: unknown) => {
        throw new CardeaError("storage_failed", "No storage.", cause);
      });
    last = result.catch(() => {});
    return result;
  };

  return { update, read: () => update((record) => record) };
};

const isPromise = <T>(value: T | Promise<T>): value is Promise<T> => value instanceof Promise;

// What nobody can read is as good as nothing.
const parse = (text: string | null): StoredRecord => (json(text!) as StoredRecord | null | undefined) ?? {};

/** `localStorage`; the memory of this page where there is none, or the browser blocks it, or it is full at the first sign-in. */
export const defaultStorage = (): ClientStorage => {
  let own: string | null = null;
  const getItem = (key: string): string | null => {
    try {
      return own ?? localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  return {
    getItem,
    setItem(key, value) {
      try {
        localStorage.setItem(key, value);
        own = null;
      } catch (error) {
        // Other pages go on with what is stored, so this page can't leave it.
        if (!own && getItem(key)) {
          throw error;
        }
        own = value;
      }
    },
  };
};
