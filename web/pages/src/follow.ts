import { contract } from "./dom.js";

const pause = 5_000;

/** Follows events of the server for as long as the session lasts. A server that is away is asked again. */
export class Follower {
  private events: EventSource | undefined;
  private isStopped = false;

  /**
   * @param path The address of the contract.
   * @param listeners What to do with each kind of event.
   * @param lost Called while the server is away.
   */
  constructor(
    private readonly path: string,
    private readonly listeners: Record<string, (data: string) => void>,
    private readonly lost: () => void = () => undefined,
  ) {
    this.open();
  }

  stop(): void {
    this.isStopped = true;
    this.events?.close();
  }

  private open(): void {
    const events = new EventSource(contract(this.path));
    this.events = events;
    for (const [kind, listen] of Object.entries(this.listeners)) {
      events.addEventListener(kind, (event: MessageEvent<string>) => listen(event.data));
    }

    events.addEventListener("error", () => {
      this.lost();
      // The browser asks again by itself, except after an answer that was no stream.
      if (events.readyState === EventSource.CLOSED) {
        void this.wait();
      }
    });
  }

  // The page knows whether the session is over: then it leads to the sign-in.
  private async wait(): Promise<void> {
    const answer = await fetch(location.pathname, { method: "HEAD" }).catch(() => undefined);
    if (this.isStopped) {
      return;
    }

    if (answer?.redirected === true || answer?.status === 403) {
      location.reload();
      return;
    }

    setTimeout(() => {
      if (!this.isStopped) {
        this.open();
      }
    }, pause);
  }
}
