import type { Client } from "./core/types.js";
import { readEvents } from "./event-stream.js";

/** What a page wants to know. */
export interface LiveListener {
  /** The list of the user's sessions changed: read it again. */
  sessions?(): void;
  /** The session ended elsewhere. The client's status changes too. */
  ended?(reason: string | null): void;
}

/** The server sends a heartbeat more often. Without one, the connection is dead. Milliseconds. */
const silence = 60_000;
const longest = 30_000;

/**
 * Follows the server's live events while the user is signed in, so that a page notices at once when its session ends elsewhere. It
 * uses `fetch`, because `EventSource` can't send a bearer token. A connection that breaks is made again.
 *
 * @returns Stops.
 */
export const followEvents = (client: Client, listener: LiveListener = {}): (() => void) => {
  let connection: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  // What the page knows already. The server tells what changed since then.
  let last = "";

  const close = (): void => {
    clearTimeout(timer);
    connection?.abort();
    connection = undefined;
  };

  const connect = async (): Promise<void> => {
    close();
    const own = (connection = new AbortController());
    const watch = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => own.abort(), silence);
    };
    watch();
    try {
      const headers = { Accept: "text/event-stream", ...(last && { "Last-Event-ID": last }) };
      const response = await client.fetch(`${client.url}/auth/live`, { headers, signal: own.signal });
      if (response.ok && response.body) {
        for await (const { event, data, id } of readEvents(response.body)) {
          failures = 0;
          last = id;
          watch();
          if (event === "sessions") {
            listener.sessions?.();
          } else if (event === "ended") {
            listener.ended?.(reasonOf(data));
            // The refresh is refused, and so the client knows it from the server.
            await client.refresh();
          }
        }
      }
    } catch {
      // The connection is made again below.
    }
    if (connection === own) {
      clearTimeout(timer);
      timer = setTimeout(() => void connect(), Math.min(longest, 1_000 * 2 ** failures++) * (0.5 + Math.random() / 2));
    }
  };

  const stop = client.onChange(({ state }) => {
    if (state === "signedOut") {
      last = "";
      close();
    } else if (state === "signedIn" && !connection) {
      failures = 0;
      void connect();
    }
  });
  return () => {
    stop();
    close();
  };
};

const reasonOf = (data: string): string | null => {
  try {
    return (JSON.parse(data) as { reason?: string }).reason ?? null;
  } catch {
    return null;
  }
};
