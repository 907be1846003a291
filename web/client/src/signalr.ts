import type { Client } from "./core/types.js";

/** What `HubConnectionBuilder.withUrl` takes. */
export interface HubOptions {
  accessTokenFactory(): Promise<string>;
  readonly withCredentials: boolean;
}

/**
 * Options for a SignalR connection, which asks for a token whenever it connects.
 *
 * @example
 * new HubConnectionBuilder().withUrl("/hub", hubOptions(client)).withAutomaticReconnect().build();
 */
export const hubOptions = (client: Client): HubOptions => ({
  accessTokenFactory: async () => (client.mode === "cookie" ? "" : ((await client.accessToken()) ?? "")),
  withCredentials: client.mode === "cookie",
});
