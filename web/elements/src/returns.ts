import type { Client } from "@cardea/client";
import { finishSignInWith, type ProviderResult } from "@cardea/client/providers";

const results = new WeakMap<Client, Promise<ProviderResult | null>>();

/** What came back from a provider with this page. Two elements of the page may ask; the answer can be taken once. */
export const finishOnce = (client: Client): Promise<ProviderResult | null> => {
  const result = results.get(client) ?? finishSignInWith(client);
  results.set(client, result);
  return result;
};

const key = (client: Client): string => `cardea ${client.url} linking`;

/** Remembers that the browser goes to a provider in order to link an account. */
export const rememberLinking = (client: Client): void => sessionStorage.setItem(key(client), "1");

/** True once, if the browser went to a provider in order to link an account. */
export const wasLinking = (client: Client): boolean => {
  const was = sessionStorage.getItem(key(client)) !== null;
  sessionStorage.removeItem(key(client));
  return was;
};
