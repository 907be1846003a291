import { CardeaError } from "./core/error.js";
import type { Client } from "./core/types.js";

const issuers = new WeakMap<Client, string>();

/**
 * Calls an endpoint that makes a lasting change. Where the server asks for it, the change is made with a token for the issuer,
 * which no API ever sees.
 */
export const lasting = async <T = void>(client: Client, method: string, path: string, body?: object): Promise<T> => {
  try {
    return await client.call<T>(method, path, body);
  } catch (error) {
    if (!(error instanceof CardeaError) || error.code !== "account_token_required") {
      throw error;
    }
    let issuer = issuers.get(client);
    if (!issuer) {
      ({ issuer } = await client.call<{ issuer: string }>("GET", "/.well-known/openid-configuration"));
      issuers.set(client, issuer);
    }
    return client.call<T>(method, path, body, issuer);
  }
};
