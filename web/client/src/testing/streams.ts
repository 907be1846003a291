import type { FakeSession, FakeStore } from "./accounts.js";

type Listeners = Set<ReadableStreamDefaultController<Uint8Array>>;

/** The event streams of the fake issuer: each session hears of its end, and of changes of its user's other sessions. */
export class FakeStreams {
  readonly #listeners = new Map<string, Listeners>();
  readonly #known = new Map<string, string>();
  readonly #store: FakeStore;

  constructor(store: FakeStore) {
    this.#store = store;
  }

  /** Follows the events of a session. */
  open(session: FakeSession, signal: AbortSignal): Response {
    const listeners: Listeners = this.#listeners.get(session.id) ?? new Set();
    this.#listeners.set(session.id, listeners);
    this.#known.set(session.id, this.#sessionsOf(session));
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        listeners.add(controller);
        controller.enqueue(eventOf("heartbeat", {}));
        signal.addEventListener("abort", () => {
          if (listeners.delete(controller)) {
            controller.error(signal.reason);
          }
        });
      },
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  }

  /** Tells each listener what has changed since it was told last. */
  tell(): void {
    for (const [id, listeners] of this.#listeners) {
      const session = this.#store.sessions.get(id)!;
      const now = this.#sessionsOf(session);
      if (session.endReason) {
        this.#listeners.delete(id);
        listeners.forEach((controller) => {
          controller.enqueue(eventOf("ended", { reason: session.endReason }));
          controller.close();
        });
        listeners.clear();
      } else if (now !== this.#known.get(id)) {
        this.#known.set(id, now);
        listeners.forEach((controller) => controller.enqueue(eventOf("sessions", {})));
      }
    }
  }

  #sessionsOf({ account }: FakeSession): string {
    return JSON.stringify(this.#store.live(account).map(({ id, device }) => [id, device]));
  }
}

const eventOf = (event: string, data: object): Uint8Array => new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
