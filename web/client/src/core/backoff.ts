import type { CardeaError } from "./error.js";

const longest = 60_000;

/** Waits longer after each failure, and at least as long as the server asked for. */
export type Backoff = ReturnType<typeof createBackoff>;

/** @param retry Runs when a wait is over, unless the client was disposed. */
export const createBackoff = (disposal: AbortSignal, retry: () => void) => {
  let failures = 0;
  let failure: CardeaError | undefined;
  let until = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const schedule = (wait: number): void => {
    clearTimeout(timer);
    until = performance.now() + wait;
    timer = setTimeout(retry, wait);
  };

  const backoff = {
    /**
     * Throws the last failure while its wait lasts.
     *
     * @param impatient True passes over a wait that the server did not ask for.
     */
    check(impatient?: boolean): void {
      if (failure && performance.now() < until && !(impatient && failure.retryAfter === null)) {
        throw failure;
      }
    },

    failed(error: CardeaError): void {
      if (!disposal.aborted) {
        failure = error;
        const wait = Math.min(longest, 1_000 * 2 ** failures++) * (0.5 + Math.random() / 2);
        schedule(Math.max(wait, (error.retryAfter ?? 0) * 1_000));
      }
    },

    /** Tries now, unless the server asked to wait. */
    hurry(): void {
      if (failure?.retryAfter === null) {
        schedule(0);
      }
    },

    reset: (): void => {
      clearTimeout(timer);
      failures = 0;
      failure = undefined;
    },
  };
  disposal.addEventListener("abort", backoff.reset);
  return backoff;
};
