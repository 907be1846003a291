import type { Answer, Client, Session } from "./core/types.js";

export type { Session };

/** The user's devices: what is signed in, the last used first. */
export const listSessions = async (client: Client): Promise<readonly Session[]> =>
  (await client.call<Answer<"SessionListResponse">>("GET", "/auth/sessions")).sessions;

/**
 * Names a device.
 *
 * @throws {CardeaError} `session_not_found`, `validation_failed`.
 */
export const renameSession = (client: Client, id: string, device: string): Promise<Session> =>
  client.call("PATCH", `/auth/sessions/${encodeURIComponent(id)}`, { device });

/** Signs a device out. Its own page notices at once if it follows the events. */
export const endSession = async (client: Client, id: string): Promise<void> => {
  if (id === client.status.sessionId) {
    await client.signOut();
  } else {
    await client.call("DELETE", `/auth/sessions/${encodeURIComponent(id)}`);
  }
};
