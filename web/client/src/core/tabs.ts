import type { SharedAccess } from "./vault.js";

/** What one page tells the others. */
export interface News {
  readonly sessionId: string | null;
  /** True if the session is over. */
  readonly ended?: boolean;
  readonly access?: SharedAccess | undefined;
}

/** Joins the other pages, and hears of the events of this one. */
export const joinTabs = (
  name: string,
  disposal: AbortSignal,
  on: { news: (news: News) => void; stored: () => void; resume: () => void; online: () => void },
): ((news: News) => void) => {
  const channel = (globalThis as Partial<typeof globalThis>).BroadcastChannel && new BroadcastChannel(name);
  if (channel) {
    channel.onmessage = ({ data }) => on.news(data as News);
    // Node.js would wait for it.
    (channel as { unref?(): void }).unref?.();
    disposal.addEventListener("abort", () => channel.close());
  }

  // React Native has no such events.
  const page = globalThis as { addEventListener?: Window["addEventListener"] };
  // A page from the back/forward cache has missed everything.
  page.addEventListener?.("pageshow", ({ persisted }) => persisted && on.resume(), { signal: disposal });
  page.addEventListener?.("online", on.online, { signal: disposal });
  // Pages in other processes see a change of localStorage a moment after the news of it.
  page.addEventListener?.("storage", on.stored, { signal: disposal });
  return (news) => disposal.aborted || channel?.postMessage(news);
};
